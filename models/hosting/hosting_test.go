package hosting_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
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

// asked is a collective with one offer of two services, subscribed to by an organisation whose owner confirmed: the deployments asked for.
func asked(t *testing.T, db *gorm.DB) (billing.Subscription, []hosting.Deployment, people.User) {
	t.Helper()
	must(t, db.Create(&collective.Collective{Name: "Indie.Host", LegalName: "Indie.Host", Street: "1 rue du Chat", City: "Paris", Country: "FR", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, UpdatedAt: store.Now(db)}).Error)
	year := int64(10000)
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{Slug: "nextcloud", Name: "Nextcloud", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/n", SiteURL: "https://n.example", CheckedOn: "2026-11-01", SourceLang: "fr"}); err != nil {
			return err
		}
		for _, slug := range []string{"files", "notes"} {
			if _, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{Slug: slug, Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV", Name: slug, Summary: "Un lieu", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr"}); err != nil {
				return err
			}
		}
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "ensemble", Entry: catalogue.Direct, Services: []string{"files", "notes"}, Name: "Ensemble", Summary: "Tout", For: "Vous", Body: "Bonjour.",
			StandardName: "Juste", StandardCovers: "Le coût.", SymbolicName: "Symbolique", SymbolicCovers: "Une part.", SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		},
			catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &year, catalogue.Month: &year}}})
		return err
	}))
	p, err := billing.Subscribe(ctx, db, people.User{}, billing.SubscribeForm{Offer: "ensemble", Tier: "standard", Period: "year", Organisation: "Fée", Name: "Ada", Email: "ada@fee.example", Country: "FR", Terms: true, EarlyStart: true, Key: store.NewRef(), Lang: "fr", TermsVersion: "1"})
	must(t, err)
	ada, err := people.FindUserByEmail(ctx, db, "ada@fee.example")
	must(t, err)
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := ada.Confirm(ctx, tx); err != nil {
			return err
		}
		return billing.AcceptOf(ctx, tx, ada.ID)
	}))
	must(t, hosting.Ask(ctx, db, p.SubscriptionID))
	s, err := billing.LoadSubscription(ctx, db, p.SubscriptionID)
	must(t, err)
	all, err := hosting.OfSubscription(ctx, db, s.ID)
	must(t, err)
	operator, err := people.Appoint(ctx, db, people.AppointForm{Email: "op@host.example", Locale: "fr", Roles: []people.Role{people.Operator}})
	must(t, err)
	return s, all, operator
}

// worked ticks every step of a deployment and gives its address.
func worked(t *testing.T, db *gorm.DB, by people.User, ref, address string) error {
	t.Helper()
	d, err := hosting.FindDeployment(ctx, db, "fr", by, ref)
	must(t, err)
	f := hosting.WorkForm{Address: address}
	for _, s := range d.Steps {
		f.Done = append(f.Done, s.Ref)
	}
	return d.Work(ctx, db, by, f)
}

func TestASubscriptionAsksForEachServiceOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, all, _ := asked(t, db)
		must(t, hosting.Ask(ctx, db, s.ID))
		again, err := hosting.OfSubscription(ctx, db, s.ID)
		must(t, err)
		if len(all) != 2 || len(again) != 2 {
			t.Fatalf("%d then %d deployments", len(all), len(again))
		}
		n, oldest, err := hosting.Waiting(ctx, db)
		if err != nil || n != 2 || oldest == nil {
			t.Fatal(n, oldest, err)
		}
	})
}

func TestDeliveryOfTheLastServiceStartsThePeriods(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, all, op := asked(t, db)
		if err := worked(t, db, op, all[0].Ref, ""); err == nil {
			t.Fatal("delivered without an address")
		} else if _, ok := store.AsInvalid(err); !ok {
			t.Fatal(err)
		}
		d, err := hosting.FindDeployment(ctx, db, "fr", op, all[0].Ref)
		must(t, err)
		for _, step := range d.Steps {
			if step.Done() {
				t.Fatal("a refused form ticked a step")
			}
		}
		must(t, worked(t, db, op, all[0].Ref, "https://fee.files.example"))
		if s, err = billing.LoadSubscription(ctx, db, s.ID); err != nil || s.Delivered() {
			t.Fatal("one of two services is not the whole", err)
		}
		must(t, worked(t, db, op, all[1].Ref, "https://fee.notes.example"))
		if s, err = billing.LoadSubscription(ctx, db, s.ID); err != nil || s.State != billing.Running || s.DeliveredOn != "2026-11-25" {
			t.Fatalf("%+v %v", s, err)
		}
		if err := worked(t, db, op, all[1].Ref, "https://x.example"); !errors.Is(err, store.ErrConflict) {
			t.Fatal("a finished round was worked again", err)
		}
	})
}

func TestSuspensionAndReturnFollowAccess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, all, op := asked(t, db)
		for _, d := range all {
			must(t, worked(t, db, op, d.Ref, "https://fee.example/"+d.Ref))
		}
		s, err := billing.LoadSubscription(ctx, db, s.ID)
		must(t, err)
		if err := s.Suspend(ctx, db, op, ""); err == nil {
			t.Fatal("suspended without a reason")
		}
		must(t, s.Suspend(ctx, db, op, "unpaid"))
		must(t, hosting.Follow(ctx, db, s.ID))
		must(t, hosting.Follow(ctx, db, s.ID))
		d, err := hosting.FindDeployment(ctx, db, "fr", op, all[0].Ref)
		must(t, err)
		if d.State != hosting.Suspending || d.Level != hosting.ReadOnly || !d.Usable() || d.Steps[0].Run != hosting.Suspend || d.Service.Name.String() != "files" {
			t.Fatalf("%+v", d)
		}
		must(t, worked(t, db, op, d.Ref, ""))
		must(t, s.Resume(ctx, db, op, "paid"))
		must(t, hosting.Follow(ctx, db, s.ID))
		must(t, worked(t, db, op, d.Ref, ""))
		if d, err = hosting.FindDeployment(ctx, db, "fr", op, d.Ref); err != nil || d.State != hosting.Active || d.Level != hosting.NotSuspended {
			t.Fatalf("%+v %v", d, err)
		}
	})
}

func TestREA2_WhoMayDoEverythingAgainAndIsStillClosedOutAfterAQuarterOfAnHourIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, all, op := asked(t, db)
		for _, d := range all {
			must(t, worked(t, db, op, d.Ref, "https://fee.example/"+d.Ref))
		}
		s, err := billing.LoadSubscription(ctx, db, s.ID)
		must(t, err)
		late := func(when string, want int) {
			t.Helper()
			page, err := hosting.Find(ctx, db, "fr", hosting.Filter{State: hosting.LateBack})
			must(t, err)
			if len(page.Items) != want {
				t.Errorf("%s: %d late, want %d", when, len(page.Items), want)
			}
		}
		must(t, s.Suspend(ctx, db, op, "unpaid"))
		must(t, hosting.Follow(ctx, db, s.ID))
		must(t, worked(t, db, op, all[0].Ref, ""))
		storetest.SetClock(db, store.Now(db).Add(time.Hour))
		late("still unpaid", 0)
		must(t, s.Resume(ctx, db, op, "paid"))
		storetest.SetClock(db, store.Now(db).Add(15*time.Minute))
		late("a quarter of an hour later", 0)
		storetest.SetClock(db, store.Now(db).Add(time.Minute))
		late("a minute more, the promise not kept", 2)
		must(t, hosting.Follow(ctx, db, s.ID))
		late("a minute more, nobody at work", 2)
		for _, d := range all {
			must(t, worked(t, db, op, d.Ref, ""))
		}
		late("carried out", 0)
	})
}

func TestAStrangersDeploymentIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		_, all, _ := asked(t, db)
		eve, err := people.Meet(ctx, db, "eve@ailleurs.example", "", "fr")
		must(t, err)
		if _, err := hosting.FindDeployment(ctx, db, "fr", eve, all[0].Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestAServicesOwnChecklistReplacesTheUsualSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, all, op := asked(t, db)
		must(t, hosting.SaveChecklist(ctx, db, all[0].ServiceID, hosting.Suspend, "Fermer les dossiers\n\n Prévenir Ada \n"))
		for _, d := range all {
			must(t, worked(t, db, op, d.Ref, "https://fee.example/"+d.Ref))
		}
		s, err := billing.LoadSubscription(ctx, db, s.ID)
		must(t, err)
		must(t, s.Suspend(ctx, db, op, "unpaid"))
		must(t, hosting.Follow(ctx, db, s.ID))
		d, err := hosting.FindDeployment(ctx, db, "fr", op, all[0].Ref)
		must(t, err)
		if len(d.Steps) != 2 || d.Steps[1].Words != "Prévenir Ada" {
			t.Fatalf("%+v", d.Steps)
		}
	})
}

func TestOnlyTheTurnsOfTheTableHappen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		_, all, _ := asked(t, db)
		if err := db.Exec("update deployments set state = 'active' where id = ?", all[0].ID).Error; err == nil {
			t.Error("the database takes an active deployment without an address")
		}
		if err := db.Exec("update deployments set state = 'lost' where id = ?", all[0].ID).Error; err == nil {
			t.Error("the database takes an unknown state")
		}
	})
}
