package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// UpgradeState is how far an upgrade that is paid first has come.
type UpgradeState string

// The states of an upgrade.
const (
	UpgradeAsked UpgradeState = "asked" // somebody is about to pay its difference; nothing has changed
	UpgradeMade  UpgradeState = "made"
	UpgradeVoid  UpgradeState = "void" // it was not paid, or something else changed meanwhile
)

// PaidUpgrade is an upgrade that takes effect when its difference is paid by card, or its debit has begun (CHG3). Until then plan, quantity and
// invoices are as they were, and no number is taken.
type PaidUpgrade struct {
	ID             uint
	Ref            string
	SubscriptionID uint
	OrganisationID uint
	State          UpgradeState
	To             Plan   `gorm:"embedded"`
	From           Plan   `gorm:"embedded;embeddedPrefix:from_"`
	ChangeOn       string // the day a change waited for when it was asked
	DueCents       int64  // tax included, as it was shown
	Currency       string
	ByID           uint
	CreatedAt      time.Time
	EndedAt        *time.Time
}

// TableName names the table.
func (PaidUpgrade) TableName() string { return "upgrades" }

// UpgradePaid: the difference of an upgrade was paid, or is being debited; make it.
type UpgradePaid struct {
	UpgradeID uint `json:"upgrade_id"`
}

// Kind names the promise.
func (UpgradePaid) Kind() string { return "upgrade_paid" }

// PaysUpgrades reports whether somebody pays for upgrades of an organisation before they take effect: it lets us charge a method. Those who
// pay by transfer, who saved none, or for whom an operator acts, have theirs at once, on trust (decisions.md 4).
func PaysUpgrades(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, by people.User, o people.Organisation) (bool, error) {
	if !keys.Set() || !keeps(by, o.ID) {
		return false, nil
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return false, err
	}
	today := store.Today(db, host.Location())
	m, err := store.From[SavedMethod](db).Where("organisation_id = ? and preferred and live = ?", o.ID, keys.Live).Take(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && !m.Chargeable(today) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, tag := range []Tag{PaysByTransfer, NoAutoCharge} {
		if apart, err := Tagged(ctx, db, o.ID, tag, today); err != nil || apart {
			return false, err
		}
	}
	return true, nil
}

// NeedsPaying reports whether a change as it was shown is one whose difference is paid first: what the cashier would not take for being too
// little is not.
func (t Terms) NeedsPaying() bool { return t.Direction == Upgrade && t.DueCents >= leastCents }

// AskUpgrade writes down an upgrade as it was shown, and the sum that somebody is about to pay for it. Nothing else changes. When the change
// is no upgrade, or costs nothing now, there is no collection: it is to be made at once. ErrOutdated when the terms are others now.
func (s Subscription) AskUpgrade(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, by people.User, f ChangeForm, digest, lang string, why Because) (Changed, Collection, error) {
	var out Changed
	var c Collection
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if out, err = PreviewChange(ctx, tx, by, s, f, why); err != nil || !out.NeedsPaying() {
			return err
		}
		if out.Digest() != digest {
			return ErrOutdated
		}
		u, err := s.askUpgrade(ctx, tx, by, out)
		if err != nil {
			return err
		}
		c, err = u.collection(ctx, tx, keys, by, lang)
		return err
	})
	return out, c, refused(err)
}

// askUpgrade files the upgrade; one that was asked before gives way.
func (s Subscription) askUpgrade(ctx context.Context, tx *gorm.DB, by people.User, shown Changed) (PaidUpgrade, error) {
	before, err := store.From[PaidUpgrade](tx, forUpdate).Where("subscription_id = ? and state = ?", s.ID, UpgradeAsked).Find(ctx)
	if err != nil {
		return PaidUpgrade{}, err
	}
	for n := range before {
		if err := before[n].giveWay(ctx, tx); err != nil {
			return PaidUpgrade{}, err
		}
	}
	fresh, err := store.From[Subscription](tx).Where("id = ?", s.ID).Take(ctx)
	if err != nil {
		return PaidUpgrade{}, err
	}
	u := PaidUpgrade{
		Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: fresh.OrganisationID, State: UpgradeAsked, To: shown.To, From: fresh.Plan(), ChangeOn: fresh.ChangeOn,
		DueCents: shown.DueCents, Currency: fresh.Currency, ByID: by.ID, CreatedAt: store.Now(tx),
	}
	if err := store.From[PaidUpgrade](tx).Create(ctx, &u); err != nil {
		return u, err
	}
	return u, fresh.note(ctx, tx, by.Actor(), "upgrade_asked", "")
}

// giveWay ends an upgrade that waits, and the page on which it could be paid.
func (u *PaidUpgrade) giveWay(ctx context.Context, tx *gorm.DB) error {
	open, err := store.From[Collection](tx, forUpdate).Where("upgrade_id = ? and state in ('preparing','open') and not ending", u.ID).Find(ctx)
	for n := range open {
		if err := open[n].replaced(ctx, tx); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return u.end(ctx, tx, UpgradeVoid)
}

func (u *PaidUpgrade) end(ctx context.Context, tx *gorm.DB, state UpgradeState) error {
	now := store.Now(tx)
	u.State, u.EndedAt = state, &now
	return tx.WithContext(ctx).Model(u).Select("state", "ended_at").Updates(u).Error
}

// collection is the sum to be paid for it on a hosted page.
func (u PaidUpgrade) collection(ctx context.Context, tx *gorm.DB, keys collective.PaymentKeys, by people.User, lang string) (Collection, error) {
	now := store.Now(tx)
	label, err := LabelOf(ctx, tx, Subscription{OfferID: u.To.OfferID, Tier: u.To.Tier}, lang)
	if err != nil {
		return Collection{}, err
	}
	c := Collection{
		Ref: store.NewRef(), OrganisationID: u.OrganisationID, Kind: ByPage, State: Preparing, UpgradeID: &u.ID, Locale: lang, Live: keys.Live, ByID: &by.ID,
		AmountCents: u.DueCents, Currency: u.Currency, ExpiresAt: now.Add(pageLasts), CreatedAt: now, UpdatedAt: now,
		Parts: []CollectionPart{{Label: label, AmountCents: u.DueCents}},
	}
	if c.Kinds = kindsFor(keys, c); c.Kinds == "" {
		return c, store.ErrConflict
	}
	return c, c.begin(ctx, tx, by.Actor(), "collection_begun")
}

// FindUpgrade returns the upgrade a collection pays for, with its subscription; a zero one when it pays for none.
func FindUpgrade(ctx context.Context, db *gorm.DB, c Collection) (PaidUpgrade, Subscription, error) {
	if c.UpgradeID == nil {
		return PaidUpgrade{}, Subscription{}, nil
	}
	u, err := store.From[PaidUpgrade](db).Where("id = ?", *c.UpgradeID).Take(ctx)
	if err != nil {
		return u, Subscription{}, err
	}
	s, err := LoadSubscription(ctx, db, u.SubscriptionID)
	return u, s, err
}

// Forget drops an upgrade that waits to be paid, and says whether there was one: the organisation keeps what it has. One that is paid already
// is not touched.
func (s Subscription) Forget(ctx context.Context, db *gorm.DB, by people.User) (bool, error) {
	if !mayEnd(by, s) && !by.Is(people.Operator) {
		return false, store.ErrForbidden
	}
	forgot := false
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
			return err
		}
		u, err := store.From[PaidUpgrade](tx, forUpdate).Where("subscription_id = ? and state = ?", s.ID, UpgradeAsked).Take(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		forgot = true
		return u.giveWay(ctx, tx)
	})
	return forgot, err
}
