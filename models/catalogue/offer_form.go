package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"chatiere/models/content"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// OfferForm is what an operator types for an offer.
type OfferForm struct {
	Slug             string   `form:"slug"`
	Entry            Entry    `form:"entry"`
	Services         []string // slugs, in order
	Quotas           []Quota  // of the services, in the same order; none leaves those in force
	Position         int
	People           int
	StorageGB        int
	Name             string `form:"name"`
	Summary          string `form:"summary"`
	For              string `form:"for"`
	Body             string `form:"body"`
	SymbolicName     string `form:"symbolic_name"`
	SymbolicCovers   string `form:"symbolic_covers"`
	StandardName     string `form:"standard_name"`
	StandardCovers   string `form:"standard_covers"`
	SupportiveName   string `form:"supportive_name"`
	SupportiveCovers string `form:"supportive_covers"`
	SourceLang       string `form:"source_lang"`
	Version          int    `form:"version"`
}

// Quota is what one service of an offer holds: 0 = as the whole offer.
type Quota struct{ People, StorageGB int }

// Numbers are the whole numbers of the form by the names of their fields. Whoever reads them writes -1 for what cannot be read.
func (f *OfferForm) Numbers() map[string]*int {
	all := map[string]*int{"position": &f.Position, "people": &f.People, "storage_gb": &f.StorageGB}
	for i := range f.Quotas {
		all[LineField("people", i)], all[LineField("storage_gb", i)] = &f.Quotas[i].People, &f.Quotas[i].StorageGB
	}
	return all
}

// LineField is the name of a field in one of the form's lines of services.
func LineField(name string, line int) string { return name + "_" + strconv.Itoa(line) }

// Check says what is wrong with the form.
func (f OfferForm) Check() error {
	wrong := store.Invalid{}
	checkSlug(wrong, f.Slug, f.Name)
	if !slices.Contains(Entries, f.Entry) {
		wrong.Add("entry", "error.choose")
	}
	if len(f.Services) == 0 {
		wrong.Add(LineField("service", 0), "error.required")
	}
	for i, slug := range f.Services {
		if slices.Index(f.Services, slug) < i {
			wrong.Add(LineField("service", i), "error.twice")
		}
	}
	for name, text := range map[string]string{"name": f.Name, "summary": f.Summary} {
		if strings.TrimSpace(text) == "" {
			wrong.Add(name, "error.required")
		}
	}
	for name, n := range f.Numbers() {
		if *n < 0 || *n > 1_000_000 {
			wrong.Add(name, "error.number")
		}
	}
	checkSourceLang(wrong, f.SourceLang)
	return wrong.Err()
}

// Form is the offer as its form shows it.
func (o Offer) Form() OfferForm {
	f := OfferForm{
		Slug: o.Slug, Entry: o.Entry, Position: o.Position, People: o.People, StorageGB: o.StorageGB, Name: o.Name.Value,
		Summary: o.Summary.Value, For: o.For.Value, Body: o.Body.Value, SourceLang: o.Name.Lang, Version: o.Version,
	}
	for _, s := range o.Services {
		f.Services, f.Quotas = append(f.Services, s.Slug), append(f.Quotas, Quota{s.People, s.StorageGB})
	}
	words := func(t Tier) (string, string) { return o.TierWords[t].Name.Value, o.TierWords[t].Covers.Value }
	f.SymbolicName, f.SymbolicCovers = words(Symbolic)
	f.StandardName, f.StandardCovers = words(Standard)
	f.SupportiveName, f.SupportiveCovers = words(Supportive)
	return f
}

// NewOffer adds an offer that is neither priced nor published yet.
func NewOffer(ctx context.Context, db *gorm.DB, by people.User, f OfferForm) (Offer, error) {
	o := Offer{Ref: store.NewRef()}
	if !MayEdit(by) {
		return o, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return o.save(ctx, tx, by, f) })
	return o, err
}

// Change saves what an operator typed; store.ErrConflict when somebody else saved meanwhile.
func (o *Offer) Change(ctx context.Context, db *gorm.DB, by people.User, f OfferForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return o.save(ctx, tx, by, f) })
}

// ImportOffer makes or changes an offer and its prices for an importer, inside its transaction, and publishes a new one.
// Prices that say the same as those in force make no new list.
func ImportOffer(ctx context.Context, tx *gorm.DB, f OfferForm, prices PriceForm) (Offer, error) {
	found, err := offersOf(ctx, tx, "o.slug = ?", f.Slug)
	if err != nil {
		return Offer{}, err
	}
	now := store.Now(tx)
	o := Offer{Ref: store.NewRef(), PublishedAt: &now}
	if len(found) == 1 {
		o = found[0]
		f.Version = o.Version
	}
	if err := o.save(ctx, tx, people.User{}, f); err != nil || prices.samePrices(o.Prices) {
		return o, err
	}
	err = o.setPrices(ctx, tx, people.User{}, prices)
	return o, err
}

func (o *Offer) save(ctx context.Context, tx *gorm.DB, by people.User, f OfferForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	before, was := *o, o.Slug
	o.Slug, o.Entry, o.Position, o.People, o.StorageGB = f.Slug, f.Entry, f.Position, f.People, f.StorageGB
	o.UpdatedAt, o.Version = store.Now(tx), f.Version+1
	if err := keep(ctx, tx, o, o.ID, f.Version, &o.CreatedAt); err != nil {
		return err
	}
	if was != "" && was != o.Slug {
		if err := content.Moved(ctx, tx, typeOffer, o.ID, was, o.Slug); err != nil {
			return err
		}
	}
	if err := o.hold(ctx, tx, before, f); err != nil {
		return err
	}
	if err := content.Write(ctx, tx, by, f.Writings(*o)...); err != nil {
		return err
	}
	return note(ctx, tx, by, "offer_saved", typeOffer, o.Ref, o.Slug)
}

// hold puts the services into the offer, in the order typed, and brings the catalogue's "from" prices up to date.
func (o *Offer) hold(ctx context.Context, tx *gorm.DB, before Offer, f OfferForm) error {
	services, err := store.From[Service](tx).Where("slug in ?", f.Services).Find(ctx)
	if err != nil {
		return err
	}
	bySlug := map[string]uint{}
	for _, s := range services {
		bySlug[s.Slug] = s.ID
	}
	if err := tx.WithContext(ctx).Exec("delete from offer_services where offer_id = ?", o.ID).Error; err != nil {
		return err
	}
	kept := map[uint]Quota{}
	for _, s := range before.Services {
		kept[s.ServiceID] = Quota{s.People, s.StorageGB}
	}
	o.Services = nil
	for i, slug := range f.Services {
		id, known := bySlug[slug]
		if !known {
			return store.Invalid{LineField("service", i): {Key: "error.choose"}}
		}
		if i < len(f.Quotas) {
			kept[id] = f.Quotas[i]
		}
		err := tx.WithContext(ctx).Exec("insert into offer_services (offer_id, service_id, position, people, storage_gb) values (?, ?, ?, ?, ?)",
			o.ID, id, i, kept[id].People, kept[id].StorageGB).Error
		if err != nil {
			return err
		}
		o.Services = append(o.Services, OfferedService{OfferID: o.ID, ServiceID: id, Slug: slug, Position: i, People: kept[id].People, StorageGB: kept[id].StorageGB})
	}
	return refreshAllFrom(ctx, tx, before.Services, *o)
}

// Writings are the words of the form, as they are filed for the offer. An importer uses them for the other languages too.
func (f OfferForm) Writings(o Offer) []content.Writing {
	of := func(name string, position int, format content.Format, max int, text string) content.Writing {
		return field(typeOffer, o.Ref, o.ID, name, position, format, max, f.SourceLang, text)
	}
	return []content.Writing{
		of("name", 0, content.Plain, 80, f.Name), of("summary", 1, content.Plain, 300, f.Summary), of("for", 2, content.Plain, 300, f.For),
		of("symbolic_name", 3, content.Plain, 60, f.SymbolicName), of("symbolic_covers", 4, content.Plain, 400, f.SymbolicCovers),
		of("standard_name", 5, content.Plain, 60, f.StandardName), of("standard_covers", 6, content.Plain, 400, f.StandardCovers),
		of("supportive_name", 7, content.Plain, 60, f.SupportiveName), of("supportive_covers", 8, content.Plain, 400, f.SupportiveCovers),
		of("body", 9, content.Markdown, 0, f.Body),
	}
}

// noteWhy writes an act in the journal, and that the catalogue has changed.
func noteWhy(ctx context.Context, tx *gorm.DB, by people.User, verb, kind, ref, slug, why string) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: kind, SubjectRef: ref, Reason: why, Details: map[string]any{"slug": slug}})
}
