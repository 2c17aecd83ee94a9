package overview_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAnOrganisationIsClosedWhenNothingOfItIsLeftAndOpenedAgainWithinItsGrace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ada, err := people.Meet(ctx, db, "ada@fee.example", "Ada", "fr")
		must(err)
		o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée", Country: "FR", Locale: "fr"}, ada)
		must(err)
		must(db.Exec("update organisations set usable_at = ? where id = ?", store.Now(db), o.ID).Error)
		ops := people.User{ID: ada.ID, Roles: "operator"}
		why := overview.ClosureForm{Reason: "Dissoute en assemblée"}
		refused := func(f overview.ClosureForm, key string) {
			t.Helper()
			if bad, _ := store.AsInvalid(overview.Close(ctx, db, ops, o, f)); bad["closure_reason"].Key != key {
				t.Errorf("%v, want %s", bad, key)
			}
		}
		if err := overview.Close(ctx, db, people.User{ID: ada.ID, Roles: "accountant"}, o, why); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("by an accountant: %v", err)
		}
		refused(overview.ClosureForm{Reason: " "}, "error.required")
		must(billing.Wonder(ctx, db, billing.MoneyQuestion{Kind: billing.OtherAmount, Subject: "x", OrganisationID: &o.ID, Currency: "EUR"}))
		refused(why, "error.close_waits")
		must(db.Exec("delete from money_questions").Error)
		must(collective.Save(ctx, db, ada.Actor(), collective.Form{
			Name: "Les Chats", Street: "1 rue", Postcode: "99999", City: "Ville", Country: "FR", RegistryNumber: "000000018", Email: "chats@example.org", Zone: "Europe/Paris",
			Language: "fr", InvoicePrefix: "F", RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62,
		}))
		for _, number := range []string{"000000018", "00000001800012"} { // of the company, or of one of its places
			must(db.Exec("update organisations set registry_number = ? where id = ?", number, o.ID).Error)
			refused(why, "error.close_ourselves")
		}
		must(db.Exec("update organisations set registry_number = '' where id = ?", o.ID).Error)
		must(db.Exec(`insert into agreements (ref, party_type, organisation_id, legal_basis, title, terms, terms_sha256, accepted_on, starts_on, ends_on, ended_at, created_at)
			values ('a', 'organisation', ?, 'solidarity_price', 'Entraide', 'Des retours.', ?, '2026-01-01', '2026-01-01', '2027-01-31', ?, ?)`, o.ID, strings.Repeat("0", 64), store.Now(db), store.Now(db)).Error)
		refused(why, "error.close_promised") // it was said when it ends, and until then it runs
		must(db.Exec("update agreements set ends_on = '2026-11-25'").Error)
		countersAreSettled(t, db, o, ada, func() { t.Helper(); refused(why, "error.close_counters") })
		must(overview.Close(ctx, db, ops, o, why))
		if err := overview.Close(ctx, db, ops, o, why); !errors.Is(err, store.ErrConflict) {
			t.Errorf("closed twice: %v", err)
		}
		u, err := people.LoadUser(ctx, db, ada.ID)
		must(err)
		if m := u.Memberships[0]; !m.Organisation.Usable() || m.Organisation.Acting() {
			t.Errorf("its people read and do nothing new: %+v", m.Organisation)
		}
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, overview.GraceDays-1))
		must(overview.Reopen(ctx, db, ops, o))
		must(overview.Close(ctx, db, ops, o, overview.ClosureForm{Reason: "Partie ailleurs"}))
		for days, reason := range map[int]string{0: why.Reason, overview.GraceDays - 1: "Partie ailleurs"} {
			news := overview.OrganisationClosed{OrganisationID: o.ID, At: storetest.Noon.AddDate(0, 0, days).Unix()}
			if said, err := news.Reason(ctx, db, o); err != nil || said != reason {
				t.Errorf("%q, want %q (%v)", said, reason, err)
			}
		}
		var promised []string
		must(db.Table("river_job").Where("kind = 'organisation_closed'").Select("cast(args as text)").Scan(&promised).Error)
		if len(promised) != 3 || strings.Contains(strings.Join(promised, ""), "Dissoute") {
			t.Errorf("a promise holds words of people: %s", promised)
		}
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, 2*overview.GraceDays).Add(time.Hour))
		if err := overview.Reopen(ctx, db, ops, o); !errors.Is(err, store.ErrConflict) {
			t.Errorf("opened after its grace: %v", err)
		}
		var acts []string
		must(db.Table("journal_entries").Where("verb like 'organisation_%' and subject_ref = ?", o.Ref).Order("id").Pluck("verb", &acts).Error)
		if len(acts) < 3 || acts[len(acts)-1] != "organisation_closed" || acts[len(acts)-2] != "organisation_reopened" {
			t.Errorf("%v", acts)
		}
	})
}

func TestAnOrganisationIsClosedThoughItNeverAnsweredWhatItWasAskedToPay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		shop(t, db)
		fee, ada := named(t, db, people.Organisation{Name: "Fée"})
		owing(t, db, fee, ada)
		o, _ := named(t, db, people.Organisation{Name: "Marraine"})
		must(t, db.Exec(`insert into shares (ref, subscription_id, organisation_id, payer_id, basis_points, state, locale, proposed_by_id, proposed_at, expires_at)
			select 's', id, organisation_id, ?, 3500, 'proposed', 'fr', requested_by_id, ?, ? from subscriptions`, o.ID, store.Now(db), store.Now(db).AddDate(0, 0, 14)).Error)
		why := overview.ClosureForm{Reason: "Dissoute"}
		if bad, _ := store.AsInvalid(overview.Close(ctx, db, ops, o, why)); bad["closure_reason"].Key != "error.close_promised" {
			t.Errorf("while it may answer: %v", bad)
		}
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, 14))
		must(t, overview.Close(ctx, db, ops, o, why))
	})
}

// countersAreSettled hands in an invoice of the other side, which is accepted, paid in part and paid whole: until then the organisation is not closed.
func countersAreSettled(t *testing.T, db *gorm.DB, o people.Organisation, ada people.User, refused func()) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.Exec(`insert into agreements (ref, party_type, organisation_id, legal_basis, title, terms, terms_sha256, accepted_on, starts_on, ends_on, ended_at, created_at)
		values ('b', 'organisation', ?, 'b2b_compensation', 'Compensation', 'Deux factures.', ?, '2026-01-01', '2026-01-01', '2026-11-25', ?, ?)`, o.ID, strings.Repeat("1", 64), store.Now(db), store.Now(db)).Error)
	u, err := people.LoadUser(ctx, db, ada.ID)
	must(err)
	a, err := commons.FindAgreement(ctx, db, u, "b")
	must(err)
	var kept files.File
	must(store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
		kept, err = files.Keep(ctx, tx, files.Upload{Name: "facture.pdf", Content: []byte("%PDF-1.7"), ByID: ada.ID})
		return err
	}))
	c, err := a.Send(ctx, db, u, commons.CounterForm{Number: "A-12", IssuedOn: "2026-11-25", NetCents: 4000, Files: []files.File{kept}})
	must(err)
	refused()
	colette, err := people.Meet(ctx, db, "colette@indie.example", "Colette", "fr")
	must(err)
	colette.Roles = "accountant"
	must(c.Accept(ctx, db, colette, a, true))
	refused()
	must(a.PayRest(ctx, db, colette, commons.RestForm{Counter: c.Ref, OnDay: "2026-11-25", Amount: "10", Cents: 1000}))
	refused()
	must(a.PayRest(ctx, db, colette, commons.RestForm{Counter: c.Ref, OnDay: "2026-11-25"}))
}
