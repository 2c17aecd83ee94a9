package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// reprices are the promises about prices that are announced.
func (w Worker) reprices(b book) {
	b.write(keep(w.repricingTold))
	b.write(keep(w.repricingTakenBack))
}

// repricingTold writes to those who keep the organisation's money; nobody is told of what was taken back meanwhile.
func (w Worker) repricingTold(ctx context.Context, news billing.RepricingTold) error {
	r, err := w.repriced(ctx, news.PartID)
	if err != nil || r.Part.State == billing.PartStopped {
		return err
	}
	return w.tellRepriced(ctx, r, emails.RepricingTold)
}

// repricingTakenBack writes to the same people that the price stays.
func (w Worker) repricingTakenBack(ctx context.Context, news billing.RepricingTakenBack) error {
	r, err := w.repriced(ctx, news.PartID)
	if err != nil {
		return err
	}
	return w.tellRepriced(ctx, r, emails.RepricingTakenBack)
}

func (w Worker) repriced(ctx context.Context, partID uint) (emails.Repriced, error) {
	r := emails.Repriced{Base: w.BaseURL}
	var err error
	if r.Part, r.Repricing, r.Subscription, err = billing.LoadRepricingPart(ctx, w.DB, partID); err != nil {
		return r, err
	}
	r.Contract, err = billing.ContractOf(ctx, w.DB, r.Subscription.ID)
	return r, err
}

// tellRepriced writes a letter to each, naming the offer in their language.
func (w Worker) tellRepriced(ctx context.Context, r emails.Repriced, letter func(emails.Repriced, people.Organisation, string, string) emails.Letter) error {
	var fault error
	err := w.toTreasurers(ctx, r.Part.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		label, err := billing.LabelOf(ctx, w.DB, r.Subscription, lang)
		if err != nil {
			fault = err
		}
		r.Label = label
		return letter(r, o, lang, to)
	})
	if err == nil {
		err = fault
	}
	return err
}
