package emails_test

import (
	"strings"
	"testing"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/views/emails"

	"golang.org/x/net/html"
)

var (
	noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	host = collective.Collective{Name: "Indie.Host", Email: "bonjour@indie.example"}
	fee  = people.Organisation{ID: 1, Ref: "feefee", Name: "Faire <École> & Ensemble", Locale: "fr"}
)

// letters are all letters of the house about people, in one language.
func letters(lang string) []emails.Letter {
	ada := people.User{ID: 1, Ref: "adaada", Email: "ada@fee.example", Name: "Ada <b>", Locale: lang}
	i := people.Invitation{Ref: "invinv", Organisation: fee, OrganisationID: 1, CreatedBy: ada, Role: people.Technical, ExpiresAt: noon}
	a := people.Arrival{Ref: "arrarr", Organisation: fee, OrganisationID: 1, User: ada, State: people.Welcomed}
	declined := a
	declined.State = people.Declined
	c := people.EmailChange{Ref: "chgchg", User: ada, OldEmail: "ada@fee.example", NewEmail: "ada@neuf.example", ExpiresAt: noon}
	o := fee
	o.Locale = lang
	due := noon.Add(identity.RescueDelay)
	lost := identity.Rescue{Ref: "resres", User: ada, Reason: "Phone\nlost", Answer: "No voice", CreatedAt: noon, DueAt: &due}
	return []emails.Letter{
		emails.SignInLink(identity.SignInLink{Ref: "lnklnk", Locale: lang, ExpiresAt: noon}, ada, host.Name), emails.PasswordChanged(identity.Session{ID: 7, User: ada}),
		emails.EmailChangeAsked(c), emails.EmailChanged(c, host.Name), emails.Invitation(i, lang), emails.Handover(i, lang), emails.ArrivalWaiting(a, ada),
		emails.ArrivalDecided(a), emails.ArrivalDecided(declined), emails.HandoverDone(people.Handover{ID: 3, Organisation: fee, Leaver: ada}),
		emails.HandoverDone(people.Handover{ID: 4, Organisation: fee, Leaver: ada, Stays: true}), emails.TreasurerNamed(o, host.Name),
		emails.FactorChanged(ada, identity.FactorChanged{Change: identity.AppSet, Ref: "a"}), emails.FactorChanged(ada, identity.FactorChanged{Change: identity.AppChanged, Ref: "b"}),
		emails.FactorChanged(ada, identity.FactorChanged{Change: identity.AppRemoved, Ref: "c"}), emails.FactorChanged(ada, identity.FactorChanged{Change: identity.CodesMade, Ref: "d"}),
		emails.FactorChanged(ada, identity.FactorChanged{Change: identity.CodeUsed, Ref: "e", Left: 4}), emails.FactorChanged(ada, identity.FactorChanged{Change: identity.Rescued, Ref: "f"}),
		emails.RescueTurned(lost, identity.RescueAsked, ada.Email), emails.RescueTurned(lost, identity.RescueApproved, ada.Email),
		emails.RescueTurned(lost, identity.RescueRefused, ada.Email), emails.RescueTurned(lost, identity.RescueExpired, ada.Email), emails.RescueWaits(lost, ada),
	}
}

func TestEveryLetterInEveryLanguageSaysTheSameTwice(t *testing.T) {
	for _, l := range locales.All() {
		for _, letter := range letters(l.Code) {
			d, err := letter.DraftTo("ada@fee.example", host, "https://portail.example")
			if err != nil {
				t.Fatal(err)
			}
			if d.Kind == "" || d.Once == "" || d.Locale != l.Code || d.Subject == "" || strings.ContainsAny(d.Subject, "\r\n[") {
				t.Errorf("%s %s: %+v", l.Code, d.Kind, d)
			}
			read := reads(t, d.HTML)
			for _, line := range append(append([]string{}, letter.Lines...), letter.After...) {
				if !strings.Contains(d.Text, line) || !strings.Contains(read, line) {
					t.Errorf("%s %s: %q is missing from a part", l.Code, d.Kind, line)
				}
			}
			if len(d.HTML) > 100<<10 || !strings.Contains(d.HTML, `<html lang="`+l.HTML+`" dir="`+l.Dir+`">`) {
				t.Errorf("%s %s: %d bytes, or no language", l.Code, d.Kind, len(d.HTML))
			}
			if letter.Action != "" && (strings.Count(d.HTML, address(letter)) != 3 || strings.Count(d.Text, address(letter)) != 1) {
				t.Errorf("%s %s: one action, as a button and in full:\n%s", l.Code, d.Kind, d.Text)
			}
			for _, foreign := range []string{"<img", "http://", "src=", "<script", "<b>"} {
				if strings.Contains(d.HTML, foreign) {
					t.Errorf("%s %s holds %s", l.Code, d.Kind, foreign)
				}
			}
		}
	}
}

func TestWhoHasConfirmedIsNotAskedToConfirmAgain(t *testing.T) {
	p := billing.ProForma{Ref: "pfpf", Locale: "fr", PaymentReference: "CH4K7M9QXZ", Currency: "EUR", ValidUntil: "2026-12-25", Lines: []billing.Line{{Label: "Ensemble", Quantity: 1, UnitCents: 1000, NetCents: 1000}}}
	ada := people.User{Ref: "adaada", Locale: "fr"}
	for name, c := range map[string]struct {
		link identity.SignInLink
		asks bool
	}{"unknown": {identity.SignInLink{Ref: "lnklnk", ExpiresAt: noon}, true}, "confirmed": {identity.SignInLink{}, false}} {
		if l := emails.SubscriptionRequested(p, fee, ada, host.Name, c.link, "pdf", "https://portail.example"); strings.Contains(l.Subject, "confirmer") != c.asks || !strings.Contains(l.Subject, "à payer") {
			t.Errorf("%s: %q", name, l.Subject)
		}
	}
}

func address(l emails.Letter) string {
	if l.Link.Purpose != "" {
		return post.Placeholder
	}
	return "https://portail.example" + l.Path
}

// reads is what a person reads in an HTML letter.
func reads(t *testing.T, text string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func TestALetterOfFactsAndAQuote(t *testing.T) {
	l := emails.Letter{
		Kind: "x", Once: "x", Lang: "fr", Subject: "Facture\r\nBcc: eve@ailleurs.example", Hello: "Bonjour,", Lines: []string{"Voici."},
		Facts: []emails.Fact{{"Montant", "12,50 €"}}, Quote: "une ligne\nune <autre>", Action: "Voir", Path: "/fr/o/x",
	}
	d, err := l.DraftTo("ada@fee.example", host, "https://portail.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Montant", "12,50 €", "> une ligne\n> une <autre>", "Voir", "https://portail.example/fr/o/x"} {
		if !strings.Contains(d.Text, want) {
			t.Errorf("%q is missing from\n%s", want, d.Text)
		}
	}
	if !strings.Contains(d.HTML, "une ligne<br>une &lt;autre&gt;") && !strings.Contains(d.HTML, "une &lt;autre&gt;") || strings.Contains(d.Subject, "\n") {
		t.Error(d.HTML)
	}
}
