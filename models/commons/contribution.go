package commons

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// State is where a contribution stands (reciprocity.md 4).
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	NeedsInfo State = "needs_info"
	Attested  State = "attested"
	Accepted  State = "accepted"
	Adjusted  State = "adjusted"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Lapsed    State = "lapsed"
	Contested State = "contested"
	Upheld    State = "upheld"
	Reversed  State = "reversed"
)

// States are all states, in the order of a contribution's life.
var States = []State{Draft, Submitted, NeedsInfo, Attested, Accepted, Adjusted, Rejected, Contested, Upheld, Reversed, Withdrawn, Lapsed}

// Visibility is what everybody may read of a contribution.
type Visibility string

// The three visibilities. An anonymous contribution is counted, its author's name is nowhere on a page.
const (
	Public       Visibility = "public"
	AmountHidden Visibility = "amount_hidden"
	Anonymous    Visibility = "anonymous"
)

// Visibilities are the three, in the order of the form.
var Visibilities = []Visibility{Public, AmountHidden, Anonymous}

// Treatment says what a contribution does to the accounts: given (it may be valued in kind) or counted (it settles a debt). Never both.
type Treatment string

// The two treatments (reciprocity.md 2.4).
const (
	Given   Treatment = "given"
	Counted Treatment = "counted"
)

// Contribution is a dated, quantified fact: who gave what, for whom, with which evidence. Past only.
type Contribution struct {
	ID             uint
	Ref            string
	Version        int // what was attested; a change of content makes the next one
	ContributorID  uint
	Contributor    people.User `gorm:"foreignKey:ContributorID"`
	OrganisationID *uint       // on behalf of; nil: for oneself
	Organisation   people.Organisation
	VouchedByID    *uint // who confirmed for the organisation that it was done on its behalf
	VouchedAt      *time.Time
	KindKey        string `gorm:"column:kind"`
	Kind           Kind   `gorm:"foreignKey:KindKey;references:Key"`

	ForType           string // collective, upstream or organisation
	UpstreamID        *uint
	Upstream          catalogue.Upstream
	ForOrganisationID *uint
	ForName           string // of the organisation, as typed

	FromOn     string
	ToOn       string
	Quantity   int64 // minutes, cents or pieces, as the contributor says
	Unit       Unit
	Title      string
	Body       string
	Lang       string // in which it is written
	Visibility Visibility
	Withheld   bool // a fault that is not mended yet is shown to nobody but the council

	State           State
	Treatment       Treatment
	AgreementID     *uint
	Decision        State // accepted, adjusted or rejected; empty before
	DecidedKind     *string
	Stands          Kind `gorm:"foreignKey:DecidedKind;references:Key"` // the kind that was decided; lists and pages read it
	DecidedQuantity *int64
	DecidedByID     *uint
	DecidedAt       *time.Time
	Reason          string // of the decision
	Abuse           bool   // rejected as abuse
	CorrectsID      *uint
	SupersededByID  *uint
	SessionID       string // shared by what several people did together; empty: alone
	SubmittedAt     *time.Time
	StirredAt       time.Time // when somebody last did something with it
	RemindedAt      *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time

	Evidence Evidence     // of the present version: what was typed
	Files    []files.File `gorm:"-"` // of the present version, as far as the reader may open them
	redacted redaction
	lastStep uint // the step written last, for the news of it
	stood    int  // how often it counted before, for the keys of what is posted anew
}

// Written names what was last written and when, for the forms that change it: a draft stays one version however often it is written (decisions.md 31).
func (c Contribution) Written() string {
	sum := sha256.Sum256(fmt.Append(nil, c.UpdatedAt.UnixMicro(), c.KindKey, c.FromOn, c.ToOn, c.Quantity, c.Unit, c.Title, c.Body, c.Visibility, c.Withheld, c.ForType, c.ForName))
	return hex.EncodeToString(sum[:8])
}

// Days is how many days it covers.
func (c Contribution) Days() int64 { return days(c.FromOn, c.ToOn) }

// Volunteer reports whether a natural person gave it, for themself.
func (c Contribution) Volunteer() bool { return c.OrganisationID == nil }

// Vouched reports whether the organisation on whose behalf it was done has confirmed so; a volunteer needs nobody's word.
func (c Contribution) Vouched() bool { return c.Volunteer() || c.VouchedAt != nil }

// Effective is what stands after the decision: the kind and how much. Before a decision, what the contributor says.
func (c Contribution) Effective() (kind string, quantity int64) {
	kind, quantity = c.KindKey, c.Quantity
	if c.DecidedKind != nil {
		kind = *c.DecidedKind
	}
	if c.DecidedQuantity != nil {
		quantity = *c.DecidedQuantity
	}
	return kind, quantity
}

// EffectiveKind is the kind that stands, whole.
func (c Contribution) EffectiveKind() Kind {
	if c.Stands.Key != "" {
		return c.Stands
	}
	return c.Kind
}

// Counts reports whether it is part of the totals: accepted or adjusted, and neither reversed nor corrected since.
func (c Contribution) Counts() bool {
	return (c.Decision == Accepted || c.Decision == Adjusted) && c.State != Reversed && c.SupersededByID == nil
}

// counting is Counts in a query.
const counting = "contributions.decision in ('accepted','adjusted') and contributions.state <> 'reversed' and contributions.superseded_by_id is null"

// Editable reports whether its content may still change.
func (c Contribution) Editable() bool {
	return slices.Contains([]State{Draft, Submitted, NeedsInfo}, c.State)
}

// WaitingSince is since when it waits for somebody.
func (c Contribution) WaitingSince() time.Time {
	if c.SubmittedAt != nil {
		return *c.SubmittedAt
	}
	return c.CreatedAt
}

// contestable is how long after a decision it may be contested.
const contestable = 14 * 24 * time.Hour

// Contestable reports whether the decision may still be contested.
func (c Contribution) Contestable(now time.Time) bool {
	return slices.Contains([]State{Accepted, Adjusted, Rejected}, c.State) && c.DecidedAt != nil && now.Sub(*c.DecidedAt) <= contestable
}

// FindContribution returns the contribution with that ref as u may read it, else store.ErrNotFound. What u may not know of it is not in it.
func FindContribution(ctx context.Context, db *gorm.DB, u people.User, ref string) (Contribution, error) {
	condition, args := seenBy(db, u)
	c, err := whole(db).Where("contributions.ref = ?", ref).Where(condition, args...).Take(ctx)
	if err != nil {
		return c.as(u), err
	}
	one := []Contribution{c.as(u)}
	err = withFiles(ctx, db, u, one)
	return one[0], err
}

// LoadContribution returns a contribution by id, whole, for jobs.
func LoadContribution(ctx context.Context, db *gorm.DB, id uint) (Contribution, error) {
	return whole(db).Where("contributions.id = ?", id).Take(ctx)
}

func evidenceFor(ctx context.Context, db *gorm.DB, c Contribution) (Evidence, error) {
	found, err := store.From[Evidence](db).Where("contribution_id = ? and version = ? and file_id is null", c.ID, c.Version).Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return Evidence{}, err
	}
	return found[0], nil
}

// take loads a contribution for a change, kept for this transaction, with its kind and its contributor.
func take(ctx context.Context, tx *gorm.DB, id uint) (Contribution, error) {
	var c Contribution
	if err := locked(tx.WithContext(ctx)).Where("id = ?", id).Take(&c).Error; err != nil {
		return c, err
	}
	var err error
	if c.Kind, err = kindOf(ctx, tx, c.KindKey); err != nil {
		return c, err
	}
	c.Contributor, err = store.From[people.User](tx).Where("id = ?", c.ContributorID).Take(ctx)
	return c, err
}

// stamp is the present instant, to be pointed at.
func stamp(db *gorm.DB) *time.Time {
	t := store.Now(db)
	return &t
}
