package billing_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// before posts 50 € that came in the year before.
func before(t *testing.T, db *gorm.DB) {
	t.Helper()
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := ledger.Post(ctx, tx, ledger.Entry{
			Journal: ledger.Bank, Kind: "gift", Key: "gift:before", EffectiveOn: "2025-12-31", Memo: "=1+1",
			Transfers: []ledger.Transfer{{Debit: "asset:bank", Credit: "income:gifts", Unit: "EUR", Amount: 5000}},
		})
		return err
	}))
}

func TestEveryLineOfAYearIsInATableThatHasItsBalanceAndChecksItself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		before(t, db)
		busyYear(t, db)
		by := accountant(t, db)
		table, err := billing.BookTableOf(ctx, db, by, 2026, "EUR")
		must(t, err)
		var out bytes.Buffer
		must(t, table.Write(ctx, db, &out))
		if text := out.String(); strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Error("lines do not end as RFC 4180 says")
		}
		rows, err := csv.NewReader(&out).ReadAll()
		must(t, err)
		last, at := map[string]string{}, map[string]int{}
		for i, name := range rows[0] {
			at[name] = i
		}
		for _, r := range rows[1:] {
			if r[at["balance"]] == "" || r[at["unit"]] != "EUR" {
				t.Errorf("%v", r)
			}
			last[r[at["path"]]] = r[at["balance"]]
		}
		for _, path := range []string{"asset:bank", "income:subscriptions", "liability:vat_collected"} {
			want := balance(t, db, path)
			if path != "asset:bank" {
				want = -want
			}
			if cents := strings.Replace(last[path], ".", "", 1); cents != decimal(want) {
				t.Errorf("%s ends at %s, the ledger at %d", path, last[path], want)
			}
		}
		if last["income:gifts"] != "" {
			t.Error("what was written the year before is no line of this one")
		}
		isWhole(t, db, table, len(rows)-1)
		old, err := billing.BookTableOf(ctx, db, by, 2025, "EUR")
		must(t, err)
		var text strings.Builder
		must(t, old.Write(ctx, db, &text))
		if !strings.Contains(text.String(), ",asset:bank,") || strings.Contains(text.String(), ",=1") {
			t.Error(text.String())
		}
		for unit, year := range map[string]int{"EUR": 2019, "USD": 2026} {
			if _, err := billing.BookTableOf(ctx, db, by, year, unit); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s %d: %v", unit, year, err)
			}
		}
		if _, err := billing.BookTableOf(ctx, db, visitor, 2026, "EUR"); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("anybody reads it: %v", err)
		}
	})
}

// decimal is an amount without its point.
func decimal(cents int64) string {
	text, err := json.Marshal(cents)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// isWhole compares the file beside a table with the table.
func isWhole(t *testing.T, db *gorm.DB, table billing.BookTable, rows int) {
	t.Helper()
	text, err := table.About(ctx, db)
	must(t, err)
	var about struct {
		Rows   int
		Unit   string
		Sums   map[string]string
		SHA256 string
	}
	must(t, json.Unmarshal(text, &about))
	var out bytes.Buffer
	must(t, table.Write(ctx, db, &out))
	sum := sha256.Sum256(out.Bytes())
	if about.Rows != rows || about.Unit != table.Unit || about.Sums["debit"] != about.Sums["credit"] || about.Sums["debit"] == "0.00" || about.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%d rows: %+v", rows, about)
	}
}

func TestAFileOfPaymentsGoesOnAfterAKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		by := accountant(t, db)
		first, err := billing.Payments(ctx, db, by, billing.PaymentFilter{All: true})
		must(t, err)
		rest, err := billing.Payments(ctx, db, by, billing.PaymentFilter{All: true, After: first.Items[0].ID})
		must(t, err)
		if len(first.Items) < 4 || len(rest.Items) != len(first.Items)-1 || rest.Items[0].ID != first.Items[1].ID {
			t.Errorf("%d payments, then %d", len(first.Items), len(rest.Items))
		}
	})
}

func TestTheFileForBeancountHoldsEveryEntryFromTheBeginning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		before(t, db)
		busyYear(t, db)
		must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
			_, err := ledger.Post(ctx, tx, ledger.Entry{
				Journal: ledger.Time, Kind: "time_log", Key: "time:1:v1", EffectiveOn: "2026-11-25",
				Transfers: []ledger.Transfer{{Debit: "time:received:collective", Credit: "time:given:party/7", Unit: "MIN", Amount: 180}},
			})
			return err
		}))
		by := accountant(t, db)
		books, err := billing.BooksOf(ctx, db, by, 2026)
		must(t, err)
		var out strings.Builder
		must(t, billing.WriteBeancount(ctx, db, by, books, &out))
		for _, want := range []string{
			`option "operating_currency" "EUR"`, "2025-12-31 open Assets:Bank EUR\n", "2025-12-31 open Income:Gifts EUR\n", "open Liabilities:Vat-collected EUR", " commodity MIN\n",
			"  Assets:Time:Received:Collective  180 MIN\n  Equity:Time:Given:Party-7  -180 MIN\n",
		} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in it\n%.3000s", want, out.String())
			}
		}
		var entries int64
		must(t, db.Model(&ledger.Entry{}).Count(&entries).Error)
		if n := len(regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\d \* "`).FindAllString(out.String(), -1)); int64(n) != entries {
			t.Errorf("%d of %d entries", n, entries)
		}
		if err := billing.WriteBeancount(ctx, db, visitor, books, &out); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("anybody reads it: %v", err)
		}
	})
}
