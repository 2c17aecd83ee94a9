package main_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// crashWorld is a public portal with one offer, an operator who is signed in, and people who owe money.
type crashWorld struct {
	t      *testing.T
	db     *gorm.DB
	cookie string // of the operator
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newCrashWorld(t *testing.T, address string) crashWorld {
	t.Helper()
	h, err := store.Open(t.Context(), address, store.Options{})
	must(t, err)
	t.Cleanup(func() { _ = h.Close() })
	w := crashWorld{t: t, db: h.DB}
	must(t, h.DB.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR", Email: "bonjour@indie.example",
		RegistryNumber: "000000000", VATNumber: "FR00000000000", IBAN: "FR7630006000011234567890189", Zone: "Europe/Paris", Language: "fr",
		InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, Public: true, UpdatedAt: store.Now(h.DB),
	}).Error)
	must(t, collective.BeginRegime(t.Context(), h.DB, collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 2000, FromOn: "2020-01-01"}))
	must(t, store.InTx(t.Context(), h.DB, func(tx *gorm.DB) error { return onSale(t.Context(), tx) }))
	operator, err := people.Appoint(t.Context(), h.DB, people.AppointForm{Email: "omar@indie.example", Name: "Omar", Locale: "fr", Roles: []people.Role{people.Operator}})
	must(t, err)
	must(t, operator.Confirm(t.Context(), h.DB))
	_, w.cookie, err = identity.OpenSession(t.Context(), h.DB, operator, identity.Visit{})
	must(t, err)
	return w
}

// onSale puts one offer on sale.
func onSale(ctx context.Context, tx *gorm.DB) error {
	_, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
		Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/nextcloud", SiteURL: "https://nextcloud.example",
		CheckedOn: "2026-11-01", SourceLang: "fr",
	})
	if err != nil {
		return err
	}
	_, err = catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
		Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr",
		Name: "Vos fichiers", Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "Bienvenue.", SourceLang: "fr",
	})
	if err != nil {
		return err
	}
	year := int64(10000)
	_, err = catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
		Slug: "essentiel", Entry: catalogue.Direct, Services: []string{"files"}, Name: "L’essentiel", Summary: "Tout ce qu’il faut", For: "Les associations",
		StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SourceLang: "fr",
	}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year}}})
	return err
}

// payers are organisations whose pro forma waits for its transfer and becomes an invoice with it.
func (w crashWorld) payers(n int) []paying {
	w.t.Helper()
	var all []paying
	for range n {
		ref := store.NewRef()
		p, err := billing.Subscribe(w.t.Context(), w.db, people.User{}, billing.SubscribeForm{
			Offer: "essentiel", Tier: "standard", Period: "year", Organisation: "Association " + ref, Name: "Bao", Email: ref + "@payeur.example", Country: "FR",
			Terms: true, EarlyStart: true, Key: store.NewRef(), Lang: "fr", TermsVersion: "1",
		})
		must(w.t, err)
		w.completes(p)
		all = append(all, paying{proForma: p, cents: p.Totals().Total, key: store.NewRef()})
	}
	return all
}

// completes confirms the address behind a pro forma and tells what an invoice must know.
func (w crashWorld) completes(p billing.ProForma) {
	w.t.Helper()
	u, err := people.LoadUser(w.t.Context(), w.db, p.AcceptedByID)
	must(w.t, err)
	must(w.t, u.Confirm(w.t.Context(), w.db))
	must(w.t, people.WithMemberships(w.t.Context(), w.db, &u))
	o := u.Memberships[0].Organisation
	f := people.DetailsOf(o)
	f.Street, f.Postcode, f.City, f.FiscalStatus = "2 place de l’École", "69001", "Lyon", people.NotSubject
	_, err = o.SaveDetails(w.t.Context(), w.db, u, &f)
	must(w.t, err)
}

// writes puts a letter into the post; it is so large that its sending takes a while.
func (w crashWorld) writes(to string) {
	w.t.Helper()
	must(w.t, store.InTx(w.t.Context(), w.db, func(tx *gorm.DB) error {
		f, err := files.Store(w.t.Context(), tx, "crash", 1, "large.txt", "text/plain", []byte(strings.Repeat("chatière ", 1<<20)))
		if err != nil {
			return err
		}
		_, err = post.Write(w.t.Context(), tx, post.Draft{
			Address: to, Kind: "crash", Once: "crash:" + to, Locale: "fr", Subject: "Bonjour", Text: "Bonjour.", HTML: "<p>Bonjour.</p>", Attachments: []string{f.Ref},
		})
		return err
	}))
}

// later lets the time pass after which what a dead program held is taken up again.
func later(t *testing.T, db *gorm.DB) {
	t.Helper()
	hungUp(t, db)
	past := store.Now(db).Add(-15 * time.Minute)
	must(t, db.Exec("update river_job set attempted_at = ? where state = 'running'", past).Error)
	must(t, db.Exec("update letters set claimed_at = ? where state = 'sending'", past).Error)
	must(t, db.Exec("delete from river_leader").Error)
}

// hungUp waits until PostgreSQL has noticed that the killed program is gone: on a busy machine it still does what the program asked for last, and would
// begin promises after the time that later lets pass.
func hungUp(t *testing.T, db *gorm.DB) {
	t.Helper()
	n := int64(1)
	for end := time.Now().Add(time.Minute); store.Postgres(db) && n > 0; time.Sleep(20 * time.Millisecond) {
		must(t, db.Raw("select count(*) from pg_stat_activity where datname = current_database() and application_name = ?", programName).Scan(&n).Error)
		if time.Now().After(end) {
			t.Fatalf("%d connections of the killed program are left", n)
		}
	}
}

// everyLetterLeaves waits until all promises are kept and no letter waits; it gives up when nothing was done for some minutes.
func everyLetterLeaves(t *testing.T, db *gorm.DB) {
	t.Helper()
	done := int64(-1)
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		var left []struct {
			What string
			N    int64
		}
		must(t, db.Raw(`select what, count(*) as n from (select kind || ' ' || state as what from river_job where finalized_at is null
			union all select 'letter ' || state from letters where state <> 'sent') x group by what`).Scan(&left).Error)
		var now int64
		must(t, db.Raw("select (select count(*) from river_job where finalized_at is not null) + (select count(*) from letters where state = 'sent')").Scan(&now).Error)
		switch {
		case len(left) == 0:
			return
		case now != done:
			done, end = now, time.Now().Add(patience)
		case time.Now().After(end):
			t.Fatalf("still to be done: %v", left)
		}
	}
}

// sent waits until the letter to an address has left.
func sent(t *testing.T, db *gorm.DB, to string) {
	t.Helper()
	var n int64
	for end := time.Now().Add(time.Minute); n == 0 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		must(t, db.Table("letters").Where("address = ? and state = 'sent'", to).Count(&n).Error)
	}
	if n == 0 {
		t.Fatal("no letter left for", to)
	}
}

// exactly counts rows.
func exactly(t *testing.T, db *gorm.DB, want int64, table, condition string, args ...any) {
	t.Helper()
	var n int64
	must(t, db.Table(table).Where(condition, args...).Count(&n).Error)
	if n != want {
		t.Errorf("%s where %s %v: %d, want %d", table, condition, args, n, want)
	}
}

// one loads the only row that satisfies a condition.
func one[T any](t *testing.T, db *gorm.DB, condition string, args ...any) T {
	t.Helper()
	var rows []T
	must(t, db.Where(condition, args...).Find(&rows).Error)
	if len(rows) != 1 {
		t.Fatalf("%T where %s %v: %d rows", rows, condition, args, len(rows))
	}
	return rows[0]
}

func scan(t *testing.T, db *gorm.DB, into any, statement string) {
	t.Helper()
	must(t, db.Raw(statement).Scan(into).Error)
}
