package jobs

import (
	"context"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// pools are the promises about network heads that pay for their members.
func (w Worker) pools(b book) {
	b.write(keep(w.carriageAsked))
	b.write(keep(w.carriageAnswered))
	b.write(keep(w.carriageChanged))
	b.write(keep(w.budgetReached))
}

// becauseLeft is what a credit note says of periods that a head does not pay any more for a member that left.
func becauseLeft(lang string) string { return locales.T(lang, "pool.because_left") }

// carriageAsked asks those who keep the member's money, unless it was answered meanwhile.
func (w Worker) carriageAsked(ctx context.Context, news billing.CarriageAsked) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.State != people.AffiliationActive || a.AskedBP == nil || *a.AskedBP != news.BP {
		return err
	}
	return w.toTreasurers(ctx, *a.MemberID, func(_ people.Organisation, lang, to string) emails.Letter {
		return emails.CarriageAsked(a, news.BP, lang, to)
	})
}

// carriageAnswered tells those who keep the head's money.
func (w Worker) carriageAnswered(ctx context.Context, news billing.CarriageAnswered) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.State != people.AffiliationActive {
		return err
	}
	return w.toTreasurers(ctx, a.HeadID, func(_ people.Organisation, lang, to string) emails.Letter {
		return emails.CarriageAnswered(a, news.Version, news.Yes, lang, to)
	})
}

// carriageChanged tells those who keep the member's money what is theirs to pay.
func (w Worker) carriageChanged(ctx context.Context, news billing.CarriageChanged) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.State != people.AffiliationActive {
		return err
	}
	spaces, err := w.ownSpaces(ctx, a)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, *a.MemberID, func(_ people.Organisation, lang, to string) emails.Letter {
		return emails.CarriageChanged(a, news.Version, spaces, lang, to)
	})
}

// carriageOver ends what the head paid for a member that left, and tells those who keep the member's money what is theirs to pay.
func (w Worker) carriageOver(ctx context.Context, a people.Affiliation) error {
	carried, err := billing.CarriedSpaces(ctx, w.DB, a.Member.Locale, a)
	if err != nil {
		return err
	}
	paid := false
	for _, s := range carried {
		paid = paid || s.Share.ID != 0
	}
	if err := billing.EndCarriage(ctx, w.DB, a.ID, becauseLeft); err != nil || !paid {
		return err
	}
	spaces, err := w.ownSpaces(ctx, a)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, *a.MemberID, func(_ people.Organisation, lang, to string) emails.Letter {
		return emails.CarriageOver(a, spaces, lang, to)
	})
}

// ownSpaces are the spaces of which a head paid a part, with what the member pays itself and from which day on.
func (w Worker) ownSpaces(ctx context.Context, a people.Affiliation) ([]emails.OwnSpace, error) {
	pricing, err := billing.FindPricing(ctx, w.DB)
	if err != nil {
		return nil, err
	}
	spaces, err := billing.CarriedSpaces(ctx, w.DB, a.Member.Locale, a)
	var all []emails.OwnSpace
	for _, s := range spaces {
		if s.Share.ID == 0 {
			continue
		}
		own := emails.OwnSpace{Label: s.Offer}
		from, yearly, err := billing.OwnFrom(ctx, w.DB, pricing, a.Member, s.Subscription)
		if err != nil {
			return nil, err
		}
		if own.FromOn, own.Yearly = from, yearly; s.Share.UntilOn != "" {
			own.FromOn = s.Share.UntilOn
		}
		all = append(all, own)
	}
	return all, err
}

// budgetReached tells those who keep the head's money, unless the budget was raised meanwhile.
func (w Worker) budgetReached(ctx context.Context, news billing.BudgetReached) error {
	b, err := billing.LoadBudget(ctx, w.DB, news.BudgetID)
	if err != nil || b.Reached < news.Percent {
		return err
	}
	head, err := people.LoadOrganisation(ctx, w.DB, b.HeadID)
	if err != nil {
		return err
	}
	use, err := billing.UseOf(ctx, w.DB, head, b.Year)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, head.ID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.BudgetReached(b, use, news.Percent, o, lang, to)
	})
}

// togetherUnpaid tells each member whose space is on an unpaid invoice of its head; what the others' spaces cost is not said.
func (w Worker) togetherUnpaid(ctx context.Context, i billing.Invoice) error {
	parts, err := billing.MembersOn(ctx, w.DB, i)
	if err != nil {
		return err
	}
	for _, k := range parts {
		s, err := billing.LoadSubscription(ctx, w.DB, k.SubscriptionID)
		if err != nil {
			return err
		}
		own := i
		own.TotalCents, own.SettledCents, own.CreditedCents, own.WrittenCents = money.Share(i.DueCents(), k.Cents-k.CreditedCents, max(1, i.NetCents)), 0, 0, 0
		err = w.toTreasurers(ctx, s.OrganisationID, func(_ people.Organisation, lang, to string) emails.Letter {
			return emails.ShareUnpaid(s, own, i.Buyer.Name, lang, to+":"+s.Ref)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
