package billing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/tax"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestNUM3_ParallelFinalisationsWithRollbacksLeaveNoGap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		pros := make([]billing.ProForma, 50)
		for n := range pros {
			pros[n] = ready(t, db, fmt.Sprintf("treasurer%d@fee.example", n))
		}
		undo := errors.New("the machine went away")
		var all sync.WaitGroup
		for n, p := range pros {
			all.Go(func() {
				err := store.InTx(ctx, db, func(tx *gorm.DB) error {
					if _, err := billing.Finalise(ctx, tx, journal.Actor{}, p.ID); err != nil {
						return err
					}
					if n%5 == 0 {
						return undo
					}
					return nil
				})
				if err != nil && !errors.Is(err, undo) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var numbers []string
		must(t, db.Table("invoices").Order("number").Pluck("full_number", &numbers).Error)
		if len(numbers) != 40 {
			t.Fatalf("%d invoices", len(numbers))
		}
		for n, full := range numbers {
			if want := fmt.Sprintf("F2026-%04d", n+1); full != want {
				t.Fatalf("invoice %d is %s, want %s", n, full, want)
			}
		}
		if promised(t, db, "invoice_issued") != 40 {
			t.Error("a rolled back invoice was promised")
		}
		if r, err := billing.LookAtNumbers(ctx, db); err != nil || r.Found != 0 || len(r.Findings) != 0 || r.Series != 1 || r.Documents != 40 {
			t.Errorf("the nightly look: %+v %v", r, err)
		}
		sound(t, db)
	})
}

func TestAnInvoiceFreezesEverybodyAndCarriesItsRegime(t *testing.T) {
	for regime, want := range map[collective.Regime]struct {
		vat      int64
		category tax.Category
		note     string
		number   string
	}{
		collective.VATRegistered: {2000, "S", "", "FR00000000000"},
		collective.VATFranchise:  {0, "E", "TVA non applicable, art. 293 B du CGI", ""},
		collective.NotSubject:    {0, "E", "Exonération de TVA, art. 261-7-1° du CGI", ""},
	} {
		t.Run(string(regime), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, regime)
				i := issued(t, db, ready(t, db, "ada@fee.example"))
				l := i.Lines[0]
				if i.FullName() != "F2026-0001" || i.VATCents != want.vat || l.Category != want.category || l.ExemptionNote != want.note || i.Seller.VATNumber != want.number {
					t.Errorf("%+v", i)
				}
				if i.IssuedOn != "2026-11-25" || i.DueOn != "2026-12-25" || i.Buyer.Name != "Association Faire École Ensemble" {
					t.Errorf("%+v", i)
				}
				must(t, db.Model(&people.Organisation{}).Where("id = ?", i.OrganisationID).Update("legal_name", "Autre").Error) // SNP1
				must(t, db.Model(&collective.Collective{}).Where("id > 0").Update("legal_name", "Autre").Error)
				if again := reloaded(t, db, i); again.Buyer != i.Buyer || again.Seller != i.Seller || again.Lines[0] != i.Lines[0] {
					t.Errorf("renaming changed an issued document: %+v", again)
				}
				sound(t, db)
			})
		})
	}
}

func TestAProFormaIsNumberedWhenItsTimeHasCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		p := subscribe(t, db, form("ada@fee.example"))
		refused := func(when string) {
			t.Helper()
			if _, err := billing.Finalise(ctx, db, journal.Actor{}, p.ID); !errors.Is(err, billing.ErrNotReady) {
				t.Errorf("%s: %v", when, err)
			}
			if n, err := billing.FinaliseDue(ctx, db); n != 0 || err != nil {
				t.Errorf("%s: %d made, %v", when, n, err)
			}
		}
		refused("before anybody confirmed")
		confirmed(t, db, p)
		refused("without details")
		must(t, billing.Delivered(ctx, db, journal.Actor{}, p.SubscriptionID, noon("2026-11-25")))
		refused("delivered, without details")
		storetest.SetClock(db, noon("2026-12-01"))
		refused("six days later")
		storetest.SetClock(db, noon("2026-12-02"))
		if n, err := billing.FinaliseDue(ctx, db); n != 1 || err != nil {
			t.Fatalf("seven days later: %d made, %v", n, err)
		}
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		must(t, err)
		if i.Buyer.Name != "Faire École Ensemble" || i.ServiceFrom != "2026-11-25" || i.ServiceTo != "2027-11-25" || i.Lines[0].PeriodTo != "2027-11-25" {
			t.Errorf("with what is known: %+v", i)
		}
		if n, err := billing.FinaliseDue(ctx, db); n != 0 || err != nil {
			t.Errorf("once more: %d, %v", n, err)
		}
	})
}

func TestDeliveryAndDetailsMakeTheInvoiceInEitherOrder(t *testing.T) {
	for _, first := range []string{"delivery", "details"} {
		t.Run(first+" first", func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, collective.NotSubject)
				p := subscribe(t, db, form("ada@fee.example"))
				confirmed(t, db, p)
				if first == "details" {
					completed(t, db, p.OrganisationID)
				}
				must(t, billing.Delivered(ctx, db, journal.Actor{}, p.SubscriptionID, noon("2026-11-25")))
				must(t, billing.Delivered(ctx, db, journal.Actor{}, p.SubscriptionID, noon("2026-11-26"))) // told twice
				if first == "delivery" {
					completed(t, db, p.OrganisationID)
				}
				i, err := billing.InvoiceOf(ctx, db, p.ID)
				must(t, err)
				if i.FullName() != "F2026-0001" || i.ServiceFrom != "2026-11-25" {
					t.Errorf("%+v", i)
				}
				if again := issued(t, db, p); again.ID != i.ID {
					t.Error("asked for again, it is another one")
				}
			})
		})
	}
}

func TestRa23_WithoutADeclaredRegimeNothingIsIssued(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		must(t, db.Exec("delete from tax_regimes").Error)
		p := ready(t, db, "ada@fee.example")
		if _, err := billing.Finalise(ctx, db, journal.Actor{}, p.ID); !errors.Is(err, billing.ErrNoRegime) {
			t.Fatal(err)
		}
		var n int64
		must(t, db.Table("invoices").Count(&n).Error)
		if n != 0 {
			t.Errorf("%d invoices", n)
		}
	})
}

func TestNUM4_IssueDatesNeverGoBackAndEachYearHasItsSeries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		var got []string
		for n, at := range []string{"2026-12-30", "2026-12-28", "2027-01-02", "2026-12-31"} {
			p := ready(t, db, fmt.Sprintf("a%d@fee.example", n))
			storetest.SetClock(db, noon(at))
			i := issued(t, db, p)
			got = append(got, i.FullName()+" "+i.IssuedOn)
		}
		want := []string{"F2026-0001 2026-12-30", "F2026-0002 2026-12-30", "F2027-0001 2027-01-02", "F2026-0003 2026-12-31"}
		if !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
}

func TestNUM1_AFinalInvoiceCannotBeChangedByAnybody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "ada@fee.example")
		i := issued(t, db, p)
		pay := paid(t, db, operator(t, db), i.Ref, 5000)
		i, err := i.File(ctx, db, "F2026-0001.pdf", []byte("%PDF-1.7 one"))
		must(t, err)
		if again, err := i.File(ctx, db, "other.pdf", []byte("%PDF-1.7 two")); err != nil || again.FileSHA256 != i.FileSHA256 {
			t.Errorf("drawn twice: %v", err)
		}
		for _, table := range []string{"invoices", "invoice_lines", "allocations", "payments"} {
			columns, err := db.Migrator().ColumnTypes(table)
			must(t, err)
			for _, c := range columns {
				if table == "payments" && slices.Contains([]string{"state", "reference", "reason", "recorded_by_id", "returned_cents", "held_cents"}, c.Name()) {
					continue
				}
				if db.Exec("update "+table+" set "+c.Name()+" = "+c.Name()).Error == nil {
					t.Errorf("%s.%s can be changed", table, c.Name())
				}
			}
			if db.Exec("delete from "+table).Error == nil {
				t.Errorf("%s can be emptied", table)
			}
		}
		line := "insert into invoice_lines (invoice_id, position, kind, label, quantity, unit_cents, net_cents, category, rate_bp) values (?, 9, 'service', 'x', 1, 1, 1, 'S', 2000)"
		for _, statement := range []string{
			"update invoice_counters set last = last - 1", "delete from invoice_counters", fmt.Sprintf(strings.Replace(line, "?", "%d", 1), i.ID),
			"insert into invoices (ref, kind, state, series, number, full_number, origin, organisation_id, locale, currency, regime, issued_on, net_cents, vat_cents, total_cents, payment_reference, finalised_at, created_at) " +
				"select 'x', kind, state, series, 99, 'F2026-0099', 'x', organisation_id, locale, currency, regime, issued_on, net_cents, vat_cents, total_cents, payment_reference, finalised_at, created_at from invoices",
			fmt.Sprintf("insert into allocations (organisation_id, payment_id, invoice_id, amount_cents, net_cents, created_at) select organisation_id, %d, id, 1, 1, created_at from invoices", pay.ID),
		} {
			if db.Exec(statement).Error == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
		sound(t, db)
	})
}

func TestADraftIsFreeUntilItIsFinal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		i := issued(t, db, ready(t, db, "ada@fee.example"))
		must(t, db.Exec(`insert into invoices (ref, kind, state, origin, organisation_id, locale, currency, regime, net_cents, vat_cents, total_cents, payment_reference, created_at)
			select 'draft', kind, 'draft', 'draft', organisation_id, locale, currency, regime, 100, 20, 120, 'x', created_at from invoices where id = ?`, i.ID).Error)
		number := "update invoices set state = 'final', series = 'F2026-', number = 2, full_number = 'F2026-0002', issued_on = ?, finalised_at = created_at where ref = 'draft'"
		if err := db.Exec(number, "2026-11-25").Error; err == nil {
			t.Error("final without the lines that make its total")
		}
		must(t, db.Exec(`insert into invoice_lines (invoice_id, position, kind, label, quantity, unit_cents, net_cents, category, rate_bp)
			select id, 1, 'service', 'x', 1, 100, 100, 'S', 2000 from invoices where ref = 'draft'`).Error)
		if err := db.Exec(number, "2026-11-24").Error; err == nil {
			t.Error("final with a date before the last one")
		}
		for _, wrong := range []string{"category = 'S', rate_bp = 0", "category = 'E', rate_bp = 0", "category = 'E', rate_bp = 100", "net_cents = 99"} {
			if err := db.Exec("update invoice_lines set " + wrong + " where label = 'x'").Error; err == nil {
				t.Errorf("TAX2: a line with %s", wrong)
			}
		}
		must(t, db.Exec("delete from invoice_lines where label = 'x'").Error)
		must(t, db.Exec("delete from invoices where ref = 'draft'").Error)
	})
}

func TestZER1_NothingToChargeNothingIssued(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		price(t, db, catalogue.Symbolic, 0)
		f := form("ada@fee.example")
		f.Tier = "symbolic"
		p := subscribe(t, db, f)
		confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		must(t, billing.Delivered(ctx, db, journal.Actor{}, p.SubscriptionID, noon("2026-11-25")))
		storetest.SetClock(db, noon("2027-01-01"))
		if n, err := billing.FinaliseDue(ctx, db); n != 0 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		if _, err := billing.Finalise(ctx, db, journal.Actor{}, p.ID); !errors.Is(err, billing.ErrNotReady) {
			t.Error(err)
		}
	})
}
