package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Promised is a part of a subscription that somebody promised to carry, with their yes to the terms and the amount.
type Promised struct {
	Payer    people.Organisation
	By       people.User // who said yes
	BP       int
	Discreet bool
}

// RoomBP is how much of a subscription could still be carried by others, in basis points: what the organisation itself pays and what is open.
func (s Subscription) RoomBP(ctx context.Context, db *gorm.DB) (int, error) {
	var taken int
	err := db.WithContext(ctx).Raw("select cast(coalesce(sum(basis_points), 0) as bigint) from shares where subscription_id = ? and state in ('proposed','accepted')", s.ID).Scan(&taken).Error
	return max(0, wholeBP-taken), err
}

// OpenBP is how much of a subscription nobody carries from the next period on.
func (s Subscription) OpenBP(ctx context.Context, db *gorm.DB) (int, error) {
	var open int
	err := db.WithContext(ctx).Raw(`select cast(coalesce(sum(basis_points), 0) as bigint) from shares
		where subscription_id = ? and stays_open and closed_at is null and state in ('refused','withdrawn','ended')`, s.ID).Scan(&open).Error
	return open, err
}

// PartFor is the greatest part of a subscription that costs no more than an amount before tax in a period, and what it costs.
func (s Subscription) PartFor(cents int64) (bp int, each int64) {
	whole := s.Plan().Cents()
	if whole <= 0 || cents <= 0 {
		return 0, 0
	}
	bp = int(min(wholeBP, cents*wholeBP/whole))
	if next, _ := s.part(min(wholeBP, bp+1)); bp < wholeBP && next <= cents { // a cent of rounding in the payer's favour
		bp++
	}
	each, _ = s.part(bp)
	return bp, each
}

// Costs is what basis points of a subscription are for a period, before tax.
func (s Subscription) Costs(bp int) int64 {
	each, _ := s.part(bp)
	return each
}

// CarryPromised makes shares of what several promised: each pays its own invoice from the next period on that is not invoiced, or fills a gap at
// once. What was open gives way first; openBP is what nobody promised and the organisation does not take: it stays open.
func (s Subscription) CarryPromised(ctx context.Context, tx *gorm.DB, by people.User, parts []Promised, openBP int) ([]Share, error) {
	if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
		return nil, err
	}
	fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
	if err != nil {
		return nil, err
	}
	room, err := fresh.RoomBP(ctx, tx)
	if err != nil {
		return nil, err
	}
	asked := openBP
	for _, p := range parts {
		asked += p.BP
	}
	if !fresh.Shareable() || asked > room {
		return nil, store.ErrConflict
	}
	var made []Share
	for _, p := range parts {
		share, err := fresh.promise(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		made = append(made, share)
	}
	if err := fresh.giveWay(ctx, tx, by, asked, openBP); err != nil {
		return nil, err
	}
	for n := range made {
		if err := made[n].accept(ctx, tx, parts[n].By, fresh); err != nil {
			return nil, err
		}
	}
	return made, fresh.save(ctx, tx)
}

// promise files a share that its payer said yes to.
func (s Subscription) promise(ctx context.Context, tx *gorm.DB, p Promised) (Share, error) {
	if !p.Payer.Complete() || p.Payer.ID == s.OrganisationID || p.BP < 1 {
		return Share{}, store.ErrConflict
	}
	now := store.Now(tx)
	_, yearly := s.part(p.BP)
	share := Share{
		Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: s.OrganisationID, PayerID: &p.Payer.ID, BasisPoints: p.BP, Discreet: p.Discreet, StaysOpen: true,
		State: ShareProposed, YearlyCents: yearly, Locale: p.Payer.Locale, ProposedByID: p.By.ID, ProposedAt: now, ExpiresAt: now.AddDate(0, 0, shareLasts),
		AnsweredByID: &p.By.ID, Version: 1,
	}
	if err := store.From[Share](tx).Omit("Subscription", "Organisation", "Payer").Create(ctx, &share); err != nil {
		return share, err
	}
	return share, allAtOnce(tx, s.OrganisationID, &p.Payer.ID)
}

// giveWay takes so many basis points out of what is open, the oldest first, and leaves openBP of them open anew.
func (s Subscription) giveWay(ctx context.Context, tx *gorm.DB, by people.User, taken, openBP int) error {
	all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and stays_open and closed_at is null and state in ('refused','withdrawn','ended')", s.ID).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	now := store.Now(tx)
	for _, share := range all {
		if taken <= 0 {
			break
		}
		openBP += max(0, share.BasisPoints-taken)
		taken -= share.BasisPoints
		share.ClosedAt = &now
		if err := share.keep(ctx, tx, "closed_at"); err != nil {
			return err
		}
	}
	if openBP == 0 {
		return nil
	}
	rest := Share{
		Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: s.OrganisationID, Email: nobody, BasisPoints: openBP, StaysOpen: true, State: ShareWithdrawn,
		Locale: "fr", ProposedByID: by.ID, ProposedAt: now, ExpiresAt: now, Version: 1,
	}
	return store.From[Share](tx).Omit("Subscription", "Organisation", "Payer").Create(ctx, &rest)
}

// nobody stands where an address would be, in a part that nobody was asked for by name.
const nobody = "-"

// Nobodys reports whether a part is open without anybody having been asked for it by name, or by one who left the portal.
func (s Share) Nobodys() bool { return s.PayerID == nil && s.Email == nobody }

// Stop ends a share when nobody who might answer for its payer is left in the portal to do so; whoever calls it was given a proof of their wish.
func (s Share) Stop(ctx context.Context, tx *gorm.DB, why Because) error {
	share, subscription, err := takeShare(ctx, tx, s.ID)
	if err != nil || share.State != ShareAccepted {
		return err
	}
	return share.leave(ctx, tx, people.User{}, subscription, why)
}

// InvoicedTo is what was invoiced to some payers (a query of their ids) of a subscription for periods that last beyond a day, and what of it money settled, before tax.
func InvoicedTo(ctx context.Context, db *gorm.DB, s Subscription, payers *gorm.DB, since string) (invoiced, received int64, err error) {
	err = db.WithContext(ctx).Raw(`select cast(coalesce(sum(case when i.kind = 'invoice' then i.net_cents else -i.net_cents end), 0) as bigint),
		cast(coalesce(sum((select sum(a.net_cents) from allocations a where a.invoice_id = i.id and a.payment_id is not null)), 0) as bigint)
		from invoices i where i.subscription_id = ? and i.organisation_id in (?) and i.state = 'final' and (i.service_to = '' or i.service_to > ?)`, s.ID, payers, since).Row().Scan(&invoiced, &received)
	return invoiced, received, err
}

// ShareableSubscriptions are those whose bill could be shared, by the name of their organisation, for operators.
func ShareableSubscriptions(ctx context.Context, db *gorm.DB, u people.User) ([]Subscription, error) {
	if !u.Is(people.Operator) {
		return nil, store.ErrForbidden
	}
	return store.From[Subscription](db).Joins(clause.Has("Organisation"), nil).
		Where("subscriptions.state in ('accepted','running') and subscriptions.cancel_on = '' and subscriptions.unit_cents > 0").
		Where("not exists (select 1 from shared_spaces s where s.subscription_id = subscriptions.id and s.state in ('draft','open','funded','running'))").
		Order("subscriptions.organisation_id, subscriptions.id").Limit(500).Find(ctx)
}
