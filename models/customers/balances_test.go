package customers_test

import (
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// sound compares the places where money is told, and reads the books.
func sound(t *testing.T, db *gorm.DB) {
	t.Helper()
	found, err := ledger.Verify(ctx, db)
	must(t, err)
	for _, f := range found {
		t.Error(f)
	}
	for name, statement := range map[string]string{
		"the ledger does not say what is due": `select count(*) from organisations o where coalesce((select sum(due_cents) from invoice_dues where organisation_id = o.id), 0)
			<> coalesce((select balance from ledger_balances where path = 'receivable:party/' || o.id), 0)`,
		"the ledger does not say what waits": `select count(*) from organisations o where coalesce((select sum(amount_cents) from payments where organisation_id = o.id), 0)
			- coalesce((select sum(amount_cents) from allocations where organisation_id = o.id and payment_id is not null), 0)
			<> coalesce((select balance from ledger_balances where path = 'liability:advances:party/' || o.id), 0)`,
	} {
		var n int64
		must(t, db.Raw(statement).Scan(&n).Error)
		if n > 0 {
			t.Errorf("%s (%d)", name, n)
		}
	}
}

func TestOldBalancesOpenTheBooksAndBurnNoNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		old := exported(80)
		applied(t, db, old.folder())
		if count(t, db, "invoice_dues", "1 = 1")+count(t, db, "ledger_entries", "1 = 1") != 0 {
			t.Error("something is owed before the word")
		}
		confirmed(t, db)
		sound(t, db)
		owed, err := ledger.Balance(db, "equity:opening", "EUR")
		must(t, err)
		if owed != old.open-old.credit || count(t, db, "invoices", "carried and state = 'final' and full_number like 'FA-2025-%'") != 16 {
			t.Error(owed, old.open, old.credit)
		}
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, 31))
		renewed(t, db)
		var first string
		must(t, db.Raw("select full_number from invoices where not carried order by id limit 1").Scan(&first).Error)
		if first != "F2026-0413" {
			t.Error("the numbers do not go on:", first)
		}
		looked, err := billing.LookAtNumbers(ctx, db)
		must(t, err)
		if looked.Found != 0 {
			t.Errorf("numbers of the system before are missed: %+v", looked.Findings)
		}
		sound(t, db)
		books, err := billing.BooksOf(ctx, db, people.User{Roles: "accountant"}, 2026)
		must(t, err)
		if !books.Tied() {
			t.Error("the file does not say what the ledger says")
		}
		for _, v := range books.Report.Violations {
			if v.Rule != "siren" {
				t.Errorf("%+v", v)
			}
		}
	})
}

func TestAnOldBalanceIsPaidAndChasedLikeAnInvoice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		applied(t, db, exported(6).folder())
		confirmed(t, db)
		ops, err := people.Appoint(ctx, db, people.AppointForm{Email: "ops@indie.example", Name: "Ops", Locale: "fr", Roles: []people.Role{people.Operator}})
		must(t, err)
		var ref string
		must(t, db.Raw("select ref from invoices where full_number = 'FA-2025-0005'").Scan(&ref).Error)
		storetest.SetClock(db, time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC))                                   // a Thursday, eight days after the word
		if n, err := billing.ChaseDue(ctx, db, func(string) string { return "impayé" }); err != nil || n != 1 { // the other one is not to be chased
			t.Error("reminded:", n, err)
		}
		_, err = billing.ConfirmTransfer(ctx, db, ops, billing.PaymentForm{For: ref, Cents: 100550, ReceivedOn: "2026-12-02", Key: store.NewRef()})
		must(t, err)
		i, err := billing.FindInvoice(ctx, db, ops, ref)
		must(t, err)
		if i.DueCents() != 0 || i.FullName() != "FA-2025-0005" || i.Payment() != billing.Paid {
			t.Errorf("%+v", i)
		}
		var net int64
		must(t, db.Raw("select coalesce(sum(net_cents), 0) from allocations").Scan(&net).Error)
		if net != 0 {
			t.Error("a share of an old invoice is set aside:", net)
		}
		sound(t, db)
	})
}
