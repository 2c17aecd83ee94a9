package views

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
)

// numbersIn reads every number of a sentence, whatever the language's signs, in hundredths of a cent where they are amounts with four digits.
func numbersIn(lang, text string) []float64 {
	text = strings.NewReplacer("\u202f", "", "\u00a0", "").Replace(text)
	if lang == "fr" {
		text = strings.ReplaceAll(text, ",", ".")
	} else {
		text = strings.ReplaceAll(text, ",", "")
	}
	var all []float64
	for _, found := range regexp.MustCompile(`\d+(\.\d+)?`).FindAllString(text, -1) {
		n, err := strconv.ParseFloat(found, 64)
		if err != nil {
			panic(err)
		}
		all = append(all, n)
	}
	return all
}

// TestTheSentenceOfEachShareComputesTheShareAgain reads the numbers of every variant (reciprocity.md 7.5) in both languages, and nothing else,
// and comes to the cent that was allocated.
func TestTheSentenceOfEachShareComputesTheShareAgain(t *testing.T) {
	for name, c := range map[string]struct {
		pot, minimum int64
		weights      []int64
		outcomes     []formula.Outcome
	}{
		"down and up":     {2000, 0, []int64{3, 2, 2}, []formula.Outcome{formula.RoundedDown, formula.RoundedUp, formula.RoundedDown}},
		"exact":           {1000, 0, []int64{6, 3, 1}, []formula.Outcome{formula.Exact, formula.Exact, formula.Exact}},
		"below":           {2000, 600, []int64{3, 2, 2}, []formula.Outcome{formula.RoundedDown, formula.BelowMinimum, formula.BelowMinimum}},
		"large":           {1234567890, 500, []int64{70, 11000, 130000}, []formula.Outcome{formula.RoundedUp, formula.RoundedDown, formula.RoundedUp}},
		"nobody chose it": {1000, 0, []int64{5, 0, 0}, []formula.Outcome{formula.Exact, formula.NoPoints, formula.NoPoints}},
	} {
		for _, rule := range formula.Rules {
			if rule == formula.Equal && name != "exact" {
				continue
			}
			f := formula.Default()
			f.MinPayout = c.minimum
			var projects []formula.Project
			for i, w := range c.weights {
				if rule == formula.Equal {
					w = 1
				}
				projects = append(projects, formula.Project{ID: strconv.Itoa(i), Weight: w, Eligible: true})
			}
			shares, _ := f.Split(c.pot, projects)
			for i, s := range shares {
				if rule != formula.Equal && s.Outcome != c.outcomes[i] {
					t.Errorf("%s: share %d is %s", name, i, s.Outcome)
				}
				for _, lang := range []string{"fr", "en"} {
					ctx := locales.WithLang(context.Background(), lang)
					if wrong := recount(lang, shareWords(ctx, rule, s, ""), rule, s); wrong != "" {
						t.Errorf("%s, %s, %s: %s", name, rule, lang, wrong)
					}
				}
			}
		}
	}
}

// recount computes a share again from the numbers of its sentence alone: weight, total, part in percent, pot, exact share, minimum.
func recount(lang, words string, rule formula.Rule, s formula.Share) string {
	n := numbersIn(lang, words)
	if s.Outcome == formula.NoPoints {
		if len(n) > 0 || s.Cents != 0 {
			return "numbers where there is nothing to count: " + words
		}
		return ""
	}
	if rule == formula.Equal {
		n = append([]float64{1}, n...)
	}
	if len(n) < 4 {
		return "too few numbers: " + words
	}
	weight, total, part, pot, n := n[0], n[1], n[2], n[3], n[4:]
	cents := pot * 100 * weight / total
	if gap := part - 100*weight/total; gap > 0.0051 || gap < -0.0051 {
		return fmt.Sprintf("%v %% is not %v of %v: %s", part, weight, total, words)
	}
	least := 0.0
	if s.Outcome == formula.Exact {
		n = []float64{cents / 100}
	}
	if s.Outcome == formula.BelowMinimum && len(n) == 2 {
		least, n = n[1]*100, n[:1]
	}
	if len(n) != 1 || n[0]*100-cents > 0.000001 || cents-n[0]*100 > 0.01 {
		return fmt.Sprintf("%v is not the exact share, %v: %s", n, cents/100, words)
	}
	got := int64(cents + 0.0000001)
	switch {
	case s.Outcome == formula.RoundedUp:
		got++
	case least > float64(got):
		got = 0
	}
	if got != s.Cents {
		return fmt.Sprintf("%d cents are allocated, the sentence comes to %d: %s", s.Cents, got, words)
	}
	return ""
}

// TestWhyAProjectReceivesNothingIsSaidInWords: not eligible, and which of both reasons; kept while there is no safe address, with the amount.
func TestWhyAProjectReceivesNothingIsSaidInWords(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		ctx := locales.WithLang(context.Background(), lang)
		said := map[string]bool{}
		for _, why := range []string{"licence", "unlisted"} {
			words := shareWords(ctx, formula.Vote, formula.Share{Outcome: formula.Ineligible, Pot: 2000}, why)
			if words == "" || len(numbersIn(lang, words)) > 0 {
				t.Errorf("%s: %q", lang, words)
			}
			said[words] = true
		}
		kept := unpaidWords(ctx, commons.RoundPart{Owed: 572}, 572)
		if n := numbersIn(lang, kept); len(n) != 1 || n[0] != 5.72 {
			t.Errorf("%s: %q", lang, kept)
		}
		partly := unpaidWords(ctx, commons.RoundPart{Paid: 300, Owed: 272, PaidOn: "2026-12-16"}, 572)
		if n := numbersIn(lang, partly); len(n) != 4 || n[0] != 3 || n[3] != 2.72 {
			t.Errorf("%s: %q %v", lang, partly, n)
		}
		for _, p := range []commons.RoundPart{{InTransit: 572}, {Passed: 572}, {Returned: 572}} {
			said[unpaidWords(ctx, p, 572)] = true
		}
		if len(said) != 5 {
			t.Errorf("%s: the same words for different things: %v", lang, said)
		}
	}
}

// TestWhatIsOwedSaysWhatItWaitsFor: each reason has words of its own, with its day where there is one.
func TestWhatIsOwedSaysWhatItWaitsFor(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		ctx := locales.WithLang(context.Background(), lang)
		said := map[string]bool{}
		for _, why := range []commons.WaitReason{commons.WaitsNowhere, commons.WaitsProof, commons.WaitsCooldown, commons.WaitsDeferred, commons.WaitsPassing, commons.WaitsCameBack, commons.WaitsNext} {
			words := waitWords(ctx, commons.Wait{Reason: why, Until: "2026-12-20"})
			said[words] = true
			if dated := why == commons.WaitsCooldown || why == commons.WaitsDeferred; dated != strings.Contains(words, "2026") {
				t.Errorf("%s: %q", lang, words)
			}
		}
		if len(said) != 7 {
			t.Errorf("%s: the same words for different things: %v", lang, said)
		}
	}
}

// TestDeclaredInterestsStandBesideTheShare: how many declared one in a project is public, which ones is not.
func TestDeclaredInterestsStandBesideTheShare(t *testing.T) {
	ctx := locales.WithLang(context.Background(), "en")
	one := commons.RoundProject{Ref: "r", Name: "Alpha", Allocation: &commons.RoundAllocation{Outcome: formula.NoPoints, Explanation: "{}"}}
	page := RoundPage{Whole: commons.Whole{Round: commons.Round{Formula: string(formula.Default().Canonical())}}, Around: commons.Around{Interests: map[string]int{"r": 2}}}
	var out strings.Builder
	if err := roundResultRow(page, one).Render(ctx, &out); err != nil || !strings.Contains(out.String(), "2 organisations declared an interest in it, and gave it no points.") {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestAPotThatIsCutToWhatIsThereSaysSoWhateverItIsTakenOf(t *testing.T) {
	ctx := locales.WithLang(context.Background(), "fr")
	f := formula.Default()
	f.Base.Kind, f.RateBP = formula.FixedSum, 10_000
	r := commons.Round{Formula: string(f.Canonical())}
	for available, limited := range map[int64]bool{1_938: true, 50_000: false} {
		in := formula.Inputs{Base: 30_000, Available: available}
		words := plainSpaces(strings.Join(potWords(ctx, r, f.Pot(in), in, true), " "))
		if strings.Contains(words, "Elle est limitée aux 19,38 €") != limited {
			t.Errorf("%d: %s", available, words)
		}
	}
}

func TestABallotSaysItsLimitsWhereItIsFilledIn(t *testing.T) {
	ctx := inFrench(collective.Collective{})
	f := formula.Default()
	f.Ballot.MinProjects, f.Ballot.MaxProjects, f.Ballot.Points, f.Ballot.MinSpentBP = 2, 3, 10, 5_000
	p := BallotPage{Whole: commons.Whole{Round: commons.Round{Formula: string(f.Canonical())}}}
	var out strings.Builder
	if err := ballotForm(p).Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"au moins 2 projets", "au plus 3 projets", "au moins 5 points, ou aucun"} {
		if !strings.Contains(plainSpaces(out.String()), words) {
			t.Errorf("%q is not said: %s", words, out.String())
		}
	}
}

func TestAStepThatIsDoneSaysTheDayItWasDone(t *testing.T) {
	f := formula.Default()
	f.Deadlines = formula.Deadlines{Opens: "2026-11-01", Closes: "2026-12-20", Computed: "2027-01-08", Paid: "2027-02-17", Published: "2027-03-04"}
	closed, approved := time.Date(2026, 11, 29, 20, 0, 0, 0, time.UTC), time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	r := commons.Round{Formula: string(f.Canonical()), State: commons.RoundApproved, ClosedAt: &closed, ApprovedAt: &approved}
	var days []string
	for _, s := range roundSteps(locales.WithLang(context.Background(), "en"), commons.Whole{Round: r, Today: "2026-11-30"}) {
		days = append(days, s.More)
	}
	if got := plainSpaces(strings.Join(days, ", ")); got != "1 November 2026, 29 November 2026, 30 November 2026, 17 February 2027, 4 March 2027" {
		t.Error(got)
	}
}
