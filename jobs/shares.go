package jobs

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// shares are the promises about those who pay a part of a subscription, and about the spaces that several carry.
func (w Worker) shares(b book) {
	b.write(keep(w.shareAsked))
	b.write(keep(w.shareAnswered))
	b.write(keep(w.shareLeft))
	b.write(keep(w.shareGoesOn))
	b.write(keep(w.shareUnpaid))
	w.pledges(b)
}

// part loads a share as a letter in a language speaks of it.
func (w Worker) part(ctx context.Context, id uint) (emails.SharedPart, error) {
	share, err := billing.LoadShare(ctx, w.DB, id)
	if err != nil {
		return emails.SharedPart{}, err
	}
	p := emails.SharedPart{Share: share}
	var payer people.Organisation
	lang := share.Locale
	if share.Payer != nil {
		payer, lang = *share.Payer, share.Payer.Locale
	}
	if p.Offer, err = share.OfferOf(ctx, w.DB, payer); err != nil {
		return p, err
	}
	p.Label, err = billing.LabelOf(ctx, w.DB, share.Subscription, lang)
	return p, err
}

// shareAsked writes to those who keep the payer's money, or to the address that was given.
func (w Worker) shareAsked(ctx context.Context, news billing.ShareAsked) error {
	p, err := w.part(ctx, news.ShareID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || p.Share.State != billing.ShareProposed {
		return err
	}
	if p.Share.PayerID != nil {
		return w.toTreasurers(ctx, *p.Share.PayerID, func(_ people.Organisation, lang, to string) emails.Letter { return emails.ShareAsked(p, lang, to) })
	}
	return w.postTo(ctx, p.Share.Email, emails.ShareAsked(p, p.Share.Locale, p.Share.Email))
}

// shareAnswered tells the organisation and the operators.
func (w Worker) shareAnswered(ctx context.Context, news billing.ShareAnswered) error {
	p, err := w.part(ctx, news.ShareID)
	if err != nil {
		return err
	}
	return w.toOrganisationAndOperators(ctx, p.Share.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.ShareAnswered(p, o, lang, to)
	})
}

// shareLeft tells the organisation, the operators and the payer.
func (w Worker) shareLeft(ctx context.Context, news billing.ShareLeft) error {
	p, err := w.part(ctx, news.ShareID)
	if err != nil {
		return err
	}
	if err := commons.ShareLeft(ctx, w.DB, p.Share.ID); err != nil {
		return err
	}
	err = w.toTreasurers(ctx, *p.Share.PayerID, func(payer people.Organisation, lang, to string) emails.Letter {
		return emails.ShareStops(p, payer, lang, to)
	})
	if err != nil {
		return err
	}
	return w.toOrganisationAndOperators(ctx, p.Share.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter { return emails.ShareLeft(p, o, lang, to) })
}

// shareGoesOn tells the payer that another period comes.
func (w Worker) shareGoesOn(ctx context.Context, news billing.ShareGoesOn) error {
	p, err := w.part(ctx, news.ShareID)
	if err != nil || p.Share.State != billing.ShareAccepted {
		return err
	}
	return w.toTreasurers(ctx, *p.Share.PayerID, func(payer people.Organisation, lang, to string) emails.Letter {
		return emails.ShareGoesOn(p, news.From, payer, lang, to)
	})
}

// shareUnpaid tells the organisation and the operators, unless it was paid meanwhile.
func (w Worker) shareUnpaid(ctx context.Context, news billing.ShareUnpaid) error {
	i, err := billing.LoadInvoice(ctx, w.DB, news.InvoiceID)
	if err != nil || i.DueCents() == 0 {
		return err
	}
	if i.SubscriptionID == nil {
		return w.togetherUnpaid(ctx, i)
	}
	s, err := billing.LoadSubscription(ctx, w.DB, *i.SubscriptionID)
	if err != nil {
		return err
	}
	return w.toOrganisationAndOperators(ctx, s.OrganisationID, func(_ people.Organisation, lang, to string) emails.Letter {
		return emails.ShareUnpaid(s, i, i.Buyer.Name, lang, to)
	})
}

// toOrganisationAndOperators writes to those who keep an organisation's money, and to the operators.
func (w Worker) toOrganisationAndOperators(ctx context.Context, organisationID uint, letter func(o people.Organisation, lang, to string) emails.Letter) error {
	if err := w.toTreasurers(ctx, organisationID, letter); err != nil {
		return err
	}
	o, err := people.LoadOrganisation(ctx, w.DB, organisationID)
	if err != nil {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		if err := w.post(ctx, to, letter(o, to.Locale, to.Ref)); err != nil {
			return err
		}
	}
	return err
}
