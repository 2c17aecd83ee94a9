package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/models/people"

	"golang.org/x/net/html"
)

func TestX32_ASettingIsFoundByItsWordsInTheReadersLanguage(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/collective").status(200).sees("Chercher un réglage").visit("/fr/desk/settings?q="+url.QueryEscape("délai PAIEMENTS")).status(200).
		sees("Délai de paiement").missing("Titulaire du compte", "Premier rappel")
	ops.visit("/fr/desk/settings?q=rappel").sees("Premier rappel", "Deuxième rappel").missing("Délai de paiement").follow("Premier rappel").at("/fr/desk/reminders")
	ops.visit("/en/desk/settings?q=reminder").sees("First reminder").missing("Payment term")
	ops.visit("/fr/desk/settings?q=zzz").sees("Aucun réglage pour « zzz »").follow("Voir tous les réglages").sees("IBAN").missing("Clé secrète")
}

// TestX32_EveryFieldOfTheSettingsIsFound fails for a field of a page of settings that the search does not know.
func TestX32_EveryFieldOfTheSettingsIsFound(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	admin := s.staffed(t, people.Admin, people.Operator)
	admin.visit("/fr/desk/settings").status(200)
	known := admin.page.body
	for _, path := range []string{"/fr/desk/collective", "/fr/desk/reminders", "/fr/desk/payment-keys", "/fr/desk/factors", "/fr/desk/chatonsinfos/facts"} {
		admin.visit(path).status(200)
		for _, form := range admin.all("form", func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), path) }) {
			for _, name := range []string{"input", "select", "textarea"} {
				for _, field := range within(form, name) {
					id := attribute(field, "id")
					if id != "" && !besidesSetting[id] && !strings.Contains(known, path+"#"+id) {
						t.Errorf("%s: %s is not among the settings (views/settings.go)", path, id)
					}
				}
			}
		}
	}
}

// besidesSetting are fields that say when and why, and nothing that is set.
var besidesSetting = map[string]bool{"f-from_on": true, "f-reason": true, "f-example_on": true, "f-source_lang": true}

// within are the elements of a name inside another.
func within(n *html.Node, name string) (found []*html.Node) {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == name {
			found = append(found, c)
		}
	}
	return found
}

func TestX34_AnOperatorChoosesTheDaysOfRemindersAndSeesAnExampleFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk/reminders").status(200).sees("Jours des rappels", "Premier rappel", "avant tout autre choix", "gardent les leurs")
		typed := url.Values{"first": {"14"}, "second": {"30"}, "last": {"50"}, "read_only": {"52"}, "export_only": {"130"}, "end": {"180"}, "from_on": {"2027-02-10"}, "reason": {"Décidé en assemblée"}, "example_on": {"2027-03-01"}}
		ops.send("Choisir ces jours", typed).refused("read_only", "entre 60 et 365", map[string]string{"first": "14", "reason": "Décidé en assemblée", "from_on": "2027-02-10"})
		typed.Set("read_only", "70")
		ops.send("Voir l’exemple", typed).status(200).sees("une facture à payer avant le 1er mars 2027", "Rien n’est enregistré", "15 mars 2027", "31 mars 2027", "10 mai 2027")
		exactly(t, s.db, 0, "journal_entries", "verb = 'reminders_changed'")
		ops.send("Choisir ces jours", typed).status(200).sees("Ces jours valent à partir de la date choisie", "à partir du 10 février 2027", "à venir")
		s.visitor("en").visit("/en/desk/reminders").status(200).at("/en/sign-in")
		ops.visit("/en/desk/reminders").sees("from 10 February 2027", "to come").send("Give up the days to come", nil).status(200).sees("The days to come are taken back").missing("from 10 February")
		exactly(t, s.db, 1, "journal_entries", "verb = 'reminders_dropped'")
		ops.visit("/fr/desk/journal").sees("Jours des rappels choisis", "Décidé en assemblée")
	})
}
