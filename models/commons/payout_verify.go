package commons

import (
	"context"
	"slices"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// VerifyForm is how somebody made sure that a channel belongs to the project.
type VerifyForm struct {
	Provenance Provenance `form:"provenance"`
	Evidence   string     `form:"evidence"` // the page that says so
	Called     bool       `form:"called"`   // manual: the bank's document was seen, and a contact found elsewhere was called back
	Version    int        `form:"version"`
}

func (f *VerifyForm) check(c PayoutChannel) error {
	bad := store.Invalid{}
	if f.Evidence = oneLine(f.Evidence); f.Evidence != "" && !secureAddress(f.Evidence) {
		bad.Add("verify_evidence", "payouts.wrong.https")
	}
	switch {
	case !slices.Contains(Provenances, f.Provenance):
		bad.Add("provenance", "error.choose")
	case f.Provenance == FromManifest && !c.ManifestProven:
		bad.Add("provenance", "payouts.wrong.manifest_unproven")
	case (f.Provenance == FromLink || f.Provenance == FromStatement) && f.Evidence == "":
		bad.Add("verify_evidence", "error.required")
	case f.Provenance == FromManual && !f.Called:
		bad.Add("called", "payouts.wrong.called")
	}
	return bad.Err()
}

// Verify says how it is known that the channel belongs to the project. It is paid after the cooldown, if nobody objects.
func (c *PayoutChannel) Verify(ctx context.Context, db *gorm.DB, by people.User, f VerifyForm) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := LoadChannel(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if *c = fresh; c.Version != f.Version || !c.Checkable() {
			return store.ErrConflict
		}
		if err := f.check(*c); err != nil {
			return err
		}
		until := store.Now(tx).Add(Cooldown)
		c.State, c.Provenance, c.VerifiedByID, c.VerifiedAt, c.CooldownUntil = ChannelCooling, f.Provenance, &by.ID, stamp(tx), &until
		if f.Evidence != "" {
			c.EvidenceURL = f.Evidence
		}
		if err := c.keep(ctx, tx, "State", "Provenance", "VerifiedByID", "VerifiedAt", "CooldownUntil", "EvidenceURL"); err != nil {
			return err
		}
		return c.note(ctx, tx, by, "payout_channel_verified", "")
	})
}

// Revoke ends a channel for a reason: nothing is paid there any more.
func (c *PayoutChannel) Revoke(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return wrong("revoke_reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c.State, c.RevokedReason = ChannelRevoked, reason
		if err := c.keep(ctx, tx, "State", "RevokedReason"); err != nil {
			return err
		}
		if err := unplanned(ctx, tx, by, c.UpstreamID, "channel_revoked"); err != nil {
			return err
		}
		return c.note(ctx, tx, by, "payout_channel_revoked", reason)
	})
}

// PayoutChannelsDue asks, some times a day, which channels have cooled down and which manifests are to be read again.
type PayoutChannelsDue struct{}

// Kind names the promise.
func (PayoutChannelsDue) Kind() string { return "payout_channels_due" }

// recheckAfter is how long a manifest is believed before it is read again; retryAfter how long one that proves nothing any more is left alone:
// its project may have mended it.
const (
	recheckAfter = 30 * 24 * time.Hour
	retryAfter   = 24 * time.Hour
)

// TurnChannels opens the channels that have cooled down, and promises to read again the manifests that were not for a month, or that prove
// nothing any more.
func TurnChannels(ctx context.Context, db *gorm.DB) error {
	now := store.Now(db)
	cooled, err := store.From[PayoutChannel](db).Where("state = ? and cooldown_until <= ?", ChannelCooling, now).Order("id").Limit(500).Find(ctx)
	if err != nil {
		return err
	}
	for _, c := range cooled {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			c.State = ChannelActive
			if err := c.keep(ctx, tx, "State"); err != nil {
				return err
			}
			return c.note(ctx, tx, people.User{}, "payout_channel_opened", "")
		})
		if err != nil {
			return err
		}
	}
	var old []uint
	err = db.WithContext(ctx).Model(&PayoutChannel{}).Where("manifest_url <> '' and (state in ? and manifest_checked_at <= ? or state = ? and manifest_checked_at <= ?)",
		[]ChannelState{ChannelVerifying, ChannelCooling, ChannelActive}, now.Add(-recheckAfter), ChannelStale, now.Add(-retryAfter)).Order("id").Limit(500).Pluck("id", &old).Error
	if err != nil || len(old) == 0 {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, id := range old {
			if err := store.Enqueue(tx, PayoutChannelProposed{id}, store.Once()); err != nil {
				return err
			}
		}
		return nil
	})
}
