package catalogue

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Incident is a time when a service did not work as it should, told to everybody.
type Incident struct {
	ID        uint
	Ref       string
	ServiceID uint
	Severity  Status // maintenance, degraded or down, by the latest word
	StartedAt time.Time
	EndedAt   *time.Time
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time

	News  []IncidentNews `gorm:"-"` // oldest first
	Title content.Text   `gorm:"-"`
	Body  content.Text   `gorm:"-"`
}

// IncidentForm is what an operator types for an incident.
type IncidentForm struct {
	Severity   Status `form:"severity"`
	Title      string `form:"title"`
	Body       string `form:"body"`
	SourceLang string `form:"source_lang"`
}

// Severities are what an incident can be.
var Severities = []Status{Maintenance, Degraded, Down}

// Over reports whether the incident has ended.
func (i Incident) Over() bool { return i.EndedAt != nil }

func (i *Incident) say(t content.Texts) {
	i.Title, i.Body = t.Of(typeIncident, i.ID, "title"), t.Of(typeIncident, i.ID, "body")
	for n := range i.News {
		i.News[n].Body = t.Of(typeNews, i.News[n].ID, "body")
	}
}

// Check says what is wrong with the form.
func (f IncidentForm) Check() error {
	wrong := store.Invalid{}
	if !slices.Contains(Severities, f.Severity) {
		wrong.Add("severity", "error.choose")
	}
	if strings.TrimSpace(f.Title) == "" {
		wrong.Add("title", "error.required")
	}
	return wrong.Err()
}

// OpenIncident tells everybody that a service does not work as it should.
func (s *Service) OpenIncident(ctx context.Context, db *gorm.DB, by people.User, f IncidentForm) (Incident, error) {
	now := store.Now(db)
	i := Incident{Ref: store.NewRef(), ServiceID: s.ID, Severity: f.Severity, StartedAt: now, Version: 1, CreatedAt: now, UpdatedAt: now}
	if !MayEdit(by) {
		return i, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return i, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[Incident](tx).Create(ctx, &i); err != nil {
			return err
		}
		if err := content.Write(ctx, tx, by, f.Writings(i)...); err != nil {
			return err
		}
		if err := s.judge(ctx, tx); err != nil {
			return err
		}
		return note(ctx, tx, by, "incident_opened", typeService, s.Ref, s.Slug)
	})
	return i, err
}

// Writings are the words of an incident, as they are filed; incidents are news. An importer uses them for the other languages too.
func (f IncidentForm) Writings(i Incident) []content.Writing {
	all := []content.Writing{
		field(typeIncident, i.Ref, i.ID, "title", 0, content.Plain, 120, f.SourceLang, f.Title),
		field(typeIncident, i.Ref, i.ID, "body", 1, content.Markdown, 4000, f.SourceLang, f.Body),
	}
	for n := range all {
		all[n].Field.Class = content.News
	}
	return all
}

// EndIncident says that an incident is over, with a last word if there is one.
func (s *Service) EndIncident(ctx context.Context, db *gorm.DB, by people.User, ref string, last NewsForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		i, err := s.openIncident(ctx, tx, ref)
		if err != nil {
			return err
		}
		if last.Severity = i.Severity; strings.TrimSpace(last.Body) != "" {
			if err := i.tell(ctx, tx, by, last); err != nil {
				return err
			}
		}
		if _, err := store.From[Incident](tx).Where("id = ?", i.ID).Update(ctx, "ended_at", store.Now(tx)); err != nil {
			return err
		}
		if err := s.judge(ctx, tx); err != nil {
			return err
		}
		return note(ctx, tx, by, "incident_ended", typeService, s.Ref, s.Slug)
	})
}

// judge sets the status of a service to the worst of its open incidents.
func (s *Service) judge(ctx context.Context, tx *gorm.DB) error {
	open, err := store.From[Incident](tx).Where("service_id = ? and ended_at is null", s.ID).Find(ctx)
	if err != nil {
		return err
	}
	s.Status = Running
	for _, i := range open {
		if slices.Index(Severities, i.Severity) > slices.Index(Severities, s.Status) {
			s.Status = i.Severity
		}
	}
	_, err = store.From[Service](tx).Where("id = ?", s.ID).Update(ctx, "status", s.Status)
	return err
}
