package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// charge issues the invoices of a period of a subscription to everybody who pays it, and settles them by what waits. Nothing to charge,
// nothing issued (ZER1).
func (a *amendment) charge(ctx context.Context, tx *gorm.DB, s Subscription, p period.Period, cents int64) error {
	if cents <= 0 {
		return nil
	}
	made, err := a.bill(s, p, cents).issue(ctx, tx)
	a.charged(made)
	return err
}

// chargeOwn issues one for what the organisation itself pays.
func (a *amendment) chargeOwn(ctx context.Context, tx *gorm.DB, s Subscription, p period.Period, cents int64) error {
	i, err := a.bill(s, p, cents).part(ctx, tx, Payer{OrganisationID: a.o.ID, Cents: cents}, true)
	if i.ID != 0 {
		a.charged([]Invoice{i})
	}
	return err
}

func (a *amendment) bill(s Subscription, p period.Period, cents int64) bill {
	b := bill{
		s: s, o: a.o, pricing: a.pricing, by: a.by.Actor(), cents: cents, origin: fmt.Sprintf("change:%s:%d:%d", s.Ref, a.done.Version, len(a.done.Charges)),
	}
	if !p.From.IsZero() {
		b.from, b.to = p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	}
	return b
}

// charged adds what was invoiced to what the organisation is shown: its own papers, and how many others get one.
func (a *amendment) charged(made []Invoice) {
	for _, i := range made {
		if i.OrganisationID != a.o.ID {
			a.done.Others++
			continue
		}
		a.done.Charges, a.done.Invoices, a.done.DueCents = append(a.done.Charges, paperOf(i)), append(a.done.Invoices, i), a.done.DueCents+i.DueCents()
	}
}

// credit writes a credit note of an amount before tax, never more than is left (CHG4); where the last cent of tax could not be credited
// any more, a cent or two in favour of the buyer.
func (a *amendment) credit(ctx context.Context, tx *gorm.DB, i Invoice, cents int64) error {
	if i.Part != nil {
		if cents == 0 {
			return nil
		}
		a.done.Others++
		_, err := i.Part.credit(ctx, tx, a.by, cents, a.why, CreditForm{Key: fmt.Sprintf("change:%s:%d:%s", a.s.Ref, a.done.Version, i.Ref), span: i.spanFrom(a.today), releases: true})
		return err
	}
	days := i.spanFrom(a.today) // an invoice of before the delivery knows them only as one of its subscription
	i, err := LoadInvoice(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	left, err := i.creditable(ctx, tx)
	if err != nil {
		return err
	}
	for cents = min(cents, left); cents > 0 && cents <= left; cents++ {
		note, err := i.correct(ctx, tx, a.by, CreditForm{
			Reason: a.why(i.Locale), Cents: cents, Key: fmt.Sprintf("change:%s:%d:%s", a.s.Ref, a.done.Version, i.Ref), span: days, releases: true,
		})
		if _, rounding := store.AsInvalid(err); rounding {
			continue
		}
		if err != nil {
			return err
		}
		if i.OrganisationID != a.o.ID {
			a.done.Others++
			return nil
		}
		a.done.Credits = append(a.done.Credits, paperOf(note))
		a.done.CreditCents += note.TotalCents
		fresh, err := LoadInvoice(ctx, tx, i.ID)
		a.done.LoweredCents += i.DueCents() - fresh.DueCents()
		return err
	}
	return nil
}
