package billing

import (
	"context"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// NetworkMember is a member of a head as the head sees it: its spaces by name, state and payment, never what is in them.
type NetworkMember struct {
	people.Affiliation
	Opening Opening // the one that waits for an answer, if any
	Spaces  []NetworkSpace
}

// NetworkSpace is one subscription of a member.
type NetworkSpace struct {
	SubscriptionID uint
	OrganisationID uint
	OfferID        uint
	Offer          string `gorm:"-"`
	State          State
	Access         Access
	CancelOn       string
	DueCents       int64
	LateCents      int64
	PaidTo         string // the day after the last one that is paid
}

// Payment is how far a space is paid, today.
func (s NetworkSpace) Payment() PaymentState {
	switch {
	case s.DueCents > 0 && s.PaidTo != "":
		return PartlyPaid
	case s.PaidTo != "":
		return Paid
	}
	return Unpaid
}

// NetworkMembers adds to affiliations what their head may see. Who may see it was asked at the door.
func NetworkMembers(ctx context.Context, db *gorm.DB, lang string, all []people.Affiliation, today time.Time) ([]NetworkMember, error) {
	list, at, ids, affiliations := make([]NetworkMember, len(all)), map[uint]int{}, []uint{}, []uint{}
	for n, a := range all {
		list[n].Affiliation = a
		affiliations = append(affiliations, a.ID)
		if a.MemberID != nil {
			at[*a.MemberID], ids = n, append(ids, *a.MemberID)
		}
	}
	openings, err := store.From[Opening](db).Where("affiliation_id in ? and state in ('waiting','invited')", append(affiliations, 0)).Find(ctx)
	if err != nil {
		return list, err
	}
	for _, o := range openings {
		list[at[o.OrganisationID]].Opening = o
	}
	spaces, err := networkSpaces(ctx, db, lang, ids, today)
	for _, s := range spaces {
		if n := at[s.OrganisationID]; all[n].State == people.AffiliationActive {
			list[n].Spaces = append(list[n].Spaces, s)
		}
	}
	return list, err
}

// networkSpaces are the subscriptions of organisations that have not ended, with the names of their offers, in two statements.
func networkSpaces(ctx context.Context, db *gorm.DB, lang string, organisations []uint, today time.Time) ([]NetworkSpace, error) {
	var spaces []NetworkSpace
	due := "(select cast(coalesce(sum(x.cents), 0) as bigint) from (select d.due_cents as cents, d.due_on from invoices i join invoice_dues d on d.invoice_id = i.id where i.subscription_id = s.id" +
		" union all select d.due_cents * (k.cents - k.credited_cents) / i.net_cents as cents, d.due_on from pool_parts k join invoices i on i.id = k.invoice_id" +
		" join invoice_dues d on d.invoice_id = i.id where k.subscription_id = s.id) x"
	err := db.WithContext(ctx).Raw(`select s.id as subscription_id, s.organisation_id, s.offer_id, s.state, s.access, s.cancel_on, `+due+`) as due_cents, `+
		due+` where x.due_on < ?) as late_cents, (select coalesce(max(y.last_on), '') from (select i.service_to as last_on from invoices i join invoice_dues d on d.invoice_id = i.id
		where i.subscription_id = s.id and d.due_cents = 0 and d.credited_cents < i.total_cents
		union all select k.to_on as last_on from pool_parts k join invoice_dues d on d.invoice_id = k.invoice_id
		where k.subscription_id = s.id and d.due_cents = 0 and k.credited_cents < k.cents) y) as paid_to
		from subscriptions s where s.organisation_id in ? and s.state <> ? order by s.organisation_id, s.id`,
		today.Format(time.DateOnly), append(organisations, 0), Ended).Scan(&spaces).Error
	if err != nil {
		return nil, err
	}
	names, err := catalogue.OfferNames(ctx, db, lang)
	for n := range spaces {
		spaces[n].PaidTo = dayOnly(spaces[n].PaidTo)
		for _, name := range names {
			if name.ID == spaces[n].OfferID {
				spaces[n].Offer = name.Text.Value
			}
		}
	}
	return spaces, err
}
