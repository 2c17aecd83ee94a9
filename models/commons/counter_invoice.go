package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// CounterState is how far an invoice of the other side is.
type CounterState string

// The states of an invoice of the other side.
const (
	CounterSent     CounterState = "sent"
	CounterAccepted CounterState = "accepted"
	CounterRefused  CounterState = "refused"
)

// CounterInvoice is a whole invoice that an organisation wrote to the collective, with its own tax. Once it is accepted it is owed, and what is
// owed meets what the organisation owes (reciprocity.md 2.3).
type CounterInvoice struct {
	ID             uint
	Ref            string
	AgreementID    uint
	OrganisationID uint
	Number         string
	IssuedOn       string
	NetCents       int64
	VATCents       int64 `gorm:"column:vat_cents"`
	TotalCents     int64
	FileID         uint
	State          CounterState
	SentByID       uint
	DecidedByID    *uint
	DecidedAt      *time.Time
	Reason         string
	EntryID        *uint
	CreatedAt      time.Time

	UsedCents int64 `gorm:"->;-:migration"` // of it met invoices
	PaidCents int64 `gorm:"->;-:migration"` // of it was paid in money
}

// LeftCents is what of an accepted one is still owed.
func (c CounterInvoice) LeftCents() int64 {
	if c.State != CounterAccepted {
		return 0
	}
	return c.TotalCents - c.UsedCents - c.PaidCents
}

// CounterForm is an invoice that the other side hands in. The page reads the amounts into cents.
type CounterForm struct {
	Number   string `form:"number"`
	IssuedOn string `form:"issued_on"`
	Net      string `form:"net"`
	VAT      string `form:"vat"`

	NetCents int64        `form:"-"`
	VATCents int64        `form:"-"`
	Files    []files.File `form:"-"` // drafts of the person: exactly one
}

func (f *CounterForm) check(day string) error {
	f.Number = oneLine(f.Number)
	bad := store.Invalid{}
	switch {
	case f.Number == "":
		bad.Add("number", "error.required")
	case len([]rune(f.Number)) > 60:
		bad.Add("number", "error.too_long", "Max", 60)
	}
	switch _, err := time.Parse(time.DateOnly, f.IssuedOn); {
	case err != nil:
		bad.Add("issued_on", "error.date")
	case f.IssuedOn > day:
		bad.Add("issued_on", "error.date_future")
	}
	if f.NetCents < 1 || f.NetCents > 100_000_000 {
		bad.Add("net", "error.money")
	}
	if f.VATCents < 0 || f.VATCents > f.NetCents {
		bad.Add("vat", "error.money")
	}
	if len(f.Files) != 1 {
		bad.Add("files", "error.one_file")
	}
	return bad.Err()
}

// Send hands in an invoice of the organisation under an agreement of compensation, unless it was closed: before, all of them are settled.
func (a Agreement) Send(ctx context.Context, db *gorm.DB, by people.User, f CounterForm) (CounterInvoice, error) {
	var c CounterInvoice
	if !a.Party(by) && !a.treasurer(by) {
		return c, store.ErrForbidden
	}
	if a.LegalBasis != Compensation || a.OrganisationID == nil {
		return c, ErrMoved
	}
	return c, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := a.actingNow(ctx, tx, by); err != nil {
			return err
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.check(day); err != nil {
			return err
		}
		if !a.Runs(f.IssuedOn) {
			return wrong("issued_on", "error.outside_agreement")
		}
		c = CounterInvoice{
			Ref: store.NewRef(), AgreementID: a.ID, OrganisationID: *a.OrganisationID, Number: f.Number, IssuedOn: f.IssuedOn, NetCents: f.NetCents, VATCents: f.VATCents,
			TotalCents: f.NetCents + f.VATCents, FileID: f.Files[0].ID, State: CounterSent, SentByID: by.ID, CreatedAt: store.Now(tx),
		}
		if err := store.InTx(ctx, tx, func(in *gorm.DB) error { return store.From[CounterInvoice](in).Create(ctx, &c) }); err != nil {
			if errors.Is(err, store.ErrConflict) {
				return wrong("number", "error.counter_twice")
			}
			return err
		}
		if err := files.Adopt(ctx, tx, by.ID, []string{f.Files[0].Ref}, "counter_invoice", c.ID); err != nil {
			return err
		}
		if err := store.Enqueue(tx, CounterTurned{CounterID: c.ID, State: c.State}); err != nil {
			return err
		}
		return a.note(ctx, tx, by, "counter_invoice_sent", "", map[string]any{"number": c.Number, "cents": c.TotalCents})
	})
}

// treasurer reports whether u keeps the money of the other side.
func (a Agreement) treasurer(u people.User) bool {
	if a.OrganisationID == nil {
		return false
	}
	m, in := u.In(*a.OrganisationID)
	return in && m.May(people.Treasurer)
}

// counterUsed is what of one met invoices, counterPaid what was paid in money.
const (
	counterUsed = "(select cast(coalesce(sum(o.cents), 0) as bigint) from offsets o where o.counter_invoice_id = counter_invoices.id and " + offsetStands + ")"
	counterPaid = "(select cast(coalesce(sum(y.cents), 0) as bigint) from counter_payments y where y.counter_invoice_id = counter_invoices.id and " + restStands + ")"
)

// countersWithUse reads both beside each.
const countersWithUse = "counter_invoices.*, " + counterUsed + " as used_cents, " + counterPaid + " as paid_cents"

func withUse(db *gorm.DB) store.Rows[CounterInvoice] {
	return store.From[CounterInvoice](db).Select(countersWithUse)
}

// FindCounterInvoice returns one of an agreement's, with what of it met invoices.
func FindCounterInvoice(ctx context.Context, db *gorm.DB, a Agreement, ref string) (CounterInvoice, error) {
	return withUse(db).Where("agreement_id = ? and ref = ?", a.ID, ref).Take(ctx)
}

// Accept says that the collective owes it: it was received whole, with its tax, and bears the words "en compensation". From then on it may
// meet invoices.
func (c CounterInvoice) Accept(ctx context.Context, db *gorm.DB, by people.User, a Agreement, marked bool) error {
	return c.decide(ctx, db, by, func(tx *gorm.DB, now *CounterInvoice) error {
		if !marked {
			return wrong("marked", "error.counter_unmarked")
		}
		entry, err := now.book(ctx, tx, by)
		if err != nil {
			return err
		}
		now.State, now.EntryID = CounterAccepted, &entry
		if err := now.save(ctx, tx, by); err != nil {
			return err
		}
		return a.note(ctx, tx, by, "counter_invoice_accepted", "", map[string]any{"number": now.Number, "cents": now.TotalCents})
	})
}

// Refuse says that it is not owed, with a reason.
func (c CounterInvoice) Refuse(ctx context.Context, db *gorm.DB, by people.User, a Agreement, reason string) error {
	reason = cleaned(reason)
	return c.decide(ctx, db, by, func(tx *gorm.DB, now *CounterInvoice) error {
		if reason == "" {
			return wrong("reason", "error.required")
		}
		if len([]rune(reason)) > LongestBody {
			return wrong("reason", "error.too_long", "Max", LongestBody)
		}
		now.State, now.Reason = CounterRefused, reason
		if err := now.save(ctx, tx, by); err != nil {
			return err
		}
		return a.note(ctx, tx, by, "counter_invoice_refused", reason, map[string]any{"number": now.Number})
	})
}

// decide runs a decision on one that waits, by somebody who keeps the collective's money and did not hand it in.
func (c CounterInvoice) decide(ctx context.Context, db *gorm.DB, by people.User, f func(tx *gorm.DB, now *CounterInvoice) error) error {
	if !keepsAgreements(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := billing.LockAccount(tx, c.OrganisationID); err != nil {
			return err
		}
		now, err := store.From[CounterInvoice](tx).Where("id = ?", c.ID).Take(ctx)
		switch {
		case err != nil:
			return err
		case now.State != CounterSent:
			return ErrMoved
		case now.SentByID == by.ID:
			return wrong("marked", "error.both_sides")
		}
		if _, in := by.In(now.OrganisationID); in {
			return wrong("marked", "error.both_sides")
		}
		return f(tx, &now)
	})
}

func (c *CounterInvoice) save(ctx context.Context, tx *gorm.DB, by people.User) error {
	c.DecidedByID, c.DecidedAt = &by.ID, stamp(tx)
	err := tx.WithContext(ctx).Model(&CounterInvoice{}).Where("id = ?", c.ID).Omit(clause.Associations).
		Select("State", "Reason", "EntryID", "DecidedByID", "DecidedAt").Updates(c).Error
	if err != nil {
		return err
	}
	return store.Enqueue(tx, CounterTurned{CounterID: c.ID, State: c.State})
}

// LoadCounterInvoice returns one by id, for jobs.
func LoadCounterInvoice(ctx context.Context, db *gorm.DB, id uint) (CounterInvoice, error) {
	return store.From[CounterInvoice](db).Where("id = ?", id).Take(ctx)
}

// book writes the purchase: what it cost, its tax where the collective may deduct it, and what is owed.
func (c CounterInvoice) book(ctx context.Context, tx *gorm.DB, by people.User) (uint, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return 0, err
	}
	regime, err := collective.RegimeOn(ctx, tx, store.Today(tx, host.Location()))
	if err != nil {
		return 0, err
	}
	owed := ledger.Party("payable", c.OrganisationID)
	cost, tax := c.TotalCents, int64(0)
	if regime.Regime == collective.VATRegistered {
		cost, tax = c.NetCents, c.VATCents
	}
	e := ledger.Entry{
		Journal: ledger.Purchases, Kind: "supplier_invoice", Key: fmt.Sprintf("supplier:%d:%s", c.OrganisationID, c.Ref), EffectiveOn: ledger.Day(store.Today(tx, host.Location())), Actor: by.ID,
		PieceRef: c.Number, PieceOn: c.IssuedOn, SubjectType: "counter_invoice", SubjectID: c.ID, Memo: "invoice " + c.Number + " (en compensation)",
		Transfers: []ledger.Transfer{{Debit: "expense:purchases", Credit: owed, Unit: string(Cents), Amount: cost}},
	}
	if tax > 0 {
		e.Transfers = append(e.Transfers, ledger.Transfer{Debit: "asset:vat_deductible", Credit: owed, Unit: string(Cents), Amount: tax})
	}
	posted, err := ledger.Post(ctx, tx, e)
	return posted.ID, err
}
