package handlers

import (
	"testing"

	"chatiere/locales"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestAPersonAloneInChromium is a volunteer who comes for a quarter of an hour, and gives to a space as a private person: in French on a
// desktop and in English on a phone, with and without scripts.
func TestAPersonAloneInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		for scripts, plain := range map[string]bool{"with scripts": false, "without scripts": true} {
			t.Run(lang+" "+scripts, func(t *testing.T) {
				y := &shown{story: &story{T: t, s: newSite(t), lang: lang}, phone: phone, plain: plain, windows: map[string]*browser{}}
				y.comesAlone(y.s.hamlet(t))
				y.quiet()
			})
		}
	}
}

// comesAlone makes an account from a task, takes it, tells of it, and promises a gift.
func (y *shown) comesAlone(h *hamlet) {
	y.Helper()
	task := paths.Tasks(y.lang) + "/" + last(h.writesTask())
	space, err := y.s.gathers(h.omar.user, "Des notes pour tout le monde")
	y.must(err)
	b := y.window("")
	looks := func(name string) *browser { return b.fits().axe().shot("persons/" + name + "-" + y.lang) }
	if y.plain {
		b.withoutJavaScript()
		looks = func(string) *browser { return b.fits() } // axe is a script itself
	}
	b.visit(paths.Tasks(y.lang)).sees(y.w("sign_up.none_yet")).press("Essayer le formulaire").press(y.w("sign_up.title"))
	looks("form").fill(y.w("sign_up.name"), "Lise").fill(y.w("sign_in.email"), lise).press(y.w("sign_up.send")).sees(y.w("sign_up.sent"))
	looks("sent").visit(y.s.linkTo(y.T, lise)).sees(y.w("sign_up.link_lead", "Name", "Lise", "Email", lise))
	looks("button").press(y.w("sign_up.make")).isAt(task).sees(y.w("flash.account_made")).press(y.w("tasks.take")).press(y.w("tasks.done"))
	b.fill(y.w("commons.form.evidence"), "https://git.example/issues/7").press(y.w("commons.form.send")).sees(locales.Minutes(y.lang, 15)).sees(y.w("commons.state.submitted"))
	b.visit(paths.Mine(y.lang)).sees("Essayer le formulaire").sees(y.w("commons.state.submitted"))
	looks("mine").visit(paths.SharedSpace(y.lang, space)).press(y.w("pledges.promise_money")).sees(y.w("pledges.is_gift"))
	looks("pledge").fill(y.w("pledges.amount"), locales.Amount(y.lang, 2500)).press(y.w("pledges.send_gift")).sees(y.w("pledges.flash.pledged"))
	looks("pledged")
}
