package commons_test

import (
	"fmt"
	"testing"
	"time"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// The hard rules of reciprocity.md 5, in its order.

var yes = commons.AttestForm{Verdict: commons.Confirm, Present: true}

func TestHardRule1NobodyAttestsTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		refusal(t, c.Attest(ctx, v.db, v.kim, yes), "attest", "error.attest_own")
		err := v.db.Exec(`insert into attestations (contribution_id, contributor_id, version, attester_id, role, verdict, created_at)
			values (?, ?, 1, ?, 'member', 'confirm', ?)`, c.ID, v.kim.ID, v.kim.ID, storetest.Noon).Error
		if err == nil {
			t.Error("the database let it pass")
		}
	})
}

func TestHardRule2NotOfTheSameOrganisation(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		refusal(t, v.log(v.chloe).Attest(ctx, v.db, v.ada, yes), "attest", "error.attest_together") // both of Fée, though it was for herself
		c := v.log(v.chloe, behalf(v.fee))
		v.must(v.db.Exec("update memberships set until_at = ? where user_id = ?", storetest.Noon, v.chloe.ID).Error)
		refusal(t, c.Attest(ctx, v.db, v.ada, yes), "attest", "error.attest_together") // chloe has left, it was done for Fée
		v.must(c.Attest(ctx, v.db, v.bob, yes))
	})
}

func TestHardRule3TenureOfNinetyDaysFoundersAndCouncilExempt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		refusal(t, c.Attest(ctx, v.db, v.newt, yes), "attest", "error.attest_tenure")
		v.must(v.db.Exec("update users set confirmed_at = null where id = ?", v.lou.ID).Error)
		refusal(t, c.Attest(ctx, v.db, v.lou, yes), "attest", "error.attest_tenure") // never confirmed an address
		newt := v.newt
		newt.Roles = string(people.Accountant) // who came yesterday as a council member
		v.must(c.Attest(ctx, v.db, newt, yes))
		v.must(v.db.Exec("update users set confirmed_at = ? where id = ?", storetest.Noon.Add(-89*24*time.Hour), v.eve.ID).Error)
		refusal(t, c.Attest(ctx, v.db, v.eve, yes), "attest", "error.attest_tenure")
		v.clock(1)
		v.must(c.Attest(ctx, v.db, v.eve, yes))
	})
}

func TestHardRule3FoundersOfAYoungCollectiveNeedNotWait(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.must(v.db.Exec("update users set created_at = ?, confirmed_at = ?", storetest.Noon.AddDate(0, 0, -20), storetest.Noon.AddDate(0, 0, -20)).Error)
		founder, err := people.LoadUser(ctx, v.db, v.eve.ID)
		v.must(err)
		v.must(v.log(v.kim).Attest(ctx, v.db, founder, yes))
	})
}

func TestHardRule4AtMostTwentyAttestationsInThirtyDays(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for n := range 20 {
			v.confirm(v.log(v.kim, func(f *commons.Form) { f.FromOn = day(-n) }), v.bob)
		}
		last := v.log(v.kim)
		refusal(t, last.Attest(ctx, v.db, v.bob, yes), "attest", "error.attest_most")
		v.clock(31)
		v.must(last.Attest(ctx, v.db, v.bob, yes))
	})
}

func TestHardRule5OneVerdictForEachVersion(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim, hours("3")), v.bob)
		refusal(t, c.Attest(ctx, v.db, v.bob, yes), "attest", "error.attest_twice")
		refusal(t, c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Contest, Reason: "Non"}), "attest", "error.attest_twice")
		v.is(c, commons.Submitted) // his word counts once
	})
}

func TestHardRule6AnotherSizeMustBeSaid(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, hours("2"))
		refusal(t, c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Adjust}), "hours", "error.time_needed")
		refusal(t, c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Adjust, Hours: "2"}), "hours", "error.same_quantity")
		v.must(c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Adjust, Hours: "1"}))
		v.is(c, commons.Submitted) // another size is no confirmation
	})
}

func TestHardRule7AContestNeedsAReason(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		refusal(t, c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Contest, Reason: " "}), "reason", "error.required")
		refusal(t, c.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: "like"}), "verdict", "error.choose")
	})
}

func TestHardRule8TheAttesterHasTheRoleTheKindAsksFor(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		gift := v.log(v.kim, func(f *commons.Form) {
			f.Choice, f.KindKey, f.Hours, f.Cents, f.Amount, f.Evidence = commons.Gifts, "financial", "", 30000, "300", "Reçu 2026-17"
		})
		refusal(t, gift.Attest(ctx, v.db, v.bob, yes), "attest", "error.attest_treasurer")
		v.is(v.confirm(gift, v.colette), commons.Attested)
		help := v.log(v.kim, func(f *commons.Form) { f.Choice, f.KindKey, f.Evidence = commons.Help, "", "" })
		refusal(t, help.Attest(ctx, v.db, v.bob, commons.AttestForm{Verdict: commons.Confirm}), "present", "error.attest_present")
		v.is(v.confirm(help, v.bob), commons.Attested)
		pages := v.confirm(v.log(v.kim, func(f *commons.Form) { f.Hours, f.Pieces = "", "20" }), v.bob)
		goods := commons.DecisionForm{Decision: commons.Adjusted, KindKey: "x_goods", Reason: "Ce sont des choses."}
		refusal(t, pages.Decide(ctx, v.db, v.samia, goods), "kind", "error.choose") // no treasurer saw them
	})
}

func TestHowManyPeopleMustConfirm(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		ideas := func(f *commons.Form) { f.Choice, f.KindKey = commons.Ideas, "research" }
		for name, c := range map[string]struct {
			change []func(*commons.Form)
			needed int
		}{
			"two hours of translating": {[]func(*commons.Form){hours("2")}, 1},
			"above two hours":          {[]func(*commons.Form){hours("2"), func(f *commons.Form) { f.Quarters = "15" }}, 2},
			"an hour of thinking":      {[]func(*commons.Form){ideas}, 2},
			"a thousand strings": {[]func(*commons.Form){func(f *commons.Form) {
				f.Hours, f.Pieces = "", "1000"
			}}, 1},
		} {
			one := v.confirm(v.log(v.kim, c.change...), v.bob)
			if (one.State == commons.Attested) != (c.needed == 1) {
				t.Errorf("%s: %s after one", name, one.State)
			}
			if one = v.confirm(one, v.eve); one.State != commons.Attested {
				t.Errorf("%s: %s after two", name, one.State)
			}
		}
	})
}

func TestTheCollectiveSaysWhenASecondPersonConfirms(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		is(t, commons.SetAlone(ctx, v.db, v.samia, commons.AloneForm{Minutes: "60", Was: 120}), store.ErrForbidden)
		alix := v.person("alix", "admin")
		for _, wrong := range []string{"", "-15", "20", "6015", "deux"} {
			refusal(t, commons.SetAlone(ctx, v.db, alix, commons.AloneForm{Minutes: wrong, Was: 120}), "alone", "error.alone")
		}
		v.must(commons.SetAlone(ctx, v.db, alix, commons.AloneForm{Minutes: "60", Was: 120}))
		refusal(t, commons.SetAlone(ctx, v.db, alix, commons.AloneForm{Minutes: "90", Was: 120}), "alone", "error.alone_moved") // somebody else was faster
		if one := v.confirm(v.log(v.kim, hours("1")), v.bob); one.State != commons.Attested {
			t.Errorf("an hour is %s after one", one.State)
		}
		waits, alone := v.confirm(v.log(v.kim, hours("2")), v.bob), v.log(v.kim, hours("2"))
		if waits.State != commons.Submitted {
			t.Errorf("two hours are %s after one", waits.State)
		}
		own, err := commons.AddKind(ctx, v.db, alix, commons.KindForm{Family: commons.WordsFamily, Names: map[string]string{"fr": "Relire"}}, []string{"fr"})
		if err != nil || own.AloneMinutes != 60 {
			t.Errorf("%+v (%v)", own, err)
		}
		v.must(commons.SetAlone(ctx, v.db, alix, commons.AloneForm{Minutes: "120", Was: 60}))
		if now := v.load(waits); now.State != commons.Attested { // nobody has to say a second time what one may say alone now
			t.Errorf("two hours that one confirmed are %s", now.State)
		}
		if now := v.load(alone); now.State != commons.Submitted {
			t.Errorf("two hours that nobody confirmed are %s", now.State)
		}
	})
}

func TestWaivedExpensesAreAPersonsAndHaveBothPapers(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		note, signed := v.sends(v.kim, "note.pdf", pdf+"note"), v.sends(v.kim, "abandon.pdf", pdf+"abandon")
		_, err := commons.LogContribution(ctx, v.db, v.kim, waived(note))
		refusal(t, err, "evidence", "error.waiver_papers")
		f := waived(note, signed)
		_, err = commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
		f = waived(v.sends(v.bob, "note.pdf", pdf+"n"), v.sends(v.bob, "abandon.pdf", pdf+"a"))
		f.OnBehalf = v.copeaux.Ref
		_, err = commons.LogContribution(ctx, v.db, v.bob, f)
		refusal(t, err, "on_behalf", "error.waiver_persons")
		c := v.confirm(v.log(v.kim, thing("x_goods", 5000)), v.colette)
		refusal(t, c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Adjusted, KindKey: "x_expense_waiver", Reason: "Plutôt des frais"}), "kind", "error.choose")
	})
}

// waived are expenses that somebody does not claim back, shown by files.
func waived(shown ...files.File) commons.Form {
	f := form()
	thing("x_expense_waiver", 5000)(&f)
	showing(shown...)(&f)
	return f
}

func TestTheTaxonomyHasTheThirtyThreeKeysAndFiveOfOurs(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		all, err := commons.Kinds(ctx, v.db)
		v.must(err)
		ours, six := 0, map[commons.Choice]int{}
		for _, k := range all {
			if len(k.Key) > 2 && k.Key[:2] == "x_" {
				ours++
			}
			six[k.Choice]++
		}
		if len(all) != 38 || ours != 5 || len(six) != len(commons.Choices) {
			t.Errorf("%d kinds, %d ours, %v", len(all), ours, six)
		}
	})
}

func TestWhatIsToldIsCheckedAtItsField(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for name, c := range map[string]struct {
			change     func(*commons.Form)
			field, key string
		}{
			"no choice":            {func(f *commons.Form) { f.Choice = "" }, "choice", "error.choose"},
			"a kind of another":    {func(f *commons.Form) { f.KindKey = "code" }, "kind", "error.choose"},
			"no day":               {func(f *commons.Form) { f.FromOn = "" }, "from_on", "error.required"},
			"no such day":          {func(f *commons.Form) { f.FromOn = "2026-02-30" }, "from_on", "error.date"},
			"tomorrow":             {func(f *commons.Form) { f.FromOn = day(1) }, "from_on", "error.date_future"},
			"backwards":            {func(f *commons.Form) { f.ToOn = day(-9) }, "to_on", "error.date_order"},
			"more than a year":     {func(f *commons.Form) { f.FromOn, f.ToOn = "2024-01-01", "2026-01-01" }, "to_on", "error.date_span"},
			"no time":              {func(f *commons.Form) { f.Hours = "" }, "hours", "error.time_needed"},
			"no number":            {func(f *commons.Form) { f.Hours = "two" }, "hours", "error.hours"},
			"below nought":         {func(f *commons.Form) { f.Hours = "-1" }, "hours", "error.hours"},
			"seven minutes":        {func(f *commons.Form) { f.Quarters = "7" }, "minutes", "error.choose"},
			"25 hours a day":       {func(f *commons.Form) { f.Hours = "25" }, "hours", "error.more_than_the_days"},
			"time and pieces":      {func(f *commons.Form) { f.Pieces = "3" }, "pieces", "error.one_quantity"},
			"no pieces":            {func(f *commons.Form) { f.Hours, f.Pieces = "", "0" }, "pieces", "error.number"},
			"pieces of help":       {func(f *commons.Form) { f.Choice, f.KindKey, f.Hours, f.Pieces = commons.Help, "", "", "3" }, "pieces", "error.no_pieces"},
			"no amount":            {func(f *commons.Form) { f.Choice, f.KindKey, f.Hours = commons.Gifts, "", "" }, "amount", "error.money"},
			"no evidence":          {func(f *commons.Form) { f.Evidence = "" }, "evidence", "error.evidence_required"},
			"no address":           {func(f *commons.Form) { f.Evidence = "voir le wiki" }, "evidence", "error.address"},
			"another scheme":       {func(f *commons.Form) { f.Evidence = "javascript://git.example/%0aalert(1)" }, "evidence", "error.address"},
			"a file of a machine":  {func(f *commons.Form) { f.Evidence = "file:///etc/passwd" }, "evidence", "error.address"},
			"a password":           {func(f *commons.Form) { f.Evidence = "https://kim:hunter2@git.example/x" }, "evidence", "error.secret"},
			"a token":              {func(f *commons.Form) { f.Evidence = "https://git.example/x?private_token=abcdef123" }, "evidence", "error.secret"},
			"a key in the words":   {func(f *commons.Form) { f.Body = "-----BEGIN OPENSSH PRIVATE KEY-----" }, "body", "error.secret"},
			"no title":             {func(f *commons.Form) { f.Title = " " }, "title", "error.required"},
			"no such visibility":   {func(f *commons.Form) { f.Visibility = "friends" }, "visibility", "error.choose"},
			"a name, anonymously":  {func(f *commons.Form) { f.Visibility, f.Title = commons.Anonymous, "Kim traduit l’aide" }, "title", "error.names_you"},
			"for nobody":           {func(f *commons.Form) { f.For = "other" }, "for_name", "error.required"},
			"no such upstream":     {func(f *commons.Form) { f.For = "upstream:nope" }, "for", "error.choose"},
			"a stranger's":         {func(f *commons.Form) { f.For = "organisation:" + v.fee.Ref }, "for", "error.choose"},
			"for another's behalf": {func(f *commons.Form) { f.OnBehalf = v.fee.Ref }, "on_behalf", "error.choose"},
		} {
			f := form()
			c.change(&f)
			_, err := commons.LogContribution(ctx, v.db, v.kim, f)
			if bad, ok := store.AsInvalid(err); !ok || bad[c.field].Key != c.key {
				t.Errorf("%s: got %v, want %s at %s", name, err, c.key, c.field)
			}
		}
	})
}

func TestTheSamePageHasOneAddress(t *testing.T) {
	for _, typed := range []string{
		"https://git.example/a/b", "http://git.example/a/b/", "HTTPS://WWW.Git.Example:443/a/b#L12", "https://git.example/a/b?utm_source=x", "https://git.example./a/b?",
	} {
		if norm, ok := commons.Normal(typed); !ok || norm != "git.example/a/b" {
			t.Errorf("%s: %q %v", typed, norm, ok)
		}
	}
	if norm, _ := commons.Normal("https://git.example/?b=2&a=1"); norm != "git.example?a=1&b=2" {
		t.Error(norm)
	}
	for _, typed := range []string{"", "git.example/a", "ftp://git.example", "https://", "https://localhost/x", "https://git.example/a b", "https://a@git.example", "mailto:a@b.c"} {
		if norm, ok := commons.Normal(typed); ok {
			t.Errorf("%q became %q", typed, norm)
		}
	}
}

func FuzzNormal(f *testing.F) {
	for _, seed := range []string{"https://git.example/a/b?x=1#y", "http://www.É.example:80/%41/", "https://git.example/a//b/../c", "https:////", "https://[::1]/x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		norm, ok := commons.Normal(typed)
		if !ok {
			return
		}
		if again, ok := commons.Normal("https://" + norm); !ok || again != norm {
			t.Errorf("%q became %q, then %q %v", typed, norm, again, ok)
		}
	})
}

func TestSecretsAreSeenAndPlainWordsAreNot(t *testing.T) {
	for _, text := range []string{
		"ghp_" + fmt.Sprintf("%036d", 7), "AKIAIOSFODNN7EXAMPLE", "glpat-abcdefghij0123456789", "mot de passe : chaton42", "API key=0123456789",
		"https://x.example/?token=abc", "Authorization: Bearer abcdefghijklmnop", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.sig",
	} {
		if !commons.Secret(text) {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{
		"https://git.example/aide/commit/abc123def456", "J’ai expliqué comment changer son mot de passe.", "Le secret d’une bonne réunion", "https://forum.example/t/clef-de-voute/42",
	} {
		if commons.Secret(text) {
			t.Errorf("%q is taken for a secret", text)
		}
	}
}

func TestNobodyPutsMoreHoursThanTheDaysHaveInThePlaceOfWhatWasTold(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim), v.bob)
		refusal(t, c.Attest(ctx, v.db, v.eve, commons.AttestForm{Verdict: commons.Adjust, Hours: "25"}), "hours", "error.more_than_the_days")
		refusal(t, c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Adjusted, Hours: "25", Reason: "Plus."}), "hours", "error.more_than_the_days")
		v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Adjusted, Hours: "24", Reason: "Tout le jour."}))
	})
}
