package commons

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Euros is an amount in cents; in what is said of a mistake it is written as the reader's language does.
type Euros int64

// Every is how often something is promised.
type Every string

// How often.
const (
	Once         Every = "once"
	EveryMonth   Every = "month"
	EveryQuarter Every = "quarter"
	EveryYear    Every = "year"
)

// Everies are all of them, the rarest last.
var Everies = []Every{Once, EveryMonth, EveryQuarter, EveryYear}

// PledgeState is what became of a promise.
type PledgeState string

// The states of a pledge (reciprocity.md 6).
const (
	PledgeOpen      PledgeState = "open"
	PledgeFulfilled PledgeState = "fulfilled"
	PledgeLapsed    PledgeState = "lapsed"
	PledgeCancelled PledgeState = "cancelled"
)

// Pledge is a promise of money or time to a shared space, by an organisation or a person, once or regularly. It is no entry in the books: what
// comes of it is (an invoice, a gift, a contribution).
type Pledge struct {
	ID             uint
	Ref            string
	SpaceID        uint
	Space          SharedSpace `gorm:"foreignKey:SpaceID"`
	OrganisationID *uint       // nil: a person, for themself
	Organisation   *people.Organisation
	UserID         uint // who promised it
	User           people.User
	Unit           Unit // money or minutes: never added up with each other
	Every          Every
	Promised       int64 // cents or minutes, each time
	Quantity       int64 // what of it is taken: less where the goal is exceeded and parts shrink
	BasisPoints    int   // of the bill, for a space that invoices
	Visibility     Visibility
	State          PledgeState
	ShareID        *uint // the part of a bill it became
	DueOn          string
	Offered        int64  // what is proposed to another space instead
	OfferedState   string // asked, yes, no; empty: nothing is
	EndedByID      *uint
	EndedAt        *time.Time
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Money reports whether money was promised; else it is time.
func (p Pledge) Money() bool { return p.Unit == Cents }

// Open reports whether the promise stands.
func (p Pledge) Open() bool { return p.State == PledgeOpen }

// Offers reports whether the sponsor is asked whether the rest goes to another space.
func (p Pledge) Offers() bool { return p.OfferedState == "asked" && p.Offered > 0 }

// Name is who promised it.
func (p Pledge) Name() string {
	if p.Organisation != nil {
		return p.Organisation.Name
	}
	return p.User.Called()
}

// PerPeriod is what it comes to in a period of the space, without a part of a cent; what is promised once counts once.
func (p Pledge) PerPeriod(every period.Interval) int64 {
	if p.Every == Once {
		return p.Quantity
	}
	return p.Quantity * int64(every.Months()) / int64(period.Interval(p.Every).Months())
}

// Theirs reports whether a person may change the promise and end it: who made it, or those who keep its organisation's money.
func (p Pledge) Theirs(u people.User) bool {
	if p.OrganisationID == nil {
		return u.SignedIn() && u.ID == p.UserID
	}
	m, in := u.In(*p.OrganisationID)
	return in && m.May(people.Treasurer) && m.Organisation.Acting()
}

func pledges(db *gorm.DB) store.Rows[Pledge] {
	return store.From[Pledge](db).Joins(clause.Has("Space"), nil).Joins(clause.Has("User"), nil).Joins(clause.JoinTarget{Association: "Organisation", Type: clause.LeftJoin}, nil)
}

// FindPledge returns the pledge with that ref for whoever may change it, and for those who keep the collective's money; else store.ErrNotFound.
func FindPledge(ctx context.Context, db *gorm.DB, u people.User, ref string) (Pledge, error) {
	p, err := pledges(db).Where("pledges.ref = ?", ref).Take(ctx)
	if err == nil && !p.Theirs(u) && !u.Is(people.Operator, people.Accountant) {
		return Pledge{}, store.ErrNotFound
	}
	return p, err
}

// LoadPledge returns a pledge by id, for jobs.
func LoadPledge(ctx context.Context, db *gorm.DB, id uint) (Pledge, error) {
	return pledges(db).Where("pledges.id = ?", id).Take(ctx)
}

// PledgeByRef returns the pledge with that ref, for whoever holds a link that the portal sealed.
func PledgeByRef(ctx context.Context, db *gorm.DB, ref string) (Pledge, error) {
	return pledges(db).Where("pledges.ref = ?", ref).Take(ctx)
}

// PledgesBy returns what a person promised, for themself or for organisations whose money they keep; what stands first.
func PledgesBy(ctx context.Context, db *gorm.DB, u people.User) ([]Pledge, error) {
	mine := []uint{0}
	for _, m := range u.Memberships {
		if m.May(people.Treasurer) && m.Organisation.Acting() {
			mine = append(mine, m.OrganisationID)
		}
	}
	return pledges(db).Where("(pledges.organisation_id is null and pledges.user_id = ? or pledges.organisation_id in ?)", u.ID, mine).
		Order("case pledges.state when 'open' then 0 else 1 end, pledges.id desc").Limit(100).Find(ctx)
}

// PledgesTo returns a page of the promises to a space, in the order in which they were made, for its operators.
func PledgesTo(ctx context.Context, db *gorm.DB, s SharedSpace, after string) (store.Page[Pledge], error) {
	rows, err := pledgesAfter(ctx, db, s, store.FromKey(after), store.PageSize+1)
	return store.Paged(rows, store.PageSize, func(p Pledge) string { return store.Key(p.ID) }), err
}

func pledgesAfter(ctx context.Context, db *gorm.DB, s SharedSpace, id uint, most int) ([]Pledge, error) {
	return pledges(db).Where("pledges.space_id = ? and pledges.id > ?", s.ID, id).Order("pledges.id").Limit(most).Find(ctx)
}

// portion is how many promises jobs read at once.
const portion = 200

// EachPledgeTo does something for every promise to a space, in the order in which they were made, however many there are.
func EachPledgeTo(ctx context.Context, db *gorm.DB, s SharedSpace, do func(Pledge) error) error {
	last := uint(0)
	for {
		some, err := pledgesAfter(ctx, db, s, last, portion)
		for n := 0; n < len(some) && err == nil; n++ {
			err = do(some[n])
		}
		if err != nil || len(some) < portion {
			return err
		}
		last = some[len(some)-1].ID
	}
}

// standing are the promises of money to a space that stand, taken for this transaction.
func standing(ctx context.Context, tx *gorm.DB, spaceID uint) ([]Pledge, error) {
	var all []Pledge
	err := locked(tx.WithContext(ctx)).Where("space_id = ? and state = ? and unit = ?", spaceID, PledgeOpen, Cents).Order("id").Find(&all).Error
	return all, err
}

// save writes some columns and the row's version.
func (p *Pledge) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	p.Version, p.UpdatedAt = p.Version+1, store.Now(tx)
	columns = append(columns, "version", "updated_at")
	if err := tx.WithContext(ctx).Model(p).Omit("Space", "Organisation", "User").Select(columns).Updates(p).Error; err != nil {
		return err
	}
	return store.Published(tx)
}

// finish ends the promise in a state.
func (p *Pledge) finish(ctx context.Context, tx *gorm.DB, by people.User, state PledgeState) error {
	p.State, p.EndedAt, p.EndedByID = state, stamp(tx), nil
	if by.ID != 0 {
		p.EndedByID = &by.ID
	}
	if p.OfferedState == "asked" {
		p.OfferedState = "no"
	}
	if err := p.forgetMethod(ctx, tx); err != nil {
		return err
	}
	if err := closePages(ctx, tx, "pledge_id = ?", p.ID); err != nil {
		return err
	}
	return p.save(ctx, tx, "state", "ended_at", "ended_by_id", "offered_state")
}

// note writes an act on the pledge in the journal. It never names anybody.
func (p Pledge) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	a := journal.Act{Verb: verb, SubjectType: "pledge", SubjectRef: p.Ref, Details: map[string]any{"unit": p.Unit, "quantity": p.Quantity, "every": p.Every}}
	if p.OrganisationID != nil {
		a.OrganisationID = *p.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}
