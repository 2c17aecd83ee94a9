package folder

import "slices"

// cast is everything a story may name.
type cast struct {
	users, organisations, upstreams []string
	collective                      Collective
}

func (r *reader) story(c Collective) Story {
	var s Story
	if !r.exists("story.toml") {
		return s
	}
	d, ok := r.toml("story.toml", &s)
	if !ok {
		return s
	}
	who := cast{users: c.People.userRefs(), organisations: c.People.organisationRefs(), collective: c}
	for _, u := range c.Upstreams {
		who.upstreams = append(who.upstreams, u.Ref)
	}
	d.subscriptions(s.Subscriptions, who)
	d.requests(s.Requests, who)
	d.sponsorships(s, who)
	d.pools(s.Pools, who)
	d.contributions(s.Contributions, who)
	d.tasks(s.Tasks, who)
	d.agreements(s.Agreements, who)
	d.tickets(s.Tickets, who)
	d.incidents(s.Incidents, c.Services)
	d.rounds(s.Rounds, who)
	d.channels(s.Channels, who)
	d.batches(s, who)
	d.expenses(s.Expenses)
	d.spaces(s, who)
	return s
}

var pledgeVisibilities = []string{"public", "amount_hidden", "anonymous"}

func (d document) spaces(story Story, who cast) {
	seen := map[string]bool{}
	for i, s := range story.Spaces {
		path := at("spaces", i)
		d.once(path+".ref", s.Ref, seen)
		d.required(path+".title", s.Title)
		d.required(path+".about", s.About)
		if s.Subscription != "" {
			d.refersTo(path+".subscription", "subscription", s.Subscription, story.subscriptionRefs())
		}
		if (s.Subscription == "") != (s.GoalCents >= 100) || (s.Subscription != "") != (s.Percent > 0) || s.Percent > 100 || s.Threshold < 1 || s.Threshold > 100 {
			d.wrong(path+".goal_cents", BadAmount, "a shared space has a goal in cents, or in per cent of a subscription, and a threshold from 1 to 100 per cent")
		}
		for n, p := range s.Pledges {
			inner := at(path+".pledges", n)
			d.refersTo(inner+".by", "user", p.By, who.users)
			if p.Organisation != "" {
				d.refersTo(inner+".organisation", "organisation", p.Organisation, who.organisations)
			}
			d.oneOf(inner+".every", p.Every, []string{"once", "month", "quarter", "year"})
			d.oneOf(inner+".visibility", p.Visibility, pledgeVisibilities)
		}
	}
}

func (d document) expenses(all []Expense) {
	for i, e := range all {
		path := at("expenses", i)
		d.required(path+".words", e.Words)
		d.oneOf(path+".purpose", e.Purpose, purposes)
		if e.Purpose == "apart" {
			d.required(path+".reason", e.Reason)
		}
		if e.Cents <= 0 {
			d.wrong(path+".cents", BadAmount, "an expense is told in cents, above 0")
		}
		if e.Day < 1 || e.Day > 28 || e.EveryMonths < 0 || e.MonthsAgo < 0 || e.MonthsAgo > 12 {
			d.wrong(path+".day", BadValue, "an expense has a day from 1 to 28, and happens at most twelve months ago")
		}
	}
}

func (d document) subscriptions(all []Subscription, who cast) {
	seen := map[string]bool{}
	for i, s := range all {
		path := at("subscriptions", i)
		d.once(path+".ref", s.Ref, seen)
		d.refersTo(path+".organisation", "organisation", s.Organisation, who.organisations)
		d.refersTo(path+".by", "user", s.By, who.users)
		d.offerAndTier(path, s.Offer, s.Tier, who.collective.Offers)
		d.oneOf(path+".period", s.Period, periods)
	}
}

func (d document) offerAndTier(path, offer, tier string, offers []Offer) {
	i := slices.IndexFunc(offers, func(o Offer) bool { return o.Ref == offer })
	if i < 0 {
		d.wrong(path+".offer", Dangling, "there is no offer %q", offer)
		return
	}
	if !slices.ContainsFunc(offers[i].Tiers, func(t Tier) bool { return t.Key == tier }) {
		d.wrong(path+".tier", Dangling, "the offer %q has no tier %q", offer, tier)
	}
}

func (d document) pools(all []Pool, who cast) {
	for i, p := range all {
		path := at("pools", i)
		d.refersTo(path+".head", "organisation", p.Head, who.organisations)
		d.refersTo(path+".by", "user", p.By, who.users)
		for n, c := range p.Carried {
			inner := at(path+".carried", n)
			d.refersTo(inner+".organisation", "organisation", c.Organisation, who.organisations)
			d.refersTo(inner+".by", "user", c.By, who.users)
			if c.Percent < 1 || c.Percent > 100 {
				d.wrong(inner+".percent", BadAmount, "a part is between 1 and 100 per cent")
			}
		}
	}
}

func (d document) requests(all []Request, who cast) {
	seen := map[string]bool{}
	for i, q := range all {
		path := at("requests", i)
		d.once(path+".ref", q.Ref, seen)
		d.refersTo(path+".organisation", "organisation", q.Organisation, who.organisations)
		d.refersTo(path+".by", "user", q.By, who.users)
		d.offerAndTier(path, q.Offer, q.Tier, who.collective.Offers)
		d.oneOf(path+".state", q.State, requestStates)
		d.locale(path+".lang", q.Lang)
		d.required(path+".need", q.Need)
		if q.State != "asked" {
			d.refersTo(path+".answered_by", "user", q.AnsweredBy, who.users)
			d.required(path+".answer", q.Answer)
		}
	}
}

// subscriptionRefs are the names of all subscriptions of the story.
func (s Story) subscriptionRefs() []string {
	var refs []string
	for _, sub := range s.Subscriptions {
		refs = append(refs, sub.Ref)
	}
	return refs
}

func (d document) sponsorships(s Story, who cast) {
	sum := map[string]int{}
	var shared []string
	for _, space := range s.Spaces {
		shared = append(shared, space.Subscription)
	}
	for i, sp := range s.Sponsorships {
		path := at("sponsorships", i)
		d.refersTo(path+".sponsor", "organisation", sp.Sponsor, who.organisations)
		d.refersTo(path+".by", "user", sp.By, who.users)
		d.refersTo(path+".subscription", "shared space of the subscription", sp.Subscription, shared)
		d.oneOf(path+".visibility", sp.Visibility, pledgeVisibilities)
		sum[sp.Subscription] += sp.Percent
		if sp.Percent <= 0 || sum[sp.Subscription] > 100 {
			d.wrong(path+".percent", BadValue, "the parts of %q must be above 0 and stay within 100 together", sp.Subscription)
		}
	}
}

func (d document) contributions(all []Contribution, who cast) {
	seen := map[string]bool{}
	targets := slices.Concat(who.organisations, who.upstreams, []string{"collective"})
	for i, g := range all {
		path := at("contributions", i)
		d.once(path+".ref", g.Ref, seen)
		d.refersTo(path+".by", "user", g.By, who.users)
		d.refersTo(path+".for", "organisation or upstream", g.For, targets)
		if g.Organisation != "" {
			d.refersTo(path+".organisation", "organisation", g.Organisation, who.organisations)
		}
		d.required(path+".title", g.Title)
		d.locale(path+".lang", g.Lang)
		d.oneOf(path+".visibility", g.Visibility, visibilities)
		d.quantity(path, g)
		d.verdict(path, g, who.users)
	}
}

// agreementBases are the legal bases that an organisation may agree on.
var agreementBases = []string{"recognition_only", "solidarity_price", "b2b_compensation", "commercial_rebate"}

func (d document) agreements(all []Agreement, who cast) {
	seen := map[string]bool{}
	for i, a := range all {
		path := at("agreements", i)
		d.once(path+".ref", a.Ref, seen)
		d.refersTo(path+".organisation", "organisation", a.Organisation, who.organisations)
		d.oneOf(path+".basis", a.Basis, agreementBases)
		d.required(path+".title", a.Title)
		d.required(path+".terms", a.Terms)
		if a.AcceptedBy != "" {
			d.refersTo(path+".accepted_by", "user", a.AcceptedBy, who.users)
		}
	}
}

func (d document) tasks(all []Task, who cast) {
	seen := map[string]bool{}
	for i, k := range all {
		path := at("tasks", i)
		d.once(path+".ref", k.Ref, seen)
		d.refersTo(path+".for", "upstream", k.For, slices.Concat(who.upstreams, []string{"collective"}))
		d.oneOf(path+".kind", k.Kind, timeKinds)
		d.required(path+".title", k.Title)
		d.locale(path+".lang", k.Lang)
		for _, l := range k.Languages {
			d.locale(path+".languages", l)
		}
		if k.TakenBy != "" {
			d.refersTo(path+".taken_by", "user", k.TakenBy, who.users)
		}
		if k.Minutes <= 0 || k.Minutes%15 != 0 {
			d.wrong(path+".minutes", BadAmount, "time is told in quarters of an hour")
		}
	}
}

// quantity checks that time is told in minutes and money in cents.
func (d document) quantity(path string, g Contribution) {
	money := slices.Contains(moneyKinds, g.Kind)
	if !money {
		d.oneOf(path+".kind", g.Kind, timeKinds)
	}
	if money && (g.Cents <= 0 || g.Minutes != 0) {
		d.wrong(path+".kind", BadAmount, "a contribution of the kind %q is told in cents, above 0", g.Kind)
	}
	if g.Minutes%15 != 0 || g.Claimed%15 != 0 {
		d.wrong(path+".minutes", BadAmount, "time is told in quarters of an hour")
	}
	if !money && (g.Minutes <= 0 || g.Cents != 0) {
		d.wrong(path+".kind", BadAmount, "a contribution of the kind %q is told in minutes, above 0", g.Kind)
	}
}

// verdict checks that nobody attests or decides on their own contribution.
func (d document) verdict(path string, g Contribution, users []string) {
	d.oneOf(path+".state", g.State, giftStates)
	if g.Evidence != "" {
		d.webAddress(path+".evidence", g.Evidence)
	}
	for i, by := range g.AttestedBy {
		d.refersTo(at(path+".attested_by", i), "user", by, users)
	}
	if g.DecidedBy != "" {
		d.refersTo(path+".decided_by", "user", g.DecidedBy, users)
	}
	if g.DecidedBy == g.By || slices.Contains(g.AttestedBy, g.By) || slices.Contains(g.AttestedBy, g.DecidedBy) {
		d.wrong(path+".by", BadValue, "the contributor, who attests and who decides are three different people")
	}
}

func (d document) tickets(all []Ticket, who cast) {
	seen := map[string]bool{}
	for i, t := range all {
		path := at("tickets", i)
		d.once(path+".ref", t.Ref, seen)
		d.refersTo(path+".by", "user", t.By, who.users)
		d.refersTo(path+".organisation", "organisation", t.Organisation, who.organisations)
		d.oneOf(path+".state", t.State, ticketStates)
		d.locale(path+".lang", t.Lang)
		d.required(path+".subject", t.Subject)
		if t.Service != "" && !hasService(who.collective.Services, t.Service) {
			d.wrong(path+".service", UnknownService, "there is no service %q", t.Service)
		}
		if t.Assigned != "" {
			d.refersTo(path+".assigned", "user", t.Assigned, who.users)
		}
		d.messages(path, t, who.users)
	}
}

func (d document) messages(path string, t Ticket, users []string) {
	if len(t.Messages) == 0 {
		d.wrong(path, MissingValue, "a ticket has at least one message")
	}
	last := 0
	for i, m := range t.Messages {
		here := at(path+".messages", i)
		d.refersTo(here+".by", "user", m.By, users)
		d.required(here+".text", m.Text)
		if m.AfterHours < last || m.AfterHours > t.DaysAgo*24 {
			d.wrong(here+".after_hours", BadValue, "messages follow one another and none lies in the future")
		}
		last = m.AfterHours
	}
}

func (d document) incidents(all []Incident, services []Service) {
	for i, in := range all {
		path := at("incidents", i)
		if !hasService(services, in.Service) {
			d.wrong(path+".service", UnknownService, "there is no service %q", in.Service)
		}
		d.oneOf(path+".severity", in.Severity, severities)
		d.words(path+".title", in.Title)
		d.words(path+".text", in.Text)
	}
}
