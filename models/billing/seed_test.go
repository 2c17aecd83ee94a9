package billing_test

import (
	"context"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
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

// world is a collective under a regime with one offer at 100.00 a year and 12.50 a month.
func world(t *testing.T, db *gorm.DB, regime collective.Regime) {
	t.Helper()
	now := store.Now(db)
	must(t, db.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR", RegistryNumber: "000000000",
		VATNumber: "FR00000000000", IBAN: "FR7630006000011234567890189", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, UpdatedAt: now,
	}).Error)
	must(t, collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: regime, RateBP: 2000, FromOn: "2020-01-01"}))
	service(t, db)
	offer(t, db, "ensemble", catalogue.Direct, 1250, 10000)
	offer(t, db, "reseau", catalogue.ByReview, 5000, 50000)
}

func service(t *testing.T, db *gorm.DB) {
	t.Helper()
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/nextcloud", SiteURL: "https://nextcloud.example",
			CheckedOn: "2026-11-01", SourceLang: "fr",
		})
		if err != nil {
			return err
		}
		_, err = catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV",
			Name: "Vos fichiers", Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "# Bonjour\n\nBienvenue.\n", SourceLang: "fr",
		})
		return err
	}))
}

// offer puts an offer on sale: cents before tax for a month and a year at the standard tier.
func offer(t *testing.T, db *gorm.DB, slug string, entry catalogue.Entry, month, year int64) {
	t.Helper()
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: slug, Entry: entry, Services: []string{"files"}, Name: "Ensemble", Summary: "Tout ce qu’il faut", For: "Les associations", Body: "Bonjour.",
			StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SymbolicName: "Tarif symbolique", SymbolicCovers: "Une part.",
			SupportiveName: "Tarif de soutien", SupportiveCovers: "Un peu plus.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}})
		return err
	}))
}

// price adds a price to the list in force of the first offer.
func price(t *testing.T, db *gorm.DB, tier catalogue.Tier, cents int64) {
	t.Helper()
	must(t, db.Exec(`insert into prices (ref, offer_id, list, tier, period, cents, created_at) select ?, id, price_list, ?, 'year', ?, ? from offers where slug = 'ensemble'`,
		store.NewRef(), tier, cents, store.Now(db)).Error)
}

func form(email string) billing.SubscribeForm {
	return billing.SubscribeForm{
		Offer: "ensemble", Tier: "standard", Period: "year", Organisation: "Faire École Ensemble", Name: "Ada", Email: email, Country: "FR",
		Terms: true, EarlyStart: true, Key: store.NewRef(), Lang: "fr", TermsVersion: "2026-11-01",
	}
}

var visitor = people.User{}

func subscribe(t *testing.T, db *gorm.DB, f billing.SubscribeForm) billing.ProForma {
	t.Helper()
	p, err := billing.Subscribe(ctx, db, visitor, f)
	must(t, err)
	return p
}

// confirmed lets the person of a pro forma confirm their address and accept.
func confirmed(t *testing.T, db *gorm.DB, p billing.ProForma) people.User {
	t.Helper()
	u, err := people.LoadUser(ctx, db, p.AcceptedByID)
	must(t, err)
	must(t, u.Confirm(ctx, db))
	must(t, billing.AcceptOf(ctx, db, u.ID))
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	return u
}

// completed fills in an organisation's billing details.
func completed(t *testing.T, db *gorm.DB, organisationID uint) people.Organisation {
	t.Helper()
	must(t, db.Model(&people.Organisation{}).Where("id = ?", organisationID).Updates(map[string]any{
		"legal_name": "Association Faire École Ensemble", "street": "2 place de l'École", "postcode": "69001", "city": "Lyon",
		"fiscal_status": people.NotSubject, "details_at": store.Now(db),
	}).Error)
	o, err := people.LoadOrganisation(ctx, db, organisationID)
	must(t, err)
	must(t, billing.DetailsCompleted(ctx, db, o))
	return o
}

func operator(t *testing.T, db *gorm.DB) people.User {
	t.Helper()
	u, err := people.Meet(ctx, db, "ops@indie.example", "Ops", "fr")
	must(t, err)
	must(t, db.Model(&u).Update("roles", "operator").Error)
	u.Roles = "operator"
	return u
}

func paid(t *testing.T, db *gorm.DB, by people.User, ref string, cents int64) billing.Payment {
	t.Helper()
	p, err := billing.ConfirmTransfer(ctx, db, by, billing.PaymentForm{For: ref, Cents: cents, ReceivedOn: "2026-11-25", Key: store.NewRef()})
	must(t, err)
	return p
}

// ready is a pro forma of a complete organisation whose address is confirmed.
func ready(t *testing.T, db *gorm.DB, email string) billing.ProForma {
	t.Helper()
	p := subscribe(t, db, form(email))
	confirmed(t, db, p)
	completed(t, db, p.OrganisationID)
	return p
}

func issued(t *testing.T, db *gorm.DB, p billing.ProForma) billing.Invoice {
	t.Helper()
	i, err := billing.Finalise(ctx, db, journal.Actor{}, p.ID)
	must(t, err)
	return i
}

func reloaded(t *testing.T, db *gorm.DB, i billing.Invoice) billing.Invoice {
	t.Helper()
	i, err := billing.LoadInvoice(ctx, db, i.ID)
	must(t, err)
	return i
}

func balance(t *testing.T, db *gorm.DB, path string) int64 {
	t.Helper()
	n, err := ledger.Balance(db, path, "EUR")
	must(t, err)
	return n
}

func promised(t *testing.T, db *gorm.DB, kind string) int64 {
	t.Helper()
	var n int64
	must(t, db.Table("river_job").Where("kind = ?", kind).Count(&n).Error)
	return n
}

// sound compares the three places where money is told: allocations, the cache of dues, the ledger.
func sound(t *testing.T, db *gorm.DB) {
	t.Helper()
	for name, statement := range map[string]string{
		"dues are not what allocations say": `select count(*) from invoice_dues d join invoices i on i.id = d.invoice_id where d.due_cents <> i.total_cents - d.written_cents
			- coalesce((select sum(amount_cents) from allocations a where a.invoice_id = i.id), 0)`,
		"the ledger does not say what is due": `select count(*) from organisations o where coalesce((select sum(due_cents) from invoice_dues where organisation_id = o.id), 0)
			<> coalesce((select balance from ledger_balances where path = 'receivable:party/' || o.id), 0)`,
		"the ledger does not say what waits": `select count(*) from organisations o where coalesce((select sum(amount_cents - returned_cents) from payments where organisation_id = o.id), 0)
			- coalesce((select sum(amount_cents) from allocations where organisation_id = o.id and payment_id is not null), 0)
			<> coalesce((select balance from ledger_balances where path = 'liability:advances:party/' || o.id), 0)`,
		"the bank is not the sum of payments": `select count(*) from (select coalesce(sum(amount_cents - returned_cents), 0) as s from payments where method not in ('card','sepa')) p
			where s <> coalesce((select balance from ledger_balances where path = 'asset:bank'), 0)`,
		"what is held is not what waits to be paid back": `select count(*) from repayments r where left_cents <> coalesce((select sum(cents) from repayment_holds h where h.repayment_id = r.id), 0)`,
		"what is held of a payment is not what is told":  `select count(*) from payments p where held_cents <> coalesce((select sum(cents) from repayment_holds h where h.payment_id = p.id), 0)`,
		"a number is missing":                            `select count(*) from invoice_counters c where last <> (select count(*) from invoices i where i.series = c.series)`,
	} {
		var n int64
		must(t, db.Raw(statement).Scan(&n).Error)
		if n > 0 {
			t.Errorf("%s (%d)", name, n)
		}
	}
}

func noon(date string) time.Time {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return d.Add(12 * time.Hour)
}
