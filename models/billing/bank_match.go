package billing

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MatchKind is what a line of the bank was.
type MatchKind string

// The kinds of matches.
const (
	PaymentMatch  MatchKind = "payment"  // it paid something
	ReversalMatch MatchKind = "reversal" // it took a payment back
	MovementMatch MatchKind = "movement" // a fee, a purchase, a gift: a category of the ledger
	AsideMatch    MatchKind = "aside"    // somebody put it aside, for a reason
)

// BankMatch says what a line, or a part of it, was. It is never changed; undone, it stays and no longer counts.
type BankMatch struct {
	ID             uint
	Ref            string
	IdempotencyKey string
	LineID         uint
	Kind           MatchKind
	AmountCents    int64
	PaymentID      *uint
	Payment        *Payment `gorm:"foreignKey:PaymentID"`
	EntryID        *uint
	PayoutID       *uint // the line is this payout of the cashier, which the books know of themselves
	RefundID       *uint // the line is this transfer by which we paid back, or by which it came back
	Category       Category
	Reason         string
	Told           string // why it was proposed, as codes
	ByID           *uint
	CreatedAt      time.Time
	UndoneAt       *time.Time
	UndoneByID     *uint
	UndoneReason   string
}

// Undone reports whether the match no longer counts.
func (m BankMatch) Undone() bool { return m.UndoneAt != nil }

// MatchesOf returns what was decided of a line, oldest first, with the payments and whom they are of.
func MatchesOf(ctx context.Context, db *gorm.DB, l BankLine) ([]BankMatch, error) {
	return store.From[BankMatch](db).Where("line_id = ?", l.ID).Order("id").Preload("Payment", nil).Preload("Payment.Organisation", nil).Find(ctx)
}

// LineOfPayment returns the line of the bank that a payment came with, else store.ErrNotFound.
func LineOfPayment(ctx context.Context, db *gorm.DB, p Payment) (BankLine, error) {
	return store.From[BankLine](db).Where("id in (select line_id from bank_matches where payment_id = ?)", p.ID).Take(ctx)
}

// MatchForm says what a line paid: the refs of invoices or pro formas, and how much each gets of it. Without the latter, what is used of
// the line is shared among them, what is due longest first.
type MatchForm struct {
	Targets []string `form:"target"`
	Amount  string   `form:"amount"` // how much of the line is used, as typed; the page reads it into UseCents
	Key     string   `form:"key"`    // the same form sent twice is one match
	Told    string   `form:"told"`   // why it was proposed

	UseCents int64            `form:"-"`
	Cents    map[string]int64 `form:"-"` // by target, as it was proposed
	Due      map[string]int64 `form:"-"` // what was due when that was drawn: if it changed, a person looks again
}

// check says what is wrong with it for a line.
func (f *MatchForm) check(l BankLine) error {
	wrong := store.Invalid{}
	f.Targets = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(f.Targets))), func(ref string) bool { return ref == "" })
	if len(f.Targets) == 0 {
		wrong.Add("target", "error.match_none")
	}
	sum := f.UseCents
	for _, ref := range f.Targets {
		if f.Cents != nil && f.Cents[ref] < 1 {
			wrong.Add("target", "error.money")
		}
		sum += min(f.Cents[ref], l.LeftCents+1) // no sum ever overflows
	}
	switch {
	case f.Cents == nil && f.UseCents < 1:
		wrong.Add("amount", "error.money")
	case sum > l.LeftCents:
		wrong.Add("amount", "error.match_much")
	}
	return wrong.Err()
}

// share decides how much each target gets, by what is due now.
func (f *MatchForm) share(ctx context.Context, tx *gorm.DB, by people.User) error {
	var all []candidate
	for _, ref := range f.Targets {
		p, err := FindPayable(ctx, tx, by, ref)
		if errors.Is(err, store.ErrNotFound) {
			err = store.ErrConflict // it was there when the page was drawn
		}
		if err != nil {
			return err
		}
		if due, told := f.Due[ref]; told && due != p.DueCents {
			return store.ErrConflict
		}
		all = append(all, candidate{Payable: p})
	}
	if f.Cents != nil {
		return nil
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.DueOn, b.DueOn), cmp.Compare(a.ID, b.ID)) })
	parts, _ := spread(f.UseCents, all)
	f.Cents, f.Targets = map[string]int64{}, nil
	for _, part := range parts {
		f.Cents[part.Ref], f.Targets = part.Cents, append(f.Targets, part.Ref)
	}
	return nil
}

// Match confirms what a line paid: each invoice or pro forma gets its payment, as if an operator had confirmed it by hand (the same
// entries, promises, shares). All of it happens or nothing; a line is never matched for more than it is, whoever tries at the same time.
func (l BankLine) Match(ctx context.Context, db *gorm.DB, by people.User, f MatchForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	f.Key = keyOr(f.Key)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		if !l.Payable() {
			return ErrMatched
		}
		if err := f.check(l); err != nil {
			return err
		}
		targets, err := orderedTargets(ctx, tx, f.Targets)
		if err != nil {
			return err
		}
		if err := f.share(ctx, tx, by); err != nil {
			return err
		}
		for _, t := range targets {
			if f.Cents[t.ref] == 0 {
				continue // the line did not reach that far
			}
			if err := l.pay(ctx, tx, by, f, t.ref); err != nil {
				return err
			}
		}
		return l.note(ctx, tx, by, "bank_line_matched", f.Told)
	})
}

// fresh reads the line again, and says whether the same form did its work already.
func (l BankLine) fresh(ctx context.Context, tx *gorm.DB, key string) (BankLine, bool, error) {
	n, err := store.From[BankMatch](tx).Where("idempotency_key = ? or substr(idempotency_key, 1, ?) = ?", key, len(key)+1, key+":").Count(ctx, "id")
	if err != nil {
		return l, false, err
	}
	again, err := store.From[BankLine](tx).Where("id = ?", l.ID).Take(ctx)
	return again, n > 0, err
}

// named is a target with the ref by which the form names it.
type named struct {
	target
	ref string
}

// orderedTargets finds what is paid and locks it in an order that is the same for everybody: organisations first; pro formas, which take
// numbers, before invoices.
func orderedTargets(ctx context.Context, tx *gorm.DB, refs []string) ([]named, error) {
	var all []named
	for _, ref := range refs {
		t, err := findTarget(ctx, tx, ref)
		if errors.Is(err, store.ErrNotFound) {
			return nil, store.ErrConflict // it was there when the page was drawn
		}
		if err != nil {
			return nil, err
		}
		all = append(all, named{t, ref})
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.organisationID, b.organisationID) })
	for i, t := range all {
		if i == 0 || all[i-1].organisationID != t.organisationID {
			if err := oneAtATime(tx, t.organisationID); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.rank(), b.rank()) })
	if len(all) > 1 && all[0].proFormaID != nil && store.Postgres(tx) {
		return all, tx.Exec("select 1 from invoice_counters order by series for update").Error
	}
	return all, nil
}

// rank is 0 for what may still take a number.
func (t target) rank() int {
	if t.proFormaID != nil {
		return 0
	}
	return 1
}

// pay gives one target its part of the line.
func (l BankLine) pay(ctx context.Context, tx *gorm.DB, by people.User, f MatchForm, ref string) error {
	p, err := ConfirmTransfer(ctx, tx, by, PaymentForm{
		For: ref, Cents: f.Cents[ref], ReceivedOn: l.BookedOn, Reference: brief(l.Words()), Method: l.method(), Key: "bank:" + f.Key + ":" + ref,
	})
	if wrong, bad := store.AsInvalid(err); bad {
		for _, field := range slices.Sorted(maps.Keys(wrong)) {
			return store.Invalid{"target": wrong[field]}
		}
	}
	if err != nil {
		return err
	}
	return l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key + ":" + ref, Kind: PaymentMatch, AmountCents: f.Cents[ref], PaymentID: &p.ID, Told: f.Told})
}

// method is how the money of a line came: cheques are named as such by every bank.
func (l BankLine) method() Method {
	if slices.ContainsFunc(wordsOf(l.Label), func(w string) bool { return w == "cheque" || w == "cheques" || w == "chq" || w == "chqs" }) {
		return ByCheque
	}
	return ByTransfer
}

// matched writes one match; the database itself refuses more than is left.
func (l BankLine) matched(ctx context.Context, tx *gorm.DB, by people.User, m BankMatch) error {
	m.Ref, m.LineID, m.ByID, m.CreatedAt = store.NewRef(), l.ID, &by.ID, store.Now(tx)
	err := store.From[BankMatch](tx).Omit("Payment").Create(ctx, &m)
	if errors.Is(err, gorm.ErrCheckConstraintViolated) {
		return ErrMatched
	}
	return err
}

func (l BankLine) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "bank_line", SubjectRef: l.Ref, Reason: reason, Details: map[string]any{"cents": l.AmountCents}})
}

// keyOr is a form's key when it can be one, else a new one.
func keyOr(key string) string {
	if key == "" || len(key) > 60 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return store.NewRef()
	}
	return key
}

// brief is as much of a text as a payment keeps.
func brief(text string) string {
	text = oneLine(text)
	for len(text) > 4*longest {
		runes := []rune(text)
		text = string(runes[:len(runes)-len(runes)/4-1])
	}
	return text
}

// AsideForm is why a line is put aside.
type AsideForm struct {
	Reason string `form:"aside_reason"`
	Key    string `form:"key"`
}

// SetAside takes what is left of a line out of the queue for a reason: it is in other books, or concerns nobody. The ledger learns nothing.
func (l BankLine) SetAside(ctx context.Context, db *gorm.DB, by people.User, f AsideForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		return store.Invalid{"aside_reason": store.Wrong{Key: "error.required"}}
	}
	f.Key = keyOr(f.Key)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		if !l.Open() {
			return ErrMatched
		}
		if err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key, Kind: AsideMatch, AmountCents: l.LeftCents, Reason: brief(f.Reason)}); err != nil {
			return err
		}
		return l.note(ctx, tx, by, "bank_line_set_aside", brief(f.Reason))
	})
}

// FindMatch returns the match with that ref and its line for the people who keep the collective's money, else store.ErrNotFound.
func FindMatch(ctx context.Context, db *gorm.DB, u people.User, ref string) (BankMatch, BankLine, error) {
	if readsBooks(u) != nil {
		return BankMatch{}, BankLine{}, store.ErrNotFound
	}
	m, err := store.From[BankMatch](db).Where("ref = ?", ref).Preload("Payment", nil).Take(ctx)
	if err != nil {
		return m, BankLine{}, err
	}
	l, err := store.From[BankLine](db).Where("id = ?", m.LineID).Take(ctx)
	return m, l, err
}

// Reversible reports whether the match can be undone: what a bank took back cannot be given again by a click.
func (m BankMatch) Reversible() bool {
	return !m.Undone() && m.Kind != ReversalMatch && m.Category != UpstreamCategory
}

// strip keeps codes apart in one text.
func strip(codes []ReasonCode) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = string(c)
	}
	return strings.Join(words, ",")
}
