package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const (
	day        = "2026-02-03"
	receivable = "receivable:party/7"
	payable    = "payable:party/7"
	credit     = "liability:credit:party/7"
	vat        = "liability:vat_collected"
	unspent    = "liability:upstream:unallocated"
	transit    = "liability:in_transit"
	project    = "liability:upstream:project/"
)

// eur is a transfer in cents.
func eur(debit, credit string, cents int64) ledger.Transfer {
	return ledger.Transfer{Debit: debit, Credit: credit, Unit: "EUR", Amount: cents}
}

// entry is one that needs nothing but its journal, kind, key and transfers.
func entry(j ledger.Journal, kind, key string, transfers ...ledger.Transfer) ledger.Entry {
	return ledger.Entry{Journal: j, Kind: kind, Key: key, EffectiveOn: day, Memo: kind + " " + key, Transfers: transfers}
}

func invoice(number string) ledger.Entry {
	return entry(ledger.Sales, "invoice", "invoice:"+number,
		eur(receivable, "income:subscriptions", 10000), eur(receivable, vat, 2000))
}

func try(db *gorm.DB, e ledger.Entry) (posted ledger.Entry, err error) {
	err = store.InTx(context.Background(), db, func(tx *gorm.DB) error {
		posted, err = ledger.Post(context.Background(), tx, e)
		return err
	})
	return posted, err
}

func post(t *testing.T, db *gorm.DB, e ledger.Entry) ledger.Entry {
	t.Helper()
	posted, err := try(db, e)
	if err != nil {
		t.Fatalf("posting %s: %v", e.Key, err)
	}
	return posted
}

func reverse(db *gorm.DB, id uint, on string) (r ledger.Entry, err error) {
	err = store.InTx(context.Background(), db, func(tx *gorm.DB) error {
		r, err = ledger.ReverseOn(context.Background(), tx, id, 1, "typed twice", on)
		return err
	})
	return r, err
}

// opened opens the credit account of party 7, as an agreement does.
func opened(t *testing.T, db *gorm.DB) {
	t.Helper()
	open(t, db, credit)
}

func open(t *testing.T, db *gorm.DB, path string) {
	t.Helper()
	if err := store.InTx(context.Background(), db, func(tx *gorm.DB) error {
		_, err := ledger.Open(context.Background(), tx, path, "EUR")
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func refusedAs(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// refusedBy checks that the database itself refuses a statement, with that word.
func refusedBy(t *testing.T, db *gorm.DB, word, statement string, args ...any) {
	t.Helper()
	err := db.Exec(statement, args...).Error
	if err == nil || !strings.Contains(err.Error(), word) {
		t.Errorf("%s: got %v, want %q", statement, err, word)
	}
}

func holds(t *testing.T, db *gorm.DB, unit string, want map[string]int64) {
	t.Helper()
	for path, balance := range want {
		got, err := ledger.Balance(db, path, unit)
		if err != nil || got != balance {
			t.Errorf("%s holds %d %s (%v), want %d", path, got, unit, err, balance)
		}
	}
}

func sound(t *testing.T, db *gorm.DB) {
	t.Helper()
	for _, f := range findings(t, db) {
		t.Errorf("finding: %s", f)
	}
}

func findings(t *testing.T, db *gorm.DB) []ledger.Finding {
	t.Helper()
	all, err := ledger.Verify(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func has(all []ledger.Finding, i ledger.Invariant, entry string) bool {
	for _, f := range all {
		if f.Invariant == i && f.Entry == entry {
			return true
		}
	}
	return false
}

func rows(t *testing.T, db *gorm.DB, table string) (n int64) {
	t.Helper()
	if err := db.Table(table).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// each runs f on both engines and checks that it leaves sound books.
func each(t *testing.T, f func(t *testing.T, db *gorm.DB)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f(t, db)
		sound(t, db)
	})
}

func ExampleEntry_Number() {
	e := ledger.Entry{Journal: ledger.Sales, Year: 2026, Seq: 42}
	fmt.Println(e.Number(), e)
	// Output: VE00042 VE00042/2026
}
