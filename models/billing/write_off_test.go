package billing_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func lost(t *testing.T, db *gorm.DB, i billing.Invoice, taxBack bool) billing.WriteOff {
	t.Helper()
	i = reloaded(t, db, i)
	w, err := i.WriteOff(ctx, db, operator(t, db), billing.WriteOffForm{Reason: "Association dissoute", OnDay: store.Now(db).Format("2006-01-02"), TaxBack: taxBack, Due: i.DueCents(), Key: store.NewRef()})
	must(t, err)
	return w
}

func TestWhatNobodyExpectsIsALossInTheBooksAndNoLongerDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		one, two := issued(t, db, ready(t, db, "a@fee.example")), issued(t, db, ready(t, db, "b@fee.example"))
		paid(t, db, ops, one.Ref, 6000)
		w := lost(t, db, one, true)
		if one = reloaded(t, db, one); one.DueCents() != 0 || one.Payment() != billing.WrittenOff || one.PaidCents() != 6000 || one.WrittenCents != 6000 || w.NetCents != 5000 || w.TaxCents() != 1000 {
			t.Errorf("%+v %+v", one, w)
		}
		lost(t, db, two, false)
		if balance(t, db, "expense:bad_debts") != 5000+12000 || balance(t, db, "liability:vat_collected") != 4000-1000 || balance(t, db, ledger.Party("receivable", one.OrganisationID)) != 0 {
			t.Errorf("%d lost, %d of tax collected", balance(t, db, "expense:bad_debts"), balance(t, db, "liability:vat_collected"))
		}
		owed, err := billing.OwedBy(ctx, db, one.OrganisationID, "2027-12-31")
		must(t, err)
		late, err := billing.ChaseDue(ctx, at(db, "2027-03-01"), because)
		must(t, err)
		if owed.DueCents != 0 || owed.LateCents != 0 || late != 0 {
			t.Errorf("it is still expected: %+v, %d reminders", owed, late)
		}
		page, err := billing.WriteOffs(ctx, db, ops, billing.WriteOffFilter{Year: "2026"})
		must(t, err)
		entries, err := journal.EntriesOf(ctx, db, "invoice", one.Ref)
		must(t, err)
		if len(page.Items) != 2 || page.Items[1].Invoice.FullName() != one.FullName() || page.Items[1].Organisation.Name == "" || entries[0].Verb != "invoice_written_off" || entries[0].Reason != "Association dissoute" {
			t.Errorf("%+v %+v", page.Items, entries)
		}
		books, err := billing.BooksOf(ctx, db, ops, 2026)
		must(t, err)
		if file := string(books.Content); !books.Tied() || strings.Count(file, "ance pass") != 5 || !strings.Contains(file, "TVA reprise") || !strings.Contains(file, "654000") {
			t.Errorf("%v\n%s", books.Report.Violations, file)
		}
		sound(t, db)
	})
}

func TestALossIsUndoneByAReversingEntryWhileItsBooksAreOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		w := lost(t, db, i, true)
		paid(t, db, ops, i.Ref, 12000) // after all: it waits
		if owed, err := billing.OwedBy(ctx, db, i.OrganisationID, "2026-11-25"); err != nil || owed.CreditCents != 12000 {
			t.Errorf("%+v %v", owed, err)
		}
		if err := w.Undo(ctx, db, ops, " "); err == nil {
			t.Error("without a reason")
		}
		must(t, w.Undo(ctx, db, ops, "Le liquidateur a payé"))
		if i = reloaded(t, db, i); i.Payment() != billing.Paid || balance(t, db, "expense:bad_debts") != 0 || balance(t, db, "liability:vat_collected") != 2000 {
			t.Errorf("%+v", i)
		}
		if err := w.Undo(ctx, db, ops, "encore"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		sound(t, db)
		late := issued(t, db, ready(t, db, "b@fee.example"))
		w = lost(t, db, late, false)
		next := at(db, "2027-02-01")
		must(t, billing.CloseBooks(ctx, next, ops, billing.ClosingForm{Month: "2026-12", Sure: true}))
		if wrong, bad := store.AsInvalid(w.Undo(ctx, next, ops, "trop tard")); !bad || wrong["undo_reason"].Key != "error.loss_closed" {
			t.Errorf("in closed books: %v", wrong)
		}
		if wrong, bad := store.AsInvalid(func() error { _, err := late.Correct(ctx, next, ops, billing.CreditForm{Reason: "x"}); return err }()); !bad || wrong["amount"].Key != "error.loss_closed" {
			t.Errorf("a credit note on it: %v", wrong)
		}
	})
}

func TestALossThatIsCreditedIsNoLossAnyMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		lost(t, db, i, false)
		credited(t, db, i, billing.KeepCredit)
		if i = reloaded(t, db, i); i.Payment() != billing.Credited || balance(t, db, "expense:bad_debts") != 0 || balance(t, db, "liability:vat_collected") != 0 {
			t.Errorf("%+v", i)
		}
		sound(t, db)
	})
}

func TestALossIsRefusedInWordsAndWrittenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		form := billing.WriteOffForm{Reason: "x", OnDay: "2026-11-25", Due: 10000, Key: "k"}
		for field, c := range map[string]struct {
			change func(*billing.WriteOffForm)
			key    string
		}{
			"loss_reason": {func(f *billing.WriteOffForm) { f.Reason = " " }, "error.required"}, "loss_on": {func(f *billing.WriteOffForm) { f.OnDay = "2026-11-26" }, "error.date_future"},
			"tax_back": {func(f *billing.WriteOffForm) { f.TaxBack = true }, "error.no_tax"},
		} {
			f := form
			c.change(&f)
			_, err := i.WriteOff(ctx, db, ops, f)
			if wrong, bad := store.AsInvalid(err); !bad || wrong[field].Key != c.key {
				t.Errorf("%s: %v", field, err)
			}
		}
		early := form
		early.OnDay = "2026-11-24"
		if _, err := i.WriteOff(ctx, db, ops, early); err == nil {
			t.Error("before the invoice")
		}
		stale := form
		stale.Due = 9000
		if _, err := i.WriteOff(ctx, db, ops, stale); !errors.Is(err, store.ErrConflict) {
			t.Errorf("another sum than was shown: %v", err)
		}
		if _, err := i.WriteOff(ctx, db, people.User{ID: ops.ID, Roles: "accountant"}, form); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("an accountant: %v", err)
		}
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := i.WriteOff(ctx, db, ops, form); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if balance(t, db, "expense:bad_debts") != 10000 {
			t.Errorf("%d lost", balance(t, db, "expense:bad_debts"))
		}
		sound(t, db)
	})
}

func TestTAG1_AServiceThatWasClosedStaysClosedAfterALossUntilItIsPaidOrTheTagIsTakenAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		p, i, _ := running(t, db, true)
		for _, on := range []string{"2027-01-04", "2027-01-18", "2027-02-01", "2027-02-15"} { // due on 2026-12-25; read-only in the end
			_, err := billing.ChaseDue(ctx, at(db, on), because)
			must(t, err)
		}
		access := func() billing.Access { return contract(t, db, p.SubscriptionID).Access }
		if access() != billing.ReadOnly {
			t.Fatal(access())
		}
		now := at(db, "2027-02-16")
		w := lost(t, now, i, false)
		must(t, billing.Restore(ctx, now, i.ID))
		o, err := people.LoadOrganisation(ctx, db, p.OrganisationID)
		must(t, err)
		tags, err := billing.TagsOf(ctx, now, o, day(t, "2027-02-16"))
		must(t, err)
		if access() != billing.ReadOnly || len(tags) != 1 || tags[0].Tag != billing.WrittenOffTag || tags[0].Reason != "Association dissoute" {
			t.Errorf("%s %+v", access(), tags)
		}
		must(t, billing.RemoveTag(ctx, now, ops, o, billing.WrittenOffTag))
		if access() != billing.FullAccess {
			t.Errorf("the tag is gone and access is %s", access())
		}
		must(t, w.Undo(ctx, now, ops, "Elle revit"))
		if tags, err := billing.TagsOf(ctx, now, o, day(t, "2027-02-16")); err != nil || len(tags) != 0 || reloaded(t, db, i).DueCents() != 10000 {
			t.Errorf("%+v %v", tags, err)
		}
		sound(t, db)
	})
}
