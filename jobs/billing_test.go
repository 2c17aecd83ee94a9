package jobs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// onSale puts one offer on sale at 100.00 a year before tax.
func onSale(t *testing.T, db *gorm.DB) {
	t.Helper()
	ctx, cents := context.Background(), int64(10000)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(db.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", City: "Paris", Country: "FR", VATNumber: "FR32123456782", Zone: "Europe/Paris",
		IBAN: "FR7630006000011234567890189", Email: "bonjour@indie.example", Language: "fr", InvoicePrefix: "F", PaymentDays: 30, UpdatedAt: store.Now(db),
	}).Error)
	check(collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 2000, FromOn: "2020-01-01"}))
	check(store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later",
			SourceURL: "https://code.example/nextcloud", SiteURL: "https://nextcloud.example", CheckedOn: "2026-11-01", SourceLang: "fr",
		})
		if err != nil {
			return err
		}
		if _, err = catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine,
			Country: "FR", Languages: "fr", Exports: "CSV", Name: "Vos fichiers", Summary: "Un lieu", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr",
		}); err != nil {
			return err
		}
		_, err = catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "ensemble", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Ensemble", Summary: "Tout",
			For: "Les associations", Body: "Bonjour.", SymbolicName: "Symbolique", SymbolicCovers: "Une part.", StandardName: "Tarif juste", StandardCovers: "Tout.",
			SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		},
			catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &cents}}})
		return err
	}))
}

// box is what was written to an address, oldest first.
func box(t *testing.T, db *gorm.DB, address string) []post.Letter {
	t.Helper()
	var all []post.Letter
	if err := db.Where("address = ?", address).Order("id").Find(&all).Error; err != nil {
		t.Fatal(err)
	}
	return all
}

func TestASubscriptionIsWrittenToConfirmedNumberedAndPaidByLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		onSale(t, db)
		w := worker(t, db, nil)
		w.Development = true
		ops := person(t, db, "ops@indie.example")
		if err := db.Model(&ops).Update("roles", "operator").Error; err != nil {
			t.Fatal(err)
		}
		ops.Roles = "operator"
		p, err := billing.Subscribe(ctx, db, people.User{}, billing.SubscribeForm{
			Offer: "ensemble", Tier: "standard", Period: "year", Organisation: "Fée", Name: "Ada",
			Email: "ada@fee.example", Country: "FR", Terms: true, EarlyStart: true, Key: "k", Lang: "fr", TermsVersion: "1",
		})
		if err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, w)
		first := box(t, db, "ada@fee.example")
		if len(first) != 1 || !strings.Contains(first[0].Text, "120,00") || len(first[0].Files()) != 1 || !first[0].HasLink() {
			t.Fatalf("%+v", first)
		}
		if len(box(t, db, "ops@indie.example")) != 0 {
			t.Error("the operators hear of what nobody confirmed")
		}
		ada, err := people.LoadUser(ctx, db, p.AcceptedByID)
		if err != nil {
			t.Fatal(err)
		}
		if err := ada.Confirm(ctx, db); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, w)
		if news := box(t, db, "ops@indie.example"); len(news) != 1 || !strings.Contains(news[0].Text, "Ensemble (Tarif juste)") {
			t.Errorf("%+v", news)
		}
		o, err := people.LoadOrganisation(ctx, db, p.OrganisationID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := billing.ConfirmTransfer(ctx, db, ops, billing.PaymentForm{For: p.Ref, Cents: 12000, ReceivedOn: "2026-11-25", Key: "p"}); err != nil {
			t.Fatal(err)
		}
		form := people.DetailsForm{
			Name: "Fée", LegalName: "Association Fée", Sort: people.Association, Street: "2 place", Postcode: "69001", City: "Lyon", Country: "FR",
			FiscalStatus: people.NotSubject, TreasurerEmail: "tresor@fee.example", Version: o.Version,
		}
		if _, err := o.SaveDetails(ctx, db, ops, &form); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, w)
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		file, pdf, err := i.Document(ctx, db)
		sum := sha256.Sum256(pdf)
		if err != nil || file.Name != "F2026-0001.pdf" || !bytes.HasPrefix(pdf, []byte("%PDF-")) || hex.EncodeToString(sum[:]) != i.FileSHA256 {
			t.Errorf("%+v %v", file, err)
		}
		treasurer := box(t, db, "tresor@fee.example")
		if !told(treasurer, "F2026-0001") {
			t.Errorf("%+v", treasurer)
		}
		if err := w.Keep(ctx, "invoice_issued", []byte(`{"invoice_id":1}`)); err != nil { // told again
			t.Fatal(err)
		}
		if again := box(t, db, "tresor@fee.example"); len(again) != len(treasurer) {
			t.Errorf("%d letters instead of %d", len(again), len(treasurer))
		}
	})
}

func told(letters []post.Letter, word string) bool {
	for _, l := range letters {
		if strings.Contains(l.Subject, word) && len(l.Files()) == 1 {
			return true
		}
	}
	return false
}
