package catalogue

import (
	"context"
	"strings"
	"time"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Status is how a service is doing right now.
type Status string

// The statuses of a service.
const (
	Running     Status = "running"
	Maintenance Status = "maintenance"
	Degraded    Status = "degraded"
	Down        Status = "down"
)

// Control is how much of the machine the collective holds (charter of CHATONS).
type Control string

// The kinds of control.
const (
	OwnHardware      Control = "own_hardware"
	DedicatedMachine Control = "dedicated_machine"
	VirtualMachine   Control = "virtual_machine"
	SharedHosting    Control = "shared_hosting"
)

// Controls are all kinds of control.
var Controls = []Control{OwnHardware, DedicatedMachine, VirtualMachine, SharedHosting}

// Service is a thing one can use here, run with the software of an upstream.
type Service struct {
	ID               uint
	Ref              string
	Slug             string
	UpstreamID       uint
	Upstream         Upstream `gorm:"foreignKey:UpstreamID"`
	Need             Need
	Position         int
	Address          string // pattern of its address, as https://{organisation}.chat.example
	Replaces         string // tools of today, one a line
	Languages        string // codes, one a line
	Exports          string // open formats in which everything can leave, one a line
	Country          string // where the data lies, ISO 3166
	Provider         string // whose machines they are
	Control          Control
	BackupEveryHours int
	BackupKeptDays   int
	BackupCountry    string
	LogsKeptDays     int
	LastBackupAt     *time.Time
	RestoreTestedOn  string // YYYY-MM-DD, empty when never
	Status           Status
	FromCents        *int64 // lowest price of the public offers, before tax: for a month, or for a year where none is sold by the month; nil when there is none
	FromPeriod       Period
	PublishedAt      *time.Time
	Version          int
	CreatedAt        time.Time
	UpdatedAt        time.Time

	// What follows is loaded in the reader's language.
	Name        content.Text `gorm:"-"`
	Summary     content.Text `gorm:"-"`
	NeedText    content.Text `gorm:"-"` // the need in one sentence, from the person's side
	Lose        content.Text `gorm:"-"` // a list: what one loses by coming here
	First       content.Text `gorm:"-"` // a list: first steps
	Leaving     content.Text `gorm:"-"` // what happens when one leaves
	Delivery    content.Text `gorm:"-"` // a list: what the operator does to open it
	Body        content.Text `gorm:"-"`
	Offers      []Offer      `gorm:"-"`
	Incidents   []Incident   `gorm:"-"`
	LanguagesOf []string     `gorm:"-"` // in which the page is shown
}

// Public reports whether everybody sees the service.
func (s Service) Public() bool { return s.PublishedAt != nil }

// ReplacesList are the tools of today that the service replaces.
func (s Service) ReplacesList() []string { return lines(s.Replaces) }

// LanguageList are the languages the service speaks.
func (s Service) LanguageList() []string { return lines(s.Languages) }

// ExportList are the open formats in which everything can leave.
func (s Service) ExportList() []string { return lines(s.Exports) }

// Subject is what the editors' desk knows the service as.
func (s Service) Subject() content.Subject { return content.Subject{Type: typeService, Ref: s.Ref} }

func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

func (s *Service) say(t content.Texts) {
	of := func(name string) content.Text { return t.Of(typeService, s.ID, name) }
	s.Name, s.Summary, s.NeedText, s.Lose = of("name"), of("summary"), of("need"), of("lose")
	s.First, s.Leaving, s.Delivery, s.Body = of("first"), of("leaving"), of("delivery"), of("body")
	s.Upstream.say(t)
}

// FindService returns a service with its upstream, words, offers and latest incidents, in five statements; those who edit also see what is not published.
// A service that has another slug now comes with that one: the caller redirects.
func FindService(ctx context.Context, db *gorm.DB, u people.User, lang, slug string) (Service, error) {
	s, err := servicesSeenBy(u, db).Where("services.slug = ?", slug).Take(ctx)
	if err == store.ErrNotFound {
		s, err = servicesSeenBy(u, db).Where("services.id = (select resource_id from former_slugs where resource_type = ? and slug = ?)", typeService, slug).Take(ctx)
	}
	if err != nil {
		return s, err
	}
	if s.Offers, err = offersOf(ctx, db, "o.published_at is not null and o.id in (select offer_id from offer_services where service_id = ?)", s.ID); err != nil {
		return s, err
	}
	if s.Incidents, err = incidentsOf(ctx, db, s.ID); err != nil {
		return s, err
	}
	return s, s.load(ctx, db, lang)
}

// load reads the words of the service, its upstream, its offers and incidents in one statement.
func (s *Service) load(ctx context.Context, db *gorm.DB, lang string) error {
	wanted := append([]content.Resources{
		{Type: typeService, IDs: []uint{s.ID}}, {Type: typeUpstream, IDs: []uint{s.UpstreamID}}, offerTexts(s.Offers), serviceNames(s.Offers),
	}, incidentTexts(s.Incidents)...)
	texts, langs, err := content.TextsAndLanguages(ctx, db, lang, wanted...)
	if err != nil {
		return err
	}
	s.LanguagesOf = langs
	s.say(texts)
	for i := range s.Offers {
		s.Offers[i].say(texts)
	}
	for i := range s.Incidents {
		s.Incidents[i].say(texts)
	}
	return nil
}

func servicesSeenBy(u people.User, db *gorm.DB) store.Rows[Service] {
	q := store.From[Service](db).Joins(clause.Has("Upstream"), nil)
	if MayEdit(u) {
		return q
	}
	return q.Where("services.published_at is not null")
}

// LoadService returns a service by id with its words, for areas that already know it may be seen.
func LoadService(ctx context.Context, db *gorm.DB, lang string, id uint) (Service, error) {
	all, err := LoadServices(ctx, db, lang, []uint{id})
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Service{}, err
	}
	return all[0], nil
}

// LoadServices returns services by id with their upstream and words, in two statements.
func LoadServices(ctx context.Context, db *gorm.DB, lang string, ids []uint) ([]Service, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := store.From[Service](db).Joins(clause.Has("Upstream"), nil).Where("services.id in ?", ids).Order("services.position, services.id").Find(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := content.TextsOf(ctx, db, lang, typeService, ids)
	for i := range all {
		all[i].say(texts)
	}
	return all, err
}

// Services returns all services by position, published or not, with names and summaries: for staff and for choosing.
func Services(ctx context.Context, db *gorm.DB, lang string) ([]Service, error) {
	all, err := store.From[Service](db).Joins(clause.Has("Upstream"), nil).Order("services.position, services.id").Limit(1000).Find(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := content.TextsOf(ctx, db, lang, typeService, idsOf(all), "name", "summary")
	for i := range all {
		all[i].say(texts)
	}
	return all, err
}

func idsOf(all []Service) []uint {
	ids := make([]uint, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	return ids
}

// Names returns the names of all services, published or not, in one statement: for the staff's lists.
func Names(ctx context.Context, db *gorm.DB, lang string) ([]content.Named, error) {
	return content.NamesOf(ctx, db, lang, typeService, "name")
}

// BackedUp notes when the newest backup of a service was made.
func BackedUp(ctx context.Context, tx *gorm.DB, serviceID uint, at time.Time) error {
	return store.InTx(ctx, tx, func(in *gorm.DB) error {
		if err := store.Published(in); err != nil {
			return err
		}
		_, err := store.From[Service](in).Where("id = ?", serviceID).Update(ctx, "last_backup_at", at)
		return err
	})
}
