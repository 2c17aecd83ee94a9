package views

import (
	"context"

	"chatiere/models/commons"
	"chatiere/views/ui"
)

// counterFacts are what an invoice of the other side says in short.
func counterFacts(ctx context.Context, c commons.CounterInvoice) []ui.Named {
	left, paid := "", ""
	if c.State == commons.CounterAccepted {
		left = money(ctx, c.LeftCents())
	}
	if c.PaidCents > 0 {
		paid = money(ctx, c.PaidCents)
	}
	return []ui.Named{
		{Name: t(ctx, "counter.issued_on"), Value: ui.Value{Text: dateOnly(ctx, c.IssuedOn)}},
		{Name: t(ctx, "counter.total"), Value: ui.Value{Text: t(ctx, "counter.of_which", "Total", money(ctx, c.TotalCents), "VAT", money(ctx, c.VATCents))}},
		{Name: t(ctx, "counter.paid"), Value: ui.Value{Text: paid}},
		{Name: t(ctx, "counter.left"), Value: ui.Value{Text: left}},
		{Name: t(ctx, "agreements.reason"), Value: ui.Value{Text: c.Reason, Name: true}},
	}
}

// creditList is credit that the contract gave, with its sum.
func (p AgreementPage) creditList(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "offsets.credits"), Head: []ui.Col{ui.Text(t(ctx, "agreements.reason")), ui.Text(t(ctx, "offsets.day")), ui.Num(t(ctx, "offsets.credit_amount"))}}
	var sum int64
	for _, c := range p.Credits {
		sum += c.Cents
		l.Lines = append(l.Lines, ui.Line{{Text: c.Reason, Name: true}, {Text: dateOnly(ctx, c.OnDay)}, {Text: money(ctx, c.Cents)}})
	}
	return totalled(ctx, l, money(ctx, sum))
}

// offsetList is what was settled without money, with the sum of what stands.
func (p AgreementPage) offsetList(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "offsets.title"), Head: []ui.Col{ui.Text(t(ctx, "offsets.invoice")), ui.Text(t(ctx, "offsets.settled_by")), ui.Text(t(ctx, "offsets.day")), ui.Num(t(ctx, "offsets.amount"))}}
	var sum int64
	for _, o := range p.Offsets {
		if o.Stands() {
			sum += o.Cents
		}
		l.Lines = append(l.Lines, ui.Line{{Text: o.Invoice.FullName(), Href: p.offsetHref(ctx, o)}, {Drawn: offsetWay(p, o), Long: !o.Stands()}, {Text: dateOnly(ctx, o.OnDay)}, {Text: money(ctx, o.Cents)}})
	}
	return totalled(ctx, l, money(ctx, sum))
}

// totalled closes a list of amounts with their sum in the last column, when there is more than one.
func totalled(ctx context.Context, l ui.List, sum string) ui.List {
	if len(l.Lines) < 2 {
		return l
	}
	l.Total = make(ui.Line, len(l.Head))
	l.Total[0], l.Total[len(l.Head)-1] = ui.Value{Text: t(ctx, "settlement.total")}, ui.Value{Text: sum}
	return l
}

// sums are how an invoice stands: total − offsets − payments = due; a part that is nothing is left out.
func (p InvoicePage) sums(ctx context.Context) []ui.Named {
	s := p.settling()
	taken := func(amount int64) ui.Value {
		if amount == 0 {
			return ui.Value{}
		}
		return ui.Value{Text: cents(ctx, -amount, p.Invoice.Currency)}
	}
	return []ui.Named{
		{Name: t(ctx, "settlement.total"), Value: ui.Value{Text: cents(ctx, s.TotalCents, p.Invoice.Currency)}},
		{Name: t(ctx, "settlement.offsets"), Value: taken(s.OffsetCents)},
		{Name: t(ctx, "settlement.payments"), Value: taken(s.PaidCents)},
		{Name: t(ctx, "settlement.credit_notes"), Value: taken(s.CreditedCents)},
		{Name: t(ctx, "settlement.losses"), Value: taken(s.LostCents)},
		{Name: t(ctx, "settlement.due"), Value: ui.Value{Text: cents(ctx, s.DueCents, p.Invoice.Currency), Strong: true}},
	}
}
