package billing

import (
	"context"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// QuestionKind is why a person must look at some money.
type QuestionKind string

// The kinds of questions.
const (
	OtherAmount   QuestionKind = "amount"         // another sum came than was asked
	OtherCurrency QuestionKind = "currency"       // another currency came
	UnknownMoney  QuestionKind = "unknown_money"  // a line on the cashier's account that nothing here explains
	RefundFailed  QuestionKind = "refund_failed"  // what was sent back came back: it is owed again (CRN3)
	DisputeOpened QuestionKind = "dispute"        // a payment is contested: evidence may be due
	PaidBackTwice QuestionKind = "twice"          // refunded and contested: more left than had come
	OutsideRefund QuestionKind = "outside_refund" // somebody sent money back on the cashier's own pages
	RefundWanted  QuestionKind = "refund_wanted"  // who paid too much asks for it
	StuckEvent    QuestionKind = "stuck_event"    // news that could not be understood
)

// Resolution is what a person decided.
type Resolution string

// The answers to a question.
const (
	CreditIt    Resolution = "credited" // it is the organisation's: account credit
	SettledElse Resolution = "settled"  // dealt with otherwise, as the reason says
)

// MoneyQuestion is money that needs a human.
type MoneyQuestion struct {
	ID             uint
	Ref            string
	Kind           QuestionKind
	Subject        string // what it is about, in the cashier's words; with the kind it is unique
	OrganisationID *uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	CollectionID   *uint
	PaymentID      *uint
	DonationID     *uint // of a gift: it settles nothing here
	AmountCents    int64
	Currency       string
	ExpectedCents  int64
	Note           string // a code of the cashier's
	Answer         Resolution
	Reason         string
	AnsweredByID   *uint
	AnsweredAt     *time.Time
	CreatedAt      time.Time
}

// ResolutionForm is what a person decided about a question, and why.
type ResolutionForm struct {
	Answer Resolution `form:"answer"`
	Reason string     `form:"reason"`
}

// ask files a question once, whatever is told how often.
func ask(ctx context.Context, tx *gorm.DB, q MoneyQuestion) error {
	q.Ref, q.CreatedAt = store.NewRef(), store.Now(tx)
	return tx.WithContext(ctx).Omit("Organisation").Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "kind"}, {Name: "subject"}}, DoNothing: true}).Create(&q).Error
}

// MoneyQuestions returns a page of questions for the people who keep the collective's money: the open ones, oldest first, or the answered
// ones, newest first.
func MoneyQuestions(ctx context.Context, db *gorm.DB, by people.User, answered bool, after uint) (store.Page[MoneyQuestion], error) {
	if !by.Is(people.Operator, people.Accountant) {
		return store.Page[MoneyQuestion]{}, store.ErrForbidden
	}
	q := store.From[MoneyQuestion](db).Limit(store.PageSize + 1)
	switch {
	case answered && after > 0:
		q = q.Where("answer <> '' and id < ?", after).Order("id desc")
	case answered:
		q = q.Where("answer <> ''").Order("id desc")
	default:
		q = q.Where("answer = '' and id > ?", after).Order("id")
	}
	rows, err := q.Preload("Organisation", nil).Find(ctx)
	return store.Paged(rows, store.PageSize, func(q MoneyQuestion) string { return store.Key(q.ID) }), err
}

// FindMoneyQuestion returns a question for the people who keep the collective's money, else store.ErrNotFound.
func FindMoneyQuestion(ctx context.Context, db *gorm.DB, by people.User, ref string) (MoneyQuestion, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return MoneyQuestion{}, store.ErrNotFound
	}
	return store.From[MoneyQuestion](db).Where("ref = ?", ref).Preload("Organisation", nil).Take(ctx)
}

// Creditable reports whether the money can become an organisation's credit: it came, it is counted in our books, and we know whose it is.
func (q MoneyQuestion) Creditable() bool {
	return (q.Kind == OtherAmount || q.Kind == OtherCurrency) && q.CollectionID != nil && q.OrganisationID != nil && bookable(q.Currency) && q.AmountCents > 0
}

// Closed reports whether it was answered.
func (q MoneyQuestion) Closed() bool { return q.Answer != "" }

// Resolve answers a question for a reason. Money that came otherwise than asked may become the organisation's account credit.
func (q MoneyQuestion) Resolve(ctx context.Context, db *gorm.DB, by people.User, f ResolutionForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		wrong.Add("reason", "error.required")
	}
	if f.Answer != SettledElse && (f.Answer != CreditIt || !q.Creditable()) {
		wrong.Add("answer", "error.choose")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[MoneyQuestion](tx, forUpdate).Where("id = ?", q.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.Closed() {
			return store.ErrConflict
		}
		if f.Answer == CreditIt {
			if err := fresh.credit(ctx, tx, by, f.Reason); err != nil {
				return err
			}
		}
		now := store.Now(tx)
		fresh.Answer, fresh.Reason, fresh.AnsweredByID, fresh.AnsweredAt = f.Answer, f.Reason, &by.ID, &now
		if err := tx.WithContext(ctx).Model(&fresh).Select("answer", "reason", "answered_by_id", "answered_at").Updates(&fresh).Error; err != nil {
			return err
		}
		act := journal.Act{Verb: "money_question_answered", SubjectType: "money_question", SubjectRef: q.Ref, Reason: f.Reason, Details: map[string]any{"answer": f.Answer}}
		if q.OrganisationID != nil {
			act.OrganisationID = *q.OrganisationID
		}
		return journal.Note(ctx, tx, by.Actor(), act)
	}))
}

// credit makes a payment of the money that waited: all of it is account credit.
func (q MoneyQuestion) credit(ctx context.Context, tx *gorm.DB, by people.User, reason string) error {
	c, err := takeCollection(ctx, tx, *q.CollectionID)
	if err != nil {
		return err
	}
	day, err := bookingDay(ctx, tx, time.Time{})
	if err != nil {
		return err
	}
	p := Payment{
		Ref: store.NewRef(), OrganisationID: c.OrganisationID, ProFormaID: c.ProFormaID, Method: c.Method, AmountCents: q.AmountCents, Currency: q.Currency, State: Succeeded,
		ReceivedOn: day, Reference: q.Subject, Reason: reason, RecordedByID: &by.ID, IdempotencyKey: "stripe:" + q.Subject, CreatedAt: store.Now(tx),
	}
	if err := store.From[Payment](tx).Omit("Organisation").Create(ctx, &p); err != nil {
		return err
	}
	c.PaymentID = &p.ID
	if err := c.save(ctx, tx, "payment_id"); err != nil {
		return err
	}
	_, err = ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "payment_explained", Key: "explained:" + q.Subject, EffectiveOn: day, Actor: by.ID, PieceRef: q.Subject,
		SubjectType: "payment", SubjectID: p.ID,
		Transfers: []ledger.Transfer{{Debit: suspense, Credit: advances(c.OrganisationID), Unit: q.Currency, Amount: q.AmountCents}},
	})
	return err
}

// question keeps money that is not what was asked out of every account but one, and asks a person.
func (c *Collection) question(ctx context.Context, tx *gorm.DB, i cashier.Intent) error {
	c.State = Questioned
	if err := c.save(ctx, tx, "state", "ended_at"); err != nil {
		return err
	}
	q := MoneyQuestion{
		Kind: OtherAmount, Subject: i.ID, OrganisationID: &c.OrganisationID, CollectionID: &c.ID, AmountCents: i.Received, Currency: i.Currency, ExpectedCents: c.AmountCents,
	}
	if i.Currency != c.Currency {
		q.Kind = OtherCurrency
	}
	if err := ask(ctx, tx, q); err != nil || !bookable(i.Currency) {
		return err
	}
	return bookOnce(ctx, tx, ledger.Entry{Kind: "payment_unclear", Key: "unclear:" + i.ID, PieceRef: i.ID}, i.MovedAt,
		ledger.Transfer{Debit: onCard, Credit: suspense, Unit: i.Currency, Amount: i.Received})
}

// Wonder files a question that a job cannot answer: a sum that carries our mark and that we do not know, news that stay unread.
func Wonder(ctx context.Context, db *gorm.DB, q MoneyQuestion) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return ask(ctx, tx, q) })
}

// AskBack is the wish of who paid too much: what of a payment settles nothing is to be sent back. A person decides.
func (p Payment) AskBack(ctx context.Context, db *gorm.DB, by people.User) error {
	if !keeps(by, p.OrganisationID) {
		return store.ErrNotFound
	}
	rest := p.Rest()
	if rest <= 0 || !p.Collected() {
		return store.ErrConflict
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		err := ask(ctx, tx, MoneyQuestion{Kind: RefundWanted, Subject: p.Ref, OrganisationID: &p.OrganisationID, PaymentID: &p.ID, AmountCents: rest, Currency: p.Currency})
		if err != nil {
			return err
		}
		return p.note(ctx, tx, by.Actor(), "refund_wanted", "")
	})
}
