package jobs

import (
	"context"
	"errors"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// workingHours are those in which reminders go out, in the collective's zone (DUN4).
const (
	opens  = 8
	closes = 18
)

// calendarDue does what the day brings. Each part goes on when another one fails, and what failed comes again next time.
func (w Worker) calendarDue(ctx context.Context, _ billing.CalendarDue) error {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	faults := []error{}
	did := func(what string, f func(context.Context) (int, error)) {
		n, err := f(ctx)
		faults = append(faults, err)
		if n > 0 {
			w.Log.Info(what, "count", n)
		}
	}
	did("changes made", func(ctx context.Context) (int, error) { return billing.ApplyChanges(ctx, w.DB) })
	did("announced prices begun", func(ctx context.Context) (int, error) { return billing.ApplyRepricings(ctx, w.DB) })
	did("renewals invoiced", func(ctx context.Context) (int, error) { return billing.RenewDue(ctx, w.DB) })
	did("invoices of networks", func(ctx context.Context) (int, error) { return billing.ConsolidateDue(ctx, w.DB) })
	did("renewals announced", func(ctx context.Context) (int, error) { return billing.AnnounceDue(ctx, w.DB) })
	did("proposed dates settled", func(ctx context.Context) (int, error) { return billing.SettleDeferrals(ctx, w.DB) })
	if keys, err := w.Till.Offers(ctx); err == nil && keys.Set() {
		did("charges begun", func(ctx context.Context) (int, error) { return billing.ChargeDue(ctx, w.DB, keys) })
	}
	if hour := store.Now(w.DB).In(host.Location()).Hour(); hour >= opens && hour < closes {
		did("organisations reminded", func(ctx context.Context) (int, error) { return billing.ChaseDue(ctx, w.DB, becauseUnpaid) })
	}
	_, err = billing.WatchBudgets(ctx, w.DB)
	return errors.Join(append(faults, err)...)
}

// becauseUnpaid is what a credit note says for periods that will not come after a contract ended unpaid.
func becauseUnpaid(lang string) string { return locales.T(lang, "notices.because_unpaid") }

// renewalAnnounced writes to those who keep the organisation's money.
func (w Worker) renewalAnnounced(ctx context.Context, news billing.RenewalAnnounced) error {
	r, s, err := billing.LoadRenewal(ctx, w.DB, news.RenewalID)
	if err != nil {
		return err
	}
	p, err := billing.ContractOf(ctx, w.DB, s.ID)
	if err != nil {
		return err
	}
	label, err := billing.LabelOf(ctx, w.DB, s, s.Organisation.Locale)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, r.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.RenewalAnnounced(r, p, label, o, lang, to, w.BaseURL)
	})
}

// organisationChased writes one letter to those who keep the money, and from the second reminder on to the owners too.
func (w Worker) organisationChased(ctx context.Context, news billing.OrganisationChased) error {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	today := store.Today(w.DB, host.Location())
	late, err := billing.ChasedOf(ctx, w.DB, host.Reminders, news.OrganisationID, today)
	if err != nil || len(late) == 0 { // paid meanwhile
		return err
	}
	var unpaid []uint
	for _, c := range late {
		unpaid = append(unpaid, c.Invoice.ID)
	}
	link, err := billing.LinkFor(ctx, w.DB, news.OrganisationID, unpaid)
	if err != nil {
		return err
	}
	step := billing.ChaseStep(news.Step)
	letter := func(o people.Organisation, lang, to string) emails.Letter {
		return emails.OrganisationChased(step, news.On, late, link, o, lang, to, w.BaseURL, today)
	}
	if err := w.toTreasurers(ctx, news.OrganisationID, letter); err != nil || step < billing.SecondReminder {
		return err
	}
	o, err := people.LoadOrganisation(ctx, w.DB, news.OrganisationID)
	if err != nil {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, news.OrganisationID)
	for _, u := range owners {
		if err := w.post(ctx, u, letter(o, u.Locale, u.Ref)); err != nil {
			return err
		}
	}
	return err
}

// dateProposed tells the person what becomes of the date, and the operators when they have to decide.
func (w Worker) dateProposed(ctx context.Context, news billing.DateProposed) error {
	d, err := billing.LoadDeferral(ctx, w.DB, news.DeferralID)
	if err != nil {
		return err
	}
	if err := w.toProposer(ctx, d); err != nil || d.State != billing.DeferralAsked {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		if err := w.post(ctx, to, emails.DateProposed(d, to)); err != nil {
			return err
		}
	}
	return err
}

// dateDecided tells the person who proposed it.
func (w Worker) dateDecided(ctx context.Context, news billing.DateDecided) error {
	d, err := billing.LoadDeferral(ctx, w.DB, news.DeferralID)
	if err != nil {
		return err
	}
	return w.toProposer(ctx, d)
}

func (w Worker) toProposer(ctx context.Context, d billing.Deferral) error {
	u, err := people.LoadUser(ctx, w.DB, d.AskedByID)
	if err != nil {
		return err
	}
	return w.post(ctx, u, emails.DateDecided(d, u))
}
