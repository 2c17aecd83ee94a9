package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// badDebts is where the books keep what nobody expects to be paid any more.
const badDebts = "expense:bad_debts"

// WriteOff is what was due on an invoice and is not expected any more. The invoice stays as it was issued, and the buyer is not released: it
// is undone when money comes after all.
type WriteOff struct {
	ID             uint
	Ref            string
	InvoiceID      uint
	Invoice        Invoice `gorm:"foreignKey:InvoiceID"`
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	AmountCents    int64
	NetCents       int64 // the part before tax
	Currency       string
	TaxBack        bool   // its tax was taken back from what was collected, which the accountant confirms
	OnDay          string // the day it counts for in the books
	Reason         string
	EntryID        uint
	ByID           uint
	IdempotencyKey string
	CreatedAt      time.Time
	UndoneAt       *time.Time
	UndoneByID     *uint
	UndoneReason   string
}

// TaxCents is the part of it that is tax.
func (w WriteOff) TaxCents() int64 { return w.AmountCents - w.NetCents }

// TaxWithin is the tax within what is due on an invoice.
func TaxWithin(i Invoice) int64 {
	return i.DueCents() - money.Cumulative(i.NetCents, i.TotalCents, i.SettledCents, i.SettledCents+i.DueCents())
}

// Undone reports whether it no longer counts.
func (w WriteOff) Undone() bool { return w.UndoneAt != nil }

// WriteOffForm is why and on which day what is due on an invoice is written off.
type WriteOffForm struct {
	Reason  string `form:"loss_reason"`
	OnDay   string `form:"loss_on"`
	TaxBack bool   `form:"tax_back"` // the law allows to take its tax back (services: tax is due on what was received; else CGI 272)
	Due     int64  `form:"due"`      // what was due when the form was drawn
	Key     string `form:"key"`
}

func (f *WriteOffForm) check(i Invoice, today string) error {
	wrong := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		wrong.Add("loss_reason", "error.required")
	}
	_, err := period.Day(f.OnDay)
	switch {
	case f.OnDay == "":
		wrong.Add("loss_on", "error.required")
	case err != nil:
		wrong.Add("loss_on", "error.date")
	case f.OnDay > today:
		wrong.Add("loss_on", "error.date_future")
	case f.OnDay < i.IssuedOn:
		wrong.Add("loss_on", "error.loss_early")
	}
	if f.TaxBack && i.VATCents == 0 {
		wrong.Add("tax_back", "error.no_tax")
	}
	return wrong.Err()
}

// WriteOff takes what is due on an invoice out of what is expected: a loss in the books, for a reason, on a day of an open period. The
// account carries the tag `written-off` from then on: its service stays closed until it is paid or the tag is taken away (TAG1).
func (i Invoice) WriteOff(ctx context.Context, db *gorm.DB, by people.User, f WriteOffForm) (WriteOff, error) {
	if !by.Is(people.Operator) {
		return WriteOff{}, store.ErrForbidden
	}
	f.Key = keyOr(f.Key)
	var w WriteOff
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, i.OrganisationID); err != nil {
			return err
		}
		before, err := store.From[WriteOff](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			w = before
			return err
		}
		fresh, err := LoadInvoice(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		w, err = fresh.writeOff(ctx, tx, by, f)
		return err
	})
	return w, inClosedPeriod(refused(err), "loss_on")
}

func (i Invoice) writeOff(ctx context.Context, tx *gorm.DB, by people.User, f WriteOffForm) (WriteOff, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return WriteOff{}, err
	}
	if i.State != Final || i.Kind != AnInvoice || i.DueCents() <= 0 || f.Due != i.DueCents() {
		return WriteOff{}, store.ErrConflict
	}
	if err := f.check(i, ledger.Day(store.Today(tx, host.Location()))); err != nil {
		return WriteOff{}, err
	}
	coming, err := store.From[CollectionPart](tx).Where("invoice_id = ? and collection_id in (select id from collections where state = ?)", i.ID, Collecting).Count(ctx, "id")
	if err != nil {
		return WriteOff{}, err
	}
	if coming > 0 {
		return WriteOff{}, store.Invalid{"loss_reason": {Key: "error.loss_coming"}}
	}
	w := WriteOff{
		Ref: store.NewRef(), InvoiceID: i.ID, OrganisationID: i.OrganisationID, AmountCents: i.DueCents(), Currency: i.Currency, TaxBack: f.TaxBack, OnDay: f.OnDay, Reason: f.Reason,
		ByID: by.ID, IdempotencyKey: f.Key, CreatedAt: store.Now(tx),
	}
	w.NetCents = w.AmountCents - TaxWithin(i)
	if err := w.book(ctx, tx, by, i); err != nil {
		return w, err
	}
	if err := store.From[WriteOff](tx).Omit("Invoice", "Organisation").Create(ctx, &w); err != nil {
		return w, err
	}
	if err := w.note(ctx, tx, by, i, "invoice_written_off", w.Reason); err != nil {
		return w, err
	}
	return w, w.tag(ctx, tx, by)
}

// book tells the ledger of the loss. The tax is part of it, or taken back; which one is right the accountant says, and the entry asks.
func (w *WriteOff) book(ctx context.Context, tx *gorm.DB, by people.User, i Invoice) error {
	e := ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "written_off", Key: "write_off:" + w.Ref, EffectiveOn: w.OnDay, Actor: by.ID,
		PieceRef: i.FullName(), PieceOn: i.IssuedOn, SubjectType: "invoice", SubjectID: i.ID,
	}
	lost, tax := w.AmountCents, int64(0)
	if w.TaxBack {
		lost, tax = w.NetCents, w.TaxCents()
		e.Memo = i.FullName() + ", TVA reprise, à vérifier"
	} else if w.TaxCents() > 0 {
		e.Memo = i.FullName() + ", TVA comprise, à vérifier"
	}
	for _, t := range []ledger.Transfer{{Debit: badDebts, Amount: lost}, {Debit: "liability:vat_collected", Amount: tax}} {
		if t.Credit, t.Unit = receivable(w.OrganisationID), w.Currency; t.Amount > 0 {
			e.Transfers = append(e.Transfers, t)
		}
	}
	posted, err := ledger.Post(ctx, tx, e)
	w.EntryID = posted.ID
	return err
}

// tag treats the account apart, unless it is already.
func (w WriteOff) tag(ctx context.Context, tx *gorm.DB, by people.User) error {
	standing, err := store.From[ControlTag](tx).Where("organisation_id = ? and tag = ? and removed_at is null", w.OrganisationID, WrittenOffTag).Count(ctx, "id")
	if err != nil || standing > 0 {
		return err
	}
	t := ControlTag{OrganisationID: w.OrganisationID, Tag: WrittenOffTag, Reason: w.Reason, ByID: by.ID, CreatedAt: store.Now(tx)}
	if err := store.From[ControlTag](tx).Create(ctx, &t); err != nil {
		return err
	}
	o, err := people.LoadOrganisation(ctx, tx, w.OrganisationID)
	if err != nil {
		return err
	}
	return noteTag(ctx, tx, by, o, "tag_put", WrittenOffTag, w.Reason)
}

func (w WriteOff) note(ctx context.Context, tx *gorm.DB, by people.User, i Invoice, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "invoice", SubjectRef: i.Ref, OrganisationID: i.OrganisationID, Reason: reason,
		Details: map[string]any{"number": i.FullName(), "cents": w.AmountCents, "tax_back": w.TaxBack},
	})
}

// Undo expects the money again, by a reversing entry of today, as long as the books of the day of the loss are open. What came in meanwhile
// settles the invoice.
func (w WriteOff) Undo(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return store.Invalid{"undo_reason": {Key: "error.required"}}
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, w.OrganisationID); err != nil {
			return err
		}
		i, err := LoadInvoice(ctx, tx, w.InvoiceID)
		if err != nil {
			return err
		}
		if err := w.undo(ctx, tx, by, &i, reason); err != nil {
			return err
		}
		if err := settleFromAdvances(ctx, tx, &i, 0); err != nil {
			return err
		}
		return Restore(ctx, tx, i.ID)
	})
	return inClosedPeriod(refused(err), "undo_reason")
}

// undo takes the loss back; the tag goes with the last one.
func (w WriteOff) undo(ctx context.Context, tx *gorm.DB, by people.User, i *Invoice, reason string) error {
	closed, err := ledger.Closed(tx, w.OnDay)
	if err != nil {
		return err
	}
	if closed {
		return store.Invalid{"undo_reason": {Key: "error.loss_closed"}}
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := ledger.ReverseOn(ctx, tx, w.EntryID, by.ID, "", ledger.Day(store.Today(tx, host.Location()))); err != nil {
		return err
	}
	done := tx.WithContext(ctx).Model(&WriteOff{}).Where("id = ? and undone_at is null", w.ID).
		Updates(map[string]any{"undone_at": store.Now(tx), "undone_by_id": by.ID, "undone_reason": reason})
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	if done.Error != nil {
		return done.Error
	}
	i.WrittenCents = 0
	if err := i.countFrom(ctx, tx); err != nil { // the days on which nobody expected it do not count
		return err
	}
	if err := w.note(ctx, tx, by, *i, "write_off_undone", reason); err != nil {
		return err
	}
	left, err := store.From[WriteOff](tx).Where("organisation_id = ? and undone_at is null", w.OrganisationID).Count(ctx, "id")
	if err != nil || left > 0 {
		return err
	}
	return dropTag(ctx, tx, w.OrganisationID, WrittenOffTag)
}

// expectAgain takes back what was written off of an invoice before it is credited: what is credited is not lost.
func (i *Invoice) expectAgain(ctx context.Context, tx *gorm.DB, by people.User, reason string) error {
	if i.WrittenCents == 0 {
		return nil
	}
	w, err := i.WrittenOff(ctx, tx)
	if err != nil {
		return err
	}
	err = w.undo(ctx, tx, by, i, reason)
	if _, closed := store.AsInvalid(err); closed {
		return invalidAmount("error.loss_closed")
	}
	return err
}
