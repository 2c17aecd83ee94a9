package catalogue

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Desk is all that the catalogue holds, published or not, for those who keep it.
type Desk struct {
	Services  []Service
	Offers    []Offer
	Upstreams []Upstream
	Used      map[uint]int // how many services run an upstream
	Has       Has          // before the filter
	progress  map[content.Subject]map[string]content.Progress
}

// Has says what there is at all: what one begins with comes first.
type Has struct{ Upstreams, Services, Offers bool }

// DeskFilter narrows the desk.
type DeskFilter struct {
	Query string `query:"q"`
	State string `query:"state"` // "draft", "public", "gaps", or nothing
}

// Empty reports whether the filter lets everything through.
func (f DeskFilter) Empty() bool { return f == DeskFilter{} }

// FindDesk returns the whole catalogue for those who keep it, by position, with what lists need of the texts, in six statements.
func FindDesk(ctx context.Context, db *gorm.DB, by people.User, lang string, f DeskFilter) (Desk, error) {
	if !MayEdit(by) {
		return Desk{}, store.ErrNotFound
	}
	var d Desk
	var err error
	if d.Services, err = store.From[Service](db).Joins(clause.Has("Upstream"), nil).Order("services.position, services.id").Limit(1000).Find(ctx); err != nil {
		return d, err
	}
	if d.Offers, err = offersOf(ctx, db, "1 = 1"); err != nil {
		return d, err
	}
	if d.Upstreams, err = Upstreams(ctx, db); err != nil {
		return d, err
	}
	texts, err := content.TextsOfAll(ctx, db, lang, content.Resources{Type: typeService, IDs: idsOf(d.Services), Fields: []string{"name", "summary", "lose", "first"}}, offerTexts(d.Offers))
	if err != nil {
		return d, err
	}
	d.progress, err = content.ProgressOf(ctx, db, typeService, typeOffer, typeUpstream)
	d.say(texts)
	d.narrow(f)
	return d, err
}

func (d *Desk) say(t content.Texts) {
	d.Used = map[uint]int{}
	for i := range d.Services {
		d.Services[i].say(t)
		d.Used[d.Services[i].UpstreamID]++
	}
	for i := range d.Offers {
		d.Offers[i].say(t)
	}
	d.Has = Has{Upstreams: len(d.Upstreams) > 0, Services: len(d.Services) > 0, Offers: len(d.Offers) > 0}
}

func (d *Desk) narrow(f DeskFilter) {
	holds := func(words ...string) bool {
		return strings.Contains(content.Fold(strings.Join(words, " ")), content.Fold(f.Query))
	}
	in := func(public bool, gaps int) bool {
		switch f.State {
		case "draft":
			return !public
		case "public":
			return public
		case "gaps":
			return gaps > 0
		}
		return true
	}
	d.Services = slices.DeleteFunc(d.Services, func(s Service) bool {
		return !holds(s.Name.Value, s.Slug, s.Upstream.Name) || !in(s.Public(), len(s.Gaps()))
	})
	d.Offers = slices.DeleteFunc(d.Offers, func(o Offer) bool { return !holds(o.Name.Value, o.Slug) || !in(o.Public(), len(o.Gaps())) })
	d.Upstreams = slices.DeleteFunc(d.Upstreams, func(u Upstream) bool { return !holds(u.Name, u.Slug, u.Licence) })
}

// Progress says how far a service's or an offer's texts have come in a language.
func (d Desk) Progress(s content.Subject, lang string) content.Progress { return d.progress[s][lang] }

// ServiceToEdit returns a service with its texts as they were written, whatever the reader's language, for those who keep the catalogue.
func ServiceToEdit(ctx context.Context, db *gorm.DB, by people.User, slug string) (Service, error) {
	if !MayEdit(by) {
		return Service{}, store.ErrNotFound
	}
	return FindService(ctx, db, by, "", slug)
}

// OfferToEdit does the same for an offer.
func OfferToEdit(ctx context.Context, db *gorm.DB, by people.User, slug string) (Offer, error) {
	if !MayEdit(by) {
		return Offer{}, store.ErrNotFound
	}
	return FindOffer(ctx, db, by, "", slug)
}

// UpstreamToEdit does the same for an upstream.
func UpstreamToEdit(ctx context.Context, db *gorm.DB, by people.User, slug string) (Upstream, error) {
	if !MayEdit(by) {
		return Upstream{}, store.ErrNotFound
	}
	return FindUpstream(ctx, db, "", slug)
}
