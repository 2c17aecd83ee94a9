package overview

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/content"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// Desk is the operator's day: what is to be done, each with how many and since when the oldest waits.
type Desk struct {
	Payments   []billing.Payable
	Spendings  int64         // lines that went out and that nobody sorted yet
	Transfers  billing.Piles // lines of the bank that nobody has matched yet
	Deliveries store.Page[hosting.Deployment]
	Tickets    support.Wait
	Gifts      commons.Waits
	Letters    int64 // failed or come back
	Promises   int64 // failing
	Late       int64 // recurring work that is late
	Back       int64 // services that should have come back to people who paid
	Numbers    int64 // of documents, that the last look found wrong
	Books      int64 // what the last look through the books found wrong
	ToDecide   ToDecide
	Texts      int64 // that wait for a translation, a reader or a signature
	Now        time.Time
}

// deskLines is how many lines of each queue the desk shows.
const deskLines = 5

// DeskOf gathers the desk for one of the staff; each sees the queues of their roles. Texts wait in the languages of the house.
func DeskOf(ctx context.Context, db *gorm.DB, lang string, me people.User, languages []string) (Desk, error) {
	d := Desk{Now: store.Now(db)}
	var err error
	if me.Is(people.Operator, people.Accountant) {
		if d.Payments, err = billing.PaymentsToConfirm(ctx, db, me, billing.PaymentSearch{}); err != nil {
			return d, err
		}
		if d.Transfers, err = billing.PilesOf(ctx, db); err != nil {
			return d, err
		}
		if d.Spendings, err = billing.SpendingsWaiting(ctx, db); err != nil {
			return d, err
		}
	}
	if me.Is(people.Operator) {
		if d.Deliveries, err = hosting.Find(ctx, db, lang, hosting.Filter{}); err != nil {
			return d, err
		}
		if err := d.alarms(ctx, db); err != nil {
			return d, err
		}
	}
	if me.Is(people.Operator, people.Agent) {
		if d.Tickets, err = support.Waiting(ctx, db); err != nil {
			return d, err
		}
	}
	if commons.Council(me) {
		if d.Gifts, err = commons.Waiting(ctx, db); err != nil {
			return d, err
		}
	}
	if content.MayTranslate(me) {
		d.Texts, err = content.HowManyWait(ctx, db, languages)
	}
	return d, err
}

// alarms counts in one statement what went wrong and what waits for an operator's word: the desk gathers many areas (decisions.md 19).
func (d *Desk) alarms(ctx context.Context, db *gorm.DB) error {
	var row struct {
		Letters, Promises, Notices, Requests, Deferrals, Money, Repayments, Numbers, Books, Late, Back int64
		RepayFirst                                                                                     string
	}
	err := db.WithContext(ctx).Raw(`select (select count(*) from letters where state in ('failed','bounced')) as letters,
		(select count(*) from river_job where state in ('retryable','discarded')) as promises,
		(select count(*) from heartbeats where late_at < ?) as late, (select count(*) from deployments where `+hosting.NotBack+`) as back,
		(select count(*) from notices where state = 'waiting') as notices, (select count(*) from requests where state = 'asked') as requests,
		(select count(*) from deferrals where state = 'asked') as deferrals, (select count(*) from money_questions where answer = '') as money,
		(select count(*) from repayments where left_cents > 0) as repayments, coalesce((select min(due_on) from repayments where left_cents > 0), '') as repay_first,
		coalesce((select found from number_reports order by id desc limit 1), 0) as numbers, coalesce((select found from book_reports order by id desc limit 1), 0) as books`, store.Now(db), hosting.NotBackSince(db)).Scan(&row).Error
	d.Letters, d.Promises, d.Late, d.Back, d.Numbers, d.Books = row.Letters, row.Promises, row.Late, row.Back, row.Numbers, row.Books
	d.ToDecide = ToDecide{row.Notices, row.Requests, row.Deferrals, row.Money, row.Repayments, row.RepayFirst[:min(len(row.RepayFirst), len(time.DateOnly))]}
	return err
}

// ToDecide is what waits for an operator's word, by kind.
type ToDecide struct {
	Notices   int64 // cancellations and withdrawals that no machine could settle
	Requests  int64 // for reviewed offers
	Deferrals int64 // dates proposed to pay
	Money     int64 // that needs a human

	Repayments int64  // money that goes back and was not sent yet
	RepayFirst string // the day by which the first of it is due
}

// Sum is all of it.
func (d ToDecide) Sum() int64 {
	return d.Notices + d.Requests + d.Deferrals + d.Money + d.Repayments
}

// FirstPayments are the payments the desk shows.
func (d Desk) FirstPayments() []billing.Payable { return d.Payments[:min(deskLines, len(d.Payments))] }

// FirstDeliveries are the deliveries the desk shows.
func (d Desk) FirstDeliveries() []hosting.Deployment {
	return d.Deliveries.Items[:min(deskLines, len(d.Deliveries.Items))]
}

// Quiet reports whether nothing at all waits.
func (d Desk) Quiet() bool {
	return len(d.Payments)+len(d.Deliveries.Items)+d.Gifts.Decide+d.Gifts.Contested == 0 && d.Tickets.OnUs+d.Letters+d.Promises+d.Late+d.Back+d.Numbers+d.Books+d.ToDecide.Sum()+d.Texts+d.Transfers.In+d.Spendings == 0
}
