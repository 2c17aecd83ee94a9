package customers_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/customers"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var options = customers.Options{
	Languages: []string{"fr", "en"}, Why: "déménagement",
	Carried: func(_, number string) string { return "Facture " + number },
	Exempt:  func(string) string { return "voir la facture d’origine" },
}

// world is a collective with one offer of one service, at 12.50 a month and 100.00 a year, and an admin.
func world(t *testing.T, db *gorm.DB) {
	t.Helper()
	must(t, db.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR", RegistryNumber: "000000000",
		IBAN: "FR7630006000011234567890189", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, UpdatedAt: store.Now(db),
	}).Error)
	must(t, collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: collective.NotSubject, RateBP: 2000, FromOn: "2020-01-01"}))
	_, err := people.Appoint(ctx, db, people.AppointForm{Email: "admin@indie.example", Name: "Admin", Locale: "fr", Roles: []people.Role{people.Admin}})
	must(t, err)
	month, year := int64(1250), int64(10000)
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/nextcloud", SiteURL: "https://nextcloud.example",
			CheckedOn: "2026-11-01", SourceLang: "fr",
		}); err != nil {
			return err
		}
		if _, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV",
			Name: "Vos fichiers", Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "# Bonjour\n\nBienvenue.\n", SourceLang: "fr",
		}); err != nil {
			return err
		}
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "ensemble", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Ensemble", Summary: "Tout ce qu’il faut", For: "Les associations", Body: "Bonjour.",
			StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SymbolicName: "Tarif symbolique", SymbolicCovers: "Une part.",
			SupportiveName: "Tarif de soutien", SupportiveCovers: "Un peu plus.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}})
		return err
	}))
	must(t, db.Exec("delete from river_job").Error)
}

func applied(t *testing.T, db *gorm.DB, files fstest.MapFS) customers.Report {
	t.Helper()
	r, err := customers.Apply(ctx, db, files, options)
	must(t, err)
	return r
}

func confirmed(t *testing.T, db *gorm.DB) customers.Batch {
	t.Helper()
	b, err := customers.Confirm(ctx, db, false)
	must(t, err)
	return b
}

func count(t *testing.T, db *gorm.DB, table, where string, args ...any) (n int64) {
	t.Helper()
	must(t, db.Table(table).Where(where, args...).Count(&n).Error)
	return n
}

func TestARehearsalSaysEverythingAndChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		old := exported(80)
		before := dump(t, db)
		r, err := customers.Rehearse(ctx, db, old.folder(), options)
		must(t, err)
		alike(t, "after a rehearsal", before, dump(t, db))
		if count(t, db, "letters", "1 = 1") != 0 || count(t, db, "journal_entries", "verb like 'customers_%'") != 0 {
			t.Error("a rehearsal leaves something")
		}
		s := r.Sums
		if s.Organisations != 80 || s.People != 160 || s.Subscriptions != 80 || s.Monthly+s.Yearly != 80 || s.OpenCents != old.open || s.CreditCents != old.credit || s.Open != 16 {
			t.Errorf("%+v", s)
		}
		var monthly, yearly, renewals int64
		for _, c := range old.contracts {
			if c.every == period.Month {
				monthly += c.cents
			} else {
				yearly += c.cents
			}
		}
		for _, m := range s.Renewals {
			renewals += m.Cents
		}
		if s.MonthlyCents != monthly || s.YearlyCents != yearly || renewals != monthly+yearly {
			t.Errorf("%+v, expected %d and %d", s, monthly, yearly)
		}
		for kind, n := range map[customers.Kind]int{
			customers.AnOrganisation: 80, customers.APerson: 160, customers.AMembership: 160, customers.ASubscription: 80, customers.ADeployment: 80,
			customers.ABalance: 16, customers.ACredit: 12, customers.ASeries: 1,
		} {
			if got := r.Count(kind, customers.Made); got != n {
				t.Errorf("%d of %s, expected %d", got, kind, n)
			}
		}
		if r.Batch.ID != 0 {
			t.Error("a rehearsal speaks of a batch")
		}
	})
}

func TestABatchIsUndoneToTheLastRowAndTheJournalKeepsBothActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		before := dump(t, db)
		applied(t, db, exported(80).folder())
		for _, verb := range []string{"letters", "river_job"} {
			if n := count(t, db, verb, "1 = 1"); n != 0 {
				t.Errorf("%d %s", n, verb)
			}
		}
		b, keepers, err := customers.Undo(ctx, db)
		must(t, err)
		if len(keepers) > 0 || b.State != customers.Undone {
			t.Fatalf("%+v %+v", b, keepers)
		}
		alike(t, "after undo", before, dump(t, db))
		if count(t, db, "journal_entries", "verb in ('customers_applied','customers_undone')") != 2 {
			t.Error("the journal does not know")
		}
		if _, _, err := customers.Undo(ctx, db); !errors.Is(err, customers.ErrNoBatch) {
			t.Error(err)
		}
		applied(t, db, exported(80).folder())
		confirmed(t, db)
		if _, _, err := customers.Undo(ctx, db); !errors.Is(err, customers.ErrConfirmed) {
			t.Error(err)
		}
	})
}

// TestDLV6_AdoptedServicesProvisionNothing (X29).
func TestNobodyWithdrawsHereFromAContractThatTheSystemBeforeInvoicedAhead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		applied(t, db, fstest.MapFS{
			"organisations.csv": {Data: []byte("key;name\na;Association A\n")},
			"people.csv":        {Data: []byte("email;name;organisation;roles\nada@a.example;Ada;a;owner\n")},
			"subscriptions.csv": {Data: []byte("key;organisation;offer;interval;invoiced_until;anchor;addresses\n" +
				"ahead;a;ensemble;month;" + store.Now(db).AddDate(0, 0, 3).Format(time.DateOnly) + ";;https://un.example\n" +
				"year;a;ensemble;year;" + store.Now(db).AddDate(0, 11, 0).Format(time.DateOnly) + ";;https://deux.example\n")},
		})
		contracts, err := store.From[billing.ProForma](db).Order("id").Find(ctx)
		must(t, err)
		if len(contracts) != 2 {
			t.Fatalf("%d contracts", len(contracts))
		}
		for _, p := range contracts {
			if p.MayWithdraw(store.Now(db), time.UTC) || !p.TermsAcceptedAt.Before(store.Now(db)) {
				t.Errorf("concluded on %s, it could be given back", p.TermsAcceptedAt.Format(time.DateOnly))
			}
		}
	})
}

func TestDLV6_AdoptedServicesProvisionNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		applied(t, db, exported(100).folder())
		confirmed(t, db)
		if n, _, err := hosting.Waiting(ctx, db); err != nil || n != 0 {
			t.Error(n, "deliveries wait", err)
		}
		if count(t, db, "deployment_steps", "1 = 1")+count(t, db, "river_job", "1 = 1") != 0 || count(t, db, "deployments", "state = 'active' and address like 'https://cloud%' and ready_at is not null") != 100 {
			t.Error("something is provisioned")
		}
	})
}

func TestEveryFirstRenewalIsExactToTheCentAndDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		old := exported(80)
		applied(t, db, old.folder())
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, 21))
		if n, err := billing.RenewDue(ctx, db); err != nil || n != 0 {
			t.Fatal("a batch that waits is invoiced:", n, err)
		}
		if n, err := billing.AnnounceDue(ctx, db); err != nil || n != 0 {
			t.Fatal("a batch that waits is announced:", n, err)
		}
		if n, err := billing.ChaseDue(ctx, db, func(string) string { return "impayé" }); err != nil || n != 0 {
			t.Fatal("a batch that waits is chased:", n, err)
		}
		storetest.SetClock(db, storetest.Noon)
		confirmed(t, db)
		var days []string
		for _, c := range old.contracts {
			days = append(days, c.until.AddDate(0, 0, -14).Format(time.DateOnly))
		}
		slices.Sort(days)
		for _, day := range slices.Compact(days) {
			now, _ := time.Parse(time.DateOnly, day)
			if now = now.Add(12 * time.Hour); now.Before(storetest.Noon) {
				now = storetest.Noon
			}
			storetest.SetClock(db, now.AddDate(0, 0, -1))
			renewed(t, db)
			storetest.SetClock(db, now)
			renewed(t, db)
			for range 2 {
				if n, err := billing.RenewDue(ctx, db); err != nil || n != 0 {
					t.Fatal("twice:", n, err)
				}
			}
		}
		for _, c := range old.contracts {
			c.exact(t, db)
		}
	})
}

func renewed(t *testing.T, db *gorm.DB) {
	t.Helper()
	_, err := billing.RenewDue(ctx, db)
	must(t, err)
}

func (c oldContract) exact(t *testing.T, db *gorm.DB) {
	t.Helper()
	var i billing.Invoice
	must(t, db.Raw(`select i.* from invoices i join customer_entries e on e.subject_id = i.subscription_id and e.kind = 'subscription' where e.name = ? order by i.id`, c.key).Scan(&i).Error)
	p, _ := period.Holding(c.anchor, c.every, c.until)
	from, to := p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	issued := max(c.until.AddDate(0, 0, -14).Format(time.DateOnly), "2026-11-24")
	if i.ServiceFrom != c.until.Format(time.DateOnly) || i.ServiceFrom != from || i.ServiceTo != to || i.NetCents != c.cents || i.IssuedOn < issued {
		t.Errorf("%s from %s, %s: %s to %s, %d cents issued on %s; expected %s to %s, %d", c.key, c.anchor.Format(time.DateOnly), c.every, i.ServiceFrom, i.ServiceTo, i.NetCents, i.IssuedOn, from, to, c.cents)
	}
	var gaps int64
	must(t, db.Raw(`select count(*) from invoices i where i.subscription_id = ? and i.service_from <> ? and not exists
		(select 1 from invoices b where b.subscription_id = i.subscription_id and b.service_to = i.service_from)`, i.SubscriptionID, from).Scan(&gaps).Error)
	if gaps > 0 {
		t.Errorf("%s has %d gaps", c.key, gaps)
	}
}

func TestTheSameFolderTwiceBringsNothingNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		files := exported(20).folder()
		applied(t, db, files)
		for _, when := range []string{"applied", "confirmed"} {
			before := dump(t, db)
			r := applied(t, db, files)
			if !r.Idle() || r.Batch.ID != 0 || r.Count(customers.AnOrganisation, customers.Same) != 20 || r.Count(customers.ASubscription, customers.Kept) != 0 {
				t.Errorf("%s: %+v", when, r.Differences[:3])
			}
			alike(t, "the same folder when "+when, before, dump(t, db))
			if when == "applied" {
				if _, err := customers.Apply(ctx, db, exported(25).folder(), options); !errors.Is(err, customers.ErrWaiting) {
					t.Error("two batches wait at once:", err)
				}
				confirmed(t, db)
			}
		}
		r := applied(t, db, spoilt(files, "organisations.csv", "3 rue du Chat", "33 rue du Chien"))
		var kept []string
		for _, d := range r.Differences {
			if d.What == customers.Kept {
				kept = append(kept, d.Key+" "+strings.Join(d.Fields, ","))
			}
		}
		if fmt.Sprint(kept) != "[org-002 street]" {
			t.Error(kept)
		}
	})
}

func TestWhoWorkedWithABatchKeepsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		applied(t, db, exported(3).folder())
		u, err := people.FindUserByEmail(ctx, db, "presidence1@old.example")
		must(t, err)
		u, err = people.LoadUser(ctx, db, u.ID)
		must(t, err)
		f := people.DetailsOf(u.Memberships[0].Organisation)
		f.City = "Villeurbanne"
		_, err = u.Memberships[0].Organisation.SaveDetails(ctx, db, u, &f)
		must(t, err)
		before := dump(t, db)
		b, keepers, err := customers.Undo(ctx, db)
		must(t, err)
		if b.State != customers.Applied || len(keepers) != 1 || keepers[0].Verb != "organisation_changed" || keepers[0].By != "Présidente 1" {
			t.Errorf("%+v %+v", b, keepers)
		}
		alike(t, "after an undo that was refused", before, dump(t, db))
	})
}

func TestRowsThatHangOnABatchKeepIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		applied(t, db, exported(3).folder())
		must(t, db.Exec(`insert into passwords (user_id, hash, changed_at) select id, 'x', created_at from users where email = 'presidence1@old.example'`).Error)
		_, keepers, err := customers.Undo(ctx, db)
		must(t, err)
		if len(keepers) != 1 || keepers[0].In != "passwords" || keepers[0].Rows != 1 {
			t.Errorf("%+v", keepers)
		}
	})
}
