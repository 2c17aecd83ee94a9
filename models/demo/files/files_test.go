package files_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
)

func demo(t *testing.T) folder.Collective {
	t.Helper()
	c, err := folder.Read(files.FS)
	if err != nil {
		t.Fatalf("the demo has mistakes:\n%v", err)
	}
	return c
}

func TestTheDemoHasNoMistake(t *testing.T) {
	c := demo(t)
	enough := map[string][2]int{
		"organisations": {len(c.People.Organisations), 12}, "people": {len(c.People.Users), 30},
		"contributions": {len(c.Story.Contributions), 25}, "tickets": {len(c.Story.Tickets), 15},
		"help articles": {count(c, folder.Help), 8}, "news": {count(c, folder.News), 3}, "guides": {count(c, folder.Guide), 2},
		"legal texts": {count(c, folder.Legal), 4}, "pages": {count(c, folder.Page), 6}, "duties": {len(c.Charter), 32},
		"services": {len(c.Services), 3}, "upstreams": {len(c.Upstreams), 3}, "offers": {len(c.Offers), 5},
	}
	for what, have := range enough {
		if have[0] < have[1] {
			t.Errorf("%d %s, want %d", have[0], what, have[1])
		}
	}
}

func count(c folder.Collective, kind string) (n int) {
	for _, text := range c.Texts {
		if text.Kind == kind {
			n++
		}
	}
	return n
}

func TestEveryTextOfTheDemoIsInFrenchAndEnglishAndDiffers(t *testing.T) {
	c := demo(t)
	for _, text := range c.Texts {
		if text.Versions["fr"].Body == text.Versions["en"].Body || len(text.Versions) != 2 {
			t.Errorf("%s %s is not translated", text.Kind, text.Ref)
		}
		if fr, en := len(text.Versions["fr"].Rows), len(text.Versions["en"].Rows); fr != en {
			t.Errorf("%s %s: %d rows in French, %d in English", text.Kind, text.Ref, fr, en)
		}
	}
	for _, s := range c.Services {
		fr, en := s.Versions["fr"], s.Versions["en"]
		if fr.Body == en.Body || len(fr.Lose) != len(en.Lose) || len(fr.Delivery) != len(en.Delivery) || len(fr.First) != len(en.First) {
			t.Errorf("service %s says more in one language", s.Ref)
		}
	}
}

func TestHeadingsOfTheDemoMatchInBothLanguages(t *testing.T) {
	for _, text := range demo(t).Texts {
		if fr, en := headings(text.Versions["fr"]), headings(text.Versions["en"]); fr != en {
			t.Errorf("%s %s: %d headings in French, %d in English", text.Kind, text.Ref, fr, en)
		}
	}
}

var (
	anEmail = regexp.MustCompile(`[\w.+-]+@([\w-]+\.[\w.-]*\w)`)
	anIBAN  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){4,}(?: ?[A-Z0-9]{1,3})?\b`)
)

func TestTheDemoReachesNobody(t *testing.T) {
	_ = fs.WalkDir(files.FS, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, _ := fs.ReadFile(files.FS, file)
		for _, m := range anEmail.FindAllStringSubmatch(string(raw), -1) {
			if !strings.HasSuffix(m[1], ".example") {
				t.Errorf("%s: %s could reach somebody", file, m[0])
			}
		}
		for _, iban := range anIBAN.FindAllString(string(raw), -1) {
			if !folder.ValidIBAN(iban) {
				t.Errorf("%s: %s is not a valid IBAN", file, iban)
			}
		}
		return nil
	})
	for _, g := range demo(t).Story.Contributions {
		if g.Evidence != "" && !strings.HasPrefix(g.Evidence, "https://preuves.example/") {
			t.Errorf("%s: evidence outside the example domain", g.Ref)
		}
	}
}

func TestEveryRoleHasADemoAccount(t *testing.T) {
	c := demo(t)
	have := map[string]bool{}
	for _, u := range c.People.Users {
		for _, role := range u.Staff {
			have[role] = have[role] || len(u.Shown) > 0
		}
	}
	for _, m := range c.People.Memberships {
		if m.Organisation == "fee" {
			have[m.Role] = true
		}
	}
	for _, role := range []string{"agent", "editor", "steward", "accountant", "operator", "admin", "owner", "treasurer", "member"} {
		if !have[role] {
			t.Errorf("nobody is %s", role)
		}
	}
}

// Attesting is for others: not oneself (folder checks it), not one's own organisation (reciprocity.md 5).
func TestNobodyInTheDemoAttestsForTheirOwnOrganisation(t *testing.T) {
	c := demo(t)
	organisations := map[string]map[string]bool{}
	for _, m := range c.People.Memberships {
		if organisations[m.User] == nil {
			organisations[m.User] = map[string]bool{}
		}
		organisations[m.User][m.Organisation] = m.UntilDaysAgo == nil
	}
	for _, g := range c.Story.Contributions {
		for _, by := range append(g.AttestedBy, g.DecidedBy) {
			for org, now := range organisations[g.By] {
				if now && organisations[by][org] {
					t.Errorf("%s: %s and %s are both of %s", g.Ref, g.By, by, org)
				}
			}
		}
		if g.State == "accepted" && g.Minutes > 120 && len(g.AttestedBy) < 2 {
			t.Errorf("%s: more than two hours need two attestations", g.Ref)
		}
		if g.Organisation != "" && !organisations[g.By][g.Organisation] {
			t.Errorf("%s speaks for an organisation its author does not belong to", g.Ref)
		}
	}
}

func TestPricesOfTheDemoRiseAndAYearCostsTenMonths(t *testing.T) {
	for _, o := range demo(t).Offers {
		for i, tier := range o.Tiers {
			if tier.Yearly != 10*tier.Monthly || i > 0 && tier.Monthly <= o.Tiers[i-1].Monthly {
				t.Errorf("%s %s: %d a month, %d a year", o.Ref, tier.Key, tier.Monthly, tier.Yearly)
			}
			if tier.Monthly*12%10 != 0 {
				t.Errorf("%s %s has no whole cents with 20 %% tax", o.Ref, tier.Key)
			}
		}
	}
}

func headings(v folder.Version) int { return strings.Count("\n"+v.Body, "\n## ") }
