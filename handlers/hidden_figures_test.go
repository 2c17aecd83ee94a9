package handlers

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/commons/discretion/attack"
	"chatiere/models/overview"
	"chatiere/models/people"
)

// giving is a random history of what people give, and all that a visitor who looks after each step can write down.
type giving struct {
	*hamlet
	t       *testing.T
	random  *rand.Rand
	givers  []people.User
	judges  []people.User
	proof   int
	gone    map[uint]bool // who left
	sums    map[string]map[string]attack.Sum
	open    map[uint]bool // amounts that could be read once
	counted []commons.Contribution
}

func (h *hamlet) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// step is something told and accepted, sometimes in the place of something else; or a decision that is taken back; or somebody who leaves.
func (g *giving) step() {
	g.t.Helper()
	ctx := context.Background()
	by, n := g.givers[g.random.IntN(len(g.givers))], g.random.IntN(12)
	switch {
	case g.gone[by.ID]:
	case n == 0 && len(g.counted) > 8 && len(g.gone) < 2:
		g.must(g.t, overview.Erase(ctx, g.db, by))
		g.gone[by.ID] = true
	case n == 1 && len(g.counted) > 0:
		g.reverses(g.counted[g.random.IntN(len(g.counted))])
	default:
		var corrects *commons.Contribution
		for _, c := range g.counted {
			if n == 2 && c.ContributorID == by.ID {
				corrects = &c
			}
		}
		g.gives(by, corrects)
	}
}

var givenKinds = []struct {
	choice commons.Choice
	key    string
}{{commons.Words, "translation"}, {commons.Words, "doc"}, {commons.Tools, "code"}, {commons.Tools, "infra"}, {commons.Gifts, "financial"}}

func (g *giving) gives(by people.User, corrects *commons.Contribution) {
	g.t.Helper()
	kind := givenKinds[g.random.IntN(len(givenKinds))]
	g.proof++
	f := commons.Form{
		Choice: kind.choice, KindKey: kind.key, FromOn: "2026-11-24", Hours: fmt.Sprint(1 + g.random.IntN(6)), Quarters: []string{"0", "15", "45"}[g.random.IntN(3)], Title: fmt.Sprint("Ligne ", g.proof),
		Evidence: fmt.Sprint("https://git.example/", g.proof), Lang: "fr", Visibility: commons.Visibilities[g.random.IntN(3)],
	}
	if kind.choice == commons.Gifts {
		f.Hours, f.Quarters, f.Amount = "", "", fmt.Sprint(10+g.random.IntN(200), ",", 10+g.random.IntN(89))
		f.Cents = 100 * (10 + g.random.Int64N(200))
	}
	if corrects != nil {
		f.Corrects = corrects.Ref
	}
	if len(by.Memberships) > 0 && g.random.IntN(2) == 0 {
		f.OnBehalf = by.Memberships[0].Organisation.Ref
	}
	ctx := context.Background()
	c, err := commons.LogContribution(ctx, g.db, by, f)
	g.must(g.t, err)
	for _, who := range []*person{g.omar, g.colo} {
		g.must(g.t, g.db.Exec("update attestations set created_at = '2026-01-01'").Error) // nobody confirms more than twenty in a month
		g.must(g.t, c.Attest(ctx, g.db, who.user, commons.AttestForm{Verdict: commons.Confirm, Present: true}))
	}
	c, err = commons.LoadContribution(ctx, g.db, c.ID)
	g.must(g.t, err)
	if c.OrganisationID != nil {
		owner, err := people.LoadUser(ctx, g.db, g.ada.user.ID)
		g.must(g.t, err)
		g.must(g.t, c.Vouch(ctx, g.db, owner))
	}
	g.must(g.t, c.Decide(ctx, g.db, g.samia.user, commons.DecisionForm{Decision: commons.Accepted}))
	g.counted = append(g.counted, c)
}

func (g *giving) reverses(c commons.Contribution) {
	g.t.Helper()
	ctx := context.Background()
	c, err := commons.LoadContribution(ctx, g.db, c.ID)
	g.must(g.t, err)
	if !c.Counts() || g.gone[c.ContributorID] {
		return
	}
	g.must(g.t, c.Contest(ctx, g.db, c.Contributor, "Ce n'était pas si long."))
	for _, who := range g.judges {
		g.must(g.t, c.Review(ctx, g.db, who, commons.Reversed, "Oui."))
	}
}

// attacks lets everybody try to find out what others hide: a visitor, and each giver who knows their own and their organisation's.
func (g *giving) attacks(seed uint64) {
	g.t.Helper()
	facts := g.facts()
	for _, who := range append([]people.User{{}}, g.givers...) {
		knows := func(id uint) bool {
			f := facts[id]
			mine := f.ContributorID == who.ID
			if f.OrganisationID != nil {
				_, in := who.In(*f.OrganisationID)
				mine = mine || in
			}
			return g.open[id] || mine
		}
		for unit, least := range map[string]int64{"MIN": 15, "EUR": 1} {
			var sums []attack.Sum
			for _, key := range slices.Sorted(maps.Keys(g.sums[unit])) {
				one := attack.Sum{Of: map[uint]int64{}, Total: g.sums[unit][key].Total}
				for id, times := range g.sums[unit][key].Of {
					if knows(id) {
						one.Total -= times * facts[id].Amount
					} else if times != 0 {
						one.Of[id] = times
					}
				}
				sums = append(sums, one)
			}
			if found := attack.Find(sums, least); len(found) > 0 {
				g.t.Errorf("seed %d: %q finds out %v of %d figures", seed, who.Name, found, len(sums))
			}
		}
	}
}

func TestNobodyFindsOutAHiddenAmountFromAllThatIsPublicOverTime(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *site) {
				h := s.hamlet(t)
				g := &giving{hamlet: h, t: t, random: rand.New(rand.NewPCG(seed, 7)), gone: map[uint]bool{}, sums: map[string]map[string]attack.Sum{}, open: map[uint]bool{}} //nolint:gosec // any random numbers will do
				g.givers = []people.User{h.chloe.user, h.kim.user}
				g.judges = []people.User{s.named(t, "rita@chats.example", "Rita", "steward"), s.named(t, "rosa@chats.example", "Rosa", "steward")}
				for _, name := range []string{"Lou", "Max", "Noé", "Pia", "Rim"} {
					g.givers = append(g.givers, s.named(t, strings.ToLower(name)+"@chats.example", name, ""))
				}
				var err error
				for n := range g.givers {
					g.givers[n], err = people.LoadUser(context.Background(), s.db, g.givers[n].ID)
					g.must(t, err)
				}
				for range 30 {
					g.step()
					g.looks()
				}
				g.attacks(seed)
				if n := len(g.told()); n == 0 {
					t.Error("nothing hidden was ever told, so that nothing was tried")
				}
			})
		})
	}
}
