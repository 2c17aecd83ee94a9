package billing

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// EventState is what became of news from the cashier.
type EventState string

// The states of an event in the inbox.
const (
	EventNew     EventState = "new"
	EventApplied EventState = "applied"
	EventStored  EventState = "stored"  // of a kind that changes nothing here
	EventForeign EventState = "foreign" // about something that is not ours
)

// StripeEvent is news from the cashier in the inbox, kept under its own id before it is answered: nothing told is lost, nothing is
// counted twice (11.2, 3). What it says is a hint; the truth is asked for.
type StripeEvent struct {
	ID         string `gorm:"primaryKey"`
	Type       string
	APIVersion string
	Object     string
	ObjectID   string
	Live       bool
	Payload    []byte // emptied after forty days
	Source     string // hook, or list when it was caught up with
	State      EventState
	CreatedAt  time.Time
	ReceivedAt time.Time
	AppliedAt  *time.Time
}

// Heeded are the kinds of news that change something here (billing.md 11.3); all others are kept and left alone.
var Heeded = []string{
	"charge.dispute.closed", "charge.dispute.created", "charge.dispute.funds_reinstated", "charge.dispute.funds_withdrawn", "charge.dispute.updated",
	"charge.failed", "charge.refund.updated", "charge.refunded", "charge.succeeded", "charge.updated",
	"checkout.session.async_payment_failed", "checkout.session.async_payment_succeeded", "checkout.session.completed", "checkout.session.expired",
	"mandate.updated",
	"payment_intent.canceled", "payment_intent.partially_funded", "payment_intent.payment_failed", "payment_intent.processing", "payment_intent.requires_action",
	"payment_intent.succeeded",
	"payment_method.attached", "payment_method.automatically_updated", "payment_method.detached", "payment_method.updated",
	"payout.canceled", "payout.created", "payout.failed", "payout.paid", "payout.updated",
	"refund.created", "refund.failed", "refund.updated",
	"setup_intent.setup_failed", "setup_intent.succeeded",
}

// payloadKept is how long the words of news are kept: after that only that they came.
const payloadKept = 40 * 24 * time.Hour

// ReceiveEvent puts news into the inbox and promises to look at them. News that came before change nothing. It reports whether they were new.
func ReceiveEvent(ctx context.Context, db *gorm.DB, e cashier.Event, source string) (fresh bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		row := StripeEvent{
			ID: e.ID, Type: e.Type, APIVersion: e.Version, Object: e.Object, ObjectID: e.ObjectID, Live: e.Live, Payload: e.Payload, Source: source, State: EventStored,
			CreatedAt: e.CreatedAt, ReceivedAt: store.Now(tx),
		}
		if slices.Contains(Heeded, e.Type) && e.ObjectID != "" {
			row.State = EventNew
		}
		done := tx.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoNothing: true}).Create(&row)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		fresh = true
		if row.State != EventNew {
			return nil
		}
		return store.Enqueue(tx, StripeEventArrived{e.ID})
	})
	return fresh, err
}

// LoadEvent returns news from the inbox, for the job that looks at what they speak of.
func LoadEvent(ctx context.Context, db *gorm.DB, id string) (StripeEvent, error) {
	return store.From[StripeEvent](db).Where("id = ?", id).Take(ctx)
}

// Done notes what became of news.
func (e StripeEvent) Done(ctx context.Context, db *gorm.DB, state EventState) error {
	now := store.Now(db)
	e.State, e.AppliedAt = state, &now
	return db.WithContext(ctx).Model(&e).Select("state", "applied_at").Updates(&e).Error
}

// StuckEvents asks a person about news that nobody could apply for a day, and empties the words of old ones.
func StuckEvents(ctx context.Context, db *gorm.DB) error {
	now := store.Now(db)
	stuck, err := store.From[StripeEvent](db).Where("state = ? and received_at < ?", EventNew, now.Add(-24*time.Hour)).Order("received_at, id").Limit(100).Find(ctx)
	if err != nil {
		return err
	}
	for _, e := range stuck {
		if err := Wonder(ctx, db, MoneyQuestion{Kind: StuckEvent, Subject: e.ID, Note: e.Type}); err != nil {
			return err
		}
	}
	return db.WithContext(ctx).Exec("update stripe_events set payload = null where received_at < ? and payload is not null", now.Add(-payloadKept)).Error
}

// stripeRound is when a regular look at the cashier was last taken to its end.
type stripeRound struct {
	Name   string `gorm:"primaryKey"`
	DoneAt time.Time
	Mended int
}

// TableName names the table.
func (stripeRound) TableName() string { return "stripe_rounds" }

// The regular looks.
const (
	CatchUp    = "catch_up"
	Comparison = "comparison"
)

// LastRound says when a regular look was last taken to its end; the zero time when never.
func LastRound(ctx context.Context, db *gorm.DB, name string) (time.Time, error) {
	rows, err := store.From[stripeRound](db).Where("name = ?", name).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return rows[0].DoneAt, nil
}

// RoundDone notes that a regular look was taken to its end, and how much it found that nobody had told.
func RoundDone(ctx context.Context, db *gorm.DB, name string, began time.Time, mended int) error {
	row := stripeRound{Name: name, DoneAt: began, Mended: mended}
	return db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// splitWords and joinWords read and write short lists of words.
func splitWords(s string) []string { return strings.Fields(s) }

func joinWords(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
