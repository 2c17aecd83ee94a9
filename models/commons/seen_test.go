package commons_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestWhoMayReadAContribution(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		draft := func(f *commons.Form) { f.Draft = "yes" }
		hole := func(f *commons.Form) {
			f.Choice, f.KindKey, f.Withheld = commons.Checks, "security", true
		}
		rejected := v.log(v.kim)
		v.must(rejected.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "Non."}))
		withdrawn := v.log(v.kim)
		v.must(withdrawn.Withdraw(ctx, v.db, v.kim))
		secret := v.log(v.kim, hole)
		readers := map[string]people.User{"visitor": {}, "kim": v.kim, "ada": v.ada, "chloe": v.chloe, "bob": v.bob, "samia": v.samia}
		for name, c := range map[string]struct {
			c   commons.Contribution
			who string
		}{
			"a draft":              {v.log(v.kim, draft), "kim"},
			"a draft for Fée":      {v.log(v.chloe, draft, behalf(v.fee)), "chloe"},
			"a sent one":           {v.log(v.kim), "kim ada chloe bob samia"},
			"an accepted one":      {v.accepted(v.kim), "visitor kim ada chloe bob samia"},
			"a rejected one":       {rejected, "kim ada chloe bob samia"},
			"a withdrawn one":      {withdrawn, "kim samia"},
			"a fault not mended":   {secret, "kim samia"},
			"a withheld one, done": {v.accept(v.confirm(secret, v.omar), v.samia), "kim samia"},
		} {
			for reader, u := range readers {
				_, err := commons.FindContribution(ctx, v.db, u, c.c.Ref)
				if want := strings.Contains(" "+c.who+" ", " "+reader+" "); want != (err == nil) {
					t.Errorf("%s by %s: %v", name, reader, err)
				} else if !want {
					is(t, err, store.ErrNotFound)
				}
			}
		}
		v.clock(15)
		_, err := commons.FindContribution(ctx, v.db, v.bob, rejected.Ref)
		is(t, err, store.ErrNotFound) // a rejection is nobody's business once it can no longer be contested
		v.must(secret.Disclose(ctx, v.db, v.kim))
		_, err = commons.FindContribution(ctx, v.db, people.User{}, secret.Ref)
		v.must(err)
	})
}

func TestNamesAndAmountsThatMayNotBeReadAreNotInTheValue(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		shown := func(o commons.Visibility) func(*commons.Form) {
			return func(f *commons.Form) { f.Visibility, f.Quarters, f.Body = o, "45", "Écrit par La chloe, de Fée" }
		}
		all := map[commons.Visibility]commons.Contribution{}
		for _, o := range commons.Visibilities {
			c := v.confirm(v.log(v.chloe, behalf(v.fee), shown(o)), v.bob)
			v.must(c.Vouch(ctx, v.db, v.ada))
			all[o] = v.accept(c, v.samia)
		}
		says := func(u people.User, o commons.Visibility) string {
			c, err := commons.FindContribution(ctx, v.db, u, all[o].Ref)
			v.must(err)
			s, err := commons.StoryOf(ctx, v.db, u, c)
			v.must(err)
			text, err := json.Marshal([]any{c, s})
			v.must(err)
			return string(text)
		}
		for _, u := range []people.User{{}, v.bob} {
			if text := says(u, commons.Public); !strings.Contains(text, "La chloe") || !strings.Contains(text, `"Quantity":105`) {
				t.Error("a public one hides something: " + text)
			}
			if text := says(u, commons.AmountHidden); !strings.Contains(text, "La chloe") || strings.Contains(text, `"Quantity":105`) || strings.Contains(text, "abc123") {
				t.Error("the amount is told: " + text)
			}
			text := says(u, commons.Anonymous)
			for _, name := range []string{"La chloe", "chloe@", "Fée", v.fee.Ref, v.chloe.Ref, "abc123", "La ada", "La samia", `"Quantity":105`} {
				if strings.Contains(text, name) {
					t.Errorf("%q is told: %s", name, text)
				}
			}
		}
		for _, u := range []people.User{v.chloe, v.ada, v.samia} {
			if text := says(u, commons.Anonymous); !strings.Contains(text, "La chloe") || !strings.Contains(text, `"Quantity":105`) || !strings.Contains(text, "La bob") {
				t.Error("their own is hidden from them: " + text)
			}
		}
	})
}

func TestWhoIsAskedToConfirmAnAnonymousOneSeesTheFactAndNoName(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, func(f *commons.Form) { f.Visibility = commons.Anonymous })
		seen, err := commons.FindContribution(ctx, v.db, v.bob, c.Ref)
		v.must(err)
		if !seen.NameHidden() || seen.Contributor.Name != "" || seen.AmountHidden() || seen.Evidence.URL == "" {
			t.Errorf("%+v", seen)
		}
		v.must(seen.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Confirm}))
	})
}

func TestListsAreForThoseTheyConcern(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		mine := v.log(v.kim)
		v.log(v.chloe, behalf(v.fee))
		v.log(v.chloe, behalf(v.fee), func(f *commons.Form) { f.Draft = "yes" })
		done := v.accepted(v.lou, func(f *commons.Form) { f.Visibility, f.Title = commons.Anonymous, "Relu le guide" })
		count := func(page store.Page[commons.Contribution], err error) int {
			t.Helper()
			v.must(err)
			return len(page.Items)
		}
		none := commons.Filter{}
		if n := count(commons.ContributionsBy(ctx, v.db, v.kim, none)); n != 1 {
			t.Errorf("kim sees %d", n)
		}
		if a, c := count(commons.ContributionsFor(ctx, v.db, v.ada, v.fee.ID, none)), count(commons.ContributionsFor(ctx, v.db, v.chloe, v.fee.ID, none)); a != 1 || c != 2 {
			t.Errorf("ada sees %d, chloe %d", a, c)
		}
		_, err := commons.ContributionsFor(ctx, v.db, v.bob, v.fee.ID, none)
		is(t, err, store.ErrNotFound)
		_, err = commons.Queue(ctx, v.db, v.bob, commons.QueueFilter{})
		is(t, err, store.ErrNotFound)
		public, err := commons.PublicContributions(ctx, v.db, none)
		v.must(err)
		if len(public.Items) != 1 || public.Items[0].Ref != done.Ref || public.Items[0].Contributor.Name != "" {
			t.Errorf("%+v", public.Items)
		}
		if n := count(commons.PublicContributions(ctx, v.db, commons.Filter{Family: commons.CodeFamily})); n != 0 {
			t.Errorf("%d of code", n)
		}
		if n := count(commons.PublicContributions(ctx, v.db, commons.Filter{Query: "GUIDE", Family: commons.WordsFamily})); n != 1 {
			t.Errorf("%d found", n)
		}
		wait, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{})
		v.must(err)
		if len(wait.Items) != 2 || wait.Items[0].Ref != mine.Ref {
			t.Errorf("bob may confirm %d", len(wait.Items))
		}
		if n := count(commons.ToConfirm(ctx, v.db, v.ada, commons.Filter{})); n != 1 {
			t.Errorf("ada may confirm %d", n)
		}
	})
}

func TestTheQueueShowsTheOldestFirstWithWhatIsKnown(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		first := v.confirm(v.log(v.kim), v.bob)
		v.clock(2)
		v.confirm(v.log(v.lou), v.bob, v.eve)
		page, err := commons.Queue(ctx, v.db, v.omar, commons.QueueFilter{})
		v.must(err)
		if len(page.Items) != 2 || page.Items[0].Ref != first.Ref || page.Items[0].Confirmed != 1 || page.Items[1].Confirmed != 2 || page.Items[0].Evidence.URL == "" {
			t.Errorf("%+v", page.Items)
		}
		if len(page.Items[1].Flags) != 2 { // first time, evidence reused
			t.Errorf("%+v", page.Items[1].Flags)
		}
		w, err := commons.Waiting(ctx, v.db)
		v.must(err)
		if w.Decide != 2 || w.Confirm != 0 || w.Oldest == nil {
			t.Errorf("%+v", w)
		}
	})
}

func TestAnOrganisationsSummary(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.chloe, behalf(v.fee)), v.bob)
		s, err := commons.OfOrganisation(ctx, v.db, v.fee.ID)
		if err != nil || s != (commons.Summary{Waiting: 1, Unsure: 1}) {
			t.Errorf("%+v (%v)", s, err)
		}
		v.must(c.Vouch(ctx, v.db, v.ada))
		v.accept(c, v.samia)
		s, err = commons.OfOrganisation(ctx, v.db, v.fee.ID)
		if err != nil || s != (commons.Summary{Counted: 1, Minutes: 60}) {
			t.Errorf("%+v (%v)", s, err)
		}
	})
}

func TestAPersonWhoLeavesTakesTheirWordsAlongAndTheSumsStay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim, func(f *commons.Form) { f.Title, f.Body = "Kim a relu", "Merci, Kim" })
		v.log(v.kim, func(f *commons.Form) { f.Draft = "yes" })
		v.must(v.log(v.lou).Attest(ctx, v.db, v.kim, commons.AttestForm{Verdict: commons.Contest, Reason: "Kim doute."}))
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error { return commons.Forget(ctx, tx, v.kim) }))
		var left int64
		v.must(v.db.Raw(`select (select count(*) from contributions where title like '%Kim%' or body like '%Kim%') + (select count(*) from attestations where reason like '%Kim%')
			+ (select count(*) from evidences e join contributions c on c.id = e.contribution_id where c.contributor_id = ? and e.url <> '')`, v.kim.ID).Scan(&left).Error)
		v.must(v.kim.Erase(ctx, v.db))
		if shown := v.shown(c); left != 0 || !shown.NameHidden() || shown.Contributor.Name != "" || shown.AmountHidden() {
			t.Errorf("%d words are left: %+v", left, shown)
		}
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
	})
}

// everything is all of a contribution and of its story that somebody may read.
func (v village) everything(u people.User, c commons.Contribution) string {
	v.t.Helper()
	found, err := commons.FindContribution(ctx, v.db, u, c.Ref)
	v.must(err)
	s, err := commons.StoryOf(ctx, v.db, u, found)
	v.must(err)
	text, err := json.Marshal([]any{found, s})
	v.must(err)
	return string(text)
}

func TestAHiddenAmountIsNotReadOnARejectionThatIsOver(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim, hides, quarters), v.bob)
		v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Rejected, Reason: "Pas pour nous."}))
		if !strings.Contains(v.everything(v.eve, c), `"Quantity":105`) {
			t.Error("who may contest it does not see what was rejected")
		}
		v.must(c.Contest(ctx, v.db, v.kim, "Si."))
		for _, u := range []people.User{v.omar, v.colette} {
			v.must(c.Review(ctx, v.db, u, commons.Reversed, "En effet."))
		}
		v.is(c, commons.Reversed)
		if text := v.everything(v.eve, c); strings.Contains(text, `"Quantity":105`) || strings.Contains(text, "abc123") {
			t.Error("the amount of what is decided anew is told: " + text)
		}
		if !strings.Contains(v.everything(v.kim, c), `"Quantity":105`) {
			t.Error("its own is hidden from its author")
		}
	})
}

func TestAHiddenAmountOfMoneyIsForTheCouncilWhoAloneConfirmsIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for _, o := range []commons.Visibility{commons.AmountHidden, commons.Anonymous} {
			c := v.log(v.kim, func(f *commons.Form) {
				f.Choice, f.KindKey, f.Hours, f.Amount, f.Cents, f.Visibility = commons.Gifts, "financial", "", "300", 30_000, o
			})
			if text := v.everything(v.bob, c); asNumber.MatchString(text) || strings.Contains(text, "abc123") {
				t.Error("a member who cannot confirm it reads the amount: " + text)
			}
			if !strings.Contains(v.everything(v.colette, c), "30000") {
				t.Error("the treasurer does not see what to confirm")
			}
		}
	})
}

func TestWhoCameTodayReadsNobodysHiddenAmount(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		hidden, open := v.log(v.kim, hides), v.log(v.kim)
		_, err := commons.FindContribution(ctx, v.db, v.newt, hidden.Ref)
		is(t, err, store.ErrNotFound)
		_, err = commons.FindContribution(ctx, v.db, v.newt, open.Ref)
		v.must(err)
		wait, err := commons.ToConfirm(ctx, v.db, v.newt, commons.Filter{})
		v.must(err)
		if len(wait.Items) != 1 || wait.Items[0].Ref != open.Ref {
			t.Errorf("newt finds %d", len(wait.Items))
		}
		v.must(v.db.Exec("update users set confirmed_at = null where id = ?", v.lou.ID).Error)
		lou, err := people.LoadUser(ctx, v.db, v.lou.ID)
		v.must(err)
		_, err = commons.FindContribution(ctx, v.db, lou, hidden.Ref)
		is(t, err, store.ErrNotFound)
		if wait, err = commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{}); err != nil || len(wait.Items) != 2 {
			t.Errorf("bob finds %d (%v)", len(wait.Items), err)
		}
		v.must(v.db.Exec("update users set created_at = ? where name = 'La first'", storetest.Noon.AddDate(0, 0, -9)).Error)
		if wait, err = commons.ToConfirm(ctx, v.db, v.newt, commons.Filter{}); err != nil || len(wait.Items) != 2 || v.reads(v.newt, hidden).AmountHidden() {
			t.Errorf("who founded it with others finds %d (%v)", len(wait.Items), err)
		}
		v.accept(v.confirm(hidden, v.bob), v.samia)
		if c := v.reads(v.newt, hidden); !c.AmountHidden() {
			t.Error("accepted, it is read with its amount")
		}
	})
}

// asNumber is an amount where it is a number and not a piece of some random reference.
var asNumber = regexp.MustCompile(`\b(120|30000)\b`)

func TestWordsAboutAHiddenAmountDoNotTellIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, hides, hours("2"))
		v.must(c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Ask, Reason: "Vraiment 120 minutes ?"}))
		v.must(c.Send(ctx, v.db, v.kim, "Oui, 120 minutes."))
		v.must(v.confirm(c, v.bob).Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Adjusted, Hours: "1", Reason: "120 minutes, la moitié était déjà faite."}))
		for name, u := range map[string]people.User{"a visitor": {}, "a member": v.ada} {
			if text := v.everything(u, c); asNumber.MatchString(text) || strings.Contains(text, "moitié") {
				t.Errorf("%s reads it: %s", name, text)
			}
		}
		for name, u := range map[string]people.User{"kim": v.kim, "samia": v.samia} {
			if text := v.everything(u, c); !strings.Contains(text, "moitié") {
				t.Errorf("%s does not read it", name)
			}
		}
	})
}
