package jobs

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// paymentAllocated sets aside the redistributed share of what came in, or takes it back (decisions.md 5), matches what is settled to the
// cent, and gives access back to a service whose invoice was paid (REA1). Told twice, it is done once.
func (w Worker) paymentAllocated(ctx context.Context, news billing.PaymentAllocated) error {
	a, err := billing.LoadAllocation(ctx, w.DB, news.AllocationID)
	if err != nil {
		return err
	}
	if err := w.accrue(ctx, a); err != nil {
		return err
	}
	if err := billing.Letter(ctx, w.DB, a.OrganisationID); err != nil {
		return err
	}
	return billing.Restore(ctx, w.DB, a.InvoiceID)
}

// accrue sets aside the share of a piece; where two debts met no money came in, and nothing is shared.
func (w Worker) accrue(ctx context.Context, a billing.Allocation) error {
	if a.PaymentID != nil {
		p, err := billing.LoadPayment(ctx, w.DB, *a.PaymentID)
		if err != nil || p.Netted() {
			return err
		}
	}
	day, err := w.receivedOn(ctx, a)
	if err != nil {
		return err
	}
	offer, err := billing.OfferPaidBy(ctx, w.DB, a)
	if err != nil {
		return err
	}
	_, err = commons.Accrue(ctx, w.DB, commons.Received{Source: a.Source(), Takes: a.Takes(), On: day, NetCents: a.NetCents, OrganisationID: a.OrganisationID, OfferID: offer})
	return err
}

// letteringDue matches, once a day, what customers owed with what settled it.
func (w Worker) letteringDue(ctx context.Context, _ billing.LetteringDue) error {
	return billing.LetterAll(ctx, w.DB)
}

// receivedOn is the day the money came, or the day it went back.
func (w Worker) receivedOn(ctx context.Context, a billing.Allocation) (string, error) {
	if a.PaymentID != nil && a.Takes() == "" {
		p, err := billing.LoadPayment(ctx, w.DB, *a.PaymentID)
		return p.ReceivedOn, err
	}
	host, err := collective.Find(ctx, w.DB)
	return a.CreatedAt.In(host.Location()).Format(time.DateOnly), err
}

// contributionAsked brings the question to the contributor.
func (w Worker) contributionAsked(ctx context.Context, news commons.ContributionAsked) error {
	return w.toContributor(ctx, news.StepID, emails.ContributionAsked)
}

// contributionDoubted tells the contributor that somebody says it is not so; unless that is settled by now, or about what was told before.
func (w Worker) contributionDoubted(ctx context.Context, news commons.ContributionDoubted) error {
	a, err := commons.LoadAttestation(ctx, w.DB, news.AttestationID)
	if err != nil {
		return err
	}
	c, err := commons.LoadContribution(ctx, w.DB, a.ContributionID)
	if err != nil || !a.Waits(c) {
		return err
	}
	return w.post(ctx, c.Contributor, emails.ContributionDoubted(c, a))
}

// contributionAttested tells the contributor that a steward comes next.
func (w Worker) contributionAttested(ctx context.Context, news commons.ContributionAttested) error {
	return w.toContributor(ctx, news.StepID, emails.ContributionAttested)
}

// contributionDecided tells the contributor what was decided, and why.
func (w Worker) contributionDecided(ctx context.Context, news commons.ContributionDecided) error {
	return w.toContributor(ctx, news.StepID, emails.ContributionDecided)
}

// contributionContested tells the contributor that somebody else contests the decision.
func (w Worker) contributionContested(ctx context.Context, news commons.ContributionContested) error {
	return w.toContributor(ctx, news.StepID, emails.ContributionContested)
}

// toContributor writes about one step of a contribution to the person who gave it.
func (w Worker) toContributor(ctx context.Context, step uint, letter func(commons.Contribution, commons.Step) emails.Letter) error {
	s, err := commons.LoadStep(ctx, w.DB, step)
	if err != nil {
		return err
	}
	c, err := commons.LoadContribution(ctx, w.DB, s.ContributionID)
	if err != nil {
		return err
	}
	return w.post(ctx, c.Contributor, letter(c, s))
}

// contributionReminded tells both sides, contributor and stewards, that nothing moved for long; unless something has since.
func (w Worker) contributionReminded(ctx context.Context, news commons.ContributionReminded) error {
	c, err := commons.LoadContribution(ctx, w.DB, news.ContributionID)
	if err != nil || c.RemindedAt == nil {
		return err
	}
	readers, err := people.StaffAs(ctx, w.DB, people.Steward)
	if err != nil {
		return err
	}
	for _, to := range append(readers, c.Contributor) {
		if err := w.post(ctx, to, emails.ContributionQuiet(c, to)); err != nil {
			return err
		}
	}
	return nil
}

// contributionsQuiet asks what nobody has touched for long.
func (w Worker) contributionsQuiet(ctx context.Context, _ commons.ContributionsQuiet) error {
	reminded, lapsed, err := commons.Remind(ctx, w.DB)
	if reminded+lapsed > 0 {
		w.Log.Info("contributions nobody touched", "reminded", reminded, "lapsed", lapsed)
	}
	return err
}
