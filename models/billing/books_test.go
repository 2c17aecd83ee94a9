package billing_test

import (
	"errors"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/fec"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func accountant(t *testing.T, db *gorm.DB) people.User {
	t.Helper()
	u, err := people.Meet(ctx, db, "compta@indie.example", "Compta", "fr")
	must(t, err)
	u.Roles = "accountant"
	return u
}

// busyYear makes everything happen that the books know: paid, partly paid, too much, taken back, corrected.
func busyYear(t *testing.T, db *gorm.DB) {
	t.Helper()
	ops := operator(t, db)
	whole := issued(t, db, ready(t, db, "whole@fee.example"))
	paid(t, db, ops, whole.Ref, 12000)
	part := issued(t, db, ready(t, db, "part@fee.example"))
	paid(t, db, ops, part.Ref, 5000)
	generous := ready(t, db, "much@fee.example")
	much := issued(t, db, generous)
	paid(t, db, ops, much.Ref, 15000)
	who, err := people.LoadUser(ctx, db, generous.AcceptedByID)
	must(t, err)
	f := form("much@fee.example")
	f.For = who.Memberships[0].Organisation.Ref
	second, err := billing.Subscribe(ctx, db, who, f)
	must(t, err)
	issued(t, db, second) // settled in part by the account credit
	back := issued(t, db, ready(t, db, "back@fee.example"))
	must(t, paid(t, db, ops, back.Ref, 12000).Undo(ctx, db, ops, "wrong line"))
	paid(t, db, ops, back.Ref, 12000)
	corrected := issued(t, db, ready(t, db, "corrected@fee.example"))
	paid(t, db, ops, corrected.Ref, 12000)
	_, err = corrected.Correct(ctx, db, ops, billing.CreditForm{Cents: 4000, Reason: "fewer people"})
	must(t, err)
	early := subscribe(t, db, form("early@fee.example"))
	paid(t, db, ops, early.Ref, 12000)
}

func TestFECOfABusyYearIsSoundAndSumsToTheTrialBalance(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		must(t, billing.LetterAll(ctx, db))
		b, err := billing.BooksOf(ctx, db, accountant(t, db), 2026)
		must(t, err)
		if !b.Report.Sound() || b.Report.Entries < 14 || !b.Tied() {
			t.Errorf("tied %v: %+v\n%s", b.Tied(), b.Report, b.Content)
		}
		byCode := map[string]int64{}
		for _, l := range b.Lines {
			byCode[l.Account] += l.Debit - l.Credit
		}
		for code, path := range map[string]string{"512000": "asset:bank", "706000": "income:subscriptions", "445710": "liability:vat_collected"} {
			want := balance(t, db, path)
			if path != "asset:bank" {
				want = -want
			}
			if byCode[code] != want {
				t.Errorf("%s: the file says %d, the ledger %d", code, byCode[code], want)
			}
		}
		if b.FileName() != "000000000FEC20261231.txt" || !strings.Contains(string(b.Description("Chatiere")), "Indie.Host SCIC") {
			t.Error(b.FileName())
		}
	})
}

func TestFECMatchesWhatIsSettledToTheCentAndNothingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		must(t, billing.LetterAll(ctx, db))
		must(t, billing.LetterAll(ctx, db)) // told twice, done once
		var lines, lettered int64
		must(t, db.Raw("select count(*) from ledger_letters").Scan(&lettered).Error)
		must(t, db.Raw(`select count(*) from ledger_transfers t join ledger_accounts a on a.id in (t.debit_id, t.credit_id) where a.path like 'receivable:%'`).Scan(&lines).Error)
		if left := lines - lettered; left != 6 { // two invoices are settled in part: each is two transfers, before tax and tax, and what settles it
			t.Errorf("%d of %d are matched", lettered, lines)
		}
		findings, err := ledger.Verify(ctx, db)
		must(t, err)
		if len(findings) > 0 {
			t.Error(findings)
		}
	})
}

func TestFECOfTheNextYearOpensWithWhatTheYearLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		by := accountant(t, db)
		before, err := billing.BooksOf(ctx, db, by, 2026)
		must(t, err)
		storetest.SetClock(db, noon("2027-02-03"))
		next := issued(t, db, ready(t, db, "next@fee.example"))
		pay, err := billing.ConfirmTransfer(ctx, db, operator(t, db), billing.PaymentForm{For: next.Ref, Cents: 12000, ReceivedOn: "2027-02-03"})
		must(t, err)
		must(t, billing.LetterAll(ctx, db))
		b, err := billing.BooksOf(ctx, db, by, 2027)
		must(t, err)
		if !b.Report.Sound() || !b.Tied() || b.Lines[0].Journal != fec.CarriedJournal {
			t.Fatalf("tied %v: %+v\n%s", b.Tied(), b.Report, b.Content)
		}
		held := map[string]int64{}
		for _, a := range before.Balance {
			held[a.Account] = a.Cents()
		}
		for _, a := range b.Balance {
			switch want := held[a.Account]; {
			case a.Account == "706000" && a.OpeningCents != 0:
				t.Error("income was carried over")
			case a.Account == "120000" && a.OpeningCents != held["706000"]:
				t.Errorf("the result is %d, want %d", a.OpeningCents, held["706000"])
			case a.Account[0] < '6' && a.Account[:2] != "12" && a.OpeningCents != want:
				t.Errorf("%s opens with %d, closed with %d", a.Account, a.OpeningCents, want)
			}
		}
		storetest.SetClock(db, noon("2028-01-10"))
		must(t, pay.Undo(ctx, db, operator(t, db), "x"))
		after, err := billing.BooksOf(ctx, db, by, 2028)
		must(t, err)
		if !after.Report.Sound() || !after.Tied() {
			t.Errorf("%+v", after.Report)
		}
		again, err := billing.BooksOf(ctx, db, by, 2027)
		must(t, err)
		if string(again.Content) != string(b.Content) {
			t.Error("a year that is over changed")
		}
	})
}

func TestFECFindsWhatIsWrongWithTheBooks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		must(t, db.Exec("update collectives set registry_number = 'W751234567'").Error)
		must(t, db.Exec("update ledger_accounts set pcg_code = '' where path = 'income:subscriptions'").Error)
		b, err := billing.BooksOf(ctx, db, accountant(t, db), 2026)
		must(t, err)
		var rules []string
		for _, v := range b.Report.Violations {
			rules = append(rules, string(v.Rule))
		}
		if said := strings.Join(rules, " "); !strings.Contains(said, "siren") || !strings.Contains(said, "empty") {
			t.Error(said)
		}
		if _, err := billing.BooksOf(ctx, db, accountant(t, db), 2019); !errors.Is(err, store.ErrNotFound) {
			t.Error("a year without any entry:", err)
		}
		if _, err := billing.BooksOf(ctx, db, people.User{ID: 1, Roles: "agent"}, 2026); !errors.Is(err, store.ErrForbidden) {
			t.Error("an agent reads the books:", err)
		}
	})
}

func TestTheJournalForHledgerBalancesInEveryUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		by := accountant(t, db)
		b, err := billing.BooksOf(ctx, db, by, 2026)
		must(t, err)
		var out strings.Builder
		must(t, billing.WriteJournal(ctx, db, by, b, &out))
		for _, words := range []string{"account receivable:party/", "Association Faire École Ensemble", "\n2026-11-25 * (VE00001) F2026-0001 invoice\n", "    asset:bank  120.00 EUR\n", "account asset:bank  ; 512 Banques"} {
			if !strings.Contains(out.String(), words) {
				t.Errorf("no %q in\n%s", words, out.String())
			}
		}
	})
}

func TestTotalsOfDaysMonthsAndYearsAreThoseOfTheLedger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		for _, span := range []int{ledger.ByDay, ledger.ByMonth, ledger.ByYear} {
			all, err := billing.TotalsBetween(ctx, db, accountant(t, db), "2026-01-01", "2026-12-31", span)
			must(t, err)
			sum := billing.SumOf(all)
			if len(all) != 1 || len(all[0].Span) != span || sum.SalesCents != balance(t, db, "income:subscriptions") || sum.VATCents != balance(t, db, "liability:vat_collected") ||
				sum.InCents-sum.OutCents != balance(t, db, "asset:bank") {
				t.Errorf("%d: %+v", span, all)
			}
		}
	})
}

// TestRa7_2_EachWaySumsUpItsDocuments is R-a7.2 of law-and-charter.md.
func TestRa7_2_EachWaySumsUpItsDocuments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		company := ready(t, db, "co@fee.example")
		must(t, db.Model(&people.Organisation{}).Where("id = ?", company.OrganisationID).Updates(map[string]any{"fiscal_status": people.Liable, "vat_number": "FR00000000000"}).Error)
		issued(t, db, company)
		r, err := billing.EReportOf(ctx, db, accountant(t, db), "2026-01-01", "2026-12-31")
		must(t, err)
		var net, vat, paidNet, paidVAT int64
		var documents int
		for _, s := range r.Sales {
			net, vat, documents = net+s.NetCents, vat+s.VATCents, documents+s.Documents
		}
		for _, p := range r.Payments {
			paidNet, paidVAT = paidNet+p.NetCents, paidVAT+p.VATCents
		}
		if len(r.Ways) != 2 || r.Ways[0].Way != billing.EReporting || r.Ways[0].NetCents != net || r.Ways[0].VATCents != vat || r.Ways[0].Documents != documents ||
			r.Ways[1].Way != billing.EInvoice || r.Ways[1].NetCents != 10000 || r.Ways[0].NetCents+r.Ways[1].NetCents != balance(t, db, "income:subscriptions") {
			t.Errorf("%+v", r)
		}
		var settled int64
		must(t, db.Raw("select sum(amount_cents) from allocations where payment_id is not null").Scan(&settled).Error)
		if paidNet+paidVAT != settled || r.Sales[0].RateBP != 2000 || r.Sales[0].Category != "TPS1" || r.Sales[0].On != "2026-11-25" {
			t.Errorf("%d and %d paid, %d settled: %+v", paidNet, paidVAT, settled, r)
		}
	})
}
