package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"

	"golang.org/x/net/html"
)

// bureau is the editors' desk with three people who edit, one of whom administers.
type bureau struct {
	*site
	ada, eve, root *person
	path           string // of the page's form
}

// editor is somebody who edits.
func (s *site) editor(t *testing.T, name string) *person {
	t.Helper()
	u, err := people.Appoint(context.Background(), s.db, people.AppointForm{Email: name + "@editors.example", Locale: "fr", Roles: []people.Role{people.Editor}})
	if err != nil {
		t.Fatal(err)
	}
	return s.enters(t, u)
}

// bureau opens the desk; ada writes a help page there and publishes it.
func (s *site) bureau(t *testing.T) *bureau {
	t.Helper()
	s.seeded()
	b := &bureau{site: s, ada: s.editor(t, "ada"), eve: s.editor(t, "eve"), root: s.staffed(t, people.Admin)}
	b.ada.visit("/fr/desk/texts").status(200).follow("Écrire une page").sees("Que voulez-vous écrire").visit("/fr/desk/pages/new?kind=help")
	b.ada.send("Enregistrer le brouillon", url.Values{
		"title": {"Ouvrir le portillon"}, "summary": {"Par où entrer"}, "slug": {""}, "source_lang": {"fr"},
		"body": {"Poussez le portillon du jardin.\n\nEntrez sans frapper chez nous.\n"},
	}).status(200).sees("Le brouillon est enregistré", "Cette page n’est pas publiée")
	b.path = strings.SplitN(b.ada.page.path, "?", 2)[0]
	s.visitor("fr").visit("/fr/help/ouvrir-le-portillon").status(404)
	b.ada.send("Enregistrer et publier", nil).at(b.path).sees("C’est enregistré et publié")
	return b
}

// sheet opens the English sheet of the page.
func (b *bureau) sheet(p *person) *person {
	b.t.Helper()
	return p.visit(b.path).follow("Traduire en anglais").status(200)
}

// passage is the form beside the passage whose original says something.
func (p *person) passage(says string) *html.Node {
	p.s.t.Helper()
	for _, n := range p.all("div", func(n *html.Node) bool { return strings.HasPrefix(attribute(n, "id"), "passage-") }) {
		if strings.Contains(inner(n), plain(says)) {
			for f := range n.Descendants() {
				if f.Data == "form" {
					return f
				}
			}
		}
	}
	p.s.t.Fatalf("no passage says %q\n%s", says, p.text())
	return nil
}

// press sends the form of a passage by the button with that text, to where the button leads.
func (p *person) press(says, button string, values url.Values) *person {
	p.s.t.Helper()
	form := p.passage(says)
	pressed := buttonOf(form, button)
	if pressed == nil {
		p.s.t.Fatalf("%q has no button %q\n%s", says, button, inner(form))
	}
	return p.sendForm(form, pressed, values)
}

// has reports whether the form of a passage has a button with that text.
func (p *person) has(says, button string) bool {
	p.s.t.Helper()
	return buttonOf(p.passage(says), button) != nil
}

// translates lets ada write all of the page in English, and eve approve it.
func (b *bureau) translates(t *testing.T) {
	t.Helper()
	for says, target := range map[string]string{
		"Ouvrir le portillon": "Opening the gate", "Par où entrer": "Where to come in", "Poussez": "Push the garden gate.", "frapper": "Come in without knocking.",
	} {
		b.sheet(b.ada).press(says, "Proposer à la relecture", url.Values{"target": {target}}).status(200).sees("une autre personne va relire")
		b.sheet(b.eve).press(says, "Approuver", nil).status(200).sees("C’est approuvé")
	}
}

func TestAPageIsWrittenTranslatedReviewedAndRead(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.bureau(t)
		reader := s.visitor("en")
		reader.visit("/en/help/ouvrir-le-portillon").status(200).sees("not available in your language yet", "Poussez le portillon")
		b.ada.visit("/fr/desk").sees("1 texte attend une traduction ou une relecture").follow("Voir ces textes").sees("Ouvrir le portillon").missing("Se connecter sans mot de passe")
		b.sheet(b.ada).sees("0 sur 4", "Voir en anglais").press("Poussez", "Proposer à la relecture", url.Values{"target": {"Push the garden gate."}})
		b.ada.at("/fr/desk/translations/page/").sees("une autre personne va relire", "Aller au passage suivant")
		if b.ada.has("Poussez", "Approuver") {
			t.Fatal("ada may approve her own translation")
		}
		b.ada.sees("Une autre personne doit relire")
		b.translates(t)
		reader.visit("/en/help/ouvrir-le-portillon").sees("Opening the gate", "Push the garden gate.", "Come in without knocking.").missing("not available", "frapper")
		b.ada.visit("/fr/desk").sees("Rien n’attend")
		b.ada.visit("/fr/desk/texts?q=portillon&kind=help").sees("Ouvrir le portillon", "À jour", "4 sur 4")
	})
}

func TestAChangedSourceIsSaidToTranslatorsAndToReaders(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.bureau(t)
		b.translates(t)
		b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Poussez le grand portillon du jardin.\n\nEntrez sans frapper chez nous.\n"}}).sees("C’est enregistré")
		s.visitor("en").visit("/en/help/ouvrir-le-portillon").sees("Push the garden gate.", "The original changed recently")
		b.eve.visit("/fr/desk/texts?open=stale&lang=en").sees("Ouvrir le portillon", "1 dont l’original a changé")
		b.eve.visit("/fr/desk/texts?open=missing&kind=help").missing("Ouvrir le portillon")
		b.eve.visit("/fr/desk/texts?q=portillon").follow("L’original a changé").sees("Ce qui a changé depuis la traduction", "ajouté : grand").missing("frapper chez")
		b.eve.press("Poussez", "Encore juste", nil).sees("la traduction est encore juste")
		s.visitor("en").visit("/en/help/ouvrir-le-portillon").sees("Push the garden gate.").missing("changed recently")
		b.eve.visit("/fr/desk/texts?open=stale&lang=en").missing("Ouvrir le portillon")
	})
}

func TestANumberThatChangedMustBeTranslatedAgain(t *testing.T) {
	b := newSite(t).bureau(t)
	b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Attendez 3 jours."}})
	b.sheet(b.ada).press("Attendez", "Proposer", url.Values{"target": {"Wait 4 days."}}).status(422).sees("Les nombres ne sont pas les mêmes", "Wait 4 days.")
	b.ada.press("Attendez", "Proposer", url.Values{"target": {"Wait 3 days."}}).status(200)
	b.sheet(b.eve).press("Attendez", "Approuver", nil)
	b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Attendez 5 jours."}})
	b.sheet(b.eve).sees("ajouté : 5", "enlevé : 3", "il faut reprendre la traduction")
	if b.eve.has("Attendez", "Encore juste") {
		t.Fatal("a number changed")
	}
}

func TestAReaderAsksForACorrection(t *testing.T) {
	b := newSite(t).bureau(t)
	b.sheet(b.ada).press("Poussez", "Proposer", url.Values{"target": {"Push the garden door."}})
	b.sheet(b.eve).press("Poussez", "Envoyer la demande", nil).status(422).sees("Ce champ est nécessaire")
	b.eve.press("Poussez", "Envoyer la demande", url.Values{"reason": {"Un portillon est une gate."}}).status(200).sees("attend d’être repris")
	b.sheet(b.ada).sees("demande une correction", "Un portillon est une gate.", "À reprendre")
	b.ada.visit("/fr/desk/texts?open=changes").sees("Ouvrir le portillon", "1 à reprendre")
	b.sheet(b.ada).press("Poussez", "Proposer", url.Values{"target": {"Push the garden gate."}}).sees("une autre personne va relire")
}

func TestNothingTypedInAPassageIsLost(t *testing.T) {
	b := newSite(t).bureau(t)
	typed := url.Values{"target": {"Push the gate of the garden."}}
	b.sheet(b.ada)
	b.sheet(b.eve).press("Poussez", "Garder comme brouillon", url.Values{"target": {"Push it."}}).sees("Le brouillon est enregistré")
	b.ada.press("Poussez", "Proposer", typed).status(422).sees("a enregistré ce passage pendant que vous écriviez", "Push it.", typed.Get("target"))
	b.ada.press("Poussez", "Proposer", nil).status(200).sees("une autre personne va relire", typed.Get("target"))

	b.sheet(b.eve)
	b.sheet(b.ada)
	b.root.visit(b.path).send("Enregistrer", url.Values{"body": {"Poussez le petit portillon du jardin.\n\nEntrez sans frapper chez nous.\n"}})
	b.ada.press("Poussez", "Proposer", url.Values{"target": {"Push the wicket of the garden."}}).status(200).
		sees("L’original a changé pendant que vous écriviez", "Push the wicket of the garden.", "ajouté : petit")
	b.eve.press("Poussez", "Approuver", url.Values{"target": {"Push the gate, Eve says."}}).status(422).sees("a enregistré ce passage", "Push the gate, Eve says.")

	b.sheet(b.eve)
	b.root.visit(b.path).send("Enregistrer", url.Values{"body": {"Tout autre chose.\n"}})
	b.eve.press("frapper", "Proposer", url.Values{"target": {"Come in without knocking."}}).status(422).sees("Ce passage a été retiré de l’original", "Come in without knocking.")
}

func TestATextIsNotApprovedWhileAnotherStandsInTheField(t *testing.T) {
	b := newSite(t).bureau(t)
	b.sheet(b.ada).press("Poussez", "Proposer", url.Values{"target": {"Push the garden gate."}})
	b.sheet(b.eve).press("Poussez", "Approuver", url.Values{"target": {"Push the gate of the garden."}}).status(422).
		sees("Vous avez aussi changé le texte", "Push the gate of the garden.")
}

func TestOneEditorAloneMayApproveTheirOwnAndItIsSaid(t *testing.T) {
	s := newSite(t)
	root := s.staffed(t, people.Admin)
	root.visit("/fr/desk/pages/new?kind=page").send("Enregistrer le brouillon", url.Values{"title": {"Nous"}, "body": {"Une maison."}, "source_lang": {"fr"}}).follow("Traduire en anglais")
	root.sees("Vous êtes la seule personne").press("Une maison", "Proposer", url.Values{"target": {"A house."}})
	root.press("Une maison", "Approuver", nil).sees("C’est approuvé", "faute d’une deuxième personne")
}

func TestALegalTextIsSignedByAnAdmin(t *testing.T) {
	s := newSite(t)
	ada, eve, root := s.editor(t, "ada"), s.editor(t, "eve"), s.staffed(t, people.Admin)
	ada.visit("/fr/desk/pages/new?kind=legal").send("Enregistrer le brouillon", url.Values{"title": {"Règles"}, "body": {"Partez quand vous voulez."}, "source_lang": {"fr"}})
	form := strings.SplitN(ada.page.path, "?", 2)[0]
	ada.send("Enregistrer et publier", nil).follow("Traduire en anglais")
	sheet := ada.page.path
	for says, target := range map[string]string{"Règles": "Rules", "Partez": "Leave when you like."} {
		ada.visit(sheet).press(says, "Proposer", url.Values{"target": {target}})
		eve.visit(sheet).press(says, "Approuver", nil).sees("À signer", "Reste à signer")
	}
	s.visitor("en").visit("/en/legal/regles").sees("not available in your language")
	root.visit("/fr/desk/texts?open=signature").follow("À signer").press("Règles", "Signer", nil).sees("C’est signé")
	root.visit(sheet).press("Partez", "Signer", nil).sees("2 sur 2")
	s.visitor("en").visit("/en/legal/regles").sees("Leave when you like.").missing("not available")
	ada.visit(form).send("Enregistrer", url.Values{"body": {"Partez le jour même."}})
	s.visitor("en").visit("/en/legal/regles").sees("not available in your language", "le jour même")
}

func TestATextOfItsOwnNeedsAReasonAndIsNeverLate(t *testing.T) {
	b := newSite(t).bureau(t)
	own := url.Values{"target": {"Ring at the gate."}}
	b.sheet(b.ada).press("Poussez", "Enregistrer comme texte propre", own).status(422).sees("Pourquoi un autre texte : Ce champ est nécessaire", "Ring at the gate.")
	b.ada.press("Poussez", "Enregistrer comme texte propre", url.Values{"why": {"Nos voisins ont une cloche."}}).status(200).sees("Texte propre à cette langue", "Nos voisins ont une cloche.")
	b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Poussez le grand portillon du jardin.\n\nEntrez sans frapper chez nous.\n"}})
	b.sheet(b.ada).missing("dont l’original a changé")
}
