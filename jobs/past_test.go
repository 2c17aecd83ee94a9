package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"chatiere/jobs"
	"chatiere/models/commons"
	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// relives loads the demo with eight months of life.
func relives(t *testing.T, db *gorm.DB, w jobs.Worker) demo.Report {
	t.Helper()
	ctx := context.Background()
	c, err := folder.Read(files.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Import(ctx, db, c, demo.Options{Since: store.Now(db).AddDate(0, -14, 0)}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	report, err := demo.Relive(ctx, db, c, demo.Telling{Months: 8, Keep: w.KeepHeld, Secret: w.Secret, Pages: "portail.example/en/transparency/projects/"})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v in %s", report, time.Since(began))
	return report
}

// asTold compares what came of contributions, tickets and payments with what the story says.
func asTold(t *testing.T, db *gorm.DB) {
	t.Helper()
	c, err := folder.Read(files.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range c.Story.Contributions {
		var row struct {
			State                   string
			Quantity, DecidedNumber int64
		}
		err := db.Raw("select state, quantity, coalesce(decided_quantity, quantity) as decided_number from contributions where title = ?", g.Title).Scan(&row).Error
		if err != nil || row.State != g.State || row.DecidedNumber != g.Minutes+g.Cents || g.Claimed > 0 && row.Quantity != g.Claimed {
			t.Errorf("%s: %+v %v", g.Ref, row, err)
		}
	}
	for _, k := range c.Story.Tickets {
		var state string
		if err := db.Raw("select state from tickets where subject = ?", k.Subject).Scan(&state).Error; err != nil || state != k.State && !(k.State == "solved" && state == "closed") {
			t.Errorf("%s: %s %v", k.Ref, state, err)
		}
	}
	var received, share int64
	if err := db.Raw("select sum(net_cents) from redistribution_accruals").Scan(&received).Error; err != nil {
		t.Fatal(err)
	}
	if err := db.Raw("select sum(part_cents) from redistribution_accruals").Scan(&share).Error; err != nil || received < 100_000 || share != (received*500+5000)/10000 {
		t.Errorf("of %d cents received before tax %d are set aside: %v", received, share, err)
	}
}

// canBeDecided demands that somebody may decide on whatever waits for the council; on what Indie.Host's own people gave, somebody of another organisation.
func canBeDecided(t *testing.T, db *gorm.DB) {
	t.Helper()
	ctx := context.Background()
	samia, err := people.FindUserByEmail(ctx, db, "samia@indie-host.example")
	if err != nil {
		t.Fatal(err)
	}
	deciders := map[string]string{}
	for _, what := range []string{"decide", "contested"} {
		waiting, err := commons.Queue(ctx, db, samia, commons.QueueFilter{What: what, All: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range waiting.Items {
			story, err := commons.StoryOf(ctx, db, samia, line.Contribution)
			if err != nil || story.Short(line.Contribution) {
				t.Errorf("nobody may decide on %q (%v)", line.Title, err)
			}
			for _, u := range story.Deciders {
				deciders[line.Contributor.Name] += u.Name + " "
			}
		}
	}
	if deciders["Gabin Roche"] != "Iris Fontaine " || !strings.Contains(deciders["Tao Rivière"], "Samia Kaci") {
		t.Errorf("%v", deciders)
	}
}

func TestEightMonthsOfLifeAreSoundAndToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, w := context.Background(), worker(t, db, nil)
		storetest.SetClock(db, time.Date(2026, 11, 25, 18, 0, 0, 0, time.UTC))
		relives(t, db, w)
		var numbers []string
		if err := db.Table("invoices").Where("kind = 'invoice'").Order("id").Pluck("full_number", &numbers).Error; err != nil || len(numbers) < 14 {
			t.Fatal(numbers, err)
		}
		for i, n := range numbers {
			if n != fmt.Sprintf("F2026-%04d", i+1) {
				t.Errorf("number %d is %s", i+1, n)
			}
		}
		if found, err := ledger.Verify(ctx, db); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
		for what, query := range map[string]string{
			"promises that wait":                  "select count(*) from river_job",
			"letters that wait":                   "select count(*) from letters where state <> 'sent' or not in_outbox",
			"letters from the future":             "select count(*) from letters where created_at > '2026-11-25 18:00'",
			"solved and quiet for long":           "select count(*) from tickets where state = 'solved' and last_at < '2026-11-10'",
			"days out of order":                   "select count(*) from invoices a join invoices b on b.id > a.id and b.issued_on < a.issued_on",
			"invoices issued on the day of today": "select count(*) from invoices where issued_on >= '2026-11-25'",
			"delivered but not numbered":          "select count(*) from subscriptions s where delivered_on <> '' and not exists (select 1 from invoices i where i.subscription_id = s.id)",
		} {
			var n int
			if err := db.Raw(query).Scan(&n).Error; err != nil || n != 0 {
				t.Errorf("%s: %d %v", what, n, err)
			}
		}
		asTold(t, db)
		canBeDecided(t, db)
		before, err := store.Measure(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		storetest.SetClock(db, time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC))
		if again := relives(t, db, w); !again.Idle() {
			t.Errorf("%+v", again)
		}
		after, err := store.Measure(ctx, db)
		if d := before.Differences(after); err != nil || len(d) > 0 {
			t.Error(strings.Join(d, "\n"), err)
		}
	})
}
