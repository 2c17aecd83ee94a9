package catalogue

import (
	"context"
	"slices"
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
	Severity  Status // maintenance, degraded or down
	StartedAt time.Time
	EndedAt   *time.Time
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time

	Title content.Text `gorm:"-"`
	Body  content.Text `gorm:"-"`
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
}

// incidentsOf returns the last ten incidents of a service, newest first, without words.
func incidentsOf(ctx context.Context, db *gorm.DB, serviceID uint) ([]Incident, error) {
	return gorm.G[Incident](db).Where("service_id = ?", serviceID).Order("started_at desc").Limit(10).Find(ctx)
}

func incidentTexts(all []Incident) content.Resources {
	r := content.Resources{Type: typeIncident}
	for _, i := range all {
		r.IDs = append(r.IDs, i.ID)
	}
	return r
}

// OpenIncident tells everybody that a service does not work as it should.
func (s *Service) OpenIncident(ctx context.Context, db *gorm.DB, by people.User, f IncidentForm) (Incident, error) {
	now := store.Now(db)
	i := Incident{Ref: store.NewRef(), ServiceID: s.ID, Severity: f.Severity, StartedAt: now, Version: 1, CreatedAt: now, UpdatedAt: now}
	if !MayEdit(by) {
		return i, store.ErrForbidden
	}
	if !slices.Contains(Severities, f.Severity) {
		return i, store.Invalid{"severity": {Key: "error.choose"}}
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := gorm.G[Incident](tx).Create(ctx, &i); err != nil {
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

// EndIncident says that an incident is over.
func (s *Service) EndIncident(ctx context.Context, db *gorm.DB, by people.User, ref string) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		i, err := gorm.G[Incident](tx).Where("service_id = ? and ref = ? and ended_at is null", s.ID, ref).Take(ctx)
		if err != nil {
			return err
		}
		if _, err := gorm.G[Incident](tx).Where("id = ?", i.ID).Update(ctx, "ended_at", store.Now(tx)); err != nil {
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
	open, err := gorm.G[Incident](tx).Where("service_id = ? and ended_at is null", s.ID).Find(ctx)
	if err != nil {
		return err
	}
	s.Status = Running
	for _, i := range open {
		if slices.Index(Severities, i.Severity) > slices.Index(Severities, s.Status) {
			s.Status = i.Severity
		}
	}
	_, err = gorm.G[Service](tx).Where("id = ?", s.ID).Update(ctx, "status", s.Status)
	return err
}

// BackedUp notes when the newest backup of a service was made.
func BackedUp(ctx context.Context, tx *gorm.DB, serviceID uint, at time.Time) error {
	return store.InTx(ctx, tx, func(in *gorm.DB) error {
		if err := store.Published(in); err != nil {
			return err
		}
		_, err := gorm.G[Service](in).Where("id = ?", serviceID).Update(ctx, "last_backup_at", at)
		return err
	})
}

// Publish shows the service to everybody.
func (s *Service) Publish(ctx context.Context, db *gorm.DB, by people.User) error {
	now := store.Now(db)
	return s.show(ctx, db, by, &now, "service_published")
}

// Unpublish hides the service from the catalogue; those who use it keep it.
func (s *Service) Unpublish(ctx context.Context, db *gorm.DB, by people.User) error {
	return s.show(ctx, db, by, nil, "service_unpublished")
}

func (s *Service) show(ctx context.Context, db *gorm.DB, by people.User, at *time.Time, verb string) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s.PublishedAt = at
		if _, err := gorm.G[Service](tx).Where("id = ?", s.ID).Update(ctx, "published_at", at); err != nil {
			return err
		}
		return note(ctx, tx, by, verb, typeService, s.Ref, s.Slug)
	})
}
