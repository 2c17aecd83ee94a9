package billing

import (
	"context"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// BankLine is one movement of the bank. What the bank said never changes; what is left of it shrinks with each match.
type BankLine struct {
	ID              uint
	Ref             string
	StatementID     uint
	Position        int
	Account         string
	BookedOn        string
	ValueOn         string
	AmountCents     int64 // positive for money that came in
	LeftCents       int64 // not matched yet
	Currency        string
	Counterparty    string
	CounterAccount  string
	Label           string
	Reference       string
	BankReference   string
	Reversal        bool
	ForeignCents    int64
	ForeignCurrency string
	Batch           int
	Digest          string
	Occurrence      int
	CreatedAt       time.Time
}

// Open reports whether something of the line is not matched yet.
func (l BankLine) Open() bool { return l.LeftCents != 0 }

// Incoming reports whether money came in.
func (l BankLine) Incoming() bool { return l.AmountCents > 0 }

// Payable reports whether the line can pay invoices: money that came in, in euros, and takes nothing back.
func (l BankLine) Payable() bool {
	return l.Open() && l.Incoming() && !l.Reversal && l.Currency == euros
}

// Words are all texts of the line, as they stand.
func (l BankLine) Words() string {
	return strings.TrimSpace(strings.Join([]string{l.Counterparty, l.Label, l.Reference}, " "))
}

// The piles of lines.
const (
	PileIn   = "in"   // money that came in and waits
	PileOut  = "out"  // money that went out and waits
	PileDone = "done" // matched
	PileAll  = "all"
)

// LineFilter narrows the lines of the bank.
type LineFilter struct {
	Pile  string
	Query string // part of a name, a label or a reference
	Cents int64  // or an amount, either way
	After string
}

// BankLines returns a page of lines for the people who keep the collective's money: what waits oldest first, what is done newest first.
func BankLines(ctx context.Context, db *gorm.DB, u people.User, f LineFilter) (store.Page[BankLine], error) {
	if err := readsBooks(u); err != nil {
		return store.Page[BankLine]{}, err
	}
	q := f.apply(store.From[BankLine](db).Limit(store.PageSize + 1))
	order, compare := "booked_on, id", ">"
	if f.Pile == PileDone || f.Pile == PileAll {
		order, compare = "booked_on desc, id desc", "<"
	}
	if on, id, ok := store.FromPair(f.After); ok {
		q = q.Where("booked_on "+compare+" ? or (booked_on = ? and id "+compare+" ?)", on, on, id)
	}
	rows, err := q.Order(order).Find(ctx)
	return store.Paged(rows, store.PageSize, func(l BankLine) string { return store.Pair(l.BookedOn, l.ID) }), err
}

func (f LineFilter) apply(q store.Rows[BankLine]) store.Rows[BankLine] {
	switch f.Pile {
	case PileIn:
		q = q.Where("left_cents > 0")
	case PileOut:
		q = q.Where("left_cents < 0")
	case PileDone:
		q = q.Where("left_cents = 0")
	}
	if f.Query == "" {
		return q
	}
	like := store.Like(strings.TrimSpace(f.Query))
	const words = `lower(counterparty) like ? escape '\' or lower(label) like ? escape '\' or lower(reference) like ? escape '\'`
	if f.Cents != 0 {
		return q.Where(words+" or amount_cents in ?", like, like, like, []int64{f.Cents, -f.Cents})
	}
	return q.Where(words, like, like, like)
}

// EachBankLine calls f for every line of a filter, oldest first, for exports.
func EachBankLine(ctx context.Context, db *gorm.DB, u people.User, filter LineFilter, f func(BankLine) error) error {
	if err := readsBooks(u); err != nil {
		return err
	}
	for last := uint(0); ; {
		rows, err := filter.apply(store.From[BankLine](db).Where("id > ?", last)).Order("id").Limit(500).Find(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, l := range rows {
			if err := f(l); err != nil {
				return err
			}
			last = l.ID
		}
	}
}

// LinesOf returns the lines a statement brought in, in its order, at most so many.
func (s BankStatement) LinesOf(ctx context.Context, db *gorm.DB, most int) ([]BankLine, error) {
	return store.From[BankLine](db).Where("statement_id = ?", s.ID).Order("position").Limit(most).Find(ctx)
}

// FindBankLine returns the line with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindBankLine(ctx context.Context, db *gorm.DB, u people.User, ref string) (BankLine, error) {
	if readsBooks(u) != nil {
		return BankLine{}, store.ErrNotFound
	}
	return store.From[BankLine](db).Where("ref = ?", ref).Take(ctx)
}

// Piles counts what waits.
type Piles struct {
	In       int64
	InCents  int64 // in euros
	Out      int64
	OutCents int64
	Oldest   string // day of the oldest that came in

	BooksCents int64 // what the ledger says is in the bank
}

// PilesOf counts what waits, beside what the books say, in one statement.
func PilesOf(ctx context.Context, db *gorm.DB) (Piles, error) {
	var p Piles
	err := db.WithContext(ctx).Raw(`select coalesce(sum(case when left_cents > 0 then 1 else 0 end), 0) as "in", coalesce(sum(case when left_cents < 0 then 1 else 0 end), 0) as "out",
		cast(coalesce(sum(case when left_cents > 0 and currency = 'EUR' then left_cents else 0 end), 0) as bigint) as in_cents,
		cast(coalesce(sum(case when left_cents < 0 and currency = 'EUR' then left_cents else 0 end), 0) as bigint) as out_cents,
		coalesce(min(case when left_cents > 0 then booked_on end), '') as oldest,
		coalesce((select c.balance from ledger_accounts a join ledger_cached_balances c on c.account_id = a.id where a.path = 'asset:bank' and a.unit = 'EUR'), 0) as books_cents from bank_lines where left_cents <> 0`).Scan(&p).Error
	p.Oldest = dayOnly(p.Oldest)
	return p, err
}

// LastClosing returns the newest statement that told its closing balance, and whether there is one.
func LastClosing(ctx context.Context, db *gorm.DB) (BankStatement, bool, error) {
	rows, err := store.From[BankStatement](db).Where("state = ? and closing_cents is not null", Imported).Order("to_on desc, id desc").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return BankStatement{}, false, err
	}
	return rows[0], true, nil
}
