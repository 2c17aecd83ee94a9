package commons

import (
	"context"
	"errors"
	"slices"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ChannelForm is where a project is paid, as it is typed. An empty address of a channel that has one leaves it.
type ChannelForm struct {
	Type     ChannelType `form:"type"`
	Address  string      `form:"address"`
	Holder   string      `form:"holder"`
	Email    string      `form:"email"`
	Locale   string      `form:"locale"`
	Manifest string      `form:"manifest"`
	Evidence string      `form:"evidence"`
	Version  int         `form:"version"`
}

// Filled is the channel as its form shows it: the address is not.
func (c PayoutChannel) Filled() ChannelForm {
	f := ChannelForm{Type: c.Type, Holder: c.HolderName, Email: c.ContactEmail, Locale: c.ContactLocale, Manifest: c.ManifestURL, Evidence: c.EvidenceURL, Version: c.Version}
	if c.ID == 0 {
		f.Type, f.Locale = ByIBAN, "en"
	}
	return f
}

// check says what is wrong with it; present is the channel it changes.
func (f *ChannelForm) check(present PayoutChannel) error {
	bad := store.Invalid{}
	if !slices.Contains(ChannelTypes, f.Type) {
		bad.Add("type", "error.choose")
	}
	f.Holder, f.Manifest, f.Evidence = oneLine(f.Holder), oneLine(f.Manifest), oneLine(f.Evidence)
	if f.Address = oneLine(f.Address); f.Address == "" {
		if !present.Standing() || f.Type != present.Type {
			bad.Add("address", "error.required")
		}
	} else if clean, ok := cleanAddress(f.Type, f.Address); ok {
		f.Address = clean
	} else if f.Type == ByIBAN {
		bad.Add("address", "error.iban")
	} else {
		bad.Add("address", "payouts.wrong.address")
	}
	switch {
	case f.Holder == "":
		bad.Add("holder", "error.required")
	case len([]rune(f.Holder)) > 70:
		bad.Add("holder", "error.too_long", "Max", 70)
	}
	if email, ok := people.CleanEmail(f.Email); ok {
		f.Email = email
	} else {
		bad.Add("email", "error.email")
	}
	for field, address := range map[string]string{"manifest": f.Manifest, "evidence": f.Evidence} {
		if address != "" && !secureAddress(address) {
			bad.Add(field, "payouts.wrong.https")
		}
	}
	return bad.Err()
}

// PayoutChannelProposed asks to read what can be read about a new or changed channel.
type PayoutChannelProposed struct {
	ChannelID uint `json:"channel_id"`
}

// Kind names the promise.
func (PayoutChannelProposed) Kind() string { return "payout_channel_proposed" }

// PayoutChannelChanged tells whoever was reached before that the channel is another one now.
type PayoutChannelChanged struct {
	ChangeID uint `json:"change_id"`
}

// Kind names the promise.
func (PayoutChannelChanged) Kind() string { return "payout_channel_changed" }

// ChannelChange is that a channel became another one, and who was to be reached before.
type ChannelChange struct {
	ID             uint
	ChannelID      uint
	ByID           *uint
	PreviousHint   string
	PreviousEmail  string
	PreviousLocale string
	CreatedAt      time.Time
}

// TableName names the table.
func (ChannelChange) TableName() string { return "payout_channel_changes" }

// LoadChange returns a change with its channel as it is now, for jobs.
func LoadChange(ctx context.Context, db *gorm.DB, id uint) (ChannelChange, PayoutChannel, error) {
	h, err := store.From[ChannelChange](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return h, PayoutChannel{}, err
	}
	c, err := LoadChannel(ctx, db, h.ChannelID)
	return h, c, err
}

// SaveChannel proposes where a project is paid, or changes it. Whatever changes, it is verified anew and cools down anew; whoever was reached
// before is told; and it leaves every batch that the bank does not have yet (reciprocity.md 8).
func SaveChannel(ctx context.Context, db *gorm.DB, secret []byte, by people.User, u catalogue.Upstream, f ChannelForm) (PayoutChannel, error) {
	var c PayoutChannel
	if !KeepsPayouts(by) {
		return c, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		present, err := ChannelOf(ctx, tx, by, u.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := f.check(present); err != nil {
			return err
		}
		if present.ID == 0 {
			c, err = proposed(ctx, tx, secret, by, u, f)
			return err
		}
		if f.Version != present.Version {
			return store.ErrConflict
		}
		c = present
		return c.change(ctx, tx, secret, by, f)
	})
	return c, err
}

func proposed(ctx context.Context, tx *gorm.DB, secret []byte, by people.User, u catalogue.Upstream, f ChannelForm) (PayoutChannel, error) {
	now := store.Now(tx)
	c := PayoutChannel{Ref: store.NewRef(), UpstreamID: u.ID, State: ChannelProposed, CreatedByID: &by.ID, ChangedByID: &by.ID, Version: 1, CreatedAt: now, UpdatedAt: now}
	if _, err := c.take(secret, f); err != nil {
		return c, err
	}
	err := store.InTx(ctx, tx, func(tx *gorm.DB) error { return store.From[PayoutChannel](tx).Create(ctx, &c) })
	if err != nil {
		return c, err
	}
	if err := c.note(ctx, tx, by, "payout_channel_proposed", ""); err != nil {
		return c, err
	}
	if err := store.Published(tx); err != nil {
		return c, err
	}
	return c, store.Enqueue(tx, PayoutChannelProposed{c.ID})
}

// take writes a form into the channel, and reports whether anything is another than before.
func (c *PayoutChannel) take(secret []byte, f ChannelForm) (bool, error) {
	was := c.Filled()
	was.Address, was.Version, was.Evidence = "", 0, ""
	print := c.Fingerprint
	c.Type, c.HolderName, c.ContactEmail, c.ContactLocale, c.ManifestURL, c.EvidenceURL = f.Type, f.Holder, f.Email, f.Locale, f.Manifest, f.Evidence
	if f.Address != "" {
		sealed, err := store.Seal(secret, channelPurpose, f.Address)
		if err != nil {
			return false, err
		}
		c.AddressSealed, c.AddressHint, c.Fingerprint = sealed, hintOf(f.Type, f.Address), fingerprintOf(secret, f.Address)
	}
	f.Address, f.Version, f.Evidence = "", 0, ""
	return was != f || print != c.Fingerprint, nil
}

func (c *PayoutChannel) change(ctx context.Context, tx *gorm.DB, secret []byte, by people.User, f ChannelForm) error {
	before := *c
	other, err := c.take(secret, f)
	if err != nil {
		return err
	}
	if !other {
		return c.keep(ctx, tx, "EvidenceURL")
	}
	c.State, c.Provenance, c.CooldownUntil, c.VerifiedByID, c.VerifiedAt, c.ChangedByID = ChannelProposed, "", nil, nil, nil, &by.ID
	c.ManifestSHA256, c.ManifestFault, c.ManifestProven, c.ManifestCheckedAt = "", "", false, nil
	if err := c.keep(ctx, tx, "Type", "AddressSealed", "AddressHint", "Fingerprint", "HolderName", "ContactEmail", "ContactLocale", "ManifestURL", "EvidenceURL", "State", "Provenance",
		"CooldownUntil", "VerifiedByID", "VerifiedAt", "ChangedByID", "ManifestSHA256", "ManifestFault", "ManifestProven", "ManifestCheckedAt"); err != nil {
		return err
	}
	h := ChannelChange{ChannelID: c.ID, ByID: &by.ID, PreviousHint: before.AddressHint, PreviousEmail: before.ContactEmail, PreviousLocale: before.ContactLocale, CreatedAt: store.Now(tx)}
	if err := store.From[ChannelChange](tx).Create(ctx, &h); err != nil {
		return err
	}
	if err := unplanned(ctx, tx, by, c.UpstreamID, "channel_changed"); err != nil {
		return err
	}
	if err := c.note(ctx, tx, by, "payout_channel_changed", ""); err != nil {
		return err
	}
	if err := store.Enqueue(tx, PayoutChannelChanged{h.ID}); err != nil {
		return err
	}
	return store.Enqueue(tx, PayoutChannelProposed{c.ID})
}
