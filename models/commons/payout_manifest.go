package commons

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/commons/manifest"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Why a manifest proves nothing.
const (
	FaultUnreachable = "unreachable"
	FaultRefused     = "refused"        // an address inside a network, which is not gone to
	FaultOther       = "other_document" // a file of that name that is another thing
	FaultWrong       = "wrong"          // it breaks the format
	FaultProject     = "other_project"  // it does not name the project of the catalogue
	FaultUnproven    = "unproven"       // the project's own pages do not stand behind it
	FaultAddress     = "other_address"  // it does not name the address that was typed
)

// Fetch reads a public page; integrations do it. An address that is none of the public web is ErrNotPublic.
type Fetch func(ctx context.Context, address string) ([]byte, error)

// ErrNotPublic is that an address is not gone to: it leads to this machine, into a network, or is not https.
var ErrNotPublic = errors.New("commons: this address is not public")

// Sight is what a manifest said when it was read.
type Sight struct {
	SHA256 string
	Fault  string // empty: it proves the channel
	Entity string // who asks for funds by it, where that is proven
}

// Look reads the manifest of a channel and what proves it, outside any transaction: the project's page or repository, as the catalogue knows
// it, must stand behind the manifest, and the manifest must name the address.
func (c PayoutChannel) Look(ctx context.Context, secret []byte, u catalogue.Upstream, fetch Fetch) (Sight, error) {
	content, err := fetch(ctx, manifest.Raw(c.ManifestURL))
	if errors.Is(err, ErrNotPublic) {
		return Sight{Fault: FaultRefused}, nil
	}
	if err != nil {
		return Sight{Fault: FaultUnreachable}, nil // an address that does not answer is an answer
	}
	sum := sha256.Sum256(content)
	s := Sight{SHA256: hex.EncodeToString(sum[:])}
	m, err := manifest.Read(content)
	switch {
	case errors.Is(err, manifest.ErrOther):
		s.Fault = FaultOther
		return s, nil
	case err != nil:
		s.Fault = FaultWrong
		return s, nil
	}
	address, err := c.Address(secret)
	if err != nil {
		return s, err
	}
	if s.Fault = c.proof(ctx, m, u, address, fetch); s.Fault == "" {
		s.Entity = m.Entity.Name
	}
	return s, nil
}

func (c PayoutChannel) proof(ctx context.Context, m manifest.Manifest, u catalogue.Upstream, address string, fetch Fetch) string {
	named, proven := false, false
	for _, a := range m.Addresses() {
		if !samePage(a.URL, u.SourceURL) && !samePage(a.URL, u.SiteURL) {
			continue
		}
		named = true
		p := manifest.ProofOf(a, c.ManifestURL)
		if p.List != "" {
			list, err := fetch(ctx, manifest.Raw(p.List))
			p.Held = err == nil && manifest.Lists(list, c.ManifestURL)
		}
		proven = proven || p.Held
	}
	switch {
	case !named:
		return FaultProject
	case !proven:
		return FaultUnproven
	case !m.Pays(address):
		return FaultAddress
	}
	return ""
}

// samePage reports whether two addresses are the same page, whatever slash or www they are written with.
func samePage(a, b string) bool {
	bare := func(address string) string {
		address = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(address), "https://"), "http://")
		return strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/"), ".git")
	}
	return b != "" && bare(a) == bare(b)
}

// Looked keeps what was seen of a channel: flags are raised, a new channel waits for a person from now on, and one whose proof is gone is
// stale and leaves the batches the bank does not have yet; once its project mended the proof, a person can verify it again by it. A page that
// does not answer for once changes nothing but the flag.
func Looked(ctx context.Context, db *gorm.DB, secret []byte, id uint, u catalogue.Upstream, s Sight) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := LoadChannel(ctx, tx, id)
		if err != nil || c.State == ChannelRevoked {
			return err
		}
		first, verified, changed := c.State == ChannelProposed, c.Verified(), c.ManifestSHA256 != "" && s.SHA256 != "" && c.ManifestSHA256 != s.SHA256
		if c.ManifestURL != "" {
			c.ManifestCheckedAt, c.ManifestFault, c.ManifestProven = stamp(tx), s.Fault, s.Fault == ""
			if !verified && s.SHA256 != "" {
				c.ManifestSHA256 = s.SHA256 // what is verified is what was seen last
			}
		}
		if first {
			c.State = ChannelVerifying
		}
		lost := verified && c.Provenance == FromManifest && s.Fault != "" && s.Fault != FaultUnreachable && s.Fault != FaultRefused
		if lost {
			c.State, c.CooldownUntil = ChannelStale, nil
			if err := unplanned(ctx, tx, people.User{}, c.UpstreamID, "channel_stale"); err != nil {
				return err
			}
			if err := c.note(ctx, tx, people.User{}, "payout_channel_stale", s.Fault); err != nil {
				return err
			}
		}
		if err := c.keep(ctx, tx, "State", "CooldownUntil", "ManifestCheckedAt", "ManifestFault", "ManifestProven", "ManifestSHA256"); err != nil {
			return err
		}
		if verified && c.ManifestURL != "" && (s.Fault != "" || changed) {
			if err := raisePayout(ctx, tx, c.flagged(ManifestStale, Medium, s.Fault)); err != nil {
				return err
			}
		}
		if !first {
			return nil
		}
		return c.warn(ctx, tx, secret, u.Name, s.Entity)
	})
}
