package commons_test

import (
	"fmt"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

var batchWords = commons.SheetWords{Kinds: map[string]string{"traduire": "translation"}, Upstreams: map[string]string{}, Visibilities: map[string]commons.Visibility{"discrète": commons.AmountHidden}, Cents: func(string) int64 { return 500 }, Lang: "fr"}

func (v village) told() int64 {
	v.t.Helper()
	n, err := store.From[commons.Contribution](v.db).Count(ctx, "id")
	v.must(err)
	return n
}

func TestAListIsRehearsedAndThenGoesInAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		b, err := commons.ReadSheet([]byte("\ufeffdate;genre;heures;minutes;titre;preuve\r\n24/11/2026;Traduire;;90;Deux pages;https://git.example/a\r\n;;;;;\r\n2026-11-20;doc;2;;Un guide;https://git.example/b\r\n"), batchWords)
		v.must(err)
		if len(b.Lines) != 2 || b.Lines[1].Number != 4 || b.Lines[0].Form.Hours != "1" || b.Lines[0].Form.Quarters != "30" || b.Lines[0].Form.FromOn != "2026-11-24" {
			t.Fatalf("%+v", b.Lines)
		}
		v.must(b.Rehearse(ctx, v.db, v.kim, false))
		if v.told() != 0 || !b.Ready() {
			t.Errorf("%d told by a rehearsal; %+v", v.told(), b.Lines)
		}
		v.must(b.Log(ctx, v.db, v.kim, false))
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		if len(page.Items) != 2 || page.Items[1].State != commons.Submitted || page.Items[1].Quantity != 90 || page.Items[1].KindKey != "translation" {
			t.Errorf("%+v", page.Items)
		}
	})
}

func TestOneMistakeInAListKeepsAllOfItOut(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		b, err := commons.ReadSheet([]byte("date,kind,minutes,title,evidence\n2026-11-24,translation,30,Une page,https://git.example/a\n2027-11-24,translation,7,,\n32/11/2027,doc,15,Un autre,https://git.example/b\n"), batchWords)
		v.must(err)
		err = b.Log(ctx, v.db, v.kim, false)
		refusal(t, err, "file", "error.batch_lines")
		if v.told() != 0 || len(b.Lines[0].Wrong) != 0 {
			t.Errorf("%d told; %+v", v.told(), b.Lines[0])
		}
		for field, key := range map[string]string{"from_on": "error.date_future", "minutes": "error.choose", "title": "error.required", "evidence": "error.evidence_required"} {
			if b.Lines[1].Wrong[field].Key != key {
				t.Errorf("%s: %+v", field, b.Lines[1].Wrong[field])
			}
		}
		for i, l := range b.Lines[1:] {
			if l.Wrong["to_on"].Key != "" || len(l.Later) != 0 {
				t.Errorf("one day is wrong once; line %d: %+v %+v", i, l.Wrong, l.Later)
			}
		}
		v.must(b.Rehearse(ctx, v.db, v.kim, true)) // drafts may lack their evidence
		if b.Lines[1].Wrong["evidence"].Key != "" {
			t.Errorf("%+v", b.Lines[1].Wrong)
		}
	})
}

func TestAListOfDraftsSaysWhatSendingThemWouldRefuse(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		b, err := commons.ReadSheet([]byte("date,until,kind,minutes,title,evidence\n2026-11-24,,translation,30,Une page,https://git.example/a\n2027-11-24,,translation,30,Demain,\n2026-11-20,2027-01-02,doc,30,À cheval,https://git.example/b\n"), batchWords)
		v.must(err)
		v.must(b.Rehearse(ctx, v.db, v.kim, true))
		v.must(b.Log(ctx, v.db, v.kim, true))
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		titles := map[string]commons.Contribution{}
		for _, c := range page.Items {
			titles[c.Title] = c
		}
		for _, l := range b.Lines {
			bad, _ := store.AsInvalid(titles[l.Form.Title].Send(ctx, v.db, v.kim, ""))
			if len(l.Wrong) != 0 || fmt.Sprint(l.Later) != fmt.Sprint(bad) {
				t.Errorf("%s: the list said %v, sending says %v", l.Form.Title, l.Later, bad)
			}
		}
		if b.Lines[1].Later["from_on"].Key != "error.date_future" || b.Lines[1].Later["to_on"].Key != "" || b.Lines[1].Later["evidence"].Key == "" || b.Lines[2].Later["to_on"].Key != "error.date_future" {
			t.Errorf("%+v", b.Lines)
		}
	})
}

func TestWhatIsNoListIsSaid(t *testing.T) {
	long := "date;kind;title\n" + strings.Repeat("2026-11-24;doc;x\n", commons.MostSheetLines+1)
	for text, key := range map[string]string{"": "error.file_needed", "\xff\xfe": "error.batch_unreadable", "date;titre\n2026-11-24;x\n": "error.batch_columns", "date;kind;title\n": "error.batch_unreadable", long: "error.batch_long"} {
		_, err := commons.ReadSheet([]byte(text), batchWords)
		refusal(t, err, "file", key)
	}
}

func FuzzReadBatch(f *testing.F) {
	f.Add([]byte("date;kind;title\n2026-11-24;doc;\"x\n"))
	f.Add([]byte("\ufeffdate\tkind\ttitle\r\n;;\r\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := commons.ReadSheet(content, batchWords)
		if err == nil && len(b.Lines) > commons.MostSheetLines {
			t.Error("too many lines")
		}
	})
}

func TestSeveralPeopleWhoDidItTogetherEachGetTheirOwnDraft(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := form()
		f.With = []string{v.chloe.Ref}
		c, err := commons.LogContribution(ctx, v.db, v.ada, f)
		v.must(err)
		page, err := commons.ContributionsBy(ctx, v.db, v.chloe, commons.Filter{})
		v.must(err)
		if len(page.Items) != 1 || page.Items[0].State != commons.Draft || page.Items[0].SessionID == "" || page.Items[0].SessionID != v.load(c).SessionID {
			t.Fatalf("%+v", page.Items)
		}
		draft := page.Items[0]
		v.must(draft.Send(ctx, v.db, v.chloe, ""))
		story, err := commons.StoryOf(ctx, v.db, v.samia, v.load(draft))
		v.must(err)
		for _, flag := range story.Flags {
			if flag.Word == string(commons.EvidenceReused) {
				t.Error("the same evidence of one session is a warning")
			}
		}
		refusal(t, draft.Attest(ctx, v.db, v.ada, commons.AttestForm{Verdict: commons.Confirm}), "attest", "error.attest_together")
		f.With = []string{v.kim.Ref} // nobody of hers
		_, err = commons.LogContribution(ctx, v.db, v.ada, f)
		refusal(t, err, "with", "error.choose")
	})
}

func saw(u people.User, pieces int64) commons.Seen {
	return commons.Seen{
		Source: fmt.Sprint("translation:", u.ID), UserID: u.ID, Kind: "translation", Proof: "translation", Unit: commons.Pieces, Quantity: pieces, FromOn: day(-7), ToOn: day(-1),
		Title: "12 passages traduits en anglais", Lang: "fr",
	}
}

func TestWhatThePortalSawIsProposedOnceAndCountsAsAttested(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.must(commons.See(ctx, v.db, saw(v.kim, 12)))
		v.must(commons.See(ctx, v.db, saw(v.kim, 12)))
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		if len(page.Items) != 1 || page.Items[0].State != commons.Draft || !page.Items[0].Evidence.Portal() {
			t.Fatalf("%+v", page.Items)
		}
		c := page.Items[0]
		v.must(c.Send(ctx, v.db, v.kim, ""))
		v.is(c, commons.Attested)
		v.accept(v.load(c), v.samia)
	})
}

func TestAProposedDraftThatSaysMoreThanThePortalSawNeedsASecondPerson(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.must(commons.See(ctx, v.db, saw(v.kim, 12)))
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		f := commons.FormOf(page.Items[0])
		f.Pieces, f.Lang = "13", "fr"
		c, err := page.Items[0].Change(ctx, v.db, v.kim, f)
		v.must(err)
		now := v.is(c, commons.Submitted)
		if !now.Evidence.Portal() {
			t.Errorf("%+v", now.Evidence)
		}
		v.is(v.confirm(c, v.bob), commons.Attested)
	})
}

func TestAProposedDraftWhoseKindWasTakenAwaySaysSoBeforeItIsSent(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.must(commons.See(ctx, v.db, saw(v.kim, 12)))
		v.must(v.db.Exec("update contribution_kinds set active = ? where key = 'translation'", false).Error)
		page, err := commons.ContributionsBy(ctx, v.db, v.kim, commons.Filter{})
		v.must(err)
		c, err := commons.FindContribution(ctx, v.db, v.kim, page.Items[0].Ref)
		v.must(err)
		if c.Lacks(day(0))["kind"].Key != "error.choose" {
			t.Errorf("%+v", c.Lacks(day(0)))
		}
		refusal(t, c.Send(ctx, v.db, v.kim, ""), "kind", "error.choose")
	})
}

func TestAListSaysInWordsWhoMayReadIt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		b, err := commons.ReadSheet([]byte("date,kind,minutes,title,evidence,visibility\n2026-11-24,Traduire,30,a,https://git.example/a,Discrète\n2026-11-24,doc,30,b,https://git.example/b,anonymous\n2026-11-24,doc,30,c,https://git.example/c,secret\n"), batchWords)
		v.must(err)
		v.must(b.Rehearse(ctx, v.db, v.kim, false))
		if b.Lines[0].Form.Visibility != commons.AmountHidden || b.Lines[1].Form.Visibility != commons.Anonymous || b.Lines[0].Kind.Key != "translation" || b.Lines[2].Wrong["visibility"].Key != "error.choose" {
			t.Errorf("%+v", b.Lines)
		}
	})
}
