package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// sells puts one offer on sale at 12.50 a month and 100.00 a year before tax, by a collective that charges VAT.
func (s *site) sells(t *testing.T) {
	t.Helper()
	ctx, month, year := context.Background(), int64(1250), int64(10000)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(s.db.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR", VATNumber: "FR32123456782",
		Zone: "Europe/Paris", IBAN: "FR7630006000011234567890189", Email: "bonjour@indie.example", Language: "fr", InvoicePrefix: "F", PaymentDays: 30, TrustDays: 30,
		Public: true, UpdatedAt: store.Now(s.db),
	}).Error)
	check(collective.BeginRegime(ctx, s.db, collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 2000, FromOn: "2020-01-01"}))
	check(store.InTx(ctx, s.db, func(tx *gorm.DB) error {
		if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later",
			SourceURL: "https://code.example/nextcloud", SiteURL: "https://nextcloud.example", CheckedOn: "2026-11-01", SourceLang: "fr",
		}); err != nil {
			return err
		}
		if _, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine,
			Country: "FR", Languages: "fr", Exports: "CSV", Name: "Vos fichiers", Summary: "Un lieu", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr",
		}); err != nil {
			return err
		}
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "ensemble", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Ensemble", Summary: "Tout",
			For: "Les associations", Body: "Bonjour.", SymbolicName: "Symbolique", SymbolicCovers: "Une part.", StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.",
			SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		},
			catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}})
		return err
	}))
}

// reviews puts a reviewed offer on sale at 500.00 a year before tax.
func (s *site) reviews(t *testing.T) {
	t.Helper()
	year := int64(50000)
	err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportOffer(context.Background(), tx, catalogue.OfferForm{
			Slug: "reseau", Entry: catalogue.ByReview, Services: []string{"files"}, Name: "Réseau", Summary: "Tout", For: "Les réseaux", Body: "Bonjour.",
			StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const subscribePath = "/fr/offers/ensemble/subscribe?tier=standard&period=year"

// bought is a pro forma of a new organisation whose owner confirmed and whose details are complete.
func (s *site) bought(t *testing.T, email string) (billing.ProForma, people.Organisation, *person) {
	t.Helper()
	ctx := context.Background()
	p, err := billing.Subscribe(ctx, s.db, people.User{}, billing.SubscribeForm{
		Offer: "ensemble", Tier: catalogue.Standard, Period: "year", Organisation: "Amis de " + strings.SplitN(email, "@", 2)[0],
		Name: "Ada", Email: email, Country: "FR", Terms: true, EarlyStart: true, Key: store.NewRef(), Lang: "fr",
	})
	if err != nil {
		t.Fatal(err)
	}
	u := s.meets(t, email)
	if err := billing.AcceptOf(ctx, s.db, u.ID); err != nil {
		t.Fatal(err)
	}
	err = s.db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{
		"legal_name": "Association " + strings.SplitN(email, "@", 2)[0], "street": "2 place de l'École", "postcode": "69001", "city": "Lyon", "fiscal_status": people.NotSubject, "details_at": store.Now(s.db),
	}).Error
	if err != nil {
		t.Fatal(err)
	}
	o, err := people.LoadOrganisation(ctx, s.db, p.OrganisationID)
	if err != nil {
		t.Fatal(err)
	}
	return p, o, s.enters(t, u)
}

// growBilling gives the world's organisation one more invoice, half paid, and one more pro forma.
func growBilling(w *world, n int) {
	ctx, owner := context.Background(), w.as("owner")
	if n == 0 {
		w.s.sells(w.t)
		w.must(w.s.db.Model(&people.Organisation{}).Where("id = ?", w.org.ID).Updates(map[string]any{
			"legal_name": "Association Fée", "street": "2 place", "postcode": "69001", "city": "Lyon", "fiscal_status": people.NotSubject,
		}).Error)
	}
	form := billing.SubscribeForm{Offer: "ensemble", Tier: catalogue.Standard, Period: "year", For: w.org.Ref, Country: "FR", Terms: true, Lang: "fr"}
	first, err := billing.Subscribe(ctx, w.s.db, owner, form)
	w.must(err)
	i, err := billing.Finalise(ctx, w.s.db, owner.Actor(), first.ID)
	w.must(err)
	ops := w.people["admin"].user
	payment, err := billing.ConfirmTransfer(ctx, w.s.db, people.User{ID: ops.ID, Roles: ops.Roles}, billing.PaymentForm{For: i.Ref, Cents: 6000, ReceivedOn: "2026-11-25"})
	w.must(err)
	second, err := billing.Subscribe(ctx, w.s.db, owner, form)
	w.must(err)
	if n == 0 {
		w.s.reviews(w.t)
		w.things["reviewed offer"] = "reseau"
	}
	asked, err := billing.AskOffer(ctx, w.s.db, owner, billing.RequestForm{Offer: "reseau", Need: "x", People: "10", Tier: catalogue.Standard, Period: "year", For: w.org.Ref, Country: "FR", Lang: "fr"})
	w.must(err)
	w.things["request"] = asked.Ref
	deferral, err := billing.ProposeDate(ctx, w.s.db, owner, w.org, billing.DeferralForm{UntilOn: "2027-06-01", Reason: "x"})
	if n == 0 {
		w.must(err)
		w.things["deferral"] = deferral.Ref
	}
	notice, err := billing.Declare(ctx, w.s.db, people.User{}, billing.NoticeForm{Kind: billing.Cancellation, Name: "Ada", Postal: "Lyon", Contract: "x", Lang: "fr"})
	w.must(err)
	w.things["notice"], w.things["year"] = notice.Ref, "2026"
	changing, err := billing.ProFormaOf(ctx, w.s.db, second.SubscriptionID)
	w.must(err)
	w.things["subscription"] = changing.Subscription.Ref
	w.things["offer"], w.things["invoice"], w.things["payment"], w.things["pro forma"] = "ensemble", i.Ref, payment.Ref, second.Ref
	w.things["year"] = "2026"
	w.bank(n, i)
}

// bank brings one more file of the bank with two lines, one for the invoice, and leaves another file waiting.
func (w *world) bank(n int, i billing.Invoice) {
	ctx := context.Background()
	ops := w.people["admin"].user
	by := people.User{ID: ops.ID, Roles: ops.Roles}
	file := func(text string) billing.BankStatement {
		content := fmt.Sprintf("Date;Libellé;IBAN;Montant\n25/11/2026;%s %d;FR1420041010050500013M02606;60,00\n25/11/2026;FRAIS %d;;-1,00\n", text, n, n)
		s, err := billing.ReceiveStatement(ctx, w.s.db, by, billing.Upload{Name: "x.csv", Content: []byte(content)})
		w.must(err)
		return s
	}
	s := file("VIR " + i.PaymentReference)
	_, err := s.Import(ctx, w.s.db, by, billing.ImportForm{Version: s.Version})
	w.must(err)
	lines, err := s.LinesOf(ctx, w.s.db, 2)
	w.must(err)
	w.things["bank line"], w.things["bank statement"] = lines[0].Ref, file("VIR AUTRE").Ref
}
