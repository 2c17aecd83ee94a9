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

// IncidentNews is what was told of an incident after it was declared. It is never changed: one tells more.
type IncidentNews struct {
	ID         uint
	Ref        string
	IncidentID uint
	Severity   Status // from then on
	CreatedAt  time.Time

	Body content.Text `gorm:"-"`
}

// TableName names the table.
func (IncidentNews) TableName() string { return "incident_news" }

// NewsForm is what an operator types to tell more of an incident.
type NewsForm struct {
	Severity   Status
	Body       string
	SourceLang string
}

// Check says what is wrong with the form.
func (f NewsForm) Check() error {
	wrong := store.Invalid{}
	if !slices.Contains(Severities, f.Severity) {
		wrong.Add("severity", "error.choose")
	}
	if strings.TrimSpace(f.Body) == "" {
		wrong.Add("body", "error.required")
	}
	return wrong.Err()
}

// TellIncident tells more of an incident that lasts: what is known by now, and how bad it is.
func (s *Service) TellIncident(ctx context.Context, db *gorm.DB, by people.User, ref string, f NewsForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		i, err := s.openIncident(ctx, tx, ref)
		if err != nil {
			return err
		}
		if err := i.tell(ctx, tx, by, f); err != nil {
			return err
		}
		if err := s.judge(ctx, tx); err != nil {
			return err
		}
		return note(ctx, tx, by, "incident_told", typeService, s.Ref, s.Slug)
	})
}

// openIncident returns an incident of the service that is not over.
func (s Service) openIncident(ctx context.Context, tx *gorm.DB, ref string) (Incident, error) {
	return store.From[Incident](tx).Where("service_id = ? and ref = ? and ended_at is null", s.ID, ref).Take(ctx)
}

func (i Incident) tell(ctx context.Context, tx *gorm.DB, by people.User, f NewsForm) error {
	n := IncidentNews{Ref: store.NewRef(), IncidentID: i.ID, Severity: f.Severity, CreatedAt: store.Now(tx)}
	if err := store.From[IncidentNews](tx).Create(ctx, &n); err != nil {
		return err
	}
	if _, err := store.From[Incident](tx).Where("id = ?", i.ID).Select("severity", "updated_at").Updates(ctx, Incident{Severity: f.Severity, UpdatedAt: n.CreatedAt}); err != nil {
		return err
	}
	return content.Write(ctx, tx, by, f.Writings(i, n)...)
}

// Writings are the words of what is told; translators find them under the incident.
func (f NewsForm) Writings(i Incident, n IncidentNews) []content.Writing {
	w := field(typeIncident, i.Ref, i.ID, "body", 2, content.Markdown, 4000, f.SourceLang, f.Body)
	w.Field.Type, w.Field.ID, w.Field.Class = typeNews, n.ID, content.News
	return []content.Writing{w}
}

// incidentsOf returns the last ten incidents of a service, newest first, with what was told of them, without words, in one statement.
func incidentsOf(ctx context.Context, db *gorm.DB, serviceID uint) ([]Incident, error) {
	var rows []struct {
		Incident     `gorm:"embedded"`
		NewsID       uint
		NewsRef      string
		NewsSeverity Status
		NewsAt       *time.Time
	}
	err := db.WithContext(ctx).Raw(`select i.*, n.id as news_id, n.ref as news_ref, n.severity as news_severity, n.created_at as news_at
		from incidents i left join incident_news n on n.incident_id = i.id
		where i.id in (select id from incidents where service_id = ? order by started_at desc, id desc limit 10)
		order by i.started_at desc, i.id desc, n.id`, serviceID).Scan(&rows).Error
	var all []Incident
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.Incident.ID {
			all = append(all, r.Incident)
		}
		if i := &all[len(all)-1]; r.NewsAt != nil {
			i.News = append(i.News, IncidentNews{ID: r.NewsID, Ref: r.NewsRef, IncidentID: i.ID, Severity: r.NewsSeverity, CreatedAt: *r.NewsAt})
		}
	}
	return all, err
}

// incidentTexts are the texts that incidents need: their own, and what was told of them.
func incidentTexts(all []Incident) []content.Resources {
	own, news := content.Resources{Type: typeIncident}, content.Resources{Type: typeNews}
	for _, i := range all {
		own.IDs = append(own.IDs, i.ID)
		for _, n := range i.News {
			news.IDs = append(news.IDs, n.ID)
		}
	}
	return []content.Resources{own, news}
}
