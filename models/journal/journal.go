// Package journal is the audit trail: who did what to what, and why. It takes plain ids and knows no area.
package journal

import (
	"context"
	"encoding/json"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Entry is one act. Entries are only ever added; the name of a person who leaves is emptied, the act stays.
type Entry struct {
	ID             uint
	At             time.Time
	ActorID        *uint
	ActorName      string
	Verb           string // past participle, as in "invoice_issued"
	SubjectType    string
	SubjectRef     string
	OrganisationID *uint
	Reason         string
	RequestID      string
	Details        string // JSON
}

// TableName names the table.
func (Entry) TableName() string { return "journal_entries" }

// Actor is who acts: a person, or the portal itself when ID is 0.
type Actor struct {
	ID   uint
	Name string
}

// Act is what is to be noted.
type Act struct {
	Verb           string
	SubjectType    string
	SubjectRef     string
	OrganisationID uint
	Reason         string
	Details        map[string]any
}

type requestKey struct{}

// WithRequest returns a context whose acts carry the request's id.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// Note writes an act in the transaction of the change.
func Note(ctx context.Context, tx *gorm.DB, by Actor, a Act) error {
	details := []byte("{}")
	if len(a.Details) > 0 {
		var err error
		if details, err = json.Marshal(a.Details); err != nil {
			return err
		}
	}
	request, _ := ctx.Value(requestKey{}).(string)
	e := Entry{
		At: store.Now(tx), ActorName: by.Name, Verb: a.Verb, SubjectType: a.SubjectType, SubjectRef: a.SubjectRef,
		Reason: a.Reason, RequestID: request, Details: string(details),
	}
	if by.ID != 0 {
		e.ActorID = &by.ID
	}
	if a.OrganisationID != 0 {
		e.OrganisationID = &a.OrganisationID
	}
	return store.From[Entry](tx).Create(ctx, &e)
}

// EntriesOf returns the acts on one subject, newest first.
func EntriesOf(ctx context.Context, db *gorm.DB, subjectType, ref string) ([]Entry, error) {
	return store.From[Entry](db).Where("subject_type = ? and subject_ref = ?", subjectType, ref).Order("id desc").Limit(100).Find(ctx)
}

// About returns the last acts that concern an organisation, newest first.
func About(ctx context.Context, db *gorm.DB, organisationID uint, most int) ([]Entry, error) {
	return store.From[Entry](db).Where("organisation_id = ?", organisationID).Order("id desc").Limit(most).Find(ctx)
}

// Filter narrows the whole journal.
type Filter struct {
	Query  string         `query:"q"`    // part of a verb, a reference, a name or a reason
	FromOn string         `query:"from"` // YYYY-MM-DD, in Zone
	ToOn   string         `query:"to"`   // that day included
	After  string         `query:"after"`
	Zone   *time.Location `query:"-"` // nil: UTC
	All    bool           // everything at once, for a file

	OrganisationID uint `query:"-"` // only what concerns this organisation
}

// within keeps what was done between the days of the filter.
func (f Filter) within(q store.Rows[Entry]) store.Rows[Entry] {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	if from, err := time.ParseInLocation(time.DateOnly, f.FromOn, zone); err == nil {
		q = q.Where("at >= ?", from.UTC())
	}
	if to, err := time.ParseInLocation(time.DateOnly, f.ToOn, zone); err == nil {
		q = q.Where("at < ?", to.AddDate(0, 0, 1).UTC())
	}
	return q
}

// Find returns a page of the journal, newest first.
func Find(ctx context.Context, db *gorm.DB, f Filter) (store.Page[Entry], error) {
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	q := f.within(store.From[Entry](db).Order("id desc").Limit(most + 1))
	if after := store.FromKey(f.After); after > 0 && !f.All {
		q = q.Where("id < ?", after)
	}
	if f.OrganisationID > 0 {
		q = q.Where("organisation_id = ?", f.OrganisationID)
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`lower(verb) like ? escape '\' or lower(subject_ref) like ? escape '\' or lower(actor_name) like ? escape '\' or lower(reason) like ? escape '\'`, like, like, like, like)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, most, func(e Entry) string { return store.Key(e.ID) }), err
}

// Forget empties the name of a person who leaves; the acts stay.
func Forget(ctx context.Context, tx *gorm.DB, actorID uint) error {
	_, err := store.From[Entry](tx).Where("actor_id = ?", actorID).Update(ctx, "actor_name", "")
	return err
}
