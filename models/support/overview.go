package support

import (
	"context"
	"time"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// Wait is what the operator's day shows of the queue.
type Wait struct {
	OnUs       int64
	Unassigned int64
	Oldest     *Ticket // the one that has waited longest on us; nil when nobody waits
}

// Since is since when somebody waits for us; ok is false when nobody does.
func (w Wait) Since() (at time.Time, ok bool) {
	if w.Oldest == nil {
		return time.Time{}, false
	}
	return w.Oldest.SinceAt, true
}

// Waiting says how many tickets wait on us and which has waited longest, without its people, in one statement.
func Waiting(ctx context.Context, db *gorm.DB) (Wait, error) {
	var rows []struct {
		Ticket           `gorm:"embedded"`
		OnUs, Unassigned int64
	}
	err := db.WithContext(ctx).Raw(`select t.*, n.on_us, n.unassigned from tickets t
		join (select count(*) as on_us, coalesce(sum(case when assignee_id is null then 1 else 0 end), 0) as unassigned from tickets where state in ('new','open')) n on 1 = 1
		where t.state in ('new','open') order by t.since_at, t.id limit 1`).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return Wait{}, err
	}
	return Wait{OnUs: rows[0].OnUs, Unassigned: rows[0].Unassigned, Oldest: &rows[0].Ticket}, nil
}

// OpenOf returns the unsettled tickets of an organisation that u may see, the latest first, at most ten: for the organisation's first page.
func OpenOf(ctx context.Context, db *gorm.DB, u people.User, organisationID uint) ([]Ticket, error) {
	return seenBy(listed(db), u).Where("tickets.organisation_id = ? and tickets.solved_at is null", organisationID).Order("tickets.id desc").Limit(10).Find(ctx)
}
