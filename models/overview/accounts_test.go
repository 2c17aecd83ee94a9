package overview_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/hosting"
	"chatiere/models/journal"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/models/support"

	"gorm.io/gorm"
)

var (
	ctx   = context.Background()
	ops   = people.User{ID: 1, Roles: "operator"}
	books = people.User{ID: 1, Roles: "accountant"}
	agent = people.User{ID: 1, Roles: "agent"}
)

// shop is a collective with one service, in one offer.
func shop(t *testing.T, db *gorm.DB) {
	t.Helper()
	must(t, db.Create(&collective.Collective{
		Name: "Indie.Host", LegalName: "Indie.Host SCIC", Street: "1 rue du Chat", Postcode: "75011", City: "Paris", Country: "FR",
		RegistryNumber: "000000000", IBAN: "FR7630006000011234567890189", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, UpdatedAt: store.Now(db),
	}).Error)
	must(t, collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: collective.VATFranchise, FromOn: "2020-01-01"}))
	year := int64(10000)
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/nextcloud",
			SiteURL: "https://nextcloud.example", CheckedOn: "2026-11-01", SourceLang: "fr",
		}); err != nil {
			return err
		}
		if _, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: "files", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR",
			Languages: "fr", Exports: "CSV", Name: "Vos fichiers", Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr",
		}); err != nil {
			return err
		}
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "ensemble", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Ensemble", Summary: "Tout", For: "Toutes",
			Body: "Bonjour.", StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SourceLang: "fr",
		},
			catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year}}})
		return err
	}))
}

// named is an organisation with a person of its own.
func named(t *testing.T, db *gorm.DB, o people.Organisation) (people.Organisation, people.User) {
	t.Helper()
	u, err := people.Meet(ctx, db, "owner-"+store.NewRef()+"@people.example", "Zoé", "fr")
	must(t, err)
	must(t, u.Confirm(ctx, db))
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	o, err = people.NewOrganisation(ctx, db, o, u)
	must(t, err)
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	return o, u
}

// owing lets an organisation subscribe, with an invoice that is two weeks late today.
func owing(t *testing.T, db *gorm.DB, o people.Organisation, u people.User) billing.Invoice {
	t.Helper()
	must(t, db.Model(&people.Organisation{}).Where("id = ?", o.ID).Updates(map[string]any{"legal_name": o.Name, "street": "2 place", "postcode": "69001", "city": "Lyon", "fiscal_status": people.NotSubject}).Error)
	p, err := billing.Subscribe(ctx, db, u, billing.SubscribeForm{
		Offer: "ensemble", Tier: catalogue.Standard, Period: "year", For: o.Ref, Country: "FR", Terms: true, EarlyStart: true,
		Key: store.NewRef(), Lang: "fr", TermsVersion: "2026-11-01",
	})
	must(t, err)
	i, err := billing.Finalise(ctx, store.AtTime(db, store.Now(db).AddDate(0, 0, -44)), journal.Actor{}, p.ID)
	must(t, err)
	return i
}

// deployed is the service of an organisation's first subscription.
func deployed(t *testing.T, db *gorm.DB, o people.Organisation, state hosting.State) {
	t.Helper()
	var s billing.Subscription
	must(t, db.Where("organisation_id = ?", o.ID).First(&s).Error)
	var service uint
	must(t, db.Table("services").Limit(1).Pluck("id", &service).Error)
	now := store.Now(db)
	must(t, db.Where("subscription_id = ?", s.ID).Delete(&hosting.Deployment{}).Error)
	must(t, db.Omit("Organisation", "Subscription").Create(&hosting.Deployment{
		Ref: store.NewRef(), SubscriptionID: s.ID, ServiceID: service, OrganisationID: o.ID, State: state, Settled: state,
		Address: "https://files.example", TurnedAt: now, CreatedAt: now, UpdatedAt: now,
	}).Error)
}

func found(t *testing.T, db *gorm.DB, f overview.AccountFilter) []string {
	t.Helper()
	page, err := overview.FindAccounts(ctx, db, ops, f, store.Today(db, time.UTC))
	must(t, err)
	var names []string
	for _, r := range page.Items {
		names = append(names, r.Name)
	}
	return names
}

func finds(t *testing.T, db *gorm.DB, f overview.AccountFilter, names ...string) {
	t.Helper()
	if got := found(t, db, f); !slices.Equal(got, names) {
		t.Errorf("%+v finds %v, not %v", f, got, names)
	}
}

func TestTheStaffFindsAnOrganisationByWhateverItKnows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		shop(t, db)
		fee, ada := named(t, db, people.Organisation{Name: "Fée", RegistryNumber: "123456782", TreasurerEmail: "comptes@fee.example"})
		named(t, db, people.Organisation{Name: "Autre 78", RegistryNumber: "W751234567", LegalName: "Association des autres"})
		i := owing(t, db, fee, ada)
		for _, typed := range []string{"fé", "123 456 782", "12345678", "COMPTES@fee", ada.Email, i.PaymentReference, " " + i.PaymentReference[:4] + " " + i.PaymentReference[4:], i.FullName()} {
			finds(t, db, overview.AccountFilter{Query: typed}, "Fée")
		}
		finds(t, db, overview.AccountFilter{Query: "w751234567"}, "Autre 78")
		finds(t, db, overview.AccountFilter{Query: "des autres"}, "Autre 78")
		finds(t, db, overview.AccountFilter{Query: "78"}, "Autre 78", "Fée")
		finds(t, db, overview.AccountFilter{Query: "personne@nulle.example"})
		finds(t, db, overview.AccountFilter{Query: "100%"})
		if _, err := overview.FindAccounts(ctx, db, agent, overview.AccountFilter{}, store.Now(db)); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("an agent reads the list: %v", err)
		}
	})
}

func TestTheListIsNarrowedByKindAndState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		shop(t, db)
		fee, ada := named(t, db, people.Organisation{Name: "fée"})
		named(t, db, people.Organisation{Name: "Beta", Sort: people.Company})
		named(t, db, people.Organisation{Name: "Chapeau", Sort: people.Network, MemberQuota: 5})
		shut, _ := named(t, db, people.Organisation{Name: "Abandonnée"})
		must(t, db.Model(&shut).Update("closed_at", store.Now(db)).Error)
		stranger, err := people.Meet(ctx, db, "bot@bots.example", "Bot", "fr")
		must(t, err)
		_, err = people.NewOrganisation(ctx, db, people.Organisation{Name: "Zut"}, stranger)
		must(t, err)

		finds(t, db, overview.AccountFilter{}, "Beta", "Chapeau", "fée")
		finds(t, db, overview.AccountFilter{Query: "z"}, "Zut")
		finds(t, db, overview.AccountFilter{Sort: people.Company}, "Beta")
		finds(t, db, overview.AccountFilter{Sort: "unheard"}, "Beta", "Chapeau", "fée")
		finds(t, db, overview.AccountFilter{State: overview.AccountHeads}, "Chapeau")
		finds(t, db, overview.AccountFilter{State: overview.AccountClosed}, "Abandonnée")
		finds(t, db, overview.AccountFilter{State: overview.AccountUnconfirmed}, "Zut")
		finds(t, db, overview.AccountFilter{State: overview.AccountLate})
		finds(t, db, overview.AccountFilter{State: overview.AccountRuns})

		i := owing(t, db, fee, ada)
		deployed(t, db, fee, hosting.Requested)
		finds(t, db, overview.AccountFilter{State: overview.AccountLate}, "fée")
		finds(t, db, overview.AccountFilter{State: overview.AccountWaits}, "fée")
		finds(t, db, overview.AccountFilter{State: overview.AccountIdle}, "Beta", "Chapeau", "fée")
		deployed(t, db, fee, hosting.Active)
		finds(t, db, overview.AccountFilter{State: overview.AccountRuns}, "fée")
		finds(t, db, overview.AccountFilter{State: overview.AccountIdle}, "Beta", "Chapeau")

		must(t, billing.PutTag(ctx, db, people.User{ID: ada.ID, Roles: "operator"}, fee, billing.TagForm{Tag: billing.NoAutoCharge, Reason: "Incendie"}, store.Today(db, time.UTC)))
		page, err := overview.FindAccounts(ctx, db, books, overview.AccountFilter{State: overview.AccountRuns}, store.Today(db, time.UTC))
		must(t, err)
		row := page.Items[0]
		if row.Running != 1 || row.DueCents != i.TotalCents || row.LateSince != i.DueOn || !slices.Equal(row.Tags, []billing.Tag{billing.NoAutoCharge}) {
			t.Errorf("%+v is not what it has and owes (%d, %s)", row, i.TotalCents, i.DueOn)
		}
	})
}

func TestTheListOfOrganisationsGoesOnWhereItStopped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		for n := range store.PageSize + 5 {
			named(t, db, people.Organisation{Name: []string{"même", "Même", fmt.Sprint("Nom ", n)}[n%3]})
		}
		all := found(t, db, overview.AccountFilter{All: true})
		page, err := overview.FindAccounts(ctx, db, ops, overview.AccountFilter{}, store.Now(db))
		must(t, err)
		rest := found(t, db, overview.AccountFilter{After: page.Next})
		if len(page.Items) != store.PageSize || len(rest) != 5 || !slices.Equal(rest, all[store.PageSize:]) {
			t.Errorf("%d rows, then %v of %v", len(page.Items), rest, all)
		}
	})
}

func TestEachRoleReadsItsPartOfAnOrganisationsFile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		shop(t, db)
		head, _ := named(t, db, people.Organisation{Name: "Chapeau", MemberQuota: 5})
		fee, ada := named(t, db, people.Organisation{Name: "Fée", VATNumber: "FR32123456782", NetworkID: &head.ID})
		i := owing(t, db, fee, ada)
		deployed(t, db, fee, hosting.Active)
		ada.Roles = "operator"
		today := store.Today(db, time.UTC)
		must(t, billing.PutTag(ctx, db, ada, fee, billing.TagForm{Tag: billing.NoAutoCharge, Reason: "Incendie"}, today))
		_, err := support.OpenTicket(ctx, db, ada, support.TicketForm{Subject: "Rien ne s'ouvre", Body: "Bonjour, rien ne s'ouvre.", Organisation: fee.Ref, Lang: "fr"})
		must(t, err)

		a, err := overview.AccountOf(ctx, db, "fr", ops, fee, today)
		must(t, err)
		if len(a.Members) != 1 || a.Members[0].User.Email != ada.Email || a.Head.Ref != head.Ref || len(a.Journal) == 0 {
			t.Errorf("people %v, head %q, journal %d", a.Members, a.Head.Name, len(a.Journal))
		}
		if len(a.Contracts) != 1 || a.Contracts[0].Offer != "Ensemble" || a.Contracts[0].UnitCents != 10000 || len(a.Deployments) != 1 || a.Deployments[0].Service.Name.Value != "Vos fichiers" {
			t.Errorf("contracts %+v, deployments %+v", a.Contracts, a.Deployments)
		}
		if len(a.Tickets) != 1 || a.Tickets[0].Subject != "Rien ne s'ouvre" {
			t.Errorf("tickets %+v", a.Tickets)
		}
		if len(a.Due) != 1 || a.Due[0].Invoice.FullName() != i.FullName() || a.Due[0].Invoice.DueOn != i.DueOn || a.Owed.LateCents != i.TotalCents || !a.LateOn(today) || len(a.Tags) != 1 {
			t.Errorf("due %+v, owed %+v, tags %v", a.Due, a.Owed, a.Tags)
		}

		a, err = overview.AccountOf(ctx, db, "fr", books, fee, today)
		must(t, err)
		if len(a.Members)+len(a.Tickets)+len(a.Journal) > 0 || len(a.Due) != 1 || len(a.Contracts) != 1 {
			t.Errorf("an accountant reads %+v", a)
		}
		a, err = overview.AccountOf(ctx, db, "fr", agent, fee, today)
		must(t, err)
		if a.Owed != (billing.Owed{}) || len(a.Due)+len(a.Tags)+len(a.Journal) > 0 || len(a.Members) != 1 || len(a.Tickets) != 1 || len(a.Deployments) != 1 {
			t.Errorf("an agent reads %+v", a)
		}
		if _, err := overview.AccountOf(ctx, db, "fr", people.User{ID: 9, Roles: "editor"}, fee, today); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an editor reads the file: %v", err)
		}
	})
}

func TestAFileShowsWhatWaitsAndHowAnOrganisationPays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		shop(t, db)
		fee, ada := named(t, db, people.Organisation{Name: "Fée"})
		i := owing(t, db, fee, ada)
		ada.Roles = "operator"
		today, now := store.Today(db, time.UTC), store.Now(db)
		_, err := billing.ConfirmTransfer(ctx, db, ada, billing.PaymentForm{For: i.Ref, Cents: i.TotalCents, ReceivedOn: today.Format(time.DateOnly), Key: store.NewRef()})
		must(t, err)
		_, err = i.Correct(ctx, db, ada, billing.CreditForm{Reason: "Geste", Then: billing.RepayIt, Key: store.NewRef()})
		must(t, err)
		must(t, db.Create(&billing.SavedMethod{
			Ref: store.NewRef(), OrganisationID: fee.ID, CustomerID: "c", MethodID: "m", Kind: billing.ByCard, Brand: "visa", Last4: "4242", ExpMonth: 1, ExpYear: 2027,
			Preferred: true, StoppedAt: &now, CreatedAt: now, UpdatedAt: now,
		}).Error)
		a, err := overview.AccountOf(ctx, db, "fr", books, fee, today)
		must(t, err)
		if len(a.Due) != 0 || a.Paid.AmountCents != i.TotalCents || a.Paid.ReceivedOn != today.Format(time.DateOnly) || len(a.Repayments) != 1 || a.Repayments[0].LeftCents != i.TotalCents {
			t.Errorf("due %v, paid %+v, to give back %+v", a.Due, a.Paid, a.Repayments)
		}
		if len(a.Methods) != 1 || a.Methods[0].Last4 != "4242" || !a.Methods[0].Preferred || a.Methods[0].StoppedAt == nil {
			t.Errorf("methods %+v", a.Methods)
		}
		finds(t, db, overview.AccountFilter{State: overview.AccountWaits}, "Fée")
	})
}
