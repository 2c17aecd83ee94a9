package views

import (
	"context"
	"encoding/json"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/commons/discretion"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// PublicSpendingHeads are the heads of the table of what went out.
func PublicSpendingHeads(ctx context.Context) []string {
	return []string{t(ctx, "bank.booked_on"), t(ctx, "spending.purpose"), t(ctx, "euro.what"), t(ctx, "bank.amount"), t(ctx, "invoices.currency")}
}

// PublicSpendingCells is one row of it: the day and the amount as programs read them.
func PublicSpendingCells(ctx context.Context, s billing.PublicSpending) []string {
	return []string{s.BookedOn, purposeName(ctx, s.Purpose), store.Cell(spendingWords(ctx, s)), decimal(s.Cents), "EUR"}
}

// publicMonth is a month of the public figures.
type publicMonth struct {
	From          string `json:"from_month"`
	To            string `json:"to_month"`
	ReceivedCents int64  `json:"received_cents"`
	SetAsideCents int64  `json:"set_aside_cents"`
}

type publicGroup struct {
	Group string `json:"group"`
	Cents int64  `json:"cents"`
	OfTen int64  `json:"of_ten_euros_cents"`
}

type publicProject struct {
	Name      string `json:"name"`
	URL       string `json:"url"`
	Given     int64  `json:"given_cents"`
	Passed    int64  `json:"from_other_projects_cents"`
	Sent      int64  `json:"sent_cents"`
	InTransit int64  `json:"in_transit_cents"`
	OwedCents int64  `json:"owed_cents"`
}

type publicRound struct {
	Page      string `json:"page"`
	From      string `json:"from"`
	To        string `json:"to"`
	Pot       int64  `json:"pot_cents"`
	Projects  int    `json:"projects"`
	Paid      int64  `json:"paid_cents"`
	InTransit int64  `json:"in_transit_cents"`
	PaidOn    string `json:"last_paid_on"`
}

// publicSpace is a shared space; its sums are left out where they would betray one of those who carry it.
type publicSpace struct {
	Page     string `json:"page"`
	Title    string `json:"title"`
	Told     bool   `json:"sums_told"`
	Open     int64  `json:"pledged_openly_each_period_cents,omitempty"`
	Pledged  int64  `json:"pledged_each_period_cents,omitempty"`
	Invoiced int64  `json:"invoiced_or_asked_cents,omitempty"`
	Received int64  `json:"received_cents,omitempty"`
	Promised int64  `json:"promised_minutes"`
	Given    int64  `json:"given_minutes"`
	Untold   int    `json:"time_not_shown_entries"`
}

// publicKind is what a kind gave; several together where it is empty, as amounts that are not to be known would follow from finer sums.
type publicKind struct {
	Kind    string `json:"kind"`
	Family  string `json:"family"`
	Unit    string `json:"unit"`
	Counted bool   `json:"under_agreement"`
	Total   int64  `json:"total"`
	Entries int    `json:"entries"`
}

// publicWaiting is how many amounts are in no sum yet.
type publicWaiting struct {
	Unit    string `json:"unit"`
	Counted bool   `json:"under_agreement"`
	Entries int    `json:"entries"`
}

// publicFigures is all of it; what too few organisations paid is left out, with the reason.
type publicFigures struct {
	Collective  string          `json:"collective"`
	Day         string          `json:"day"`
	Currency    string          `json:"currency"`
	TooFew      bool            `json:"too_few_payers"`
	FewestPays  int             `json:"fewest_payers"`
	From        string          `json:"spent_from"`
	To          string          `json:"spent_to"`
	Spent       []publicGroup   `json:"spent"`
	Unsorted    int64           `json:"spent_unsorted_lines"`
	Received    int64           `json:"received_cents,omitempty"`
	SetAside    int64           `json:"set_aside_cents,omitempty"`
	Pot         int64           `json:"pot_cents,omitempty"`
	Months      []publicMonth   `json:"months,omitempty"`
	Projects    []publicProject `json:"projects"`
	Rounds      []publicRound   `json:"rounds"`
	Spaces      []publicSpace   `json:"shared_spaces"`
	Given       []publicKind    `json:"given"`
	GivenAllMin int64           `json:"given_minutes"`
	Waiting     []publicWaiting `json:"given_in_no_sum_yet"`
	FewestGive  int             `json:"fewest_hidden_together"`
}

// TransparencyJSON is all public figures for programs, amounts in cents, time in minutes.
func TransparencyJSON(ctx context.Context, p overview.Public, fewest int) ([]byte, error) {
	out := publicFigures{
		Collective: siteName(ctx), Day: p.Today.Format(time.DateOnly), Currency: "EUR", TooFew: !p.Figures.Enough(), FewestPays: fewest, From: p.Spent.From, To: p.Spent.To,
		Unsorted: p.Spent.Entries(euro.Waiting), GivenAllMin: p.Figures.Minutes, Spent: []publicGroup{}, Projects: []publicProject{}, Given: []publicKind{},
		Rounds: publicRounds(ctx, p), Spaces: publicSpaces(ctx, p), Waiting: []publicWaiting{}, FewestGive: discretion.Fewest,
	}
	for _, k := range p.Figures.Kinds {
		if k.Waits {
			out.Waiting = append(out.Waiting, publicWaiting{string(k.Unit), k.Counted, k.Entries})
			continue
		}
		out.Given = append(out.Given, publicKind{k.Kind, string(k.Family), string(k.Unit), k.Counted, k.Total, k.Entries})
	}
	if p.Figures.Enough() {
		out.money(p)
	}
	return json.MarshalIndent(out, "", "  ")
}

// publicRounds are the latest rounds whose result is told.
func publicRounds(ctx context.Context, p overview.Public) []publicRound {
	all := []publicRound{}
	for _, r := range p.Rounds {
		if f := r.Rules().Period; r.Told() {
			all = append(all, publicRound{FrameOf(ctx).BaseURL + paths.Round(lang(ctx), r.Round), f.From, f.To, r.PotCents, r.Projects(), r.Books.Paid, r.Books.InTransit, r.Books.PaidOn})
		}
	}
	return all
}

func publicSpaces(ctx context.Context, p overview.Public) []publicSpace {
	all := []publicSpace{}
	for _, s := range p.Spaces {
		one := publicSpace{Page: FrameOf(ctx).BaseURL + paths.SharedSpace(lang(ctx), s.SharedSpace), Title: s.Title, Told: s.Tellable(), Open: s.OpenCents, Promised: s.Minutes, Given: s.GivenMinutes, Untold: s.HiddenTime + s.HiddenGiven}
		if s.Tellable() {
			one.Pledged, one.Invoiced, one.Received = s.PledgedCents, s.InvoicedCents, s.ReceivedCents
		}
		all = append(all, one)
	}
	return all
}

func (out *publicFigures) money(p overview.Public) {
	out.Received, out.SetAside, out.Pot = p.Figures.Received, p.Figures.SetAside, p.Figures.Pot
	for _, one := range euro.OfTen(p.Spent.Sums()) {
		out.Spent = append(out.Spent, publicGroup{string(one.Purpose), one.Cents, one.OfTen})
	}
	for _, m := range p.Figures.Months {
		out.Months = append(out.Months, publicMonth{m.FromMonth, m.ToMonth, m.ReceivedCents, m.SetAsideCents})
	}
	for _, s := range p.Shares {
		out.Projects = append(out.Projects, publicProject{s.Name, s.SiteURL, s.Given, s.Passed, s.Sent(), s.InTransit, s.Owed})
	}
}

// SpendingSums says how many rows the table of what went out has and what they add up to, so that nobody takes a cut file for the whole.
func SpendingSums(ctx context.Context, rows, cents int64) ([]byte, error) {
	return json.MarshalIndent(map[string]any{"file": FrameOf(ctx).BaseURL + paths.PublicSpendingsFile(lang(ctx)), "rows": rows, "cents": cents, "currency": "EUR", "left_out": []string{string(euro.People), string(euro.Apart)}}, "", "  ")
}

// TransparencyFeed is an Atom feed with one entry for each month that was told, or several together.
func TransparencyFeed(ctx context.Context, p overview.Public) ([]byte, error) {
	base := FrameOf(ctx).BaseURL
	page := base + paths.Transparency(lang(ctx))
	feed := atomFeed{
		Lang: htmlLang(ctx), Title: fullTitle(ctx, Head{Title: t(ctx, "transparency.title")}), ID: base + paths.TransparencyFeed(lang(ctx)), Author: siteName(ctx),
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links:   []atomLink{{Href: base + paths.TransparencyFeed(lang(ctx)), Rel: "self", Type: "application/atom+xml"}, {Href: page, Rel: "alternate", Type: "text/html"}},
	}
	if !p.Figures.Enough() {
		return asXML(feed)
	}
	for _, m := range lastMonths(p.Figures.Months) {
		told := m.ToldAt.UTC().Format(time.RFC3339)
		feed.Updated = max(feed.Updated, told)
		feed.Entries = append(feed.Entries, atomEntry{
			Title: atomText{Type: "text", Text: toldMonths(ctx, m)}, ID: page + "#" + m.ToMonth, Link: atomLink{Href: page + "#months"}, Updated: told,
			Summary: atomText{Type: "text", Text: t(ctx, "transparency.feed_month", "Received", money(ctx, m.ReceivedCents), "Part", money(ctx, m.SetAsideCents))},
		})
	}
	return asXML(feed)
}
