package overview

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/content"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// Desk is the operator's day: what is to be done, each with how many and since when the oldest waits.
type Desk struct {
	Payments   []billing.Payable
	Transfers  billing.Piles // lines of the bank that nobody has matched yet
	Deliveries store.Page[hosting.Deployment]
	Tickets    support.Wait
	Letters    int64 // failed or come back
	Promises   int64 // failing
	Notices    int64 // cancellations and withdrawals to decide
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
	}
	if me.Is(people.Operator) {
		if d.Deliveries, err = hosting.Find(ctx, db, lang, hosting.Filter{}); err != nil {
			return d, err
		}
		if d.Letters, err = failedLetters(ctx, db); err != nil {
			return d, err
		}
		if d.Promises, err = store.FailingPromises(ctx, db); err != nil {
			return d, err
		}
		if d.Notices, err = billing.NoticesToDo(ctx, db); err != nil {
			return d, err
		}
	}
	if me.Is(people.Operator, people.Agent) {
		if d.Tickets, err = support.Waiting(ctx, db); err != nil {
			return d, err
		}
	}
	if content.MayTranslate(me) {
		d.Texts, err = content.HowManyWait(ctx, db, languages)
	}
	return d, err
}

func failedLetters(ctx context.Context, db *gorm.DB) (int64, error) {
	counts, err := post.Counts(ctx, db)
	var n int64
	for _, c := range counts {
		if c.State == post.Failed || c.State == post.Bounced {
			n += c.Number
		}
	}
	return n, err
}

// FirstPayments are the payments the desk shows.
func (d Desk) FirstPayments() []billing.Payable { return d.Payments[:min(deskLines, len(d.Payments))] }

// FirstDeliveries are the deliveries the desk shows.
func (d Desk) FirstDeliveries() []hosting.Deployment {
	return d.Deliveries.Items[:min(deskLines, len(d.Deliveries.Items))]
}

// Quiet reports whether nothing at all waits.
func (d Desk) Quiet() bool {
	return len(d.Payments)+len(d.Deliveries.Items) == 0 && d.Tickets.OnUs+d.Letters+d.Promises+d.Notices+d.Texts+d.Transfers.In == 0
}
