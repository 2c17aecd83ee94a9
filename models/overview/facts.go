package overview

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Facts are what is said in the files of CHATONS alone, by its key there. What the portal knows already is never asked again.
type Facts map[string]string

// HostFacts are those of the collective; there is one row.
type HostFacts struct {
	ID        uint
	Said      Facts                  `gorm:"serializer:json"`
	Published bool                   // the files are to be read by everybody
	Looked    []chatonsinfos.Finding `gorm:"serializer:json"` // what was found when the files were last read from outside
	LookedAt  *time.Time
	Version   int
	UpdatedAt time.Time
}

// TableName names the table.
func (HostFacts) TableName() string { return "host_facts" }

// ServiceFacts are those of a service.
type ServiceFacts struct {
	ServiceID uint  `gorm:"primaryKey;autoIncrement:false"`
	Said      Facts `gorm:"serializer:json"`
	Version   int
	UpdatedAt time.Time
}

// TableName names the table.
func (ServiceFacts) TableName() string { return "service_facts" }

// SeatKey is ticked rather than typed: the address of the seat is known, and may be that of somebody's home.
const SeatKey = "organization.geolocation.address"

// MachineKeys are what is said once for all services, and again for one that differs.
var MachineKeys = []string{
	"service.install.type", "host.server.distribution", "host.server.type", "host.provider.type", "host.provider.hypervisor", "host.description",
}

// HostKeys are what the collective is asked for.
var HostKeys = slices.Concat([]string{
	"organization.type", "organization.website", "organization.logo", "organization.startdate", "organization.status.level",
	"organization.status.description", "organization.enddate", "organization.memberof.chatons.startdate", "organization.memberof.chatons.status.level",
	"organization.memberof.chatons.status.description", "organization.memberof.chatons.enddate", SeatKey, "organization.geolocation.latitude",
	"organization.geolocation.longitude", "organization.guide.user", "organization.guide.technical",
}, MachineKeys, LinkKeys("organization.socialnetworks"), LinkKeys("organization.chatrooms"), LinkKeys("organization.funding"))

// ServiceKeys are what is asked for each service.
var ServiceKeys = slices.Concat([]string{
	"service.startdate", "service.registration", "service.registration.load", "software.version", "software.modules", "service.logo",
	"service.guide.user", "service.guide.technical",
}, MachineKeys)

// neededKeys are those without which no file is valid.
var neededKeys = []string{"organization.type", "organization.memberof.chatons.startdate"}

// LinkKeys are the keys of the places that a kind of link knows: networks, chat rooms, ways to give.
func LinkKeys(kind string) []string {
	var all []string
	for _, name := range chatonsinfos.Names(kind) {
		all = append(all, kind+"."+name)
	}
	return all
}

// longestFact is how long a text may be.
const longestFact = 300

// FactsForm is what an operator types. Version is the row's when the form was opened.
type FactsForm struct {
	Said    Facts
	Version int
}

// check tidies what was typed for some keys and says what is wrong with it; the others are dropped.
func (f *FactsForm) check(keys []string) store.Invalid {
	wrong, said := store.Invalid{}, Facts{}
	for _, key := range keys {
		value := chatonsinfos.Tidy(f.Said[key])
		if value == "" {
			continue
		}
		field, _ := chatonsinfos.Find(key)
		if field.Type == "DECIMAL_DEGREE" {
			value = decimal(value)
		}
		if said[key] = value; key == SeatKey {
			continue
		}
		if utf8.RuneCountInString(value) > longestFact {
			wrong.Add(key, "error.too_long", "Max", longestFact)
		} else if complaintOf(field, value) != "" {
			wrong.Add(key, complaintOf(field, value))
		}
	}
	for key, most := range map[string]float64{"organization.geolocation.latitude": 90, "organization.geolocation.longitude": 180} {
		if n, ok := chatonsinfos.Degrees(said[key]); ok && (n > most || n < -most) {
			wrong.Add(key, "error.degrees")
		}
	}
	if provider, server := said["host.provider.type"], said["host.server.type"]; provider != "" && server != "" && !chatonsinfos.Pairs(provider, server) {
		wrong.Add("host.server.type", "error.machine_pair")
	}
	for _, of := range lives {
		if begins, ends := said[of+".startdate"], said[of+".enddate"]; begins != "" && ends != "" && ends < begins {
			wrong.Add(of+".enddate", "error.date_order")
		}
	}
	f.Said = said
	return wrong
}

// lives are what begins and may end: the collective, and its place in CHATONS.
var lives = []string{"organization", "organization.memberof.chatons"}

// begun says what the collective gives a day still to come for, though it runs: with that its file could not be published (rule V9).
func (f FactsForm) begun(ctx context.Context, tx *gorm.DB, wrong store.Invalid) error {
	host, err := collective.Find(ctx, tx)
	today := store.Today(tx, host.Location()).Format(time.DateOnly)
	for _, of := range lives {
		begins := f.Said[of+".startdate"]
		if chatonsinfos.Fits("DATE", begins) && begins > today && cmp.Or(f.Said[of+".status.level"], "ACTIVE") == "ACTIVE" {
			wrong.Add(of+".startdate", "error.date_future")
		}
	}
	return err
}

// complaintOf says what is wrong with a value; empty: nothing.
func complaintOf(field chatonsinfos.Field, value string) string {
	fits := chatonsinfos.Fits(field.Type, value)
	switch {
	case field.Type == "ENUM" && !slices.Contains(field.Allowed, value):
		return "error.choose"
	case field.Type == "URL" && !fits:
		return "error.address"
	case field.Type == "DATE" && !fits:
		return "error.date"
	case field.Type == "DECIMAL_DEGREE" && !fits:
		return "error.degrees"
	case chatonsinfos.Personal(value):
		return "error.no_address_here"
	}
	return ""
}

// decimal is a number of degrees as the files write it: a point, and a decimal at least.
func decimal(typed string) string {
	typed = strings.ReplaceAll(strings.TrimSuffix(strings.ReplaceAll(typed, " ", ""), "°"), ",", ".")
	if typed != "" && !strings.Contains(typed, ".") {
		typed += ".0"
	}
	return typed
}

// Form is what is said, as its form shows it.
func (f HostFacts) Form() FactsForm { return FactsForm{f.Said, f.Version} }

// Form is what is said, as its form shows it.
func (f ServiceFacts) Form() FactsForm { return FactsForm{f.Said, f.Version} }

// FindHostFacts returns what the collective says for the files; nothing yet is no fault.
func FindHostFacts(ctx context.Context, db *gorm.DB) (HostFacts, error) {
	f, err := store.From[HostFacts](db).Where("id = 1").Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return HostFacts{Said: Facts{}}, nil
	}
	return f, err
}

// FindServiceFacts returns what is said of a service for the files.
func FindServiceFacts(ctx context.Context, db *gorm.DB, s catalogue.Service) (ServiceFacts, error) {
	f, err := store.From[ServiceFacts](db).Where("service_id = ?", s.ID).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return ServiceFacts{ServiceID: s.ID, Said: Facts{}}, nil
	}
	return f, err
}

// ServiceToDescribe returns the service that has or had that slug, with what is said of it for the files, in four statements; for operators.
func ServiceToDescribe(ctx context.Context, db *gorm.DB, by people.User, lang, slug string) (catalogue.Service, ServiceFacts, error) {
	var ids []uint
	err := db.WithContext(ctx).Raw(`select id from (select id, 0 as former from services where slug = ?
		union all select resource_id, 1 from former_slugs where resource_type = 'service' and slug = ?) found order by former limit 1`, slug, slug).Scan(&ids).Error
	if err == nil && (!by.Is(people.Operator) || len(ids) == 0) {
		err = store.ErrNotFound
	}
	if err != nil {
		return catalogue.Service{}, ServiceFacts{}, err
	}
	s, err := catalogue.LoadService(ctx, db, lang, ids[0])
	if err != nil {
		return s, ServiceFacts{}, err
	}
	f, err := FindServiceFacts(ctx, db, s)
	return s, f, err
}

// SaveHostFacts keeps what an operator typed; store.ErrConflict when somebody else saved meanwhile. While the files are published, what
// they cannot do without stays.
func SaveHostFacts(ctx context.Context, db *gorm.DB, by people.User, at Addresses, form FactsForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		f, err := FindHostFacts(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.take(ctx, tx, form); err != nil {
			return err
		}
		f.ID, f.Version, f.UpdatedAt = 1, f.Version+1, store.Now(tx)
		if err := keepFacts(ctx, tx, &f, f.Version-1, "id", 1); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "facts_changed", SubjectType: "collective", SubjectRef: "collective"}); err != nil {
			return err
		}
		return RefreshFiles(ctx, tx, at)
	})
}

func (f *HostFacts) take(ctx context.Context, tx *gorm.DB, form FactsForm) error {
	wrong := form.check(HostKeys)
	if err := form.begun(ctx, tx, wrong); err != nil {
		return err
	}
	for _, key := range neededKeys {
		if f.Published && form.Said[key] == "" {
			wrong.Add(key, "error.needed_while_published")
		}
	}
	if f.Version != form.Version {
		return store.ErrConflict
	}
	f.Said = form.Said
	return wrong.Err()
}

// SaveServiceFacts keeps what an operator typed about a service; store.ErrConflict when somebody else saved meanwhile.
func SaveServiceFacts(ctx context.Context, db *gorm.DB, by people.User, at Addresses, s catalogue.Service, form FactsForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		f, err := FindServiceFacts(ctx, tx, s)
		if err != nil {
			return err
		}
		if err := form.check(ServiceKeys).Err(); err != nil {
			return err
		}
		if f.Version != form.Version {
			return store.ErrConflict
		}
		f.Said, f.Version, f.UpdatedAt = form.Said, f.Version+1, store.Now(tx)
		if err := keepFacts(ctx, tx, &f, f.Version-1, "service_id", s.ID); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "service_facts_changed", SubjectType: "service", SubjectRef: s.Ref}); err != nil {
			return err
		}
		return RefreshFiles(ctx, tx, at)
	})
}

// keepFacts writes a row: a new one, or the version that was read.
func keepFacts(ctx context.Context, tx *gorm.DB, row any, was int, which string, id uint) error {
	if was == 0 {
		return tx.WithContext(ctx).Create(row).Error
	}
	done := tx.WithContext(ctx).Model(row).Where(which+" = ? and version = ?", id, was).Select("said", "version", "updated_at").Updates(row)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}

// ImportFacts keeps what a folder says, inside the importer's transaction: of a service, or of the collective when it is none. Published
// files are written in the next turn (FilesDue).
func ImportFacts(ctx context.Context, tx *gorm.DB, serviceID uint, said Facts, published bool) error {
	form, now := FactsForm{Said: maps.Clone(said)}, store.Now(tx)
	if serviceID != 0 {
		if err := form.check(ServiceKeys).Err(); err != nil {
			return err
		}
		f, err := FindServiceFacts(ctx, tx, catalogue.Service{ID: serviceID})
		if err != nil {
			return err
		}
		return tx.WithContext(ctx).Save(&ServiceFacts{ServiceID: serviceID, Said: form.Said, Version: f.Version + 1, UpdatedAt: now}).Error
	}
	f, err := FindHostFacts(ctx, tx)
	if err != nil {
		return err
	}
	wrong := form.check(HostKeys)
	if err := form.begun(ctx, tx, wrong); err != nil {
		return err
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	f.ID, f.Said, f.Published, f.Version, f.UpdatedAt = 1, form.Said, f.Published || published, f.Version+1, now
	return tx.WithContext(ctx).Save(&f).Error
}
