package formula

import (
	"slices"
	"time"
)

// Fault is a word for what is wrong with one field of a formula.
type Fault struct {
	Field string
	What  Flaw
}

// Flaw is what is wrong.
type Flaw string

// The flaws.
const (
	NoDay    Flaw = "no_day"    // not a day
	Order    Flaw = "order"     // before what comes first
	OutOf    Flaw = "range"     // too small or too large
	Unknown  Flaw = "unknown"   // not one of the answers
	Secret   Flaw = "secret"    // secret ballots are not offered
	NoWeight Flaw = "no_weight" // all weights are nothing
	Unfit    Flaw = "unfit"     // not with this rule
)

// The largest numbers a formula may hold: sums below a billion euros, so that nothing overflows.
const (
	MostCents  = 100_000_000_000
	MostPoints = 1000
	MostWeight = 1_000_000
)

// faults gathers what is wrong, the first word on a field stays.
type faults []Fault

func (all *faults) add(yes bool, field string, what Flaw) {
	if yes && !slices.ContainsFunc(*all, func(f Fault) bool { return f.Field == field }) {
		*all = append(*all, Fault{field, what})
	}
}

// Check says all that is wrong with a formula; nothing when a round may open with it.
func (f Formula) Check() []Fault {
	var all faults
	f.Period.check(&all)
	f.Base.check(&all)
	all.add(f.RateBP < 0 || f.RateBP > 10_000, "rate_bp", OutOf)
	all.add(f.PotMin < 0 || f.PotMin > MostCents, "pot_min", OutOf)
	all.add(f.PotMax != nil && (*f.PotMax < 1 || *f.PotMax > MostCents), "pot_max", OutOf)
	all.add(f.PotMax != nil && *f.PotMax < f.PotMin, "pot_max", Order)
	all.add(f.MinPayout < 0 || f.MinPayout > MostCents, "min_payout", OutOf)
	all.add(!slices.Contains(Rules, f.Rule), "rule", Unknown)
	all.add(f.Rounding != LargestRemainder, "rounding", Unknown)
	all.add(f.Tie != ByPublicID, "tie", Unknown)
	all.add(f.Carry != NextRound, "carry", Unknown)
	all.add(f.Eligible != Eligible{LibreLicences, PublishedList}, "eligible", Unknown)
	f.checkRule(&all)
	f.Deadlines.check(&all, f.Period)
	return all
}

func day(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

func (p Period) check(all *faults) {
	all.add(!day(p.From), "from", NoDay)
	all.add(!day(p.To), "to", NoDay)
	all.add(p.To < p.From, "to", Order)
}

func (b Base) check(all *faults) {
	all.add(!slices.Contains(BaseKinds, b.Kind), "base", Unknown)
	all.add(b.Kind.Typed() && (b.Cents < 1 || b.Cents > MostCents), "base_cents", OutOf)
	all.add(!b.Kind.Typed() && b.Cents != 0, "base_cents", OutOf)
	all.add(len(b.Accounts) > 1 || len(b.Accounts) == 1 && b.Accounts[0] != Subscriptions, "base", Unknown)
}

// checkRule checks what belongs to one rule only, and that it is not there for another.
func (f Formula) checkRule(all *faults) {
	all.add((f.Rule == Vote) != (f.Ballot != nil), "rule", Unknown)
	all.add(f.Rule != Fixed && len(f.Weights) > 0, "weights", Unknown)
	all.add(f.Deadlines.Ballots != "" && f.Rule != Vote && f.Rule != Equal, "ballots", Unfit)
	if f.Rule == Fixed {
		var sum int64
		for _, w := range f.Weights {
			all.add(w < 0 || w > MostWeight, "weights", OutOf)
			sum += w
		}
		all.add(sum <= 0, "weights", NoWeight)
	}
	if b := f.Ballot; b != nil {
		all.add(b.Voters != Members, "voters", Unknown)
		all.add(b.Secret, "secret", Secret)
		all.add(b.Points < 1 || b.Points > MostPoints, "points", OutOf)
		all.add(b.MaxPerProject < 1 || b.MaxPerProject > b.Points, "max_per_project", OutOf)
		all.add(b.MinProjects < 1 || int64(b.MinProjects) > b.Points, "min_projects", OutOf)
		all.add(b.MaxProjects < 0 || b.MaxProjects > 0 && b.MaxProjects < b.MinProjects, "max_projects", OutOf)
		all.add(b.MinSpentBP < 0 || b.MinSpentBP > 10_000 || b.MaxProjects > 0 && b.Least() > int64(b.MaxProjects)*b.MaxPerProject, "min_spent_bp", OutOf)
		all.add(b.QuorumBP < 0 || b.QuorumBP > 10_000, "quorum_bp", OutOf)
	}
}

// check wants the steps in their order, and no vote on money of a time that is not over.
func (d Deadlines) check(all *faults, p Period) {
	before := p.To
	for _, step := range []struct{ field, on string }{
		{"opens", d.Opens}, {"ballots", d.Ballots}, {"closes", d.Closes}, {"computed", d.Computed}, {"paid", d.Paid}, {"published", d.Published},
	} {
		if step.field == "ballots" && step.on == "" {
			continue
		}
		all.add(!day(step.on), step.field, NoDay)
		all.add(step.on < before || (step.field == "opens" || step.field == "ballots") && step.on == before, step.field, Order)
		before = step.on
	}
}
