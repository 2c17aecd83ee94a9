package jobs

import (
	"context"
	"errors"
	"fmt"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// pledges are the promises about shared spaces, what is pledged to them, and gifts.
func (w Worker) pledges(b book) {
	b.write(keep(w.pledgeMade))
	b.write(keep(w.pledgeEnded))
	b.write(keep(w.pledgeOffered))
	b.write(keep(w.spaceTurned))
	b.write(keep(w.spaceShort))
	b.write(keep(w.spacesDue))
	b.write(keep(w.donationWanted))
	b.write(keep(w.donationCame))
}

// leftSpace is what a credit note says when a sponsor stops before a period that was invoiced ahead.
func leftSpace(lang string) string { return locales.T(lang, "shares.because_left") }

// toSponsor writes to the person who promised something; for an organisation, to those who keep its money.
func (w Worker) toSponsor(ctx context.Context, p commons.Pledge, letter func(emails.Standing) emails.Letter) error {
	s := emails.Standing{Pledge: p, Now: store.Now(w.DB)}
	if p.OrganisationID == nil {
		s.Lang, s.To = p.User.Locale, p.User.Ref
		return w.post(ctx, p.User, letter(s))
	}
	return w.toTreasurers(ctx, *p.OrganisationID, func(_ people.Organisation, lang, to string) emails.Letter {
		s.Lang, s.To = lang, to
		return letter(s)
	})
}

func (w Worker) pledgeMade(ctx context.Context, news commons.PledgeMade) error {
	p, err := commons.LoadPledge(ctx, w.DB, news.PledgeID)
	if err != nil || !p.Open() {
		return err
	}
	return w.toSponsor(ctx, p, emails.PledgeMade)
}

func (w Worker) pledgeEnded(ctx context.Context, news commons.PledgeEnded) error {
	p, err := commons.LoadPledge(ctx, w.DB, news.PledgeID)
	if err != nil || p.Space.State == commons.SpaceAbandoned || p.Space.State == commons.SpaceClosed { // told by the space itself
		return err
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	return w.toSponsor(ctx, p, func(s emails.Standing) emails.Letter { return emails.PledgeEnded(s, host) })
}

func (w Worker) pledgeOffered(ctx context.Context, news commons.PledgeOffered) error {
	p, err := commons.LoadPledge(ctx, w.DB, news.PledgeID)
	if err != nil || !p.Offers() || p.Space.CascadeToID == nil {
		return err
	}
	other, err := commons.LoadSpace(ctx, w.DB, *p.Space.CascadeToID)
	if err != nil {
		return err
	}
	return w.toSponsor(ctx, p, func(s emails.Standing) emails.Letter { return emails.PledgeOffered(s, other) })
}

// spaceTurned tells everybody whose promise stands, or stood until the space ended. A space that has just been funded whole begins.
func (w Worker) spaceTurned(ctx context.Context, news commons.SpaceTurned) error {
	s, err := commons.LoadSpace(ctx, w.DB, news.SpaceID)
	if err != nil || news.To == commons.SpaceFunded && s.State == commons.SpaceOpen { // somebody left again meanwhile
		return err
	}
	err = commons.EachPledgeTo(ctx, w.DB, s, func(p commons.Pledge) error {
		stood := s.EndedAt != nil && p.EndedAt != nil && p.EndedAt.Equal(*s.EndedAt)
		if !p.Open() && !stood {
			return nil
		}
		return w.toSponsor(ctx, p, func(s emails.Standing) emails.Letter { return emails.SpaceTurned(s, news.To) })
	})
	if err != nil || news.To != commons.SpaceFunded {
		return err
	}
	return commons.TurnSpace(ctx, w.DB, s.ID, leftSpace)
}

// spaceShort tells sponsors, the organisation behind the subscription, and the operators.
func (w Worker) spaceShort(ctx context.Context, news commons.SpaceShort) error {
	s, err := commons.LoadSpace(ctx, w.DB, news.SpaceID)
	if err != nil {
		return err
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	c, err := commons.CarriedOf(ctx, w.DB, s, store.Today(w.DB, host.Location()))
	if err != nil || c.GapCents == 0 || s.Over() {
		return err
	}
	short := emails.Short{Space: s, Gap: c.GapCents, Told: c.Tellable(), On: news.On}
	err = commons.EachPledgeTo(ctx, w.DB, s, func(p commons.Pledge) error {
		if !p.Open() || !p.Money() {
			return nil
		}
		return w.toSponsor(ctx, p, func(to emails.Standing) emails.Letter {
			short.Lang, short.To = to.Lang, to.To
			return emails.SpaceShort(short)
		})
	})
	if err != nil {
		return err
	}
	if s.OrganisationID != nil {
		err := w.toTreasurers(ctx, *s.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
			short.Lang, short.To, short.OrgID = lang, to, o.ID
			return emails.SpaceShort(short)
		})
		if err != nil {
			return err
		}
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		short.Lang, short.To, short.OrgID, short.AtDesk = to.Locale, to.Ref, 0, true
		if err := w.post(ctx, to, emails.SpaceShort(short)); err != nil {
			return err
		}
	}
	return err
}

// spacesDue turns every space, and every promise under an agreement, by the day, and writes the quarterly letters.
func (w Worker) spacesDue(ctx context.Context, _ commons.SpacesDue) error {
	return errors.Join(commons.TurnSpaces(ctx, w.DB, leftSpace), commons.TurnAgreementPledges(ctx, w.DB), w.quarterly(ctx))
}

// quarterly writes three lines to each sponsor in the first days of a quarter; a letter of the same quarter is written once.
func (w Worker) quarterly(ctx context.Context) error {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	today := store.Today(w.DB, host.Location())
	if (today.Month()-1)%3 != 0 || today.Day() > 7 {
		return nil
	}
	quarter := fmt.Sprintf("%d-%d", today.Year(), (today.Month()-1)/3+1)
	running, err := commons.SpacesRunning(ctx, w.DB)
	if err != nil {
		return err
	}
	for _, s := range running {
		c, err := commons.CarriedOf(ctx, w.DB, s, today)
		if err != nil {
			return err
		}
		err = commons.EachPledgeTo(ctx, w.DB, s, func(p commons.Pledge) error {
			if !p.Open() {
				return nil
			}
			return w.toSponsor(ctx, p, func(to emails.Standing) emails.Letter { return emails.SpaceQuarter(to, c, quarter, w.BaseURL) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w Worker) donationWanted(ctx context.Context, news commons.DonationWanted) error {
	d, err := commons.LoadDonation(ctx, w.DB, news.DonationID)
	if err != nil || d.State != commons.DonationAsked {
		return err
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	ways, err := w.giftWays(ctx, d)
	if err != nil {
		return err
	}
	return w.toSponsor(ctx, d.Pledge, func(s emails.Standing) emails.Letter { return emails.DonationWanted(s, d, host, news.Again, ways) })
}

func (w Worker) donationCame(ctx context.Context, news commons.DonationCame) error {
	d, err := commons.LoadDonation(ctx, w.DB, news.DonationID)
	if err != nil || d.State != commons.DonationReceived {
		return err
	}
	eligible, err := commons.EligibilityNow(ctx, w.DB)
	if err != nil {
		return err
	}
	return w.toSponsor(ctx, d.Pledge, func(s emails.Standing) emails.Letter { return emails.DonationCame(s, d, eligible) })
}
