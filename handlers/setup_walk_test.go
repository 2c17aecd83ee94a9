package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs/jobstest"
	"chatiere/models/identity"
	"chatiere/models/store"
)

// TestAnEmptyPortalOpensByItsChecklist walks from the printed link to the first subscription of a stranger, by links and forms only.
func TestAnEmptyPortalOpensByItsChecklist(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		w := newSetUp(t, s)
		w.nobodySeesMoreThanThatItOpensSoon()
		w.becomesAdmin()
		w.testsTheMail()
		w.saysWhoTheyAre()
		w.saysTheirTax()
		w.makesTheTerms()
		w.saysWhatTheTermsAskFor()
		w.describesAService()
		w.nobodySeesMoreThanThatItOpensSoon()
		w.makesAnOffer()
		w.opens()
		w.aStrangerSubscribes()
	})
}

// setUp is the first day of a portal.
type setUp struct {
	*testing.T
	s         *site
	mails     *mailtest.Server
	checklist string
	admin     *person
}

// newSetUp opens an empty portal as production would.
func newSetUp(t *testing.T, s *site) *setUp {
	t.Helper()
	s.reopen(func(settings *Site) { settings.Development = false })
	w := &setUp{T: t, s: s, admin: s.visitor("fr"), mails: mailtest.Start(t)}
	sender, err := mail.Open(w.mails.URL())
	if err != nil {
		t.Fatal(err)
	}
	s.worker.Mail, s.worker.Development = sender, false
	return w
}

// nobodySeesMoreThanThatItOpensSoon tries every page that anybody may enter.
func (w *setUp) nobodySeesMoreThanThatItOpensSoon() {
	w.Helper()
	for _, r := range w.s.router.Routes() {
		path := strings.NewReplacer(":lang", "fr", ":slug", "vos-fichiers", ":ref", "x").Replace(r.Path)
		if r.Method != http.MethodGet || doors[r.Method+" "+r.Path] != "everyone" || open(r.Path) || bare(r.Path) || strings.Contains(path, ":") || path == "/" {
			continue
		}
		if p := w.s.visitor("fr").visit(path); p.page.status != http.StatusServiceUnavailable || !strings.Contains(p.text(), "Nous ouvrons bientôt") || strings.Contains(p.page.body, "Vos fichiers") {
			w.Errorf("%s answers %d before the portal is open", path, p.page.status)
		}
	}
}

// back goes back to the checklist, as one does with the browser's arrow.
func (w *setUp) back() *person {
	w.Helper()
	return w.admin.visit(w.checklist).status(200)
}

// left demands how many things the checklist says are left to do; with nothing left one may open the portal.
func (w *setUp) left(n int) {
	w.Helper()
	said := w.back().text()
	if got := strings.Count(said, "à faire"); got != n+1 { // and once in the sentence on top
		w.Fatalf("%d things are left, want %d\n%s", got-1, n, said)
	}
	if strings.Contains(said, "Ouvrir le portail") != (n == 0) {
		w.Fatalf("with %d things left the portal may (not) be opened\n%s", n, said)
	}
}

// becomesAdmin opens the printed link, which leads to the checklist and works once.
func (w *setUp) becomesAdmin() {
	w.Helper()
	token := identity.NewSealer(secret).Token(ForFirstAdmin, "first", store.Now(w.s.db).Add(FirstAdminTime))
	address := FirstAdminAddress("fr", token)
	w.s.visitor("fr").visit(FirstAdminAddress("fr", token+"x")).status(404)
	w.admin.visit(address).send("Devenir la première personne administratrice", url.Values{"name": {"Alix"}, "email": {"alix@"}}).refused("email", "n'est pas complète", map[string]string{"name": "Alix"})
	w.admin.send("Devenir la première personne administratrice", url.Values{"email": {"alix@collectif.example"}}).sees("alix@collectif.example").send("Entrer", nil)
	w.admin.sees("Mise en route")
	w.checklist = w.admin.page.path
	w.s.visitor("fr").visit(address).status(404)
	w.admin.post("/fr/desk/opening", url.Values{"public": {"yes"}}).status(422)
	w.left(7)
}

// testsTheMail is done first: before the portal knows anything else.
func (w *setUp) testsTheMail() {
	w.Helper()
	w.back().send("M'envoyer une lettre d'essai", nil).sees("La lettre d'essai est en route")
	w.left(7)
	jobstest.Drain(w.T, w.s.worker)
	if got := w.mails.Letters(); len(got) != 1 || got[0].To != "alix@collectif.example" {
		w.Fatalf("%+v", got)
	}
	w.left(6)
}

func (w *setUp) saysWhoTheyAre() {
	w.Helper()
	w.back().follow("Mentions légales").send("Enregistrer", url.Values{
		"name": {"Le Collectif"}, "legal_name": {"Association Le Collectif"}, "street": {"1 rue du Chat"}, "postcode": {"75011"}, "city": {"Paris"}, "email": {"bonjour@collectif.example"},
		"publisher": {"Alix Martin"}, "infrastructure_host": {"Hébergeur Exemple, 2 rue du Câble, Lyon"},
	}).sees("C'est enregistré")
	w.left(5)
	w.back().follow("Compte bancaire").send("Enregistrer", url.Values{"iban": {"FR76 3000 6000 0112 3456 7890 188"}}).refused("iban", "pas juste", map[string]string{"city": "Paris"})
	w.admin.send("Enregistrer", url.Values{"iban": {"FR76 3000 6000 0112 3456 7890 189"}}).sees("C'est enregistré")
	w.left(4)
}

func (w *setUp) saysTheirTax() {
	w.Helper()
	w.back().follow("Régime de TVA").send("Commencer ce régime", url.Values{"regime": {"vat_registered"}, "rate": {"20"}, "from_on": {"2026-01-01"}}).sees("C'est enregistré")
	w.left(3)
}

func (w *setUp) makesTheTerms() {
	w.Helper()
	w.back().send("Créer les textes légaux", nil).sees("C'est enregistré")
	w.left(3)
	w.admin.follow("Textes légaux").status(200).follow("Mentions légales").follow("Voir la page").status(200).sees("Association Le Collectif")
}

// saysWhatTheTermsAskFor completes what the legal texts name and nobody has said: until then the portal may not open, and no visitor reads a hole.
func (w *setUp) saysWhatTheTermsAskFor() {
	w.Helper()
	w.back().sees("Médiation de la consommation", "Téléphone").missing("collective.", "Directeur ou directrice")
	visitor := w.s.visitor("fr")
	for _, path := range []string{"/fr/legal/legal-notice", "/fr/legal/terms", "/en/legal/terms"} {
		visitor.visit(path).status(200).missing("{{", "compléter", "completed")
		w.admin.visit(path).missing("{{")
	}
	visitor.visit("/fr/legal/terms").sees("(non précisé)")
	w.admin.visit("/fr/legal/terms").sees("(à compléter)").missing("(non précisé)")
	w.back().follow("Médiation de la consommation").send("Enregistrer", url.Values{"phone": {"+33 1 23 45 67 89"}, "registry_number": {"W751234567"}, "vat_number": {"FR32123456782"}}).sees("C'est enregistré")
	w.left(3)
	w.admin.follow("Médiation de la consommation").send("Enregistrer", url.Values{"mediator": {strings.Repeat("x", 301)}, "notice": {"Bientôt."}}).refused("mediator", "300", map[string]string{"phone": "+33 1 23 45 67 89"})
	w.admin.send("Enregistrer", url.Values{"mediator": {"Médiation du Chat, https://mediation.example"}, "notice": {"Nous ouvrons. [Lire](page:accessibility)"}}).sees("C'est enregistré", "Nous ouvrons")
	w.left(2)
	visitor.visit("/fr/legal/terms").sees("Médiation du Chat", "RNA W751234567", "Nous ouvrons. Lire").missing("(non précisé)")
	w.admin.visit("/fr/desk/collective").send("Enregistrer", url.Values{"notice": {""}})
	visitor.visit("/fr/legal/terms").missing("Nous ouvrons")
}

func (w *setUp) describesAService() {
	w.Helper()
	w.back().follow("Premier service").follow("Ajouter le premier logiciel libre").send("Enregistrer", aProject()).status(200)
	w.admin.follow("Décrire le premier service").send("Enregistrer", aService()).send("Publier", nil).sees("C'est publié")
	w.left(1)
}

func (w *setUp) makesAnOffer() {
	w.Helper()
	w.back().follow("Première offre").follow("Faire la première offre").send("Enregistrer", url.Values{"name": {"Le bouquet"}, "summary": {"Tout pour commencer"}, "service_0": {"vos-fichiers"}, "people": {"20"}})
	w.admin.send("Mettre ces prix en vigueur", url.Values{"price_standard_month": {"10"}, "price_standard_year": {"96"}}).follow("La publier").send("Publier", nil).sees("C'est publié")
	w.left(0)
}

func (w *setUp) opens() {
	w.Helper()
	w.admin.send("Ouvrir le portail", nil).sees("Le portail est ouvert")
}

// aStrangerSubscribes goes from the front door to a pro forma, and gets a letter.
func (w *setUp) aStrangerSubscribes() {
	w.Helper()
	nour := w.s.visitor("fr").visit("/").at("/fr/").status(200).sees("Le Collectif", "Vos fichiers", "dès 12 € par mois").follow("Vos fichiers").sees("Nextcloud", "Les autocollants", "Le bouquet")
	nour.follow("Le bouquet").status(200).sees("12 € par mois").send("S'abonner", nil).status(200)
	nour.send("Recevoir la pro forma", url.Values{"organisation": {"Les Pieds verts"}, "name": {"Nour"}, "email": {"nour@pieds-verts.example"}, "terms": {"true"}, "early_start": {"true"}}).
		at("/fr/pro-formas/").status(200).sees("115,20 €", "FR76 3000 6000 0112 3456 7890 189", "Association Le Collectif")
	jobstest.Drain(w.T, w.s.worker)
	if letter := w.s.lastLetter(w.T, "nour@pieds-verts.example"); !strings.Contains(letter.Text, "Le bouquet") {
		w.Errorf("%s", letter.Text)
	}
	var demo int64
	if err := w.s.db.WithContext(context.Background()).Table("users").Count(&demo).Error; err != nil || demo != 2 {
		w.Errorf("%d people live in a portal of two (%v)", demo, err)
	}
}
