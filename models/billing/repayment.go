package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Repayment is what an organisation paid and gets back, by a day: after it gave a contract back (law-and-charter.md f), or because a credit
// note says so. It is another thing than the refunds that settle it: when one of them fails, the credit note stands and the money is owed
// again (CRN3). Until then it is held: it settles nothing else.
type Repayment struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	NoticeID       *uint               // the withdrawal, or the cancellation before anything was delivered, that made it
	Notice         *Notice             `gorm:"foreignKey:NoticeID"`
	CreditNoteID   *uint               // or the credit note
	CreditNote     *Invoice            `gorm:"foreignKey:CreditNoteID"`
	AmountCents    int64
	LeftCents      int64 // what nobody sent yet
	Currency       string
	DueOn          string
	ByID           *uint
	KeptReason     string // how the organisation wished to keep it as credit
	KeptByID       *uint
	CreatedAt      time.Time
	SettledAt      *time.Time

	Held    []Held   `gorm:"-"` // what waits of which payment
	Refunds []Refund `gorm:"-"` // what was sent, newest first
}

// Held is what of a payment waits to be paid back, and from whose account it came when the bank said so.
type Held struct {
	Payment        Payment `gorm:"embedded"`
	Cents          int64
	Counterparty   string
	CounterAccount string
}

// repayWithin is how many days the law gives to pay back what a withdrawal frees (code de la consommation L221-24); credit notes keep to it too.
const repayWithin = 14

// Open reports whether something of it is still to be sent.
func (r Repayment) Open() bool { return r.LeftCents > 0 }

// Kept reports whether the organisation kept the rest of it as account credit.
func (r Repayment) Kept() bool { return r.KeptByID != nil && !r.Open() }

// Late reports whether its day has passed and something is still to be sent.
func (r Repayment) Late(today string) bool { return r.Open() && r.DueOn < today }

// UnderWay is what was sent and has not arrived yet.
func (r Repayment) UnderWay() (cents int64) {
	for _, f := range r.Refunds {
		if f.State == RefundAsked || f.State == RefundPending {
			cents += f.RepaidCents
		}
	}
	return cents
}

// ByHand is what of it no cashier can send: it goes by a transfer of ours.
func (r Repayment) ByHand() (cents int64) {
	for _, h := range r.Held {
		if !h.Payment.Collected() {
			cents += h.Cents
		}
	}
	return cents
}

// NeedsAgreement reports whether a transfer of all that is left would be another means of payment than the one it came by: then the law
// asks for the payer's express agreement (L221-24).
func (r Repayment) NeedsAgreement() bool { return r.ByHand() < r.LeftCents }

// Risky reports whether a transfer may pay a payer twice, whose bank may give a debit back as well (SDD3).
func (r Repayment) Risky(now time.Time) bool {
	for _, h := range r.Held {
		if h.Payment.Risky(now) {
			return true
		}
	}
	return false
}

// why is the word by which its refunds name it: the number of the credit note, or the reference of the notice.
func (r Repayment) why() string {
	if r.CreditNote != nil {
		return r.CreditNote.FullName()
	}
	if r.Notice != nil {
		return r.Notice.Ref
	}
	return r.Ref
}

// RepaymentFilter narrows the list of what is to be paid back.
type RepaymentFilter struct {
	Query string // part of an organisation's name
	Done  bool   // those that are settled
	After string
	All   bool // many at once, for a file
}

func (f RepaymentFilter) apply(q store.Rows[Repayment]) store.Rows[Repayment] {
	if f.Query != "" {
		q = q.Where(`repayments.organisation_id in (select id from organisations where lower(name) like ? escape '\')`, store.Like(f.Query))
	}
	if f.Done {
		q = q.Where("repayments.left_cents = 0").Order("repayments.id desc")
		if id := store.FromKey(f.After); id > 0 {
			q = q.Where("repayments.id < ?", id)
		}
		return q
	}
	q = q.Where("repayments.left_cents > 0").Order("repayments.due_on, repayments.id")
	if on, id, ok := store.FromPair(f.After); ok {
		q = q.Where("repayments.due_on > ? or (repayments.due_on = ? and repayments.id > ?)", on, on, id)
	}
	return q
}

// Repayments returns a page of what is to be paid back for the people who keep the collective's money, what is due first before all; or of
// what is settled, newest first.
func Repayments(ctx context.Context, db *gorm.DB, by people.User, f RepaymentFilter) (store.Page[Repayment], error) {
	if err := readsBooks(by); err != nil {
		return store.Page[Repayment]{}, err
	}
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	rows, err := f.apply(store.From[Repayment](db).Limit(most+1)).Preload("Organisation", store.OnlyThese("id", "ref", "name")).
		Preload("CreditNote", store.OnlyThese("id", "ref", "full_number")).Preload("Notice", store.OnlyThese("id", "ref", "kind")).Find(ctx)
	for n := range rows {
		rows[n].DueOn = dayOnly(rows[n].DueOn)
	}
	return store.Paged(rows, most, func(r Repayment) string {
		if f.Done {
			return store.Key(r.ID)
		}
		return store.Pair(r.DueOn, r.ID)
	}), err
}

// FindRepayment returns one with what is held for it and what was sent, for the people who keep the collective's money; else store.ErrNotFound.
func FindRepayment(ctx context.Context, db *gorm.DB, by people.User, ref string) (Repayment, error) {
	if readsBooks(by) != nil {
		return Repayment{}, store.ErrNotFound
	}
	return oneRepayment(ctx, db, "ref = ?", ref)
}

// FindRepaymentOf returns one of an organisation, for its people.
func FindRepaymentOf(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (Repayment, error) {
	return oneRepayment(ctx, db, "organisation_id = ? and ref = ?", o.ID, ref)
}

// LoadRepayment returns one by its id, for jobs.
func LoadRepayment(ctx context.Context, db *gorm.DB, id uint) (Repayment, error) {
	return oneRepayment(ctx, db, "id = ?", id)
}

func oneRepayment(ctx context.Context, db *gorm.DB, condition string, args ...any) (Repayment, error) {
	r, err := store.From[Repayment](db).Where(condition, args...).Preload("Organisation", nil).Preload("CreditNote", nil).Preload("Notice", nil).Take(ctx)
	if err != nil {
		return r, err
	}
	if r.Held, err = r.held(ctx, db); err != nil {
		return r, err
	}
	r.Refunds, err = store.From[Refund](db).Where("repayment_id = ?", r.ID).Order("id desc").Find(ctx)
	return r, err
}

// held is what waits of which payment, oldest first.
func (r Repayment) held(ctx context.Context, db *gorm.DB) (all []Held, err error) {
	err = db.WithContext(ctx).Raw(`select p.*, h.cents, coalesce(l.counterparty, '') as counterparty, coalesce(l.counter_account, '') as counter_account
		from payments p join (select payment_id, cast(sum(cents) as bigint) as cents from repayment_holds where repayment_id = ? group by payment_id having sum(cents) > 0) h on h.payment_id = p.id
		left join bank_matches m on m.payment_id = p.id and m.undone_at is null left join bank_lines l on l.id = m.line_id order by p.id`, r.ID).Scan(&all).Error
	return all, err
}

// RepaymentsOf returns what is or was paid back to an organisation, newest first, at most so many, with what was sent.
func RepaymentsOf(ctx context.Context, db *gorm.DB, o people.Organisation, most int) ([]Repayment, error) {
	rows, err := store.From[Repayment](db).Where("organisation_id = ?", o.ID).Order("id desc").Limit(most).Find(ctx)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	at, ids := map[uint]*Repayment{}, []uint{}
	for n := range rows {
		at[rows[n].ID], ids = &rows[n], append(ids, rows[n].ID)
	}
	refunds, err := store.From[Refund](db).Where("repayment_id in ?", ids).Order("id desc").Find(ctx)
	for _, f := range refunds {
		one := at[*f.RepaymentID]
		one.Refunds = append(one.Refunds, f)
	}
	return rows, err
}

func (r Repayment) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string, cents int64) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "repayment", SubjectRef: r.Ref, OrganisationID: r.OrganisationID, Reason: reason, Details: map[string]any{"cents": cents, "due_on": r.DueOn},
	})
}

func refundSource(f Refund) string { return fmt.Sprintf("refund:%s", f.Ref) }
