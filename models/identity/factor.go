package identity

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Authenticator is an app that shows a new code every thirty seconds. The secret it shares with us is sealed; a step's code counts once.
type Authenticator struct {
	ID        uint
	UserID    uint
	Sealed    []byte
	LastStep  int64
	CreatedAt time.Time
}

// Factors are the second means by which a person shows who they are, beside their letter-box or password.
type Factors struct {
	App       *Authenticator
	CodesLeft int
}

// Any reports whether there is a second means at all.
func (f Factors) Any() bool { return f.App != nil }

// FactorsOf returns a person's second means.
func FactorsOf(ctx context.Context, db *gorm.DB, userID uint) (Factors, error) {
	var f Factors
	apps, err := store.From[Authenticator](db).Where("user_id = ?", userID).Limit(1).Find(ctx)
	if err != nil {
		return f, err
	}
	if len(apps) > 0 {
		f.App = &apps[0]
	}
	n, err := store.From[RecoveryCode](db).Where("user_id = ? and used_at is null", userID).Count(ctx, "id")
	f.CodesLeft = int(n)
	return f, err
}

// holds is the condition on users of whoever has a second means.
const holds = "exists (select 1 from authenticators a where a.user_id = users.id)"

// HasFactor reports whether a person must show a second means when they sign in.
func HasFactor(ctx context.Context, db *gorm.DB, userID uint) (bool, error) {
	n, err := store.From[people.User](db).Where("id = ? and "+holds, userID).Count(ctx, "id")
	return n > 0, err
}

// Change is what became of somebody's second means.
type Change string

// The changes of which a person is told, in case it was not them.
const (
	AppSet     Change = "app_set"
	AppChanged Change = "app_changed"
	AppRemoved Change = "app_removed"
	CodesMade  Change = "codes_made"
	CodeUsed   Change = "code_used"
	Rescued    Change = "rescued" // taken away by the host, because it was lost
)

// FactorChanged asks the jobs to tell the person.
type FactorChanged struct {
	UserID uint   `json:"user_id"`
	Change Change `json:"change"`
	Ref    string `json:"ref"` // of this change: a promise kept twice tells it once
	Left   int    `json:"left,omitempty"`
}

// Kind names the promise.
func (FactorChanged) Kind() string { return "factor_changed" }

// verbs are the changes as the journal calls them.
var verbs = map[Change]string{
	AppSet: "factor_set", AppChanged: "factor_changed", AppRemoved: "factor_removed", CodesMade: "recovery_codes_made", CodeUsed: "recovery_code_used",
	Rescued: "factor_rescued",
}

// tellChange notes a change in the journal and promises word of it.
func tellChange(ctx context.Context, tx *gorm.DB, by journal.Actor, u people.User, what Change, left int) error {
	if err := journal.Note(ctx, tx, by, journal.Act{Verb: verbs[what], SubjectType: "user", SubjectRef: u.Ref}); err != nil {
		return err
	}
	return store.Enqueue(tx, FactorChanged{UserID: u.ID, Change: what, Ref: store.NewRef(), Left: left})
}
