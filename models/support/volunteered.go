package support

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Answered is how many times a person answered those who asked for help.
type Answered struct {
	AuthorID uint
	Answers  int64
}

// AnsweredBetween counts the answers of the staff from one instant until another, by who wrote them.
func AnsweredBetween(ctx context.Context, db *gorm.DB, from, until time.Time) (all []Answered, err error) {
	err = db.WithContext(ctx).Model(&Message{}).Select("author_id, count(*) as answers").Where("kind = ? and created_at >= ? and created_at < ?", Reply, from, until).
		Group("author_id").Order("author_id").Limit(store.MostRows).Scan(&all).Error
	return all, err
}

// Carried is a ticket that somebody took to the libre project behind its service.
type Carried struct {
	Ref         string
	UpstreamURL string
	UpstreamID  *uint
	AssigneeID  uint
}

// CarriedBetween returns the tickets that wait for a libre project since some days, each with who looks after it.
func CarriedBetween(ctx context.Context, db *gorm.DB, from, until time.Time) (all []Carried, err error) {
	err = db.WithContext(ctx).Raw(`select t.ref, t.upstream_url, s.upstream_id, t.assignee_id from tickets t left join services s on s.id = t.service_id
		where t.state = 'waiting_upstream' and t.upstream_url <> '' and t.assignee_id is not null and t.since_at >= ? and t.since_at < ? order by t.id limit ?`, from, until, store.MostRows).Scan(&all).Error
	return all, err
}
