package jobs

import (
	"context"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// subscriptionChanged tells those who keep the organisation's money what changes, when, and what it costs.
func (w Worker) subscriptionChanged(ctx context.Context, news billing.SubscriptionChanged) error {
	c, s, err := billing.LoadChange(ctx, w.DB, news.ChangeID)
	if err != nil {
		return err
	}
	var fault error
	label := func(lang string, p billing.Plan) string {
		text, err := billing.LabelOf(ctx, w.DB, s.With(p), lang)
		if err != nil {
			fault = err
		}
		return text
	}
	err = w.toTreasurers(ctx, c.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.SubscriptionChanged(c, s, label(lang, c.From), label(lang, c.To), o, lang, to)
	})
	if err == nil {
		err = fault
	}
	return err
}

// changeSent brings a change that somebody of the organisation looked at to its owners, who may confirm it.
func (w Worker) changeSent(ctx context.Context, news billing.ChangeSent) error {
	wish, s, err := billing.LoadWish(ctx, w.DB, news.WishID)
	if err != nil || wish.Outcome != "" {
		return err
	}
	o, err := people.LoadOrganisation(ctx, w.DB, wish.OrganisationID)
	if err != nil {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, wish.OrganisationID)
	for _, to := range owners {
		from, err := billing.LabelOf(ctx, w.DB, s, to.Locale)
		if err != nil {
			return err
		}
		label, err := billing.LabelOf(ctx, w.DB, s.With(wish.To), to.Locale)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.ChangeSent(wish, s, from, label, o, to)); err != nil {
			return err
		}
	}
	return err
}

// changeDeclined tells whoever sent a change that the owners do not want it.
func (w Worker) changeDeclined(ctx context.Context, news billing.ChangeDeclined) error {
	wish, s, err := billing.LoadWish(ctx, w.DB, news.WishID)
	if err != nil {
		return err
	}
	o, err := people.LoadOrganisation(ctx, w.DB, wish.OrganisationID)
	if err != nil {
		return err
	}
	label, err := billing.LabelOf(ctx, w.DB, s.With(wish.To), wish.By.Locale)
	if err != nil {
		return err
	}
	return w.post(ctx, wish.By, emails.ChangeDeclined(wish, s, label, o))
}

// upgradePaid makes an upgrade whose difference was paid, or is being debited (CHG3).
func (w Worker) upgradePaid(ctx context.Context, news billing.UpgradePaid) error {
	return billing.MakeUpgrade(ctx, w.DB, news.UpgradeID, func(lang string) string { return locales.T(lang, "changes.because") })
}

// planChanged brings the services after the new offer.
func (w Worker) planChanged(ctx context.Context, news billing.PlanChanged) error {
	return hosting.Reshape(ctx, w.DB, news.SubscriptionID)
}
