package formula

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func ids(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("p%03d", i))
	}
	return all
}

// TestTheVectorsOfTheReferenceComeOut are those of reciprocity.md 7.4 and 10.4 (row 11).
func TestTheVectorsOfTheReferenceComeOut(t *testing.T) {
	for name, v := range map[string]struct {
		pot           int64
		weights, want []int64
	}{
		"three, two, two":        {2000, []int64{3, 2, 2}, []int64{857, 572, 571}},
		"a third each":           {100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		"one cent for two":       {1, []int64{1, 1}, []int64{1, 0}},
		"nothing for no weight":  {1000, []int64{0, 5}, []int64{0, 1000}},
		"a quarter each":         {1001, []int64{1, 1, 1, 1}, []int64{251, 250, 250, 250}},
		"primes":                 {123457, []int64{7, 11, 13, 0, 1}, []int64{27006, 42438, 50155, 0, 3858}},
		"even":                   {10, []int64{6, 3, 1}, []int64{6, 3, 1}},
		"no weight at all":       {5, []int64{0, 0}, []int64{0, 0}},
		"no project":             {5, nil, []int64{}},
		"no pot":                 {0, []int64{1, 2}, []int64{0, 0}},
		"a cent more costs one":  {4, []int64{5, 3, 1}, []int64{2, 1, 1}},
		"as the reference knows": {5, []int64{5, 3, 1}, []int64{3, 2, 0}},
		"as large as can be":     {MostCents, []int64{MostCents, MostCents, 1}, []int64{50_000_000_000, 50_000_000_000, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := Largest(v.pot, v.weights, ids(len(v.weights))); !slices.Equal(got, v.want) {
				t.Errorf("%v, want %v", got, v.want)
			}
		})
	}
}

// fair demands that no cent is lost, that each share is less than a cent from the exact one, and that weight 0 gets 0.
func fair(t *testing.T, pot int64, weights []int64) {
	t.Helper()
	got, _ := Largest(pot, weights, ids(len(weights)))
	var sum, total int64
	for i := range weights {
		sum += got[i]
		total += weights[i]
	}
	if total == 0 {
		pot = 0
	}
	if sum != pot {
		t.Fatalf("%d of %d given by %v", sum, pot, weights)
	}
	for i, w := range weights {
		if w == 0 && got[i] != 0 {
			t.Fatalf("no weight, %d cents: %v", got[i], weights)
		}
		if total == 0 {
			continue
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(pot), big.NewInt(w)), big.NewInt(total))
		if gap := exact.Sub(exact, new(big.Rat).SetInt64(got[i])); gap.Abs(gap).Cmp(big.NewRat(1, 1)) >= 0 {
			t.Fatalf("%d of %v is %d, a cent or more from the exact share", i, weights, got[i])
		}
	}
}

// TestTenThousandRandomRoundsLoseNoCent also shuffles the rows of each: the result is the same.
func TestTenThousandRandomRoundsLoseNoCent(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 4))
	for range 10_000 {
		weights := make([]int64, random.IntN(30))
		most := []int64{2, 10, 1000, MostCents}[random.IntN(4)]
		for i := range weights {
			weights[i] = random.Int64N(most)
		}
		pot := random.Int64N([]int64{5, 1000, 10_000_000, MostCents}[random.IntN(4)])
		fair(t, pot, weights)
		inOrder, _ := Largest(pot, weights, ids(len(weights)))
		place := random.Perm(len(weights))
		mixedWeights, mixedIDs := make([]int64, len(weights)), make([]string, len(weights))
		for i, p := range place {
			mixedWeights[p], mixedIDs[p] = weights[i], ids(len(weights))[i]
		}
		mixed, _ := Largest(pot, mixedWeights, mixedIDs)
		for i, p := range place {
			if mixed[p] != inOrder[i] {
				t.Fatalf("%v gives %d to %d; in another order %d", weights, inOrder[i], i, mixed[p])
			}
		}
	}
}

func FuzzNoCentIsLost(f *testing.F) {
	f.Add(int64(2000), int64(3), int64(2), int64(2))
	f.Add(int64(1), int64(1), int64(1), int64(0))
	f.Add(int64(MostCents), int64(MostCents), int64(MostCents), int64(1))
	f.Fuzz(func(t *testing.T, pot, a, b, c int64) {
		bounded := func(n int64) int64 { return min(max(n, 0), MostCents) }
		fair(t, bounded(pot), []int64{bounded(a), bounded(b), bounded(c)})
	})
}

func TestAShareSaysHowItCameAbout(t *testing.T) {
	f := Default()
	shares, left := f.Split(2000, []Project{{"a", 3, true}, {"b", 2, true}, {"c", 2, true}, {"d", 9, false}, {"e", 0, true}})
	want := []Share{
		{ID: "a", Weight: 3, Total: 7, Pot: 2000, PartBP: 4286, Exact4: 85714, Remainder: 1, Rounded: 857, Minimum: 500, Outcome: RoundedDown, Cents: 857},
		{ID: "b", Weight: 2, Total: 7, Pot: 2000, PartBP: 2857, Exact4: 57142, Remainder: 3, Rounded: 572, Minimum: 500, Outcome: RoundedUp, Cents: 572},
		{ID: "c", Weight: 2, Total: 7, Pot: 2000, PartBP: 2857, Exact4: 57142, Remainder: 3, Rounded: 571, Minimum: 500, Outcome: RoundedDown, Cents: 571},
		{ID: "d", Total: 7, Pot: 2000, Minimum: 500, Outcome: Ineligible},
		{ID: "e", Total: 7, Pot: 2000, Minimum: 500, Outcome: NoPoints},
	}
	if !slices.Equal(shares, want) || left != 0 {
		t.Errorf("%+v\nwant %+v; left %d", shares, want, left)
	}
}

func TestWhatIsBelowTheMinimumStaysInThePotAndRaisesNobody(t *testing.T) {
	f := Default()
	shares, left := f.Split(2000, []Project{{"a", 9, true}, {"b", 1, true}})
	if shares[0].Cents != 1800 || shares[1].Outcome != BelowMinimum || shares[1].Rounded != 200 || shares[1].Cents != 0 || left != 200 {
		t.Errorf("%+v %d", shares, left)
	}
	if _, left := f.Split(2000, []Project{{"a", 0, true}}); left != 2000 {
		t.Error("without any weight all stays:", left)
	}
}

func TestThePotIsWhatWasSetAsideAndWhatWasLeft(t *testing.T) {
	most := int64(1500)
	for name, c := range map[string]struct {
		change func(*Formula)
		in     Inputs
		want   int64
	}{
		"of money received":         {func(*Formula) {}, Inputs{Base: 20000, Accrued: 2001, Carried: 300, Available: 9000}, 2301},
		"of another sum":            {func(f *Formula) { f.Base.Kind = FixedSum }, Inputs{Base: 20005, Accrued: 7, Available: 9000}, 2001},
		"never more than there is":  {func(*Formula) {}, Inputs{Accrued: 2000, Available: 1999}, 1999},
		"at most":                   {func(f *Formula) { f.PotMax = &most }, Inputs{Accrued: 2000, Available: 9000}, 1500},
		"at least, if it is there":  {func(f *Formula) { f.PotMin = 5000 }, Inputs{Accrued: 2000, Available: 3000}, 3000},
		"nothing where less is not": {func(*Formula) {}, Inputs{Accrued: -20, Available: 100}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := Default()
			c.change(&f)
			if got := f.Pot(c.in); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}

func TestBallotsKeepTheirRules(t *testing.T) {
	b := Ballot{Points: 7, MaxPerProject: 5, MinProjects: 2}
	for name, c := range map[string]struct {
		p    Points
		rule Breach
		on   string
	}{
		"as asked":           {Points{"a": 5, "b": 2}, "", ""},
		"nothing":            {Points{}, "", ""},
		"noughts":            {Points{"a": 0, "b": 0}, "", ""},
		"too many":           {Points{"a": 5, "b": 3}, TooManyPoints, ""},
		"too many for one":   {Points{"a": 6, "b": 1}, TooManyForOne, "a"},
		"too few projects":   {Points{"a": 5}, TooFewProjects, ""},
		"less than nothing":  {Points{"a": -1}, BelowNothing, "a"},
		"not all of them":    {Points{"a": 1, "b": 1}, "", ""},
		"two are wrong":      {Points{"a": -1, "b": 9}, BelowNothing, "a"}, // the first by id is told, each time the same
		"two, otherwise":     {Points{"a": 9, "b": -1}, TooManyForOne, "a"},
		"noughts do not add": {Points{"a": 1, "b": 0}, TooFewProjects, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if rule, on := b.Breaks(c.p); rule != c.rule || on != c.on {
				t.Errorf("%q %q, want %q %q", rule, on, c.rule, c.on)
			}
		})
	}
}

func TestABallotMayHaveToSpendAPartAndToNameFewProjects(t *testing.T) {
	b := Ballot{Points: 7, MaxPerProject: 5, MinProjects: 1, MaxProjects: 2, MinSpentBP: 8000}
	if b.Least() != 6 {
		t.Errorf("at least %d of 7 points are four fifths", b.Least())
	}
	for name, c := range map[string]struct {
		p    Points
		rule Breach
	}{
		"as asked":      {Points{"a": 5, "b": 1}, ""},
		"nothing":       {Points{}, ""},
		"too few":       {Points{"a": 5}, TooFewPoints},
		"too many":      {Points{"a": 4, "b": 1, "c": 1}, TooManyAtOnce},
		"noughts count": {Points{"a": 5, "b": 2, "c": 0}, ""},
	} {
		if rule, on := b.Breaks(c.p); rule != c.rule || on != "" {
			t.Errorf("%s: %q %q, want %q", name, rule, on, c.rule)
		}
	}
	f := Default()
	f.Ballot.MinProjects, f.Ballot.MaxProjects, f.Ballot.MinSpentBP = 2, 1, 10_000
	for _, field := range []string{"max_projects", "min_spent_bp"} {
		if !slices.Contains(f.Check(), Fault{field, OutOf}) {
			t.Errorf("%s: %v", field, f.Check())
		}
	}
	if text := string(Default().Canonical()); strings.Contains(text, "max_projects") || strings.Contains(text, "min_spent") {
		t.Error("formulas without these limits have another text, and hash, than before")
	}
}

func TestALimitAsksNoMoreThanTheProjectsThatOneMayVoteForCanTake(t *testing.T) {
	b := Ballot{Points: 7, MaxPerProject: 3, MinProjects: 3, MaxProjects: 4, MinSpentBP: 10_000}
	for free, c := range map[int]struct {
		least Points
		less  Points
	}{
		5: {Points{"a": 3, "b": 3, "c": 1}, Points{"a": 3, "b": 2, "c": 1}},
		2: {Points{"a": 3, "b": 3}, Points{"a": 3, "b": 2}},
		1: {Points{"a": 3}, Points{"a": 2}},
	} {
		if rule, _ := b.Among(free).Breaks(c.least); rule != "" {
			t.Errorf("among %d: %s", free, rule)
		}
		if rule, _ := b.Among(free).Breaks(c.less); rule != TooFewPoints {
			t.Errorf("among %d, less: %q", free, rule)
		}
	}
	if b.Among(5) != b {
		t.Errorf("%+v", b.Among(5))
	}
}

func TestAbstainingAddsNothingAndBelowTheQuorumNothingCounts(t *testing.T) {
	b := Ballot{Points: 7, MaxPerProject: 5, MinProjects: 1, QuorumBP: 5000}
	cast := []Points{{"a": 5, "b": 2}, {}, {"a": 1}}
	if got := b.Count(6, cast); got["a"] != 6 || got["b"] != 2 {
		t.Error(got)
	}
	if got := b.Count(7, cast); len(got) != 0 {
		t.Error("below the quorum:", got)
	}
}
