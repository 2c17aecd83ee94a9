package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growShares lets one more organisation pay a part for the world's, and the world's pay a part for it.
func growShares(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	if n == 0 {
		w.things["shared subscription"] = w.things["subscription"]
	}
	mine, err := billing.SubscriptionOf(ctx, db, w.org, w.things["shared subscription"])
	w.must(err)
	u, err := people.Meet(ctx, db, fmt.Sprintf("sharer%d@counted.example", n), "Zoé", "fr")
	w.must(err)
	other, err := people.NewOrganisation(ctx, db, people.Organisation{Name: fmt.Sprint("Voisine ", n), Locale: "fr", Country: "FR"}, u)
	w.must(err)
	theirs := mine
	theirs.ID, theirs.Ref, theirs.IdempotencyKey, theirs.OrganisationID = 0, store.NewRef(), store.NewRef(), other.ID
	w.must(db.Omit("Organisation", "RequestedBy").Create(&theirs).Error)
	now := store.Now(db)
	for _, s := range []billing.Share{
		{SubscriptionID: mine.ID, OrganisationID: w.org.ID, PayerID: &other.ID, Discreet: n%3 == 0}, {SubscriptionID: theirs.ID, OrganisationID: other.ID, PayerID: &w.org.ID},
	} {
		s.Ref, s.BasisPoints, s.State, s.Locale, s.ProposedByID, s.ProposedAt, s.ExpiresAt, s.AnsweredAt, s.YearlyCents, s.Version = store.NewRef(), 50, billing.ShareAccepted, "fr", owner.ID, now, now, &now, 1000, 1
		w.must(db.Omit("Subscription", "Organisation", "Payer").Create(&s).Error)
		w.things["carried share"] = s.Ref
	}
}

// shares lets zoe's association and a stranger be asked to pay a part for ada's, and ada's pay one for zoe's.
func (l *lived) shares(ada, zoe people.User) {
	l.t.Helper()
	ctx, db := context.Background(), l.db
	lune := zoe.Memberships[0].Organisation
	split := func(by people.User, of people.Organisation, own string, rows ...billing.SplitRow) []billing.Share {
		all, err := billing.SubscriptionsOf(ctx, db, of)
		l.must(err)
		made, err := all[0].Split(ctx, db, by, billing.SplitForm{Own: own, StaysOpen: true, Rows: rows, Version: all[0].Version})
		l.must(err)
		return made
	}
	asked := split(ada, l.fee, "10", billing.SplitRow{Who: lune.Name, Percent: "25"}, billing.SplitRow{Who: "fondation@neuve.example", Percent: "5"}) // its sponsors carry 60 %
	l.made["/:lang/shares/:token"] = identity.NewSealer(secret).Token(identity.ForShare, asked[1].Ref, asked[1].ExpiresAt)
	share, err := billing.LoadShare(ctx, db, asked[0].ID)
	l.must(err)
	offer, err := share.OfferOf(ctx, db, lune)
	l.must(err)
	l.must(share.Accept(ctx, db, zoe, lune, billing.ShareAnswer{Terms: true, Cents: offer.YearlyCents}))
	l.made["/:lang/o/:org/carried/:ref"] = split(zoe, lune, "40", billing.SplitRow{Who: l.fee.Name, Percent: "60"})[0].Ref
}
