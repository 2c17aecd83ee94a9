package views

import (
	"context"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// GiftCodesPage is the list of gift codes.
type GiftCodesPage struct {
	Found  store.Page[billing.GiftCode]
	Search billing.GiftSearch
}

func (p GiftCodesPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.GiftCodes(lang(ctx)), p.Found.Next, "q", p.Search.Query, "all", yes(p.Search.All))
}

// NewGiftCodePage is the form that makes one.
type NewGiftCodePage struct {
	Form   billing.GiftCodeForm
	Offers []catalogue.Offer
	Wrong  store.Invalid
}

func (p NewGiftCodePage) offers() []ui.Option {
	var all []ui.Option
	for _, o := range p.Offers {
		all = append(all, ui.Option{Value: o.Slug, Text: offerName(o)})
	}
	return all
}

func offerName(o catalogue.Offer) string {
	if o.Name.Value == "" {
		return o.Slug
	}
	return o.Name.Value
}

func (p NewGiftCodePage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "code", t(ctx, "gifts.code"), "reason", t(ctx, "gifts.reason"), "kind", t(ctx, "gifts.kind"), "percent", t(ctx, "gifts.percent"),
		"amount", t(ctx, "gifts.amount"), "lasts", t(ctx, "gifts.lasts"), "cycles", t(ctx, "gifts.cycles"), "starts_on", t(ctx, "gifts.starts_on"),
		"ends_on", t(ctx, "gifts.ends_on"), "uses_most", t(ctx, "gifts.uses_most"), "each_most", t(ctx, "gifts.each_most"), "offers", t(ctx, "gifts.offers"))
}

// GiftCodePage is one code with who has it.
type GiftCodePage struct {
	Code   billing.GiftCode
	Offers []catalogue.Offer
	Found  store.Page[billing.GiftGranted]
	Today  string
	Now    time.Time
}

func (p GiftCodePage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.GiftCode(lang(ctx), p.Code), p.Found.Next)
}

// acts reports whether the reader may stop it.
func (p GiftCodePage) acts(ctx context.Context) bool {
	return p.Code.StoppedAt == nil && me(ctx).Is(people.Operator)
}

func (p GiftCodePage) offers(ctx context.Context) string {
	names := ""
	for _, o := range p.Offers {
		if p.Code.For(o.ID) && len(p.Code.OfferIDs) > 0 {
			if names != "" {
				names += ", "
			}
			names += offerName(o)
		}
	}
	if names == "" {
		return t(ctx, "gifts.all_offers")
	}
	return names
}

// giftWorth is what a code takes off each document.
func giftWorth(ctx context.Context, c billing.GiftCode) string {
	if c.Kind == billing.GiftPercentage {
		return locales.Percent(lang(ctx), c.Percent*100)
	}
	return t(ctx, "gifts.before_tax", "Amount", cents(ctx, c.Cents, c.Currency))
}

// giftLasts is for how many periods.
func giftLasts(ctx context.Context, c billing.GiftCode) string {
	if c.Cycles == 0 {
		return t(ctx, "gifts.forever")
	}
	return tn(ctx, "gifts.periods", c.Cycles)
}

// giftTaken is how many have it, of how many.
func giftTaken(ctx context.Context, c billing.GiftCode) string {
	if c.UsesMost == 0 {
		return locales.Number(lang(ctx), c.Taken)
	}
	return t(ctx, "gifts.taken_of", "Taken", locales.Number(lang(ctx), c.Taken), "Most", locales.Number(lang(ctx), int64(c.UsesMost)))
}

// giftStanding says whether a code can be had on a day.
func giftStanding(ctx context.Context, c billing.GiftCode, today string) (ui.Tone, string) {
	switch {
	case c.StoppedAt != nil:
		return ui.Bad, t(ctx, "gifts.state_stopped")
	case c.EndsOn != "" && today > c.EndsOn:
		return ui.Warn, t(ctx, "gifts.state_over")
	case c.StartsOn != "" && today < c.StartsOn:
		return ui.Info, t(ctx, "gifts.state_early")
	case c.UsesMost > 0 && c.Taken >= int64(c.UsesMost):
		return ui.Warn, t(ctx, "gifts.state_used_up")
	}
	return ui.Good, t(ctx, "gifts.state_open")
}

// giftDays are the days between which a code can be had.
func giftDays(ctx context.Context, c billing.GiftCode) string {
	switch {
	case c.StartsOn != "" && c.EndsOn != "":
		return t(ctx, "gifts.from_to", "From", dateOnly(ctx, c.StartsOn), "To", dateOnly(ctx, c.EndsOn))
	case c.StartsOn != "":
		return t(ctx, "gifts.from", "From", dateOnly(ctx, c.StartsOn))
	case c.EndsOn != "":
		return t(ctx, "gifts.to", "To", dateOnly(ctx, c.EndsOn))
	}
	return t(ctx, "gifts.always")
}

// GiftUsesFile is what the table of those who have a code is called when it is saved.
func GiftUsesFile(ctx context.Context, c billing.GiftCode) string {
	return t(ctx, "gifts.file", "Code", c.Code)
}

// GiftUseRows is that table.
func GiftUseRows(ctx context.Context, all []billing.GiftGranted, now time.Time) [][]string {
	rows := [][]string{{t(ctx, "payments.organisation"), t(ctx, "gifts.since"), t(ctx, "gifts.state"), t(ctx, "gifts.documents"), t(ctx, "gifts.given")}}
	for _, g := range all {
		_, state := giftUseState(ctx, g, now)
		rows = append(rows, []string{store.Cell(g.Organisation), g.CreatedAt.Format(time.DateOnly), state, strconv.FormatInt(g.Documents, 10), amount(ctx, g.Cents)})
	}
	return rows
}

// giftUseState is how far a use has come.
func giftUseState(ctx context.Context, g billing.GiftGranted, now time.Time) (ui.Tone, string) {
	switch {
	case g.State == billing.GiftCounted:
		return ui.Good, t(ctx, "gifts.use_counted")
	case g.State == billing.GiftKept:
		return ui.Info, t(ctx, "gifts.use_kept")
	case g.State == billing.GiftFreed || g.Lapsed(now):
		return ui.Warn, t(ctx, "gifts.use_freed")
	}
	return ui.Info, t(ctx, "gifts.use_reserved")
}

// limitOf writes a limit; nought is none.
func limitOf(ctx context.Context, n int) string {
	if n == 0 {
		return t(ctx, "gifts.no_limit")
	}
	return locales.Number(lang(ctx), int64(n))
}

// giftHere is what a code still gives a subscription.
func giftHere(ctx context.Context, g billing.Gift) string {
	return t(ctx, "gifts.here", "Code", g.Code.Code, "Worth", giftWorth(ctx, g.Code), "Lasts", giftLasts(ctx, g.Code))
}

// list is the codes, each with what it is for.
func (p GiftCodesPage) list(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "gifts.title"), Head: []ui.Col{
		ui.Text(t(ctx, "gifts.code")), ui.Text(t(ctx, "gifts.worth")), ui.Text(t(ctx, "gifts.lasts")), ui.Num(t(ctx, "gifts.taken")), ui.Text(t(ctx, "gifts.days")), ui.Text(t(ctx, "gifts.state")),
	}}
	for _, c := range p.Found.Items {
		tone, word := giftStanding(ctx, c, p.Search.Today)
		l.Lines = append(l.Lines, ui.Line{
			{Text: c.Code, Href: paths.GiftCode(lang(ctx), c), More: c.Reason}, {Text: giftWorth(ctx, c)}, {Text: giftLasts(ctx, c)}, {Text: giftTaken(ctx, c)}, {Text: giftDays(ctx, c)}, {Text: word, Tone: tone},
		})
	}
	return l
}

// facts are what a code gives, and its limits.
func (p GiftCodePage) facts(ctx context.Context) []ui.Named {
	newcomers := ""
	if p.Code.Newcomers {
		newcomers = t(ctx, "gifts.newcomers_hint")
	}
	return []ui.Named{
		{Name: t(ctx, "gifts.worth"), Value: ui.Value{Text: giftWorth(ctx, p.Code)}},
		{Name: t(ctx, "gifts.lasts"), Value: ui.Value{Text: giftLasts(ctx, p.Code)}},
		{Name: t(ctx, "gifts.days"), Value: ui.Value{Text: giftDays(ctx, p.Code)}},
		{Name: t(ctx, "gifts.taken"), Value: ui.Value{Text: giftTaken(ctx, p.Code)}},
		{Name: t(ctx, "gifts.each_most"), Value: ui.Value{Text: limitOf(ctx, p.Code.EachMost)}},
		{Name: t(ctx, "gifts.offers"), Value: ui.Value{Text: p.offers(ctx)}},
		{Name: t(ctx, "gifts.newcomers"), Value: ui.Value{Text: newcomers}},
	}
}

// uses are who has a code, since when, and what it gave.
func (p GiftCodePage) uses(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "gifts.uses"), Head: []ui.Col{
		ui.Text(t(ctx, "payments.organisation")), ui.Text(t(ctx, "gifts.since")), ui.Text(t(ctx, "gifts.state")), ui.Num(t(ctx, "gifts.documents")), ui.Num(t(ctx, "gifts.given")),
	}}
	for _, g := range p.Found.Items {
		tone, word := giftUseState(ctx, g, p.Now)
		l.Lines = append(l.Lines, ui.Line{
			{Text: g.Organisation, Name: true}, {Text: locales.Ago(lang(ctx), p.Now, g.CreatedAt)}, {Text: word, Tone: tone}, {Text: locales.Number(lang(ctx), g.Documents)}, {Text: cents(ctx, g.Cents, p.Code.Currency)},
		})
	}
	return l
}
