package catalogue

import (
	"context"
	"strings"

	"chatiere/models/content"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Filter narrows the catalogue.
type Filter struct {
	Query    string `query:"q"`
	Need     Need   `query:"need"`
	Replaces string `query:"replaces"` // slug of a tool of today
	Upstream string `query:"upstream"` // slug
	Language string `query:"language"` // code of a language that the service speaks
	MaxCents int64  // before tax, a month; 0 means any
	After    string `query:"after"`
}

// Empty reports whether the filter lets everything through.
func (f Filter) Empty() bool {
	f.After = ""
	return f == Filter{}
}

// Find returns a page of the public catalogue in the reader's language, in two statements.
func Find(ctx context.Context, db *gorm.DB, lang string, f Filter) (store.Page[Service], error) {
	all, err := f.where(db, lang).Order("services.position, services.id").Limit(store.PageSize + 1).Find(ctx)
	if err != nil {
		return store.Page[Service]{}, err
	}
	page := store.Paged(all, store.PageSize, func(s Service) string { return store.Key(uint(s.Position)) + "." + store.Key(s.ID) })
	texts, err := content.TextsOf(ctx, db, lang, typeService, idsOf(page.Items), "name", "summary", "need")
	for i := range page.Items {
		page.Items[i].say(texts)
	}
	return page, err
}

func (f Filter) where(db *gorm.DB, lang string) store.Rows[Service] {
	q := store.From[Service](db).Joins(clause.Has("Upstream"), nil).Where("services.published_at is not null")
	if f.Need != "" {
		q = q.Where("services.need = ?", f.Need)
	}
	if f.Replaces != "" {
		q = q.Where("services.id in (select r.service_id from service_replacements r join replaced_tools t on t.id = r.tool_id where t.slug = ?)", f.Replaces)
	}
	if f.Upstream != "" {
		q = q.Where("services.upstream_id = (select id from upstreams where slug = ?)", f.Upstream)
	}
	if f.Language != "" {
		q = q.Where("services.id in (select service_id from service_languages where lang = ?)", f.Language)
	}
	if f.MaxCents > 0 {
		q = q.Where("services.from_cents <= case services.from_period when 'year' then 12 else 1 end * ?", f.MaxCents)
	}
	for i, word := range strings.Fields(f.Query) {
		if i < 6 {
			q = q.Where(holds(lang, word))
		}
	}
	if position, id, ok := store.FromPair(f.After); ok { // the pair is written the other way round: position first
		q = q.Where("(services.position > ? or services.position = ? and services.id > ?)", id, id, store.FromKey(position))
	}
	return q
}

// holds is the condition that a service speaks of a word: in its texts, its upstream's name, or the tools it replaces.
func holds(lang, word string) clause.Expr {
	condition, args := content.Matching(lang, typeService, "services.id", word)
	like := store.Like(word)
	return gorm.Expr("("+condition+` or lower("Upstream".name) like ? escape '\' or lower(services.replaces) like ? escape '\')`, append(args, like, like)...)
}

// Facet is one choice of a filter.
type Facet struct {
	Slug string
	Name string
}

// Facets are the choices of the filters "replaces" and "upstream", for what is public, in one statement.
func Facets(ctx context.Context, db *gorm.DB) (tools, upstreams []Facet, err error) {
	var rows []struct{ Kind, Slug, Name string }
	err = db.WithContext(ctx).Raw(`
		select 'tool' as kind, t.slug, t.name from replaced_tools t where exists
			(select 1 from service_replacements r join services s on s.id = r.service_id where r.tool_id = t.id and s.published_at is not null)
		union all
		select 'upstream', u.slug, u.name from upstreams u where exists
			(select 1 from services s where s.upstream_id = u.id and s.published_at is not null)
		order by 3`).Scan(&rows).Error
	for _, r := range rows {
		if r.Kind == "tool" {
			tools = append(tools, Facet{r.Slug, r.Name})
		} else {
			upstreams = append(upstreams, Facet{r.Slug, r.Name})
		}
	}
	return tools, upstreams, err
}
