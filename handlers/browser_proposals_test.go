package handlers

import (
	"context"
	"testing"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestAProjectIsProposedAndAnsweredInChromium is somebody on a phone who errs and loses nothing, somebody of the council who answers, and what
// everybody reads of it.
func TestAProjectIsProposedAndAnsweredInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			g := s.green(t)
			r, err := commons.DraftRound(context.Background(), s.db, g.samia.user, proposingForm(store.Now(s.db), []string{g.refs["alpha"]}))
			g.must(t, err)
			g.must(t, r.Open(context.Background(), s.db, g.samia.user))
			w := func(key string, args ...any) string { return locales.T(lang, key, args...) }
			withBrowser(t, s.server.URL, func(b *browser) {
				b.as(g.chloe)
				b.phone().visit(paths.Round(lang, r)).fits().axe().press(w("proposals.propose_for", "Organisation", "Fée")).fill(w("proposals.name"), "Paheko").fill(w("proposals.repository"), "https://fossil.example/paheko")
				b.fill(w("rounds.licence"), "BUSL-1.1").fill(w("proposals.why"), "Nos adhésions.").fits().axe().shot("proposals/form-" + lang).press(w("proposals.send"))
				b.sees(w("error.summary")).sees(w("error.proposal_licence")).holding("name", "Paheko").fits().axe().fill(w("rounds.licence"), "AGPL-3.0-or-later").press(w("proposals.send"))
				b.sees(w("proposals.flash.proposed")).sees(w("proposals.state.waiting")).fits().axe().shot("proposals/sent-" + lang)
				b.as(g.samia)
				b.desktop().visit(paths.DeskRound(lang, r)).fits().axe().press(w("proposals.answer_all")).press(w("proposals.answer_to", "Project", "Paheko")).choose(w("proposals.refuse")).press(w("proposals.answer_send"))
				b.sees(w("error.required")).fits().axe().fill(w("proposals.reason"), "Nous ne le proposons plus.").shot("proposals/answer-" + lang).press(w("proposals.answer_send")).sees(w("proposals.flash.answered"))
				b.phone().dark().visit(paths.ProjectProposals(lang, r)).sees("Nous ne le proposons plus.").fits().axe().shot("proposals/list-" + lang).light().desktop().axe().shot("proposals/wide-" + lang)
			})
		})
	}
}
