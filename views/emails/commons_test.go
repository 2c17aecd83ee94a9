package emails_test

import (
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// aboutAContribution are the letters to who gave it, about what others said and decided.
func aboutAContribution(c commons.Contribution) []emails.Letter {
	said := "Dix heures, dit La Chloé"
	step := func(to commons.State) commons.Step { return commons.Step{ID: 7, ToState: to, Note: said} }
	return []emails.Letter{
		emails.ContributionAsked(c, step(commons.NeedsInfo)), emails.ContributionDoubted(c, commons.Attestation{ID: 8, Reason: said}), emails.ContributionContested(c, step(commons.Contested)),
		emails.ContributionDecided(c, step(commons.Rejected)), emails.ContributionDecided(c, step(commons.Adjusted)), emails.ContributionDecided(c, step(commons.Reversed)), emails.ContributionDecided(c, step(commons.Upheld)),
	}
}

func TestALetterAboutWhatHidesSomethingSaysOnlyThatSomethingWasSaid(t *testing.T) {
	for _, l := range locales.All() {
		given := commons.Contribution{Ref: "cccccc", Title: "Un lien trop ouvert", FromOn: "2026-11-24", State: commons.Submitted, Contributor: people.User{Ref: "kimkim", Locale: l.Code}}
		for name, c := range map[string]struct {
			visibility commons.Visibility
			withheld   bool
			quotes     bool
		}{
			"public":               {commons.Public, false, true},
			"how much is hidden":   {commons.AmountHidden, false, false},
			"anonymous":            {commons.Anonymous, false, false},
			"for the council only": {commons.Public, true, false},
		} {
			given.Visibility, given.Withheld = c.visibility, c.withheld
			for _, letter := range aboutAContribution(given) {
				d, err := letter.DraftTo("kim@chats.example", host, "https://portail.example")
				if err != nil {
					t.Fatal(err)
				}
				whole := d.Subject + d.Text + d.HTML
				if strings.Contains(whole, "Dix heures") != c.quotes || strings.Contains(whole, locales.T(l.Code, "emails.contribution.words_on_page")) == c.quotes {
					t.Errorf("%s, %s, %s: %s", l.Code, name, letter.Kind, d.Text)
				}
				if strings.Contains(whole, "trop ouvert") == c.withheld || strings.Contains(whole, "2026") != c.withheld {
					t.Errorf("%s, %s, %s names it: %s", l.Code, name, letter.Kind, d.Text)
				}
				if !strings.Contains(d.Text, "/contributions/cccccc") {
					t.Errorf("%s, %s, %s leads nowhere", l.Code, name, letter.Kind)
				}
			}
		}
	}
}
