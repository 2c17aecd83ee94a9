package handlers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/commons/discretion/attack"
)

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
