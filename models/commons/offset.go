package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Cash is an amount in a sentence about what is wrong.
type Cash int64

// Offset is a piece of an invoice that was settled without money, under an agreement: by an accepted invoice of the other side, or by credit
// that the contract gave. The invoice itself is never touched.
type Offset struct {
	ID               uint
	Ref              string
	AgreementID      uint
	OrganisationID   uint
	InvoiceID        uint
	Invoice          billing.Invoice `gorm:"foreignKey:InvoiceID"`
	CounterInvoiceID *uint           // nil: by credit
	Cents            int64
	OnDay            string
	PaymentID        uint
	ByID             uint
	IdempotencyKey   string
	CreatedAt        time.Time

	Reversal OffsetReversal `gorm:"foreignKey:OffsetID"` // zero: it stands
}

// OffsetForm says which invoice is settled by what. Without an amount it is as much as may be.
type OffsetForm struct {
	Invoice string `form:"invoice"` // ref
	Counter string `form:"counter"` // ref of an accepted one; empty: credit
	Amount  string `form:"offset_amount"`
	Key     string `form:"key"`

	Cents int64 `form:"-"`
}

// OffsetsOf returns what was settled under an agreement, the latest first.
func OffsetsOf(ctx context.Context, db *gorm.DB, a Agreement) ([]Offset, error) {
	return store.From[Offset](db).Where("agreement_id = ?", a.ID).Joins(clause.LeftJoin.Association("Invoice"), store.Only("id", "ref", "full_number", "state", "kind", "organisation_id")).
		Joins(perhaps("Reversal"), nil).Order("offsets.id desc").Limit(200).Find(ctx)
}

// Offset settles a piece of an invoice without money, by somebody who keeps the collective's money: never more than is due on it, than is owed to the
// organisation, nor than the agreement allows.
func (a Agreement) Offset(ctx context.Context, db *gorm.DB, by people.User, f OffsetForm) (Offset, error) {
	if !keepsAgreements(by) {
		return Offset{}, store.ErrForbidden
	}
	if a.OrganisationID == nil {
		return Offset{}, ErrNoCreditForVolunteers
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	var o Offset
	return o, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := billing.LockAccount(tx, *a.OrganisationID); err != nil {
			return err
		}
		before, err := store.From[Offset](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			o = before
			return err
		}
		o, err = a.offset(ctx, tx, by, f)
		return err
	})
}

func (a Agreement) offset(ctx context.Context, tx *gorm.DB, by people.User, f OffsetForm) (Offset, error) {
	day, err := today(ctx, tx)
	if err != nil {
		return Offset{}, err
	}
	i, err := billing.FindInvoice(ctx, tx, by, f.Invoice)
	if err != nil || i.OrganisationID != *a.OrganisationID || i.Kind != billing.AnInvoice || i.DueCents() <= 0 {
		return Offset{}, wrong("invoice", "error.choose")
	}
	o := Offset{Ref: store.NewRef(), AgreementID: a.ID, OrganisationID: *a.OrganisationID, InvoiceID: i.ID, OnDay: day, ByID: by.ID, IdempotencyKey: f.Key, CreatedAt: store.Now(tx)}
	source, err := a.source(ctx, tx, f, day)
	if err != nil {
		return o, err
	}
	room, err := a.room(ctx, tx, i, day)
	if err != nil {
		return o, err
	}
	most := min(source.left, i.DueCents(), room)
	o.Cents, o.CounterInvoiceID = f.Cents, source.counter
	switch {
	case f.Amount != "" && f.Cents < 1:
		return o, wrong("offset_amount", "error.money")
	case most <= 0:
		return o, wrong("offset_amount", "error.offset_nothing")
	case f.Amount != "" && f.Cents > most:
		return o, wrong("offset_amount", "error.offset_most", "Amount", Cash(most))
	case f.Amount == "":
		o.Cents = most
	}
	return o, o.settle(ctx, tx, by, a, source)
}

// source is what settles: how much of it is left, and which account holds it.
type source struct {
	counter *uint
	left    int64
	account string
	name    string
}

// source finds what settles: an accepted invoice of the other side, or credit. One that is not accepted yet settles nothing.
func (a Agreement) source(ctx context.Context, tx *gorm.DB, f OffsetForm, day string) (source, error) {
	switch a.LegalBasis {
	case Compensation:
		c, err := FindCounterInvoice(ctx, tx, a, f.Counter)
		if err != nil {
			return source{}, wrong("counter", "error.choose")
		}
		if c.State != CounterAccepted {
			return source{}, wrong("counter", "error.counter_not_accepted")
		}
		return source{counter: &c.ID, left: c.LeftCents(), account: ledger.Party("payable", c.OrganisationID), name: c.Number}, nil
	case Rebate:
		if !a.Usable(day) {
			return source{}, wrong("offset_amount", "error.credit_over")
		}
		left, err := CreditLeft(ctx, tx, a)
		return source{left: left, account: ledger.Party("liability:credit", *a.OrganisationID), name: a.Title}, err
	}
	return source{}, wrong("counter", "error.agreement_counts_nothing")
}

// room is how much the agreement still allows to settle on an invoice: its part of that invoice, and its sum of the year.
func (a Agreement) room(ctx context.Context, tx *gorm.DB, i billing.Invoice, day string) (int64, error) {
	var sums struct{ OnInvoice, InYear int64 }
	err := tx.WithContext(ctx).Raw(`select cast(coalesce(sum(case when invoice_id = @i then cents else 0 end), 0) as bigint) as on_invoice,
		cast(coalesce(sum(case when on_day like @year then cents else 0 end), 0) as bigint) as in_year from offsets o where agreement_id = @a and `+offsetStands,
		map[string]any{"i": i.ID, "a": a.ID, "year": day[:4] + "-%"}).Scan(&sums).Error
	room := i.TotalCents
	if a.CapBP > 0 {
		room = i.TotalCents*int64(a.CapBP)/10_000 - sums.OnInvoice
	}
	if a.CapCents > 0 {
		room = min(room, a.CapCents-sums.InYear)
	}
	return room, err
}

// settle lets the two debts meet, in the books and on the invoice.
func (o *Offset) settle(ctx context.Context, tx *gorm.DB, by people.User, a Agreement, from source) error {
	p, err := billing.Net(ctx, tx, by, billing.Netting{OrganisationID: o.OrganisationID, InvoiceID: o.InvoiceID, Cents: o.Cents, From: from.account, Reference: from.name, Key: o.IdempotencyKey})
	if err != nil {
		return err
	}
	o.PaymentID = p.ID
	if err := tx.WithContext(ctx).Omit("Invoice", "Reversal").Create(o).Error; err != nil {
		return err
	}
	return a.note(ctx, tx, by, "offset_made", "", map[string]any{"cents": o.Cents, "by": from.name})
}
