package commons

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// What was found at the address of an evidence, beside the answer of a server that has nothing there (404, 410).
const (
	PageThere  = "there"
	PageUnsure = "unsure" // nobody answered, or not the public, or it is no https address: that says nothing
)

// lookAgain is how long after a look at an address the next one is due, until somebody decides (reciprocity.md 5, evidence_dead).
const lookAgain = 30 * 24 * time.Hour

// looked are the states in which the addresses are looked at: nobody has decided yet.
var looked = []State{Submitted, NeedsInfo, Attested}

// Gone reports whether a server said that there is nothing at the address.
func (e Evidence) Gone() bool { return e.Answer() != 0 }

// Answer is what a server said that has nothing there; 0 otherwise.
func (e Evidence) Answer() int {
	answer, _ := strconv.Atoi(e.Result)
	return answer
}

// askToLook promises to go and see whether the address leads somewhere.
func (c *Contribution) askToLook(ctx context.Context, tx *gorm.DB) error {
	e, err := evidenceFor(ctx, tx, *c)
	if err != nil || e.URL == "" {
		return err
	}
	return store.Enqueue(tx, EvidenceShown{ContributionID: c.ID, Version: c.Version})
}

// EvidenceToSee returns the evidence of a version when its address is still to be looked at: the version is the present one and waits for
// a decision.
func EvidenceToSee(ctx context.Context, db *gorm.DB, news EvidenceShown) (e Evidence, waits bool, err error) {
	c, err := store.From[Contribution](db).Where("id = ? and version = ? and state in ?", news.ContributionID, news.Version, looked).Limit(1).Find(ctx)
	if err != nil || len(c) == 0 {
		return e, false, err
	}
	e, err = evidenceFor(ctx, db, c[0])
	return e, e.URL != "", err
}

// Saw keeps what a server answered (0: nothing that says whether the page is there), and flags an address that leads nowhere. Flags warn: a
// person looks and says why it is no matter.
func (e Evidence) Saw(ctx context.Context, db *gorm.DB, answer int) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := take(ctx, tx, e.ContributionID)
		if err != nil || c.Version != e.Version {
			return err
		}
		result, gone := PageUnsure, answer == http.StatusNotFound || answer == http.StatusGone
		switch {
		case gone:
			result = strconv.Itoa(answer)
		case answer == http.StatusOK:
			result = PageThere
		}
		if _, err := store.From[Evidence](tx).Where("id = ?", e.ID).Select("CheckedAt", "Result").Updates(ctx, Evidence{CheckedAt: stamp(tx), Result: result}); err != nil {
			return err
		}
		if !gone {
			return nil
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		return c.flag(ctx, tx, EvidenceDead, Low, Facts{Day: day, Answer: answer})
	})
}

// TurnEvidences promises to look again at addresses that nobody has looked at for a month and that still wait for a decision.
func TurnEvidences(ctx context.Context, db *gorm.DB) error {
	var due []EvidenceShown
	err := db.WithContext(ctx).Raw(`select e.contribution_id, e.version from evidences e join contributions c on c.id = e.contribution_id and c.version = e.version
		where e.url <> '' and coalesce(e.checked_at, e.created_at) <= ? and c.state in ? order by e.id limit 500`, store.Now(db).Add(-lookAgain), looked).Scan(&due).Error
	if err != nil || len(due) == 0 {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, one := range due {
			if err := store.Enqueue(tx, one); err != nil {
				return err
			}
		}
		return nil
	})
}
