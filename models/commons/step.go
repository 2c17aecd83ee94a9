package commons

import (
	"context"
	"slices"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Part is in which part somebody acts on a contribution.
type Part string

// The parts.
const (
	AsContributor Part = "contributor"
	AsManager     Part = "manager" // of the organisation on whose behalf it was
	AsAttester    Part = "attester"
	AsSteward     Part = "steward"
	AsCouncil     Part = "council" // deciding where no steward is independent (decisions.md 33)
	AsSystem      Part = "system"
)

// Step is one move of a contribution, and what was said with it. Steps are only ever added.
type Step struct {
	ID             uint
	ContributionID uint
	Version        int
	FromState      State
	ToState        State
	ByID           *uint
	Role           Part
	Note           string
	CreatedAt      time.Time
}

// TableName names the table.
func (Step) TableName() string { return "contribution_steps" }

// moves is the table of reciprocity.md 4: from where to where, and who may.
var moves = map[State]map[State][]Part{
	"":        {Draft: {AsContributor, AsManager}},
	Draft:     {Submitted: {AsContributor, AsManager}, Withdrawn: {AsContributor, AsManager}},
	Submitted: {NeedsInfo: {AsAttester, AsSteward, AsCouncil}, Attested: {AsSystem}, Rejected: {AsSteward, AsCouncil}, Withdrawn: {AsContributor, AsManager}, Lapsed: {AsSystem}},
	NeedsInfo: {Submitted: {AsContributor, AsManager}, Withdrawn: {AsContributor, AsManager}, Lapsed: {AsSystem}},
	Attested:  {Accepted: {AsSteward, AsCouncil}, Adjusted: {AsSteward, AsCouncil}, Rejected: {AsSteward, AsCouncil}, Withdrawn: {AsContributor, AsManager}},
	Accepted:  {Contested: {AsContributor, AsManager, AsAttester}},
	Adjusted:  {Contested: {AsContributor, AsManager, AsAttester}},
	Rejected:  {Contested: {AsContributor, AsManager, AsAttester}},
	Contested: {Upheld: {AsSteward, AsCouncil}, Reversed: {AsSteward, AsCouncil}},
	Lapsed:    {Submitted: {AsContributor, AsManager}},
}

// mayMove reports whether the table lets somebody in that part move a contribution so.
func mayMove(from, to State, as Part) bool { return slices.Contains(moves[from][to], as) }

// move changes the state of a contribution that this transaction holds, notes the step, and saves the columns named.
func (c *Contribution) move(ctx context.Context, tx *gorm.DB, to State, by people.User, as Part, note string, columns ...string) error {
	if !mayMove(c.State, to, as) {
		return ErrMoved
	}
	from := c.State
	c.State = to
	if err := c.save(ctx, tx, append(columns, "State")...); err != nil {
		return err
	}
	return c.step(ctx, tx, from, by, as, note)
}

// save writes the columns named and notes that somebody did something.
func (c *Contribution) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	c.UpdatedAt, c.StirredAt, c.RemindedAt = store.Now(tx), store.Now(tx), nil
	return tx.WithContext(ctx).Model(&Contribution{}).Where("id = ?", c.ID).Select(append(columns, "UpdatedAt", "StirredAt", "RemindedAt")).Updates(c).Error
}

func (c *Contribution) step(ctx context.Context, tx *gorm.DB, from State, by people.User, as Part, note string) error {
	s := Step{ContributionID: c.ID, Version: c.Version, FromState: from, ToState: c.State, Role: as, Note: note, CreatedAt: store.Now(tx)}
	if by.ID != 0 && as != AsSystem {
		s.ByID = &by.ID
	}
	err := store.From[Step](tx).Create(ctx, &s)
	c.lastStep = s.ID
	return err
}

// LoadStep returns a step by id, for jobs.
func LoadStep(ctx context.Context, db *gorm.DB, id uint) (Step, error) {
	return store.From[Step](db).Where("id = ?", id).Take(ctx)
}

// part is in which part a person may act on their own or their organisation's contribution; empty when in none.
func (c Contribution) part(u people.User) Part {
	if u.SignedIn() && c.ContributorID == u.ID {
		return AsContributor
	}
	if c.OrganisationID != nil {
		if m, in := u.In(*c.OrganisationID); in && m.Role == people.Owner {
			return AsManager
		}
	}
	return ""
}

// Theirs reports whether the person may change, send and withdraw it: the contributor, or an owner of the organisation it was done for.
func (c Contribution) Theirs(u people.User) bool { return c.part(u) != "" }
