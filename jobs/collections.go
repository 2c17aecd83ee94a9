package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// collectionFailed tells those who keep the money that a debit came back, or that the bank said no or wants to be asked again, with a new
// way to pay (SCA1, SDD5). Who pays on a page sees it there.
func (w Worker) collectionFailed(ctx context.Context, news billing.CollectionFailed) error {
	c, err := billing.LoadCollection(ctx, w.DB, news.CollectionID)
	if err != nil {
		return err
	}
	if c.ProFormaID != nil {
		p, err := billing.LoadProForma(ctx, w.DB, *c.ProFormaID)
		if err != nil || p.State != billing.Open {
			return err
		}
		return w.toTreasurers(ctx, c.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
			return emails.ProFormaNotPaid(c, p, o, lang, to)
		})
	}
	var invoices []uint
	for _, part := range c.Parts {
		if part.InvoiceID != nil {
			invoices = append(invoices, *part.InvoiceID)
		}
	}
	if len(invoices) == 0 { // of an upgrade that was not made: who paid saw it on the page
		return nil
	}
	link, err := billing.LinkFor(ctx, w.DB, c.OrganisationID, invoices)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, c.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.CollectionFailed(c, link, o, lang, to)
	})
}

// paymentContested tells those who keep the money, in a friendly way, that what was paid is due again two weeks from now (SDD2).
func (w Worker) paymentContested(ctx context.Context, news billing.PaymentContested) error {
	d, err := billing.LoadDispute(ctx, w.DB, news.DisputeID)
	if err != nil {
		return err
	}
	p, err := billing.LoadPayment(ctx, w.DB, d.PaymentID)
	if err != nil {
		return err
	}
	due, err := billing.ReopenedBy(ctx, w.DB, p)
	if err != nil || len(due) == 0 {
		return err
	}
	link, err := billing.LinkFor(ctx, w.DB, p.OrganisationID, idsOf(due))
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, p.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.PaymentContested(d, p, due, link, o, lang, to)
	})
}

// mandateEnded asks those who keep the money for another method before anything is due: the bank no longer lets the account be debited.
func (w Worker) mandateEnded(ctx context.Context, news billing.MandateEnded) error {
	m, err := billing.LoadMethod(ctx, w.DB, news.SavedMethodID)
	if err != nil || m.RemovedAt != nil {
		return err
	}
	return w.toTreasurers(ctx, m.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.MandateEnded(m, o, lang, to)
	})
}

// paying adds to the letter of invoices that are due the link that pays them without signing in (MAI2), and announces the charge of a
// saved method; nothing where money is not collected online.
func (w Worker) paying(ctx context.Context, all ...billing.Invoice) (func(emails.Letter) emails.Letter, error) {
	as := func(l emails.Letter) emails.Letter { return l }
	keys, err := w.Till.Offers(ctx)
	due := dueOf(all)
	if err != nil || !keys.Set() || len(due) == 0 {
		return as, err
	}
	link, err := billing.LinkFor(ctx, w.DB, due[0].OrganisationID, idsOf(due))
	if err != nil {
		return as, err
	}
	methods, err := billing.MethodsOf(ctx, w.DB, people.Organisation{ID: due[0].OrganisationID})
	last := ""
	if len(methods) > 0 && methods[0].Preferred && methods[0].Chargeable(store.Now(w.DB)) {
		last = methods[0].Last4
	}
	return func(l emails.Letter) emails.Letter { return emails.Payable(l, due, link, last) }, err
}

// dueOf are the invoices of which something is left to pay.
func dueOf(all []billing.Invoice) (due []billing.Invoice) {
	for _, i := range all {
		if i.DueCents() > 0 {
			due = append(due, i)
		}
	}
	return due
}

func idsOf(all []billing.Invoice) (ids []uint) {
	for _, i := range all {
		ids = append(ids, i.ID)
	}
	return ids
}
