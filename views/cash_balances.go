package views

import (
	"context"

	"chatiere/views/ui"
)

// restList is what was paid in money, with the sum of what stands.
func (p AgreementPage) restList(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "rests.title"), Head: []ui.Col{ui.Text(t(ctx, "rests.counter")), ui.Text(t(ctx, "rests.reference")), ui.Text(t(ctx, "rests.day")), ui.Num(t(ctx, "rests.amount"))}}
	var sum int64
	for _, one := range p.Rests {
		if one.Stands() {
			sum += one.Cents
		}
		l.Lines = append(l.Lines, ui.Line{{Text: one.CounterInvoice.Number, Name: true}, {Drawn: restSaid(one), Long: !one.Stands()}, {Text: dateOnly(ctx, one.OnDay)}, {Text: money(ctx, one.Cents)}})
	}
	return totalled(ctx, l, money(ctx, sum))
}

// restsStanding are those that may be taken back.
func (p AgreementPage) restsStanding(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range p.Rests {
		if one.Stands() {
			all = append(all, ui.Option{Value: one.Ref, Text: t(ctx, "offsets.choice", "Number", one.CounterInvoice.Number, "Amount", money(ctx, one.Cents), "Date", dateOnly(ctx, one.OnDay))})
		}
	}
	return all
}
