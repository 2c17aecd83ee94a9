package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Effect is one entry in the books that an acceptance made. There is none in money owed to anybody: a contribution lowers no price.
type Effect struct {
	ID             uint
	ContributionID uint
	Sort           string // time (minutes and pieces) or class8 (value in kind)
	EntryID        uint
	RuleID         *uint
	Cents          *int64
	ReversedByID   *uint // the entry that took it back
	CreatedAt      time.Time
}

// TableName names the table.
func (Effect) TableName() string { return "contribution_effects" }

// takeEffect posts what follows from an acceptance: the time given, and its value in kind where a rule of that day gives one and the row is
// given, not counted.
func (c *Contribution) takeEffect(ctx context.Context, tx *gorm.DB, by people.User) error {
	if err := c.postTime(ctx, tx, by); err != nil {
		return err
	}
	if c.Treatment != Given || c.ForType != "collective" { // only what the collective itself receives is in its accounts (ANC 2018-06)
		return nil
	}
	return c.postValue(ctx, tx, by)
}

func (c *Contribution) postTime(ctx context.Context, tx *gorm.DB, by people.User) error {
	_, quantity := c.Effective()
	sort := map[Unit]string{Minutes: "time", Pieces: "count"}[c.Unit]
	if sort == "" {
		return nil
	}
	t := ledger.Transfer{Debit: sort + ":received:collective", Credit: c.party(sort + ":given"), Unit: string(c.Unit), Amount: quantity}
	id, err := c.post(ctx, tx, by, ledger.Time, sort, t)
	if err != nil {
		return err
	}
	return store.From[Effect](tx).Create(ctx, &Effect{ContributionID: c.ID, Sort: "time", EntryID: id, CreatedAt: store.Now(tx)})
}

// party is the path of the account of who gave it.
func (c *Contribution) party(prefix string) string {
	if c.OrganisationID != nil {
		return ledger.Party(prefix, *c.OrganisationID)
	}
	return ledger.Person(prefix, c.ContributorID)
}

// pairs are the accounts in kind, debit and credit (reciprocity.md 2.4).
var pairs = map[string][2]string{
	"work": {"class8:864", "class8:875"}, "services": {"class8:862", "class8:871"}, "goods": {"class8:860", "class8:870"}, "use": {"class8:861", "class8:871"},
}

func (c *Contribution) postValue(ctx context.Context, tx *gorm.DB, by people.User) error {
	key, quantity := c.Effective()
	kind, err := kindOf(ctx, tx, key)
	if err != nil || kind.Work == "none" {
		return err
	}
	rule, err := ruleOn(ctx, tx, kind, c.Unit, c.ToOn)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	cents := rule.Value(quantity)
	if cents == 0 {
		return nil
	}
	return c.postInKind(ctx, tx, by, kind, rule.ID, cents)
}

// postInKind posts a value in kind that a rule gave.
func (c *Contribution) postInKind(ctx context.Context, tx *gorm.DB, by people.User, kind Kind, rule uint, cents int64) error {
	pair := pairs[kind.Work]
	if kind.Work == "work" && c.OrganisationID != nil { // an organisation's people are no volunteers: it gives a service
		pair = pairs["services"]
	}
	id, err := c.post(ctx, tx, by, ledger.InKind, "class8", ledger.Transfer{Debit: pair[0], Credit: pair[1], Unit: string(Cents), Amount: cents})
	if err != nil {
		return err
	}
	return store.From[Effect](tx).Create(ctx, &Effect{ContributionID: c.ID, Sort: "class8", EntryID: id, RuleID: &rule, Cents: &cents, CreatedAt: store.Now(tx)})
}

// post writes one entry for the last day of the contribution; where that day's period is closed already, for today.
func (c *Contribution) post(ctx context.Context, tx *gorm.DB, by people.User, j ledger.Journal, what string, t ledger.Transfer) (uint, error) {
	kind := what
	if j == ledger.Time {
		kind += "_log"
	}
	key := fmt.Sprintf("%s:%d:v%d", what, c.ID, c.Version)
	if c.stood > 0 { // it was posted before, and taken back
		key += fmt.Sprintf(":%d", c.stood+1)
	}
	e := ledger.Entry{
		Journal: j, Kind: kind, Key: key, EffectiveOn: c.ToOn, Actor: by.ID,
		PieceRef: "contribution " + c.Ref, PieceOn: c.ToOn, SubjectType: "contribution", SubjectID: c.ID, Memo: "contribution " + c.Ref, Transfers: []ledger.Transfer{t},
	}
	posted, err := ledger.Post(ctx, tx, e)
	if errors.Is(err, ledger.ErrPeriodClosed) {
		if e.EffectiveOn, err = today(ctx, tx); err != nil {
			return 0, err
		}
		posted, err = ledger.Post(ctx, tx, e)
	}
	return posted.ID, err
}

// today is the collective's present day, as the ledger keeps days.
func today(ctx context.Context, db *gorm.DB) (string, error) {
	host, err := collective.Find(ctx, db)
	return ledger.Day(store.Today(db, host.Location())), err
}

// undo reverses every entry the contribution made and that was not taken back yet, and revokes the certificates that speak of it.
func (c *Contribution) undo(ctx context.Context, tx *gorm.DB, by people.User, why string) error {
	if err := c.uncertify(ctx, tx); err != nil {
		return err
	}
	if err := c.voidReceipt(ctx, tx, by, why); err != nil {
		return err
	}
	all, err := store.From[Effect](tx).Where("contribution_id = ? and reversed_by_id is null", c.ID).Order("id").Find(ctx)
	if err != nil || len(all) == 0 {
		return err
	}
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	for _, e := range all {
		r, err := ledger.ReverseOn(ctx, tx, e.EntryID, by.ID, why, day)
		if err != nil {
			return err
		}
		if _, err := store.From[Effect](tx).Where("id = ?", e.ID).Update(ctx, "reversed_by_id", r.ID); err != nil {
			return err
		}
	}
	return nil
}
