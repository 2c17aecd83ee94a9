package customers

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
)

// contract is a row of subscriptions.csv.
type contract struct {
	line
	key          string
	organisation string
	offer        string
	tier         catalogue.Tier
	every        period.Interval
	price        int64 // one period of one, before tax
	kept         bool  // the price is the row's own, not the catalogue's
	anchor       string
	until        string // the first day that is not invoiced yet
	quantity     int64
	addresses    map[string]string // of the services, by their slug; "" when the offer has one service only
}

func (f *folder) contracts() (all []contract) {
	seen := keys{}
	for _, l := range f.lines["subscriptions.csv"] {
		c := contract{
			line: l, key: l.short("key", 80), organisation: l.cells["organisation"], offer: strings.ToLower(l.cells["offer"]),
			tier: word(l, "tier", catalogue.Tiers, catalogue.Standard), every: word(l, "interval", []period.Interval{period.Month, period.Year}, ""),
			until: l.day("invoiced_until"), anchor: l.day("anchor"), quantity: l.whole("quantity", 1, 100_000, 1), addresses: l.addresses(),
		}
		seen.once(l, "key", c.key)
		c.price, c.kept = l.cents("price")
		if c.anchor == "" && l.cells["anchor"] == "" {
			c.anchor = c.until
		}
		c.checkPeriod()
		all = append(all, c)
	}
	return all
}

// checkPeriod says when the day until which is invoiced begins no period: the first invoice here would charge days twice, or leave some out.
func (c contract) checkPeriod() {
	if c.every == "" || c.anchor == "" || c.until == "" {
		return
	}
	if c.until < c.anchor {
		c.Add("invoiced_until", "customers.fault.before_anchor", "Until", c.until, "Anchor", c.anchor)
		return
	}
	p, _ := period.Holding(onDay(c.anchor), c.every, onDay(c.until))
	if from := p.From.Format(time.DateOnly); from != c.until {
		c.Add("invoiced_until", "customers.fault.no_boundary", "Until", c.until, "Anchor", c.anchor, "Before", from, "After", p.To.Format(time.DateOnly))
	}
}

// cents is what a period costs before tax.
func (c contract) cents() int64 { return c.price * c.quantity }

// addresses reads where the services are: https://cloud.example.org, or files=https://… | chat=https://… where an offer has several.
func (l line) addresses() map[string]string {
	all := map[string]string{}
	for _, text := range strings.Split(l.cells["addresses"], "|") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		slug, address, named := strings.Cut(text, "=")
		if !named || strings.Contains(slug, "/") {
			slug, address = "", text
		}
		slug, address = strings.ToLower(strings.TrimSpace(slug)), strings.TrimSpace(address)
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(address) > 300 {
			l.Add("addresses", "error.web_address")
			continue
		}
		if _, twice := all[slug]; twice {
			l.Add("addresses", "customers.fault.address_twice", "Service", slug)
		}
		all[slug] = address
	}
	return all
}

// place gives each service of an offer its address, and says which have none.
func (c contract) place(services []catalogue.OfferedService) map[uint]string {
	at := map[uint]string{}
	left := map[string]string{}
	for slug, address := range c.addresses {
		left[slug] = address
	}
	if only, alone := left[""]; alone && len(services) == 1 {
		at[services[0].ServiceID] = only
		delete(left, "")
	}
	for _, s := range services {
		if address, said := left[s.Slug]; said {
			at[s.ServiceID] = address
			delete(left, s.Slug)
		}
		if at[s.ServiceID] == "" {
			c.Add("addresses", "customers.fault.no_address", "Service", s.Slug, "Shape", shape(services))
		}
	}
	for _, slug := range slices.Sorted(maps.Keys(left)) {
		if slug == "" {
			c.Add("addresses", "customers.fault.which_service", "Shape", shape(services))
		} else {
			c.Add("addresses", "customers.fault.no_service", "Service", slug, "Shape", shape(services))
		}
	}
	return at
}

// shape shows how addresses are written for an offer.
func shape(services []catalogue.OfferedService) string {
	var all []string
	for _, s := range services {
		all = append(all, fmt.Sprintf("%s=https://…", s.Slug))
	}
	slices.Sort(all)
	return strings.Join(all, " | ")
}
