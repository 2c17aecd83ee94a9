package handlers

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chatiere/locales"
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

// fact is a contribution as it really is.
type fact struct {
	ID, ContributorID uint
	OrganisationID    *uint
	Ref, Kind, Family string
	Unit              commons.Unit
	Amount            int64
	Counts            bool
	Told              string // how often it is in which told sum: "code:1 ~words:-1"
}

func (g *giving) facts() map[uint]fact {
	g.t.Helper()
	var rows []fact
	g.must(g.t, g.db.Raw(`select c.id, c.contributor_id, c.organisation_id, c.ref, c.decided_kind as kind, k.family, c.unit, c.decided_quantity as amount,
		c.state <> 'reversed' and c.superseded_by_id is null as counts from contributions c join contribution_kinds k on k.key = c.decided_kind where c.decision in ('accepted','adjusted')`).Scan(&rows).Error)
	all := map[uint]fact{}
	for _, f := range rows {
		all[f.ID] = f
	}
	return all
}

// told says how often each hidden amount is in each sum.
func (g *giving) told() map[string]map[uint]int64 {
	g.t.Helper()
	var rows []struct {
		ContributionID uint
		ToldAs         string
		Unit           string
		Quantity       int64
	}
	g.must(g.t, g.db.Raw("select contribution_id, told_as, unit, quantity from discreet_entries where told_as <> ''").Scan(&rows).Error)
	all := map[string]map[uint]int64{}
	for _, r := range rows {
		key := r.Unit + " " + r.ToldAs
		if all[key] == nil {
			all[key] = map[uint]int64{}
		}
		all[key][r.ContributionID] += map[bool]int64{true: 1, false: -1}[r.Quantity > 0]
	}
	return all
}

// looks reads every public page and file, and adds what they say to what was written down before.
func (g *giving) looks() {
	g.t.Helper()
	facts, shown := g.facts(), g.readsList()
	for id, amount := range shown {
		if amount >= 0 {
			if g.open[id] = true; amount != facts[id].Amount {
				g.t.Errorf("%d is said to be %d, it is %d", id, amount, facts[id].Amount)
			}
		}
	}
	told := g.told()
	for label, value := range g.readsFigures() {
		g.explains(label, value, facts, shown, told)
	}
}

// readsList is the public file of contributions: the amount of each, below nought where it is not shown.
func (g *giving) readsList() map[uint]int64 {
	g.t.Helper()
	body := strings.TrimPrefix(g.visitor("fr").visit("/fr/transparency/contributions.csv").page.body, "\ufeff")
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	g.must(g.t, err)
	byRef := map[string]fact{}
	for _, f := range g.facts() {
		byRef[f.Ref] = f
	}
	shown := map[uint]int64{}
	for _, row := range rows[1:] {
		amount := int64(-1)
		if row[6] != "" {
			_, err := fmt.Sscan(row[6], &amount)
			g.must(g.t, err)
		}
		f := byRef[row[0]]
		shown[f.ID] = amount
		if g.gone[f.ContributorID] && row[8] != "Une personne qui préfère ne pas être nommée" {
			g.t.Errorf("who left is named: %v", row)
		}
	}
	return shown
}

// readsFigures are the sums of the JSON file and of the page: "MIN kind code", "EUR family words", "MIN all".
func (g *giving) readsFigures() map[string]int64 {
	g.t.Helper()
	var file struct {
		Given []struct {
			Kind, Family, Unit string
			Total              int64
		} `json:"given"`
		Minutes int64 `json:"given_minutes"`
	}
	g.must(g.t, json.Unmarshal([]byte(g.visitor("fr").visit("/fr/transparency.json").page.body), &file))
	figures := map[string]int64{"MIN all": file.Minutes}
	for _, k := range file.Given {
		name := " kind " + k.Kind
		if k.Kind == "" {
			name = " kind ~" + k.Family
		}
		figures[k.Unit+name] += k.Total
		figures[k.Unit+" family "+k.Family] += k.Total
	}
	page := g.visitor("fr").visit("/fr/transparency")
	for label, value := range figures { // the page says each of them, and the sum of all time
		text := locales.Minutes("fr", value)
		if strings.HasPrefix(label, "EUR") {
			text = locales.Money("fr", value, "EUR")
		}
		if value != 0 && !(strings.HasPrefix(label, "EUR kind") && !strings.Contains(label, "~")) {
			page.sees(plain(text))
		}
	}
	return figures
}

// explains finds out of which amounts a published sum is made, and writes it down for whoever attacks. A sum that is neither all that belongs to it nor
// what may be told of it is an error.
func (g *giving) explains(label string, value int64, facts map[uint]fact, shown map[uint]int64, told map[string]map[uint]int64) {
	g.t.Helper()
	unit, scope, _ := strings.Cut(label, " ")
	inside := func(kind, family string) bool {
		return scope == "all" || scope == "kind "+kind || scope == "family "+family
	}
	may, all := attack.Sum{Of: map[uint]int64{}, Total: value}, attack.Sum{Of: map[uint]int64{}, Total: value}
	for id, f := range facts {
		if string(f.Unit) != unit || !f.Counts || !inside(f.Kind, f.Family) {
			continue
		}
		if all.Of[id] = 1; shown[id] >= 0 {
			may.Of[id] = 1
		}
	}
	families := map[string]string{}
	for _, f := range facts {
		families[f.Kind] = f.Family
	}
	for key, cell := range told {
		u, name, _ := strings.Cut(key, " ")
		family, together := strings.CutPrefix(name, "~")
		if !together {
			family = families[name]
		}
		if u == unit && inside(name, family) {
			for id, times := range cell {
				may.Of[id] += times
			}
		}
	}
	is := func(s attack.Sum) bool {
		sum := int64(0)
		for id, times := range s.Of {
			sum += times * facts[id].Amount
		}
		return sum == value
	}
	key := fmt.Sprint(label, value)
	switch {
	case is(may):
		g.keep(unit, key+fmt.Sprint(may.Of), may)
	case is(all):
		g.keep(unit, key+fmt.Sprint(all.Of), all)
	default:
		g.t.Errorf("%s is said to be %d: nobody knows why", label, value)
	}
}

func (g *giving) keep(unit, key string, s attack.Sum) {
	if g.sums[unit] == nil {
		g.sums[unit] = map[string]attack.Sum{}
	}
	g.sums[unit][key] = s
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
