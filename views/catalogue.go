package views

import (
	"context"
	"net/url"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// Buying is under which tax a price is shown, and for whom.
type Buying struct {
	Regime  collective.TaxRegime
	Country string // of the buyer
}

// tax is what a price before tax costs the person who reads.
func (b Buying) tax(cents int64) catalogue.Shown {
	return catalogue.WithTax(b.Regime, b.Country, cents)
}

// price is a price with its tax, as the reader writes amounts.
func (b Buying) price(ctx context.Context, cents int64) string {
	return locales.MoneyShort(lang(ctx), b.tax(cents).Gross, "EUR")
}

// taxNote says whether tax is in the prices.
func (b Buying) taxNote(ctx context.Context) string {
	switch {
	case b.Regime.Regime == collective.VATRegistered && b.tax(0).RateBP > 0:
		return t(ctx, "offers.tax_included", "Rate", locales.Percent(lang(ctx), int64(b.Regime.RateBP)))
	case b.Regime.Regime == collective.VATRegistered:
		return t(ctx, "offers.tax_abroad")
	case b.Regime.Regime == collective.VATFranchise:
		return t(ctx, "offers.tax_franchise")
	}
	return t(ctx, "offers.tax_none")
}

// CatalogueFilter is the filter of the catalogue as typed in its address.
type CatalogueFilter struct {
	catalogue.Filter
	Max string `query:"max"` // highest monthly price, tax included, as typed
}

// Limit reads the highest price typed, tax included, into the filter, before tax; what cannot be read is said at its field.
func (p *CataloguePage) Limit(lang string) {
	if strings.TrimSpace(p.Filter.Max) == "" {
		return
	}
	gross, ok := locales.ParseMoney(lang, p.Filter.Max)
	if !ok || gross <= 0 {
		p.Wrong.Add("max", "error.money")
		return
	}
	p.Filter.MaxCents = gross * 10000 / int64(10000+p.Buying.tax(0).RateBP)
}

// query writes the filter as an address, continuing after a key.
func (f CatalogueFilter) query(after string) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "need": string(f.Need), "replaces": f.Replaces, "upstream": f.Upstream, "language": f.Language, "max": f.Max, "after": after} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return "?" + v.Encode()
}

// CataloguePage is what the catalogue shows.
type CataloguePage struct {
	Filter    CatalogueFilter
	Wrong     store.Invalid
	Services  store.Page[catalogue.Service]
	Tools     []catalogue.Facet
	Upstreams []catalogue.Facet
	Buying    Buying
}

func (p CataloguePage) next(ctx context.Context) ui.Link {
	if p.Services.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: paths.Catalogue(lang(ctx)) + p.Filter.query(p.Services.Next), Text: t(ctx, "action.next")}
}

// first leads back to the beginning of the list.
func (p CataloguePage) first(ctx context.Context) ui.Link {
	if p.Filter.After == "" {
		return ui.Link{}
	}
	return ui.Link{Href: paths.Catalogue(lang(ctx)) + p.Filter.query(""), Text: t(ctx, "catalogue.first")}
}

func needName(ctx context.Context, n catalogue.Need) string {
	switch n {
	case catalogue.Talk:
		return t(ctx, "catalogue.need_talk")
	case catalogue.Share:
		return t(ctx, "catalogue.need_share")
	case catalogue.Writing:
		return t(ctx, "catalogue.need_write")
	case catalogue.Meet:
		return t(ctx, "catalogue.need_meet")
	case catalogue.Plan:
		return t(ctx, "catalogue.need_plan")
	case catalogue.Publish:
		return t(ctx, "catalogue.need_publish")
	}
	return t(ctx, "catalogue.need_learn")
}

func needOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, n := range catalogue.Needs {
		all = append(all, ui.Option{Value: string(n), Text: needName(ctx, n)})
	}
	return all
}

func needArt(n catalogue.Need) ui.ArtName {
	switch n {
	case catalogue.Talk, catalogue.Meet:
		return ui.ArtChat
	case catalogue.Share:
		return ui.ArtFiles
	case catalogue.Writing, catalogue.Publish:
		return ui.ArtNotes
	}
	return ui.ArtTogether
}

func facetOptions(facets []catalogue.Facet) []ui.Option {
	var all []ui.Option
	for _, f := range facets {
		all = append(all, ui.Option{Value: f.Slug, Text: f.Name})
	}
	return all
}

func statusName(ctx context.Context, s catalogue.Status) string {
	switch s {
	case catalogue.Maintenance:
		return t(ctx, "services.status_maintenance")
	case catalogue.Degraded:
		return t(ctx, "services.status_degraded")
	case catalogue.Down:
		return t(ctx, "services.status_down")
	}
	return t(ctx, "services.status_running")
}

func statusTone(s catalogue.Status) ui.Tone {
	switch s {
	case catalogue.Maintenance:
		return ui.Info
	case catalogue.Degraded:
		return ui.Warn
	case catalogue.Down:
		return ui.Bad
	}
	return ui.Good
}

func controlName(ctx context.Context, c catalogue.Control) string {
	switch c {
	case catalogue.OwnHardware:
		return t(ctx, "services.control_own")
	case catalogue.DedicatedMachine:
		return t(ctx, "services.control_dedicated")
	case catalogue.VirtualMachine:
		return t(ctx, "services.control_virtual")
	}
	return t(ctx, "services.control_shared")
}

func tierName(ctx context.Context, o catalogue.Offer, tier catalogue.Tier) string {
	if name := o.TierWords[tier].Name; !name.Empty() {
		return name.Value
	}
	switch tier {
	case catalogue.Symbolic:
		return t(ctx, "offers.tier_symbolic")
	case catalogue.Supportive:
		return t(ctx, "offers.tier_supportive")
	}
	return t(ctx, "offers.tier_standard")
}

func periodName(ctx context.Context, p catalogue.Period) string {
	if p == catalogue.Year {
		return t(ctx, "offers.period_year")
	}
	return t(ctx, "offers.period_month")
}

func per(ctx context.Context, p catalogue.Period) string {
	if p == catalogue.Year {
		return t(ctx, "offers.per_year")
	}
	return t(ctx, "offers.per_month")
}

// names are short texts in a row: tools, formats, languages.
func names(ctx context.Context, all []string) string { return locales.List(lang(ctx), all) }

func languageNames(codes []string) []string {
	var all []string
	for _, code := range codes {
		all = append(all, ownName(code))
	}
	return all
}

// instant says when something was, in the collective's zone.
func instant(ctx context.Context, at time.Time) string {
	return locales.DateTime(lang(ctx), at, FrameOf(ctx).Host.Location())
}

// quotas are what an offer holds, in words.
func quotas(ctx context.Context, o catalogue.Offer) []string {
	var all []string
	if o.People > 0 {
		all = append(all, tn(ctx, "offers.people", o.People))
	} else {
		all = append(all, t(ctx, "offers.people_agreed"))
	}
	if o.StorageGB > 0 {
		all = append(all, t(ctx, "offers.storage", "Size", locales.Bytes(lang(ctx), int64(o.StorageGB)*1_000_000_000)))
	}
	return all
}

// ownQuotas are what one service of an offer holds, when it is not as the whole offer.
func ownQuotas(ctx context.Context, people, storageGB int) []string {
	var all []string
	if people > 0 {
		all = append(all, tn(ctx, "offers.people", people))
	}
	if storageGB > 0 {
		all = append(all, t(ctx, "offers.storage", "Size", locales.Bytes(lang(ctx), int64(storageGB)*1_000_000_000)))
	}
	return all
}

// excerpt is a short description for search engines.
func excerpt(texts ...content.Text) string {
	for _, text := range texts {
		if !text.Empty() {
			return strings.TrimSpace(text.Value)
		}
	}
	return ""
}

// foundWords says how many services there are; with more to come, how many this page shows.
func foundWords(ctx context.Context, p CataloguePage) string {
	if n := len(p.Services.Items); p.Services.Next == "" && p.Filter.After == "" {
		return tn(ctx, "catalogue.found", n)
	}
	return tn(ctx, "catalogue.found_here", len(p.Services.Items))
}
