package billing

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"chatiere/models/ledger"
	"chatiere/models/ledger/decimal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// BookUnits are the units that the books are kept in: one table each, since they are never added up.
var BookUnits = []string{"EUR", "MIN", "PIECE"}

// BookTable is every line of a year in one unit, as a table for programs: no row is left out, each has the balance of its account after it, and what
// the table is checked by is known (reciprocity.md 10.6).
type BookTable struct {
	Year  int
	Unit  string
	Scale int

	opening map[string]int64 // by path, on the debit side when positive
	names   map[string]string
}

// bookHeads are the columns.
var bookHeads = []string{"journal", "number", "date", "account", "label", "path", "owner", "piece", "piece_date", "text", "debit", "credit", "balance", "unit", "letter"}

// BookTableOf prepares the table; a year in which nothing was written, or another unit, is store.ErrNotFound.
func BookTableOf(ctx context.Context, db *gorm.DB, by people.User, year int, unit string) (BookTable, error) {
	t := BookTable{Year: year, Unit: unit, opening: map[string]int64{}}
	if err := readsBooks(by); err != nil {
		return t, err
	}
	db = db.WithContext(ctx)
	var written int64
	if err := db.Model(&ledger.Entry{}).Where("year = ?", year).Limit(1).Count(&written).Error; err != nil {
		return t, err
	}
	if written == 0 || !slices.Contains(BookUnits, unit) {
		return t, store.ErrNotFound
	}
	scales, err := scalesOf(db)
	if err != nil {
		return t, err
	}
	t.Scale = scales[unit]
	sums, err := ledger.SumsUntil(db, unit, year-1)
	if err != nil {
		return t, err
	}
	for _, s := range sums {
		if s.Code == "" || lasting(s.Code) { // charges and income begin each year at nought
			t.opening[s.Path] += s.Debits - s.Credits
		}
	}
	t.names, err = ownerNames(db)
	return t, err
}

// Name is what the file is called, without its ending.
func (t BookTable) Name() string { return fmt.Sprintf("%d-entries-%s", t.Year, t.Unit) }

// bookSums are what a table adds up to.
type bookSums struct {
	rows          int
	debit, credit int64
}

// Write writes the table row by row as it is read, however much there is (RFC 4180).
func (t BookTable) Write(ctx context.Context, db *gorm.DB, w io.Writer) error {
	_, err := t.write(ctx, db, w)
	return err
}

func (t BookTable) write(ctx context.Context, db *gorm.DB, w io.Writer) (bookSums, error) {
	var sums bookSums
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(bookHeads); err != nil {
		return sums, err
	}
	balances := map[string]int64{}
	for path, cents := range t.opening {
		balances[path] = cents
	}
	err := ledger.EachLine(db.WithContext(ctx), t.Unit, fmt.Sprintf("%04d-01-01", t.Year), fmt.Sprintf("%04d-12-31", t.Year), func(l ledger.Line) error {
		balances[l.Path] += l.Debit - l.Credit
		sums.rows, sums.debit, sums.credit = sums.rows+1, sums.debit+l.Debit, sums.credit+l.Credit
		return out.Write(t.cells(l, balances[l.Path]))
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return sums, err
}

func (t BookTable) cells(l ledger.Line, balance int64) []string {
	owner := ""
	if l.OwnerType != "" {
		owner = t.names[ownerKey(l.OwnerType, l.OwnerID)]
	}
	return []string{
		string(l.Journal), l.Number(), l.EffectiveOn, accountNumber(l.Code), accountLabel(l.Path), l.Path, store.Cell(owner), store.Cell(l.PieceRef), l.PieceOn,
		store.Cell(entryLabel(l)), t.amount(l.Debit), t.amount(l.Credit), t.amount(balance), t.Unit, l.Letter,
	}
}

// amount writes an amount of the unit with a point.
func (t BookTable) amount(n int64) string { return decimal.Write(n, t.Scale) }

// About is what a program checks the table by, so that nobody takes a cut file for the whole: its rows, its sums and its fingerprint.
func (t BookTable) About(ctx context.Context, db *gorm.DB) ([]byte, error) {
	sum := sha256.New()
	s, err := t.write(ctx, db, sum)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(struct {
		File   string            `json:"file"`
		Rows   int               `json:"rows"`
		Unit   string            `json:"unit"`
		Sums   map[string]string `json:"sums"`
		SHA256 string            `json:"sha256"`
	}{t.Name() + ".csv", s.rows, t.Unit, map[string]string{"debit": t.amount(s.debit), "credit": t.amount(s.credit)}, hex.EncodeToString(sum.Sum(nil))}, "", "  ")
}
