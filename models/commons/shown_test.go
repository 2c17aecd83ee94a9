package commons_test

import (
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// sends keeps a file as a draft of a person, as a form does.
func (v village) sends(by people.User, name, content string) files.File {
	v.t.Helper()
	var kept files.File
	v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) (err error) {
		kept, err = files.Keep(ctx, tx, files.Upload{Name: name, Content: []byte(content), ByID: by.ID})
		return err
	}))
	return kept
}

// showing puts files into a form, in the place of an address.
func showing(all ...files.File) func(*commons.Form) {
	return func(f *commons.Form) { f.Evidence, f.Files = "", all }
}

func (v village) reads(u people.User, c commons.Contribution) commons.Contribution {
	v.t.Helper()
	found, err := commons.FindContribution(ctx, v.db, u, c.Ref)
	v.must(err)
	return found
}

func names(all []files.File) string {
	var list []string
	for _, f := range all {
		list = append(list, f.Name)
	}
	return strings.Join(list, " ")
}

// count is how many rows a condition finds.
func (v village) count(query string, args ...any) (n int64) {
	v.t.Helper()
	v.must(v.db.Raw("select count(*) from "+query, args...).Scan(&n).Error)
	return n
}

const pdf = "%PDF-1.7 "

func TestAFileAloneIsEvidenceEnough(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		_, err := commons.LogContribution(ctx, v.db, v.kim, func() commons.Form { f := form(); f.Evidence = ""; return f }())
		refusal(t, err, "evidence", "error.evidence_required")
		paper := v.sends(v.kim, "affiche.pdf", pdf+"affiche")
		c := v.is(v.log(v.kim, showing(paper, v.sends(v.kim, "encore.pdf", pdf+"affiche"))), commons.Submitted)
		if got := v.reads(v.kim, c); names(got.Files) != "affiche.pdf" || got.Files[0].SHA256 != paper.SHA256 || got.Evidence.Given() {
			t.Errorf("%+v", got.Files) // the same file twice is one
		}
		draft := v.log(v.kim, showing(v.sends(v.kim, "b.pdf", pdf+"b")), func(f *commons.Form) { f.Draft = "yes" })
		v.must(draft.Send(ctx, v.db, v.kim, ""))
		stolen := v.log(v.kim, func(f *commons.Form) { f.Files = []files.File{v.sends(v.lou, "à-lou.pdf", pdf+"lou")} })
		if got := v.reads(v.kim, stolen); len(got.Files) != 0 {
			t.Errorf("somebody else's draft: %+v", got.Files)
		}
		queue, err := commons.Queue(ctx, v.db, v.samia, commons.QueueFilter{What: "confirm"})
		v.must(err)
		waiting, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{})
		v.must(err)
		if names(queue.Items[0].Files) != "affiche.pdf" || names(waiting.Items[0].Files) != "affiche.pdf" {
			t.Errorf("%+v %+v", queue.Items[0].Files, waiting.Items[0].Files)
		}
	})
}

func TestAFileOpensToWhoSeesTheEvidence(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		hole := func(f *commons.Form) { f.Choice, f.KindKey, f.Withheld = commons.Checks, "security", true }
		gift := func(f *commons.Form) {
			f.Choice, f.KindKey, f.Hours, f.Cents, f.Amount = commons.Gifts, "financial", "", 30000, "300"
		}
		shown := func(name string) func(*commons.Form) { return showing(v.sends(v.kim, name+".pdf", pdf+name)) }
		hidden := func(f *commons.Form) { f.Visibility = commons.AmountHidden }
		money := v.accept(v.confirm(v.log(v.kim, gift, shown("reçu")), v.colette), v.samia)
		readers := map[string]people.User{"visitor": {}, "kim": v.kim, "bob": v.bob, "samia": v.samia}
		secret := v.log(v.kim, hole, shown("faille"))
		for name, c := range map[string]struct {
			c   commons.Contribution
			who string
		}{
			"one that waits":      {v.log(v.kim, shown("attend")), "kim bob samia"},
			"an accepted one":     {v.accepted(v.kim, shown("acceptée")), "visitor kim bob samia"},
			"amount hidden":       {v.accepted(v.kim, hidden, shown("discrète")), "kim samia"},
			"a fault not mended":  {secret, "kim samia"},
			"the paper of a gift": {money, "kim samia"},
			"a draft":             {v.log(v.kim, shown("brouillon"), func(f *commons.Form) { f.Draft = "yes" }), "kim"},
			"an accepted fault":   {v.accept(v.confirm(secret, v.omar), v.samia), "kim samia"},
			"one without a file":  {v.log(v.kim), ""},
		} {
			for reader, u := range readers {
				file := v.fileOf(c.c)
				_, err := commons.FindProof(ctx, v.db, u, c.c.Ref, file)
				if want := strings.Contains(" "+c.who+" ", " "+reader+" "); want != (err == nil) {
					t.Errorf("%s by %s: %v", name, reader, err)
				} else if !want {
					is(t, err, store.ErrNotFound)
				}
			}
		}
		v.must(secret.Disclose(ctx, v.db, v.kim))
		_, err := commons.FindProof(ctx, v.db, people.User{}, secret.Ref, v.fileOf(secret))
		v.must(err)
		if c := v.reads(people.User{}, money); !c.FilesHidden() || v.reads(v.kim, money).FilesHidden() {
			t.Error("what is hidden is not said")
		}
		_, err = commons.FindProof(ctx, v.db, v.kim, money.Ref, v.fileOf(secret)) // of another contribution
		is(t, err, store.ErrNotFound)
	})
}

// fileOf is the ref of the file that a contribution shows, or nothing's.
func (v village) fileOf(c commons.Contribution) string {
	v.t.Helper()
	var ref string
	v.must(v.db.Raw("select f.ref from files f join evidences e on e.file_id = f.id where e.contribution_id = ? order by f.id limit 1", c.ID).Scan(&ref).Error)
	if ref == "" {
		return "none"
	}
	return ref
}

func TestFilesStayThroughAChangeUntilTheyAreTakenOff(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim, showing(v.sends(v.kim, "a.pdf", pdf+"a"), v.sends(v.kim, "b.pdf", pdf+"b")))
		f := commons.FormOf(v.reads(v.kim, c))
		f.Lang, f.Kept, f.Files = "fr", f.Kept[1:], []files.File{v.sends(v.kim, "c.png", "\x89PNG\r\n\x1a\n0000")}
		c, err := c.Change(ctx, v.db, v.kim, f)
		v.must(err)
		if got := v.reads(v.bob, c); names(got.Files) != "b.pdf c.png" || got.Version != 2 {
			t.Errorf("%s in version %d", names(got.Files), got.Version)
		}
		if n := v.count("files where name = 'a.pdf'"); n != 1 {
			t.Error("what people confirmed the first version by is gone")
		}
		draft := v.log(v.kim, showing(v.sends(v.kim, "d.pdf", pdf+"d")), func(f *commons.Form) { f.Draft = "yes" })
		f = commons.FormOf(v.reads(v.kim, draft))
		f.Lang, f.Kept, f.Draft = "fr", nil, "yes"
		_, err = draft.Change(ctx, v.db, v.kim, f)
		v.must(err)
		if n := v.count("files where name = 'd.pdf'"); n != 0 {
			t.Error("what was taken off a draft is kept")
		}
		f = form()
		for n := range files.MaxCount + 1 {
			f.Files = append(f.Files, v.sends(v.kim, "x.pdf", pdf+string(rune('a'+n))+"x"))
		}
		_, err = commons.LogContribution(ctx, v.db, v.kim, f)
		refusal(t, err, "files", "error.file_count")
	})
}

func TestWhatRepeatsAContributionShowsItsFiles(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim, showing(v.sends(v.kim, "a.pdf", pdf+"a")))
		f := commons.FormOf(v.reads(v.kim, old))
		f.Corrects, f.Version, f.Lang, f.Hours = old.Ref, 0, "fr", "2"
		c, err := commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
		v.flagged(c, commons.EvidenceReused, "")
		v.must(old.Contest(ctx, v.db, v.eve, "Non."))
		for _, u := range []people.User{v.omar, v.colette} {
			v.must(old.Review(ctx, v.db, u, commons.Reversed, "En effet."))
		}
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{State: commons.Attested})
		v.must(err)
		if again := v.reads(v.kim, page.Items[0]); names(v.reads(v.kim, c).Files) != "a.pdf" || names(again.Files) != "a.pdf" {
			t.Errorf("%s, %s", names(v.reads(v.kim, c).Files), names(again.Files))
		}
		together := v.log(v.ada, showing(v.sends(v.ada, "salle.pdf", pdf+"salle")), func(f *commons.Form) { f.With = []string{v.chloe.Ref} })
		hers, err := commons.ContributionsBy(ctx, v.db, v.chloe, commons.Filter{})
		v.must(err)
		if names(v.reads(v.chloe, hers.Items[0]).Files) != "salle.pdf" {
			t.Error("a colleague does not see what was shown")
		}
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error { return commons.Forget(ctx, tx, v.ada) }))
		if len(v.reads(v.samia, together).Files) != 0 || names(v.reads(v.chloe, hers.Items[0]).Files) != "salle.pdf" {
			t.Error("a colleague's evidence left with another person")
		}
	})
}

func TestALogWithASecretIsRefused(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := form()
		f.Files = []files.File{v.sends(v.kim, "serveur.log", "started\npassword=tr0ub4dor3\n")}
		_, err := commons.LogContribution(ctx, v.db, v.kim, f)
		refusal(t, err, "files", "error.file_secret")
		f.Files = []files.File{v.sends(v.kim, "serveur.log", "started\nready\n")}
		_, err = commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
	})
}

func TestAPersonWhoLeavesTakesTheirFilesAlongButForPapersOfTheBooks(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		gift := v.log(v.kim, showing(v.sends(v.kim, "reçu.pdf", pdf+"reçu")), func(f *commons.Form) {
			f.Choice, f.KindKey, f.Hours, f.Cents, f.Amount = commons.Gifts, "financial", "", 30000, "300"
		})
		v.accept(v.confirm(gift, v.colette), v.samia)
		v.accepted(v.kim, showing(v.sends(v.kim, "kim.pdf", pdf+"kim")))
		v.log(v.kim, showing(v.sends(v.kim, "brouillon.pdf", pdf+"brouillon")), func(f *commons.Form) { f.Draft = "yes" })
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error { return commons.Forget(ctx, tx, v.kim) }))
		if n, kept := v.count("files where name in ('kim.pdf', 'brouillon.pdf')"), v.count("files where name = 'reçu.pdf'"); n != 0 || kept != 1 {
			t.Errorf("%d left, %d kept", n, kept)
		}
		_, err := commons.FindProof(ctx, v.db, v.bob, gift.Ref, v.fileOf(gift))
		is(t, err, store.ErrNotFound)
	})
}

func TestHardRule5AnotherVersionMayBeAttestedAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim, hours("3")), v.bob)
		f := form()
		f.Version, f.Hours = 1, "2"
		c, err := c.Change(ctx, v.db, v.kim, f)
		v.must(err)
		v.is(v.confirm(c, v.bob), commons.Attested)
	})
}

func TestHardRule9OnlyColleaguesAreWrittenTo(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for name, refs := range map[string][]string{"of another organisation": {v.bob.Ref}, "of none": {v.kim.Ref}, "nobody": {"x"}, "a colleague and a stranger": {v.chloe.Ref, v.kim.Ref}} {
			f := form()
			f.With = refs
			if _, err := commons.LogContribution(ctx, v.db, v.ada, f); err == nil {
				t.Errorf("%s was named", name)
			} else {
				refusal(t, err, "with", "error.choose")
			}
		}
		if n := v.promised("colleague_named"); n != 0 {
			t.Errorf("%d letters", n)
		}
		v.log(v.ada, func(f *commons.Form) { f.With = []string{v.chloe.Ref} })
		if n := v.promised("colleague_named"); n != 1 {
			t.Errorf("%d letters", n)
		}
		v.must(v.db.Exec("update memberships set until_at = ? where user_id = ?", storetest.Noon, v.chloe.ID).Error)
		f := form()
		f.With = []string{v.chloe.Ref} // she has left
		_, err := commons.LogContribution(ctx, v.db, v.ada, f)
		refusal(t, err, "with", "error.choose")
	})
}

func TestFlagEvidenceReusedFiresOnTheSameFile(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.log(v.kim, showing(v.sends(v.kim, "a.pdf", pdf+"a")))
		v.flagged(v.log(v.lou, showing(v.sends(v.lou, "autre-nom.pdf", pdf+"a"))), commons.EvidenceReused, commons.High)
		v.flagged(v.log(v.lou, showing(v.sends(v.lou, "b.pdf", pdf+"b"))), commons.EvidenceReused, "")
	})
}

func TestFlagEvidenceDead(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.log(v.kim)
		if n := v.promised("evidence_shown"); n != 1 {
			t.Errorf("%d promises to look", n)
		}
		for _, one := range []struct {
			answer int
			result string
			level  commons.Level
		}{{0, commons.PageUnsure, ""}, {403, commons.PageUnsure, ""}, {500, commons.PageUnsure, ""}, {200, commons.PageThere, ""}, {410, "410", commons.Low}} {
			e, waits, err := commons.EvidenceToSee(ctx, v.db, commons.EvidenceShown{ContributionID: c.ID, Version: 1})
			if err != nil || !waits {
				t.Fatal(waits, err)
			}
			v.must(e.Saw(ctx, v.db, one.answer))
			v.flagged(c, commons.EvidenceDead, one.level)
			if now := v.load(c).Evidence; now.Result != one.result || now.CheckedAt == nil || now.Gone() != (one.level != "") {
				t.Errorf("%d: %+v", one.answer, now)
			}
		}
		v.is(c, commons.Submitted) // it warns, it never blocks
		v.must(c.Clear(ctx, v.db, v.samia, commons.EvidenceDead, "Le site a déménagé."))
		v.must(v.confirm(c, v.bob).Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted}))
	})
}

func TestFlagEvidenceDeadIsLookedForEachMonthUntilADecision(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c, done := v.log(v.kim), v.accepted(v.lou)
		v.log(v.kim, showing(v.sends(v.kim, "a.pdf", pdf+"a")))
		v.log(v.kim, func(f *commons.Form) { f.Draft = "yes" })
		looked := func(days int, want int64) {
			t.Helper()
			v.clock(days)
			v.must(commons.TurnEvidences(ctx, v.db))
			if n := v.promised("evidence_shown"); n != want {
				t.Errorf("after %d days: %d promises, want %d", days, n, want)
			}
		}
		looked(29, 2)
		looked(30, 3)
		e, _, err := commons.EvidenceToSee(ctx, v.db, commons.EvidenceShown{ContributionID: c.ID, Version: 1})
		v.must(err)
		v.must(e.Saw(ctx, v.db, 404))
		v.flagged(c, commons.EvidenceDead, commons.Low)
		looked(59, 3)
		looked(60, 4)
		for _, news := range []commons.EvidenceShown{{ContributionID: done.ID, Version: 1}, {ContributionID: c.ID, Version: 2}} {
			if _, waits, err := commons.EvidenceToSee(ctx, v.db, news); waits || err != nil {
				t.Errorf("%+v is still looked at (%v)", news, err)
			}
		}
	})
}
