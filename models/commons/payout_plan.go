package commons

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/commons/pain"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// joined reads a row that belongs to another in the same statement.
func joined(name string) clause.JoinTarget { return clause.Has(name) }

// perhaps is joined for a row that may be missing.
func perhaps(name string) clause.JoinTarget {
	return clause.JoinTarget{Type: clause.LeftJoin, Association: name}
}

// Owed is what a project is owed, and whether it can be paid.
type Owed struct {
	Upstream catalogue.Upstream
	Cents    int64
	Channel  PayoutChannel // zero: none
	Deferred string        // the day until which the maintainer asked to wait
	Batch    string        // the ref of the batch that plans it; empty: none
}

// Payable reports whether a batch can take it.
func (o Owed) Payable(least int64) bool {
	return o.Cents >= max(least, 1) && o.Channel.State == ChannelActive && o.Deferred == "" && o.Batch == ""
}

// Passing reports whether it waits for somebody to look at the project that it is to be passed on to.
func (o Owed) Passing() bool { return o.Deferred == afterALook }

// OwedToProjects returns all projects of the catalogue with what they are owed on a day, most first.
func OwedToProjects(ctx context.Context, db *gorm.DB, u people.User, day string) ([]Owed, error) {
	if !Council(u) {
		return nil, store.ErrForbidden
	}
	return owed(ctx, db, day)
}

func owed(ctx context.Context, db *gorm.DB, day string) ([]Owed, error) {
	upstreams, err := catalogue.Upstreams(ctx, db)
	if err != nil {
		return nil, err
	}
	standings, err := ledger.Balances(db.WithContext(ctx), "liability:upstream", string(Cents))
	if err != nil {
		return nil, err
	}
	channels, err := store.From[PayoutChannel](db).Where("state <> ?", ChannelRevoked).Limit(1000).Find(ctx)
	if err != nil {
		return nil, err
	}
	var waits []struct {
		UpstreamID uint
		Until      string
		Batch      string
	}
	err = db.WithContext(ctx).Raw(`select p.upstream_id, p.deferred_until as until, '' as batch from upstream_payments p where p.deferred_until <> '' and p.deferred_until > ?
		union all select p.upstream_id, '', b.ref from upstream_payments p join payment_batches b on b.id = p.batch_id where p.state = 'planned'`, day).Scan(&waits).Error
	all := make([]Owed, len(upstreams))
	for i, up := range upstreams {
		all[i] = Owed{Upstream: up}
		for _, s := range standings {
			if s.Path == ledger.Project("liability:upstream", up.ID) {
				all[i].Cents = s.Balance
			}
		}
		for _, c := range channels {
			if c.UpstreamID == up.ID {
				all[i].Channel = c
			}
		}
		for _, w := range waits {
			if w.UpstreamID == up.ID {
				all[i].Deferred, all[i].Batch = max(all[i].Deferred, w.Until), max(all[i].Batch, w.Batch)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Owed) int { return int(min(max(b.Cents-a.Cents, -1), 1)) })
	return all, err
}

// BatchForm is what a batch is made of. The page reads the amount into LeastCents.
type BatchForm struct {
	ExecuteOn string `form:"execute_on"`
	Least     string `form:"least"` // projects that are owed less wait
	Key       string `form:"key"`   // the same form sent twice makes one batch

	LeastCents int64 `form:"-"`
}

// LeastPaid is what a project is owed at least before it is paid, unless somebody says otherwise: below, the fees would eat it.
const LeastPaid = 500

// NextPayday is a banking day a week from a day: maintainers have time to answer.
func NextPayday(from string) string {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	return pain.NextBankingDay(day.AddDate(0, 0, 7)).Format(time.DateOnly)
}

// payday says what is wrong with the day of a batch.
func payday(bad store.Invalid, typed, now string) {
	day, err := time.Parse(time.DateOnly, typed)
	switch {
	case err != nil:
		bad.Add("execute_on", "error.date")
	case typed < now:
		bad.Add("execute_on", "error.date_past")
	case !pain.BankingDay(day):
		bad.Add("execute_on", "payouts.wrong.banking_day")
	}
}

// DraftBatch puts what every project with an open channel is owed into a batch.
func DraftBatch(ctx context.Context, db *gorm.DB, by people.User, f BatchForm) (Batch, error) {
	var b Batch
	if !KeepsPayouts(by) {
		return b, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := today(ctx, tx)
		if err != nil {
			return err
		}
		bad := store.Invalid{}
		payday(bad, f.ExecuteOn, now)
		if f.LeastCents < 1 {
			bad.Add("least", "error.money")
		}
		if err := bad.Err(); err != nil {
			return err
		}
		all, err := owed(ctx, tx, now)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(o Owed) bool { return !o.Payable(f.LeastCents) })
		if len(all) == 0 {
			return wrong("least", "payouts.wrong.batch_empty")
		}
		b, err = draft(ctx, tx, by, f.ExecuteOn, all)
		return err
	})
	if errors.Is(err, store.ErrConflict) {
		err = wrong("least", "payouts.wrong.batch_twice") // another batch took one of them meanwhile
	}
	return b, err
}

func draft(ctx context.Context, tx *gorm.DB, by people.User, on string, all []Owed) (Batch, error) {
	ref := store.NewRef()
	b := Batch{Ref: ref, MessageID: "LOT-" + strings.ToUpper(ref), State: BatchDraft, ExecuteOn: on, CreatedByID: by.ID, Version: 1, CreatedAt: store.Now(tx)}
	if err := tx.WithContext(ctx).Omit("CreatedBy", "Approver1", "Approver2").Create(&b).Error; err != nil {
		return b, err
	}
	for i, o := range all {
		c := o.Channel
		p := UpstreamPayment{
			Ref: store.NewRef(), BatchID: b.ID, UpstreamID: o.Upstream.ID, ChannelID: c.ID, Type: c.Type, Provenance: c.Provenance, HolderName: c.HolderName,
			ContactEmail: c.ContactEmail, ContactLocale: c.ContactLocale, AddressSealed: c.AddressSealed, AddressHint: c.AddressHint, Fingerprint: c.Fingerprint,
			EndToEndID: fmt.Sprintf("R%s-%d-%d", b.CreatedAt.Format("2006"), b.ID, i+1), Cents: o.Cents, State: PaymentPlanned, CreatedAt: b.CreatedAt,
		}
		if err := tx.WithContext(ctx).Omit("Upstream").Create(&p).Error; err != nil {
			return b, err
		}
		b.Payments = append(b.Payments, p)
	}
	if err := b.changed(ctx, tx); err != nil {
		return b, err
	}
	return b, b.note(ctx, tx, by, "payment_batch_drafted", "")
}

// unplanned takes a project out of the batch that plans it and that the bank does not have yet, if there is one.
func unplanned(ctx context.Context, tx *gorm.DB, by people.User, upstreamID uint, why string) error {
	p, err := store.From[UpstreamPayment](tx).Where("upstream_id = ? and state = ?", upstreamID, PaymentPlanned).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	b := Batch{ID: p.BatchID}
	if err := b.hold(ctx, tx); err != nil {
		return err
	}
	return b.remove(ctx, tx, by, p.ID, why)
}

// remove takes one payment out of the batch, which is approved anew from then on.
func (b *Batch) remove(ctx context.Context, tx *gorm.DB, by people.User, id uint, why string) error {
	found := false
	for i := range b.Payments {
		if p := &b.Payments[i]; p.ID == id && p.State == PaymentPlanned {
			p.State, p.RemovedReason, found = PaymentRemoved, why, true
		}
	}
	if !found || !b.Open() {
		return ErrMoved
	}
	n, err := store.From[UpstreamPayment](tx).Where("id = ? and state = ?", id, PaymentPlanned).Select("State", "RemovedReason").
		Updates(ctx, UpstreamPayment{State: PaymentRemoved, RemovedReason: why})
	if err == nil && n == 0 {
		err = ErrMoved
	}
	if err != nil {
		return err
	}
	if err := b.changed(ctx, tx); err != nil {
		return err
	}
	return b.note(ctx, tx, by, "payment_removed", why)
}
