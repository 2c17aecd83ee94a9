package folder

import "strings"

// Offer is what one subscribes to (offers/<ref>.toml and one offers/<ref>.<lang>.md per language).
type Offer struct {
	Ref      string                `toml:"-"`
	Services []string              `toml:"services"`
	Entry    string                `toml:"entry"` // direct: subscribe at once; reviewed: ask first
	Order    int                   `toml:"order"`
	People   int                   `toml:"people"`     // quota: accounts; 0 = agreed case by case
	Storage  int                   `toml:"storage_gb"` // quota: gigabytes; 0 = agreed case by case
	Tiers    []Tier                `toml:"tiers"`
	Versions map[string]OfferWords `toml:"-"`
}

// Tier is a solidarity price. Amounts are in cents, before tax; billing adds the tax of the regime and of the buyer.
type Tier struct {
	Key     string
	Monthly int64
	Yearly  int64
}

// OfferWords present an offer in one language, and what each tier covers.
type OfferWords struct {
	Name    string               `toml:"name"`
	Summary string               `toml:"summary"`
	For     string               `toml:"for"` // for whom it is meant
	Tiers   map[string]TierWords `toml:"tiers"`
	Body    string               `toml:"-"`
}

// TierWords say what a solidarity price is called and what it pays for.
type TierWords struct {
	Name   string `toml:"name"`
	Covers string `toml:"covers"`
}

// writtenOffer is the file as written: prices not yet judged.
type writtenOffer struct {
	Offer
	Tiers []writtenTier `toml:"tiers"`
}

type writtenTier struct {
	Key          string `toml:"key"`
	Monthly      Amount `toml:"monthly"`
	Yearly       Amount `toml:"yearly"`
	MonthlyCents Amount `toml:"monthly_cents"`
	YearlyCents  Amount `toml:"yearly_cents"`
}

var (
	entries  = []string{"direct", "reviewed"}
	tierKeys = []string{"symbolic", "standard", "supportive"}
)

func (r *reader) offers(services []Service) []Offer {
	var all []Offer
	var refs []string
	words := inLanguages[OfferWords](r, "offers")
	for _, name := range r.names("offers", ".toml") {
		var w writtenOffer
		d, ok := r.toml("offers/"+name, &w)
		o := w.Offer
		o.Ref, o.Versions = strings.TrimSuffix(name, ".toml"), map[string]OfferWords{}
		if ok {
			o.Tiers = d.tiers(w.Tiers)
			d.offer(o, services)
		}
		for lang, page := range pagesOf(words, o.Ref) {
			page.front.Body = page.body
			if ok && !page.broken {
				page.document.offerWords(page.front, o.Tiers)
			}
			o.Versions[lang] = page.front
		}
		if len(o.Versions) == 0 {
			r.everyLanguage("offers", o.Ref, nil)
		}
		all, refs = append(all, o), append(refs, o.Ref)
	}
	r.orphans("offers", refsOf(words), refs)
	return all
}

func (d document) offer(o Offer, services []Service) {
	d.oneOf("entry", o.Entry, entries)
	if len(o.Services) == 0 {
		d.wrong("services", MissingValue, "services is missing: an offer holds at least one")
	}
	for i, ref := range o.Services {
		if !hasService(services, ref) {
			d.wrong(at("services", i), UnknownService, "there is no service %q (services/%s.toml)", ref, ref)
		}
	}
}

// tiers judges the prices; a price is written in euros (monthly) or in cents (monthly_cents), never both.
func (d document) tiers(written []writtenTier) []Tier {
	if len(written) == 0 {
		d.wrong("tiers", MissingValue, "tiers is missing: an offer has at least one price")
	}
	var all []Tier
	seen := map[string]bool{}
	for i, w := range written {
		path := at("tiers", i)
		d.oneOf(path+".key", w.Key, tierKeys)
		if seen[w.Key] {
			d.wrong(path+".key", Duplicate, "the tier %q is there twice", w.Key)
		}
		seen[w.Key] = true
		all = append(all, Tier{
			Key: w.Key, Monthly: d.price(path+".monthly", w.Monthly, w.MonthlyCents),
			Yearly: d.price(path+".yearly", w.Yearly, w.YearlyCents),
		})
	}
	return all
}

func (d document) price(path string, euros, cents Amount) int64 {
	switch {
	case euros.value != nil && cents.value != nil:
		d.wrong(path, BadAmount, "%s is written twice, in euros and in cents", path)
		return 0
	case cents.value != nil:
		return d.cents(path+"_cents", cents)
	default:
		return d.euros(path, euros)
	}
}

func (d document) offerWords(w OfferWords, tiers []Tier) {
	d.required("name", w.Name)
	d.required("summary", w.Summary)
	d.required("for", w.For)
	have := map[string]bool{}
	for _, t := range tiers {
		have[t.Key] = true
		d.required("tiers."+t.Key+".name", w.Tiers[t.Key].Name)
		d.required("tiers."+t.Key+".covers", w.Tiers[t.Key].Covers)
	}
	for key := range w.Tiers {
		if !have[key] {
			d.wrong("tiers."+key, Dangling, "the offer has no tier %q", key)
		}
	}
}
