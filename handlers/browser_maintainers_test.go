package handlers

import (
	"context"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// offered puts a batch together that pays four projects 12 € each, and tells their maintainers, who read that language.
func (s *site) offered(t *testing.T, lang string) (batch string) {
	t.Helper()
	ctx := context.Background()
	s.inhabited(t)
	s.mails(t)
	compta := s.staffed(t, people.Accountant).user
	for name, iban := range map[string]string{"Alpha": "FR7630006000011234567890189", "Beta": "DE89370400440532013000", "Gamma": "BE68539007547034", "Delta": "ES9121000418450200051332"} {
		slug := strings.ToLower(name)
		_, err := catalogue.NewUpstream(ctx, s.db, s.staffed(t, people.Operator).user, catalogue.UpstreamForm{
			Slug: slug, Name: name, Licence: "AGPL-3.0-only", SourceURL: "https://git.example/" + slug, SiteURL: "https://" + slug + ".example", SourceLang: "fr",
		})
		if err != nil {
			t.Fatal(err)
		}
		s.opensChannel(t, compta, s.owesProject(t, slug, slug, 1200), commons.ChannelForm{Type: commons.ByIBAN, Address: iban, Holder: name, Email: slug + "@projets.example", Locale: lang})
	}
	b, err := commons.DraftBatch(ctx, s.db, compta, commons.BatchForm{ExecuteOn: commons.NextPayday(ledger.Day(store.Now(s.db))), LeastCents: commons.LeastPaid})
	if err == nil {
		err = b.Submit(ctx, s.db, compta)
	}
	if err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, s.worker)
	return "/" + lang + "/desk/payouts/batches/" + b.Ref
}

// TestMaintainersDecideInChromiumOnAPhoneWithoutScripts lets four maintainers read their letters and take, defer, pass on and refuse; each errs
// first, is told where, and loses nothing.
func TestMaintainersDecideInChromiumOnAPhoneWithoutScripts(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			batch := s.offered(t, lang)
			l := s.lastLetter(t, "alpha@projets.example")
			for _, words := range []string{locales.Money(lang, 1200, "EUR"), "You have nothing to do", "It is a thank you, not an order", locales.T(lang, "emails.payout.choices")} {
				if !strings.Contains(plain(l.Subject+l.Text), plain(words)) {
					t.Errorf("the letter does not say %q\n%s", words, l.Text)
				}
			}
			withBrowser(t, s.server.URL, func(b *browser) {
				b.excuse("status of 422").excuse("status of 404").withoutJavaScript().phone()
				m := maintaining{b: b, s: s, t: t, lang: lang}
				m.takes()
				m.defers()
				m.passesOn()
				m.refuses()
				b.visit("/" + lang + "/received/nowhere").sees(m.w("maintainer.lost_title")).fits()
			})
			council := s.staffed(t, people.Steward).visit(batch).sees("Merci, thank you", "Notre compte change")
			for _, words := range []string{locales.T(lang, "payouts.answers.taken"), locales.T(lang, "payouts.answers.refused"), locales.T(lang, "payouts.answers.pass_asked", "Name", "Epsilon, https://epsilon.example")} {
				council.sees(plain(words))
			}
		})
	}
}

// maintaining is a maintainer's window.
type maintaining struct {
	b    *browser
	s    *site
	t    *testing.T
	lang string
}

func (m maintaining) w(key string, args ...any) string { return locales.T(m.lang, key, args...) }

// opens follows the link of the letter to a project.
func (m maintaining) opens(slug string) *browser {
	m.t.Helper()
	return m.b.visit(m.s.linkTo(m.t, slug+"@projets.example")).sees(m.w("maintainer.title", "Amount", locales.Money(m.lang, 1200, "EUR"))).sees(m.w("maintainer.nothing")).fits()
}

// refused expects the form again, with what is wrong on top and at the field.
func (m maintaining) refused(key string) *browser {
	m.t.Helper()
	return m.b.press(m.w("maintainer.send")).sees(m.w("error.summary")).seesIn(".error", m.w(key)).fits()
}

// answered expects thanks, and no form any more.
func (m maintaining) answered() *browser {
	m.t.Helper()
	return m.b.press(m.w("maintainer.send")).sees(m.w("maintainer.thanks")).fits()
}

func (m maintaining) takes() {
	m.opens("alpha").fill(m.w("maintainer.words"), "Merci, thank you").shot("payouts/maintainer-" + m.lang)
	m.refused("error.choose").holding("words", "Merci, thank you").shot("payouts/maintainer-wrong-" + m.lang)
	m.b.choose(m.w("maintainer.take"))
	m.answered().sees(m.w("maintainer.taken")).shot("payouts/maintainer-taken-" + m.lang)
}

func (m maintaining) defers() {
	m.opens("beta").choose(m.w("maintainer.defer")).fill(m.w("maintainer.words"), "Notre compte change")
	m.refused("error.choose").holding("words", "Notre compte change").fill(m.w("maintainer.months"), locales.N(m.lang, "maintainer.months_n", 6))
	m.answered().sees(m.w("maintainer.decided.deferred", "Date", locales.Date(m.lang, time.Date(2027, time.May, 25, 0, 0, 0, 0, time.UTC)))).seesNot(m.w("maintainer.send")).seesNot(m.w("maintainer.nothing")).seesNot(m.w("maintainer.when")).
		shot("payouts/maintainer-deferred-" + m.lang)
}

func (m maintaining) passesOn() {
	m.opens("gamma").choose(m.w("maintainer.pass"))
	m.refused("payouts.wrong.pass_to").fill(m.w("maintainer.another"), "Epsilon, https://epsilon.example")
	m.answered().sees(m.w("maintainer.decided.asked", "Name", "Epsilon, https://epsilon.example")).shot("payouts/maintainer-passed-" + m.lang)
}

func (m maintaining) refuses() {
	m.opens("delta").choose(m.w("maintainer.refuse"))
	m.answered().sees(m.w("maintainer.decided.refused")).seesNot(m.w("maintainer.send")).shot("payouts/maintainer-refused-" + m.lang)
}
