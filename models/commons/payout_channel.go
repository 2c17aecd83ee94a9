package commons

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"chatiere/models/billing/bank"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ChannelType is how a project takes money. Only account numbers enter payment files; the others are paid by hand.
type ChannelType string

// The types.
const (
	ByIBAN           ChannelType = "iban"
	ByLiberapay      ChannelType = "liberapay"
	ByOpenCollective ChannelType = "opencollective"
	ByGitHub         ChannelType = "github"
	ByOther          ChannelType = "other"
)

// ChannelTypes are all types.
var ChannelTypes = []ChannelType{ByIBAN, ByLiberapay, ByOpenCollective, ByGitHub, ByOther}

// ChannelState is how far a channel is trusted.
type ChannelState string

// The states: money only goes to an active one.
const (
	ChannelProposed  ChannelState = "proposed"  // typed; nobody looked yet
	ChannelVerifying ChannelState = "verifying" // what can be read was read; a person decides
	ChannelCooling   ChannelState = "cooldown"  // verified: whoever it belongs to has time to object
	ChannelActive    ChannelState = "active"
	ChannelStale     ChannelState = "stale" // what proved it no longer does
	ChannelRevoked   ChannelState = "revoked"
)

// Provenance is how it is known that a channel belongs to the project; shown to everybody as a word.
type Provenance string

// The provenances, the best first.
const (
	FromManifest  Provenance = "manifest"
	FromLink      Provenance = "project_link"
	FromStatement Provenance = "signed_statement"
	FromManual    Provenance = "manual" // a document of the bank, and a call back on a contact found elsewhere
)

// Provenances are all of them, the best first.
var Provenances = []Provenance{FromManifest, FromLink, FromStatement, FromManual}

// Cooldown is how long nothing is paid after a channel was verified, be it new or changed.
const Cooldown = 14 * 24 * time.Hour

// PayoutChannel is where a project is paid. The address is sealed: only its end and a fingerprint can be read without the portal's key.
type PayoutChannel struct {
	ID                uint
	Ref               string
	UpstreamID        uint
	Type              ChannelType
	AddressSealed     []byte
	AddressHint       string // its end
	Fingerprint       string
	HolderName        string // as the bank writes it
	ContactEmail      string
	ContactLocale     string
	ManifestURL       string `gorm:"column:manifest_url"`
	ManifestSHA256    string `gorm:"column:manifest_sha256"`
	ManifestFault     string // why the manifest proves nothing, as a code; empty when it does or there is none
	ManifestProven    bool
	ManifestCheckedAt *time.Time
	EvidenceURL       string `gorm:"column:evidence_url"`
	Provenance        Provenance
	State             ChannelState
	CooldownUntil     *time.Time
	CreatedByID       *uint
	ChangedByID       *uint
	VerifiedByID      *uint
	VerifiedAt        *time.Time
	RevokedReason     string
	Version           int
	CreatedAt         time.Time
	UpdatedAt         time.Time
}

// channelPurpose seals addresses, for this purpose only.
const channelPurpose = "payout channel"

// KeepsPayouts reports whether a person prepares and settles what projects are paid: the collective's accountant, or an operator.
func KeepsPayouts(u people.User) bool { return u.Is(people.Operator, people.Accountant) }

// ChannelOf returns the channel of a project for the council, else store.ErrNotFound.
func ChannelOf(ctx context.Context, db *gorm.DB, u people.User, upstreamID uint) (PayoutChannel, error) {
	if !Council(u) {
		return PayoutChannel{}, store.ErrNotFound
	}
	return store.From[PayoutChannel](db).Where("upstream_id = ? and state <> ?", upstreamID, ChannelRevoked).Take(ctx)
}

// LoadChannel returns a channel by id, for jobs.
func LoadChannel(ctx context.Context, db *gorm.DB, id uint) (PayoutChannel, error) {
	return store.From[PayoutChannel](db).Where("id = ?", id).Take(ctx)
}

// Address opens the sealed address.
func (c PayoutChannel) Address(secret []byte) (string, error) {
	return store.Unseal(secret, channelPurpose, c.AddressSealed)
}

// Standing reports whether the channel exists and was not revoked.
func (c PayoutChannel) Standing() bool { return c.ID != 0 && c.State != ChannelRevoked }

// Verified reports whether a person said how it is known that it is the project's, and nothing has taken that back.
func (c PayoutChannel) Verified() bool {
	return c.State == ChannelCooling || c.State == ChannelActive
}

// Checkable reports whether a person can say that it is verified.
func (c PayoutChannel) Checkable() bool {
	return c.State == ChannelVerifying || c.State == ChannelStale
}

// fingerprintOf is what two equal addresses have in common, and nobody without the portal's key can compute.
func fingerprintOf(secret []byte, address string) string {
	h := hmac.New(sha256.New, secret)
	_, _ = h.Write([]byte("payout fingerprint\x00" + strings.ToLower(address)))
	return hex.EncodeToString(h.Sum(nil))
}

// hintOf is the end of an address by which people know it again: of an account number its last four signs, of a page its last word.
func hintOf(kind ChannelType, address string) string {
	most := 4
	if kind != ByIBAN {
		most = 40
		address = address[strings.LastIndexByte(address, '/')+1:]
	}
	runes := []rune(address)
	return string(runes[max(0, len(runes)-most):])
}

// cleanAddress is an address as it is kept, and whether it can be one of that type.
func cleanAddress(kind ChannelType, typed string) (string, bool) {
	if kind == ByIBAN {
		return bank.CleanIBAN(typed)
	}
	address := strings.TrimSuffix(oneLine(typed), "/")
	host := map[ChannelType]string{ByLiberapay: "liberapay.com", ByOpenCollective: "opencollective.com", ByGitHub: "github.com"}[kind]
	if !secureAddress(address) {
		return address, false
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "www.")
	return address, host == "" || strings.HasPrefix(rest, host+"/") && len(rest) > len(host)+1
}

// secureAddress reports whether a text is an https address.
func secureAddress(typed string) bool {
	u, err := url.Parse(typed)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && len(typed) <= 250
}

func (c PayoutChannel) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "payout_channel", SubjectRef: c.Ref, Reason: reason, Details: map[string]any{"hint": c.AddressHint, "state": c.State, "provenance": c.Provenance},
	})
}

// keep writes columns of a channel if nobody else changed it meanwhile. How far it is trusted is public.
func (c *PayoutChannel) keep(ctx context.Context, tx *gorm.DB, columns ...any) error {
	was := c.Version
	c.Version, c.UpdatedAt = was+1, store.Now(tx)
	n, err := store.From[PayoutChannel](tx).Where("id = ? and version = ?", c.ID, was).Select("Version", append(columns, "UpdatedAt")...).Updates(ctx, *c)
	if err == nil && n == 0 {
		return store.ErrConflict
	}
	return errors.Join(err, store.Published(tx))
}
