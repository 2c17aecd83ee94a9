package formula

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

// reference is the formula of reciprocity.md 7.1; its ballot is not secret, as ours never are.
const reference = `{"v":1,"period":{"from":"2026-01-01","to":"2026-12-31"},
 "base":{"kind":"invoiced_ht","accounts":["income:subscriptions"]},"rate_bp":1000,"pot_min":0,"pot_max":null,
 "rule":"vote","ballot":{"voters":"members","points":7,"max_per_project":5,"min_projects":1,"quorum_bp":0,"secret":false},
 "eligible":{"licences":"osi_or_fsf","list":"published"},"min_payout":500,"rounding":"largest_remainder","tie":"project_public_id","carry":"next_round",
 "deadlines":{"opens":"2027-01-10","closes":"2027-01-31","computed":"2027-02-05","paid":"2027-03-15","published":"2027-03-31"}}`

func read(t *testing.T, text string) Formula {
	t.Helper()
	f, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheFormulaOfTheReferenceIsReadAndHashedInOneForm(t *testing.T) {
	f := read(t, reference)
	if wrong := f.Check(); len(wrong) > 0 {
		t.Error(wrong)
	}
	const canonical = `{"ballot":{"max_per_project":5,"min_projects":1,"points":7,"quorum_bp":0,"secret":false,"voters":"members"},"base":{"accounts":["income:subscriptions"],"kind":"invoiced_ht"},"carry":"next_round","deadlines":{"closes":"2027-01-31","computed":"2027-02-05","opens":"2027-01-10","paid":"2027-03-15","published":"2027-03-31"},"eligible":{"licences":"osi_or_fsf","list":"published"},"min_payout":500,"period":{"from":"2026-01-01","to":"2026-12-31"},"pot_max":null,"pot_min":0,"rate_bp":1000,"rounding":"largest_remainder","rule":"vote","tie":"project_public_id","v":1}`
	if string(f.Canonical()) != canonical {
		t.Errorf("%s\nwant %s", f.Canonical(), canonical)
	}
	again := read(t, canonical)
	if f.SHA256() != again.SHA256() || f.SHA256() != Hash([]byte(canonical)) {
		t.Error("the hash depends on how the formula is written")
	}
	again.MinPayout++
	if f.SHA256() == again.SHA256() {
		t.Error("another formula has the same hash")
	}
}

func TestWhatAFormulaDoesNotSayIsTheDefault(t *testing.T) {
	f := read(t, `{"v":1,"period":{"from":"2026-01-01","to":"2026-12-31"},"rule":"vote"}`)
	if f.RateBP != 1000 || f.MinPayout != 500 || f.Base.Kind != ReceivedHT || f.Ballot == nil || f.Ballot.Points != 7 || f.Ballot.Secret {
		t.Errorf("%+v", f)
	}
	if f := read(t, `{"v":1,"rule":"equal"}`); f.Ballot != nil {
		t.Error("a ballot without a vote")
	}
}

func TestWhatIsNoFormulaIsRefused(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"v":2}`, `{"v":1,"colour":"red"}`, `{"v":1} {"v":1}`, `{"v":1,"rate_bp":1.5}`, `{"v":1,"rate_bp":"10"}`} {
		if _, err := Parse([]byte(text)); !errors.Is(err, ErrFormula) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEachRuleOfAFormulaIsChecked(t *testing.T) {
	small := int64(3)
	for name, c := range map[string]struct {
		change func(*Formula)
		want   Fault
	}{
		"a day":          {func(f *Formula) { f.Period.From = "2026-02-30" }, Fault{"from", NoDay}},
		"a period":       {func(f *Formula) { f.Period.To = "2025-01-01" }, Fault{"to", Order}},
		"a base":         {func(f *Formula) { f.Base.Kind = "mood" }, Fault{"base", Unknown}},
		"a typed sum":    {func(f *Formula) { f.Base.Kind = Yield }, Fault{"base_cents", OutOf}},
		"no typed sum":   {func(f *Formula) { f.Base.Cents = 5 }, Fault{"base_cents", OutOf}},
		"a rate":         {func(f *Formula) { f.RateBP = 10_001 }, Fault{"rate_bp", OutOf}},
		"a smallest pot": {func(f *Formula) { f.PotMin = -1 }, Fault{"pot_min", OutOf}},
		"a largest pot":  {func(f *Formula) { f.PotMin, f.PotMax = 5, &small }, Fault{"pot_max", Order}},
		"a minimum":      {func(f *Formula) { f.MinPayout = -1 }, Fault{"min_payout", OutOf}},
		"a rule":         {func(f *Formula) { f.Rule = "luck" }, Fault{"rule", Unknown}},
		"a rounding":     {func(f *Formula) { f.Rounding = "up" }, Fault{"rounding", Unknown}},
		"a tie":          {func(f *Formula) { f.Tie = "coin" }, Fault{"tie", Unknown}},
		"what is left":   {func(f *Formula) { f.Carry = "party" }, Fault{"carry", Unknown}},
		"who may":        {func(f *Formula) { f.Eligible.List = "all" }, Fault{"eligible", Unknown}},
		"voters":         {func(f *Formula) { f.Ballot.Voters = "world" }, Fault{"voters", Unknown}},
		"no secret":      {func(f *Formula) { f.Ballot.Secret = true }, Fault{"secret", Secret}},
		"points":         {func(f *Formula) { f.Ballot.Points = 0 }, Fault{"points", OutOf}},
		"for one":        {func(f *Formula) { f.Ballot.MaxPerProject = 8 }, Fault{"max_per_project", OutOf}},
		"for how many":   {func(f *Formula) { f.Ballot.MinProjects = 8 }, Fault{"min_projects", OutOf}},
		"a quorum":       {func(f *Formula) { f.Ballot.QuorumBP = 10_001 }, Fault{"quorum_bp", OutOf}},
		"given weights":  {func(f *Formula) { f.Rule, f.Ballot = Fixed, nil }, Fault{"weights", NoWeight}},
		"their size":     {func(f *Formula) { f.Rule, f.Ballot, f.Weights = Fixed, nil, map[string]int64{"a": -1} }, Fault{"weights", OutOf}},
		"only there":     {func(f *Formula) { f.Weights = map[string]int64{"a": 1} }, Fault{"weights", Unknown}},
		"its opening":    {func(f *Formula) { f.Deadlines.Opens = "2026-12-31" }, Fault{"opens", Order}},
		"its steps":      {func(f *Formula) { f.Deadlines.Paid = "2027-01-31" }, Fault{"paid", Order}},
		"its days":       {func(f *Formula) { f.Deadlines.Published = "soon" }, Fault{"published", NoDay}},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, reference)
			c.change(&f)
			if wrong := f.Check(); !slices.Contains(wrong, c.want) {
				t.Errorf("%v, want %v", wrong, c.want)
			}
		})
	}
}

func FuzzFormula(f *testing.F) {
	f.Add(reference)
	f.Add(`{"v":1}`)
	f.Fuzz(func(t *testing.T, text string) {
		one, err := Parse([]byte(text))
		if err != nil {
			return
		}
		one.Check()
		again, err := Parse(one.Canonical())
		if err != nil || again.SHA256() != one.SHA256() {
			t.Errorf("%s is not read back: %v", one.Canonical(), err)
		}
	})
}

func published() Published {
	f, _ := Parse([]byte(reference))
	in := &Inputs{Base: 20000, Accrued: 2000, Available: 2000}
	p := Published{Round: "r", Formula: f.Canonical(), SHA256: f.SHA256(), Inputs: in, Pot: f.Pot(*in), Voters: 3, Ballots: 1}
	projects := []Project{{"a", 3, true}, {"b", 2, true}, {"c", 2, true}, {"d", 0, false}}
	shares, left := f.Split(p.Pot, projects)
	for i, s := range shares {
		name := "=Project " + s.ID
		p.Projects = append(p.Projects, Result{ID: s.ID, Name: name, Weight: s.Weight, Eligible: projects[i].Eligible, Outcome: s.Outcome, Cents: s.Cents})
	}
	p.Left = left
	return p
}

func TestARoundIsComputedAgainFromItsPublicFilesAlone(t *testing.T) {
	p := published()
	table, err := p.CSV()
	if err != nil || !strings.Contains(string(table), "2026,'=Project a,,8.57,") {
		t.Fatal(string(table), err)
	}
	text, _ := json.Marshal(p)
	for name, file := range map[string][]byte{"csv": table, "marked csv": append([]byte("\ufeff"), table...), "json": text} {
		r, err := Recompute(file)
		if err != nil || len(r.Wrong) > 0 || len(r.Lines) != 4 || r.Lines[0].Computed != 857 || r.Lines[1].Computed != 572 || r.Pot != 2000 || r.Left != 0 {
			t.Errorf("%s: %+v %v", name, r, err)
		}
	}
	if r, _ := Recompute([]byte(strings.Replace(string(table), "5.72", "5.73", 1))); len(r.Wrong) != 1 {
		t.Error("a cent more was not seen", r.Wrong)
	}
	for _, change := range [][2]string{{`"cents":857`, `"cents":858`}, {`"min_payout":500`, `"min_payout":400`}, {`"base":20000`, `"base":19000`}, {`"left":0`, `"left":1`}} {
		if r, err := Recompute([]byte(strings.Replace(string(text), change[0], change[1], 1))); err != nil || len(r.Wrong) == 0 {
			t.Errorf("%s was not seen (%v)", change[1], err)
		}
	}
}

func TestFilesThatAreNoRoundAreRefused(t *testing.T) {
	table, _ := published().CSV()
	for _, file := range []string{"", "a,b\n1,2\n", "{}", "{", `{"formula":{"v":1}}`, strings.SplitAfter(string(table), "\r\n")[0], strings.Replace(string(table), "8.57", "8,57", 1), strings.Replace(string(table), ",2000,", ",2001,", 1)} {
		if r, err := Recompute([]byte(file)); err == nil {
			t.Errorf("%q was read: %+v", file, r)
		}
	}
}

func FuzzPublished(f *testing.F) {
	p := published()
	table, _ := p.CSV()
	text, err := json.Marshal(p)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(table)
	f.Add(text)
	f.Add([]byte(os.DevNull))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, _ = Recompute(file)
	})
}
