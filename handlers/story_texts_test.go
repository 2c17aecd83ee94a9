package handlers

import (
	"net/url"
	"strings"

	"chatiere/locales"
)

// What the editors change in the help page on signing in: one sentence of the original, and its translation.
const (
	helpPage    = "/help/signing-in"
	helpTitle   = "Se connecter sans mot de passe"
	oldSentence = "Le lien par e-mail continuera de marcher."
	newSentence = "Le lien par e-mail continuera de marcher toute l’année."
	stillRead   = "The link by e-mail will keep working."
	readAtLast  = "You can choose one under “My account”. The link by e-mail will keep working all year long."
)

// staysTranslated changes a help page: readers of the other language are told that theirs is late, until one person has translated and
// another has read it.
func (y *story) staysTranslated() {
	y.Helper()
	elif, alix, reader := y.knows("elif@indie-host.example"), y.knows("alix@indie-host.example"), y.s.visitor("en")
	reader.visit("/en" + helpPage).status(200).sees(stillRead).missing(locales.T("en", "texts.stale"))
	elif.visit(y.at(helpPage)).status(200).follow(y.w("action.edit")).status(200)
	changed := strings.Replace(elif.heldIn("body"), oldSentence, newSentence, 1)
	elif.send(y.w("action.save"), url.Values{"title": {" "}, "body": {changed}}).refused("title", y.w("error.required"), map[string]string{"body": changed})
	elif.send(y.w("action.save"), url.Values{"title": {helpTitle}}).status(200)
	y.s.visitor("fr").visit("/fr" + helpPage).sees(newSentence)
	reader.visit("/en"+helpPage).sees(stillRead, locales.T("en", "texts.stale"))

	alix.visit(y.at("/desk/texts?open=stale&lang=en")).status(200).sees(helpTitle).follow(y.w("editors.wait.stale")).status(200)
	alix.press(newSentence, y.w("editors.sheet.propose"), url.Values{"target": {readAtLast}}).status(200).sees(y.w("editors.did.in_review"))
	if alix.has(newSentence, y.w("action.approve")) {
		y.Error("who translated may say that it is right")
	}
	sheet := alix.page.path
	reader.visit("/en" + helpPage).sees(stillRead)
	elif.visit(sheet).press(newSentence, y.w("action.approve"), nil).status(200).sees(y.w("editors.did.reviewed"))
	reader.visit("/en"+helpPage).sees(readAtLast).missing(stillRead, locales.T("en", "texts.stale"))
	alix.visit(y.at("/desk/texts?open=stale&lang=en")).missing(helpTitle)
}

// heldIn is what a text field of the page holds.
func (p *person) heldIn(name string) string {
	p.s.t.Helper()
	for _, kind := range []string{"textarea", "input"} {
		for _, n := range p.all(kind, nil) {
			if attribute(n, "name") == name {
				held := url.Values{}
				collect(n, held)
				return held.Get(name)
			}
		}
	}
	p.s.t.Fatalf("%s has no field %q", p.page.path, name)
	return ""
}
