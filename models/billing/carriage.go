package billing

import (
	"context"
	"errors"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// CarriageForm is which part of a member's spaces its head pays from the next period on.
type CarriageForm struct {
	Percent string `form:"percent"`
	Version int    `form:"version"` // of the affiliation
}

// CarriageFormOf fills the form with what is so, or was offered.
func CarriageFormOf(a people.Affiliation) CarriageForm {
	bp := a.CarriedBP
	if a.AskedBP != nil {
		bp = *a.AskedBP
	}
	return CarriageForm{Percent: percentTyped(bp), Version: a.Version}
}

func (f CarriageForm) check(head people.Organisation) (int, error) {
	bp, ok := basisPoints(f.Percent, 0)
	switch {
	case !ok:
		return 0, store.Invalid{"percent": {Key: "error.percent"}}
	case bp > 0 && !head.Complete():
		return 0, store.Invalid{"percent": {Key: "error.details_first"}}
	}
	return bp, nil
}

// CarriageAsked: tell those who keep a member's money that its head offers to pay a larger part.
type CarriageAsked struct {
	AffiliationID uint `json:"affiliation_id"`
	BP            int  `json:"bp"`
}

// Kind names the promise.
func (CarriageAsked) Kind() string { return "carriage_asked" }

// CarriageAnswered: tell those who keep the head's money what the member said.
type CarriageAnswered struct {
	AffiliationID uint `json:"affiliation_id"`
	Version       int  `json:"version"` // of the affiliation: one letter for each answer
	Yes           bool `json:"yes"`
}

// Kind names the promise.
func (CarriageAnswered) Kind() string { return "carriage_answered" }

// CarriageChanged: tell those who keep a member's money that its head pays less from a day on, and what it pays itself.
type CarriageChanged struct {
	AffiliationID uint `json:"affiliation_id"`
	Version       int  `json:"version"`
}

// Kind names the promise.
func (CarriageChanged) Kind() string { return "carriage_changed" }

// OfferCarriage says for a head which part of a member's spaces it pays. A larger part waits for the member's yes; a smaller one counts from the
// next period that is not invoiced yet; the same again says yes to the spaces as they are and what they cost now.
func OfferCarriage(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation, f CarriageForm) error {
	if !keeps(by, a.HeadID) || a.MemberID == nil {
		return store.ErrForbidden
	}
	bp, err := f.check(a.Head)
	if err != nil {
		return err
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		a, err := takeAffiliation(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if a.State != people.AffiliationActive || a.Version != f.Version {
			return store.ErrConflict
		}
		switch {
		case bp > a.CarriedBP:
			if err := bothOpen(a); err != nil {
				return err
			}
			if err := a.OfferToCarry(ctx, tx, by, bp); err != nil {
				return err
			}
			return store.Enqueue(tx, CarriageAsked{a.ID, bp})
		case bp == a.CarriedBP:
			return settleCarriage(ctx, tx, by, a, bp, "carriage_renewed")
		}
		if err := settleCarriage(ctx, tx, by, a, bp, "carriage_lowered"); err != nil {
			return err
		}
		return store.Enqueue(tx, CarriageChanged{a.ID, a.Version + 1})
	}))
}

// AcceptCarriage is the member's yes to what its head offered.
func AcceptCarriage(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation) error {
	return answerCarriage(ctx, db, by, a, func(ctx context.Context, tx *gorm.DB, a people.Affiliation) error {
		if a.AskedBP == nil {
			return store.ErrConflict
		}
		if err := bothOpen(a); err != nil {
			return err
		}
		if err := settleCarriage(ctx, tx, by, a, *a.AskedBP, "carriage_accepted"); err != nil {
			return err
		}
		return store.Enqueue(tx, CarriageAnswered{a.ID, a.Version + 1, true})
	})
}

// RefuseCarriage is its no: what was so before stays so.
func RefuseCarriage(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation) error {
	return answerCarriage(ctx, db, by, a, func(ctx context.Context, tx *gorm.DB, a people.Affiliation) error {
		if a.AskedBP == nil {
			return store.ErrConflict
		}
		if err := a.SettleCarrying(ctx, tx, by, a.CarriedBP, "carriage_refused"); err != nil {
			return err
		}
		return store.Enqueue(tx, CarriageAnswered{a.ID, a.Version, false})
	})
}

// StopCarriage lets a member pay everything itself again, from the next period that is not invoiced yet.
func StopCarriage(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation) error {
	return answerCarriage(ctx, db, by, a, func(ctx context.Context, tx *gorm.DB, a people.Affiliation) error {
		if a.CarriedBP == 0 {
			return store.ErrConflict
		}
		if err := settleCarriage(ctx, tx, by, a, 0, "carriage_stopped"); err != nil {
			return err
		}
		return store.Enqueue(tx, CarriageAnswered{a.ID, a.Version + 1, false})
	})
}

func answerCarriage(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation, answer func(context.Context, *gorm.DB, people.Affiliation) error) error {
	if a.MemberID == nil || !keeps(by, *a.MemberID) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := takeAffiliation(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if fresh.State != people.AffiliationActive || fresh.Version != a.Version {
			return store.ErrConflict
		}
		return answer(ctx, tx, fresh)
	}))
}

// takeAffiliation takes an affiliation for this transaction, after its two sides and everybody who pays for the member.
func takeAffiliation(ctx context.Context, tx *gorm.DB, id uint) (people.Affiliation, error) {
	a, err := people.LoadAffiliation(ctx, tx, id)
	if err != nil || a.MemberID == nil {
		return a, errors.Join(err, notJoined(a))
	}
	if err := allAtOnce(tx, *a.MemberID, &a.HeadID); err != nil {
		return a, err
	}
	return people.LoadAffiliation(ctx, tx, id)
}

// notJoined is the fault of an affiliation that nobody answered.
func notJoined(a people.Affiliation) error {
	if a.MemberID == nil {
		return store.ErrConflict
	}
	return nil
}

// bothOpen is people.ErrClosed where the head or the member was closed: then nobody carries more than before.
func bothOpen(a people.Affiliation) error {
	if a.Head.ClosedAt != nil || a.Member.ClosedAt != nil {
		return people.ErrClosed
	}
	return nil
}

// settleCarriage writes the part down and lets the member's contracts follow.
func settleCarriage(ctx context.Context, tx *gorm.DB, by people.User, a people.Affiliation, bp int, verb string) error {
	if err := a.SettleCarrying(ctx, tx, by, bp, verb); err != nil {
		return err
	}
	return carryAll(ctx, tx, by, a, bp)
}

// JoinNetwork is the word of an owner: their organisation joins the network, and the head pays what it proposed from the next period on.
func JoinNetwork(ctx context.Context, db *gorm.DB, by people.User, a *people.Affiliation, o people.Organisation) error {
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := allAtOnce(tx, o.ID, &a.HeadID); err != nil {
			return err
		}
		if err := a.Accept(ctx, tx, by, o); err != nil || a.CarriedBP == 0 {
			return err
		}
		return carryAll(ctx, tx, by, *a, a.CarriedBP)
	}))
}

// ProposeAffiliation asks an address to join a network, with the part of its spaces that the head would pay.
func ProposeAffiliation(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, f people.ProposalForm) (people.Affiliation, error) {
	err := f.Check()
	if bp, ok := basisPoints(f.Percent, 1); ok && !head.Complete() {
		wrong, _ := store.AsInvalid(err)
		if wrong == nil {
			wrong = store.Invalid{}
		}
		wrong.Add("percent", "error.details_first")
		err = wrong
		_ = bp
	}
	if err != nil {
		return people.Affiliation{}, err
	}
	return people.Propose(ctx, db, by, head, f)
}

// CarriedSpace is a space of a member, with what its head pays of it.
type CarriedSpace struct {
	Subscription Subscription
	Offer        string
	Share        Share // of the head, now or until lately; without an id where it pays nothing
	YearlyCents  int64 // what the head's part would be by today's price, before tax
}

// Dearer reports whether the space costs more by now than the head said yes to: the member pays what is above.
func (c CarriedSpace) Dearer() bool {
	return c.Share.State == ShareAccepted && c.YearlyCents > c.Share.YearlyCents+1
}

// FindCarriage returns a present affiliation of a head for those who keep the head's money, else store.ErrNotFound.
func FindCarriage(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, ref string) (people.Affiliation, error) {
	if !keeps(by, head.ID) {
		return people.Affiliation{}, store.ErrNotFound
	}
	a, err := store.From[people.Affiliation](db).Where("ref = ? and head_id = ? and state = ?", ref, head.ID, people.AffiliationActive).Preload("Member", nil).Take(ctx)
	a.Head = head
	return a, err
}

// Keeps reports whether a person keeps the money of an organisation: its owners and treasurers.
func Keeps(u people.User, o people.Organisation) bool { return keeps(u, o.ID) }

// OwnFrom is what a member pays itself of one of its spaces from the next period on that is not invoiced: from which day (empty: from the first one),
// and how much for a year.
func OwnFrom(ctx context.Context, db *gorm.DB, pricing Pricing, o people.Organisation, s Subscription) (string, int64, error) {
	from, err := s.lastInvoiced(ctx, db)
	if err != nil {
		return "", 0, err
	}
	cents, _, err := s.ownCents(ctx, db, from)
	return from, pricing.Of(o, aYear(s.Period, cents)).Total, err
}

// CarriedSpaces are the spaces of a member that have not ended, with what its head pays of each.
func CarriedSpaces(ctx context.Context, db *gorm.DB, lang string, a people.Affiliation) ([]CarriedSpace, error) {
	if a.MemberID == nil {
		return nil, nil
	}
	subscriptions, err := store.From[Subscription](db).Where("organisation_id = ? and state <> ?", *a.MemberID, Ended).Order("id").Limit(100).Find(ctx)
	if err != nil {
		return nil, err
	}
	shares, err := store.From[Share](db).Where("affiliation_id = ? and (state = 'accepted' or until_on <> '')", a.ID).Order("id").Find(ctx)
	if err != nil {
		return nil, err
	}
	names, err := catalogue.OfferNames(ctx, db, lang)
	all := make([]CarriedSpace, len(subscriptions))
	for n, s := range subscriptions {
		all[n].Subscription = s
		for _, name := range names {
			if name.ID == s.OfferID {
				all[n].Offer = name.Text.Value
			}
		}
		for _, share := range shares {
			if share.SubscriptionID == s.ID {
				all[n].Share = share
				_, all[n].YearlyCents = s.part(share.BasisPoints)
			}
		}
	}
	return all, err
}
