package commons

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"chatiere/models/people"
	"chatiere/models/store"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// The rules about channels and batches. They warn, as all flags do.
const (
	PayoutShared   Rule = "payout_shared"   // the address belongs to another project, or pays our invoices
	HolderMismatch Rule = "holder_mismatch" // the account's holder is not called as the project or the entity of its manifest
	ManifestStale  Rule = "manifest_stale"  // the manifest cannot be reached or changed since it was verified
	No2FA          Rule = "no_2fa"          // somebody approved without a second factor
)

// PayoutFlag is one warning on a channel or a batch, as it was in one version, until somebody clears it with a reason.
type PayoutFlag struct {
	ID             uint
	SubjectType    string
	SubjectID      uint
	SubjectVersion int
	Rule           Rule
	Level          Level
	Fact           string // a word or a name behind it
	FactSlug       string // of the other project it is about
	FactRef        string `gorm:"column:fact_organisation"` // of the organisation it is about
	ClearedByID    *uint
	ClearedBy      people.User
	ClearedAt      *time.Time
	ClearedReason  string
	CreatedAt      time.Time
}

// Cleared reports whether somebody said why it is no matter.
func (f PayoutFlag) Cleared() bool { return f.ClearedAt != nil }

const (
	aChannel = "payout_channel"
	aBatch   = "payment_batch"
)

func (c PayoutChannel) flagged(rule Rule, level Level, fact string) PayoutFlag {
	return PayoutFlag{SubjectType: aChannel, SubjectID: c.ID, SubjectVersion: c.Version, Rule: rule, Level: level, Fact: fact}
}

// raisePayout writes a flag; the same on the same version is written once.
func raisePayout(ctx context.Context, tx *gorm.DB, f PayoutFlag) error {
	f.CreatedAt = store.Now(tx)
	return tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Omit("ClearedBy").Create(&f).Error
}

// PayoutFlagsOf returns the flags of a channel, the open ones first, the newest first.
func PayoutFlagsOf(ctx context.Context, db *gorm.DB, c PayoutChannel) ([]PayoutFlag, error) {
	return store.From[PayoutFlag](db).Joins(clause.LeftJoin.Association("ClearedBy"), store.Only("id", "ref", "name", "email")).Where("subject_type = ? and subject_id = ?", aChannel, c.ID).
		Order("case when cleared_at is null then 0 else 1 end, payout_flags.id desc").Limit(50).Find(ctx)
}

// warn raises what our own data say of a channel that was proposed, whose project and whose manifest's entity have these names.
func (c PayoutChannel) warn(ctx context.Context, tx *gorm.DB, secret []byte, names ...string) error {
	other, err := c.shared(ctx, tx, secret)
	if err != nil {
		return err
	}
	if other.Fact != "" {
		if err := raisePayout(ctx, tx, other); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(names, func(name string) bool { return alike(c.HolderName, name) }) {
		return nil
	}
	return raisePayout(ctx, tx, c.flagged(HolderMismatch, Medium, c.HolderName))
}

// shared is whose address it is as well, with its page: another project's, or that of an organisation that paid us from it. Without a fact it is nobody's.
func (c PayoutChannel) shared(ctx context.Context, tx *gorm.DB, secret []byte) (PayoutFlag, error) {
	var found struct{ Name, Slug, Ref string }
	f := func() PayoutFlag {
		f := c.flagged(PayoutShared, High, found.Name)
		f.FactSlug, f.FactRef = found.Slug, found.Ref
		return f
	}
	err := tx.WithContext(ctx).Raw(`select u.name, u.slug from payout_channels c join upstreams u on u.id = c.upstream_id
		where c.fingerprint = ? and c.upstream_id <> ? and c.state <> 'revoked' order by c.id limit 1`, c.Fingerprint, c.UpstreamID).Scan(&found).Error
	if err != nil || found.Name != "" || c.Type != ByIBAN {
		return f(), err
	}
	address, err := c.Address(secret)
	if err != nil {
		return f(), err
	}
	err = tx.WithContext(ctx).Raw(`select o.name, o.ref from bank_lines l join bank_matches m on m.line_id = l.id join payments p on p.id = m.payment_id join organisations o on o.id = p.organisation_id
		where l.counter_account = ? and m.undone_at is null order by l.id limit 1`, address).Scan(&found).Error
	return f(), err
}

// alike reports whether one of two names holds the other, once accents, capitals and signs are folded.
func alike(a, b string) bool {
	fold := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFKD.String(text)))
	}
	x, y := fold(a), fold(b)
	return x != "" && y != "" && (strings.Contains(x, y) || strings.Contains(y, x))
}

// ClearPayoutFlag says why a flag on the channel is no matter.
func (c PayoutChannel) ClearPayoutFlag(ctx context.Context, db *gorm.DB, by people.User, rule Rule, reason string) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return wrong("clear_reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[PayoutFlag](tx).Where("subject_type = ? and subject_id = ? and rule = ? and cleared_at is null", aChannel, c.ID, rule).
			Select("ClearedByID", "ClearedAt", "ClearedReason").Updates(ctx, PayoutFlag{ClearedByID: &by.ID, ClearedAt: stamp(tx), ClearedReason: reason})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return c.note(ctx, tx, by, "payout_flag_cleared", reason)
	})
}
