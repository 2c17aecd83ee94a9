package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AgreementPledge is what a side of an agreement promises to give under it: so many hours or pieces, by a day. It is no entry in the books, it changes no
// price and opens no right; what is accepted of it keeps it (reciprocity.md 1, 6).
type AgreementPledge struct {
	ID          uint
	Ref         string
	AgreementID uint
	What        string // in the words of who promised it
	Unit        Unit   // minutes or pieces: never added up with each other
	Quantity    int64
	DueOn       string
	State       PledgeState
	MadeByID    uint
	EndedByID   *uint
	EndedAt     *time.Time
	CreatedAt   time.Time

	Done    int64 `gorm:"->;-:migration"` // of it was accepted
	Waiting int64 `gorm:"->;-:migration"` // of it waits for a decision
}

// Open reports whether the promise stands.
func (p AgreementPledge) Open() bool { return p.State == PledgeOpen }

// mostUnder is how many promises under one agreement may stand at once.
const mostUnder = 50

// AgreementPledgeForm is what is promised: hours, or pieces.
type AgreementPledgeForm struct {
	What   string `form:"what"`
	Unit   Unit   `form:"unit"`
	Amount string `form:"promised"` // whole hours, or pieces
	DueOn  string `form:"due_on"`
}

func (f *AgreementPledgeForm) check(day string) (quantity int64, err error) {
	bad := store.Invalid{}
	f.What = oneLine(f.What)
	switch {
	case f.What == "":
		bad.Add("what", "error.required")
	case len([]rune(f.What)) > LongestTitle:
		bad.Add("what", "error.too_long", "Max", LongestTitle)
	}
	if f.Unit != Minutes && f.Unit != Pieces {
		bad.Add("unit", "error.choose")
	}
	quantity, whole := wholeNumber(f.Amount)
	if !whole || quantity < 1 || quantity > 10_000 {
		bad.Add("promised", "error.number")
	}
	if f.Unit == Minutes {
		quantity *= 60
	}
	today, _ := time.Parse(time.DateOnly, day)
	switch on, err := time.Parse(time.DateOnly, f.DueOn); {
	case err != nil, on.After(today.AddDate(3, 0, 0)):
		bad.Add("due_on", "error.date")
	case f.DueOn < day:
		bad.Add("due_on", "error.date_past")
	}
	return quantity, bad.Err()
}

// givenUnder are the contributions that may keep a promise under an agreement: those of its organisation, or of the person for themself.
const givenUnder = `(a.organisation_id is not null and contributions.organisation_id = a.organisation_id
	or a.organisation_id is null and contributions.organisation_id is null and contributions.contributor_id = a.user_id)`

// underSum sums, over the contributions that keep a promise, what satisfies a condition.
func underSum(what, condition string) string {
	return "(select cast(coalesce(sum(" + what + `), 0) as bigint) from contributions join agreement_pledge_contributions l on l.contribution_id = contributions.id
		join agreements a on a.id = agreement_pledges.agreement_id where l.pledge_id = agreement_pledges.id and contributions.unit = agreement_pledges.unit and ` + givenUnder + " and " + condition + ")"
}

// underDone is what of a promise was accepted and counts.
var underDone = underSum("contributions.decided_quantity", counting)

// underAgreement reads promises with what of each was accepted, and what waits: what was put right since, and is not the other side's any more, keeps none.
func underAgreement(db *gorm.DB) store.Rows[AgreementPledge] {
	return store.From[AgreementPledge](db).Select("agreement_pledges.*, " + underDone + " as done, " +
		underSum("contributions.quantity", "contributions.state in ('submitted','needs_info','attested')") + " as waiting")
}

// AgreementPledgesOf returns what is promised under an agreement: what stands first, the soonest first.
func AgreementPledgesOf(ctx context.Context, db *gorm.DB, a Agreement) ([]AgreementPledge, error) {
	return underAgreement(db).Where("agreement_id = ?", a.ID).Order("case state when 'open' then 0 else 1 end, due_on, id").Limit(200).Find(ctx)
}

// FindAgreementPledge returns one of an agreement's.
func FindAgreementPledge(ctx context.Context, db *gorm.DB, a Agreement, ref string) (AgreementPledge, error) {
	return underAgreement(db).Where("agreement_id = ? and ref = ?", a.ID, ref).Take(ctx)
}

// Promises reports whether u may promise something for the other side of the agreement.
func (a Agreement) Promises(u people.User) bool { return a.Party(u) || a.treasurer(u) }

// Promise files what the other side of the collective promises to give, while the agreement runs.
func (a Agreement) Promise(ctx context.Context, db *gorm.DB, by people.User, f AgreementPledgeForm) (AgreementPledge, error) {
	var p AgreementPledge
	if !a.Promises(by) {
		return p, store.ErrForbidden
	}
	return p, store.InTx(ctx, db, func(tx *gorm.DB) error {
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		var now Agreement
		if err := locked(tx.WithContext(ctx)).Where("id = ?", a.ID).Take(&now).Error; err != nil {
			return err
		}
		if now.EndsOn != "" && now.EndsOn < day {
			return ErrMoved
		}
		if err := a.actingNow(ctx, tx, by); err != nil {
			return err
		}
		p = AgreementPledge{Ref: store.NewRef(), AgreementID: a.ID, State: PledgeOpen, MadeByID: by.ID, CreatedAt: store.Now(tx)}
		if p.Quantity, err = f.check(day); err != nil {
			return err
		}
		p.What, p.Unit, p.DueOn = f.What, f.Unit, f.DueOn
		stand, err := store.From[AgreementPledge](tx).Where("agreement_id = ? and state = ?", a.ID, PledgeOpen).Count(ctx, "id")
		if err == nil && stand >= mostUnder {
			err = wrong("what", "error.promises_many", "Most", mostUnder)
		}
		if err != nil {
			return err
		}
		if err := store.From[AgreementPledge](tx).Create(ctx, &p); err != nil {
			return err
		}
		return a.note(ctx, tx, by, "agreement_pledge_made", "", map[string]any{"unit": p.Unit, "quantity": p.Quantity, "due_on": p.DueOn})
	})
}

// actingNow asks again, inside the transaction, whether a person may act for the other side: the organisation may have been closed, or the person may
// have left it, since they came in.
func (a Agreement) actingNow(ctx context.Context, tx *gorm.DB, by people.User) error {
	if a.OrganisationID == nil {
		return nil
	}
	_, err := people.ActingFor(ctx, tx, by, *a.OrganisationID, people.Treasurer)
	return err
}

// Keeping are contributions that may keep promises under an agreement and keep none yet, for who may promise there; the latest first.
func (a Agreement) Keeping(ctx context.Context, db *gorm.DB, u people.User) ([]Contribution, error) {
	if !a.Promises(u) {
		return nil, nil
	}
	return store.From[Contribution](db).Where("contributions.id in (select contributions.id from contributions join agreements a on a.id = ? where "+givenUnder+")", a.ID).
		Where("contributions.unit in ('MIN','PIECE') and contributions.state not in ('draft','withdrawn','rejected','lapsed','reversed') and contributions.superseded_by_id is null").
		Where("not exists (select 1 from agreement_pledge_contributions l where l.contribution_id = contributions.id)").Order("contributions.id desc").Limit(30).Find(ctx)
}

// KeepForm says which contributions keep which promise.
type KeepForm struct {
	Pledge        string   `form:"kept"` // ref
	Contributions []string `form:"contribution"`
}

// Keep says which contributions keep a promise; what is accepted of them counts, in the promise's own unit only.
func (a Agreement) Keep(ctx context.Context, db *gorm.DB, by people.User, f KeepForm) error {
	if !a.Promises(by) {
		return store.ErrForbidden
	}
	bad := store.Invalid{}
	p, err := FindAgreementPledge(ctx, db, a, f.Pledge)
	if errors.Is(err, store.ErrNotFound) {
		bad.Add("kept", "error.choose")
		err = nil
	}
	if len(f.Contributions) == 0 {
		bad.Add("contribution", "error.choose")
	}
	if err == nil {
		err = bad.Err()
	}
	if err != nil {
		return err
	}
	return p.change(ctx, db, func(tx *gorm.DB, now *AgreementPledge) error {
		if err := a.actingNow(ctx, tx, by); err != nil {
			return err
		}
		return now.keep(ctx, tx, f.Contributions)
	})
}

func (p *AgreementPledge) keep(ctx context.Context, tx *gorm.DB, refs []string) error {
	for _, ref := range refs {
		done := tx.WithContext(ctx).Exec(`insert into agreement_pledge_contributions (pledge_id, contribution_id, created_at)
			select ?, contributions.id, ? from contributions join agreements a on a.id = ? where contributions.ref = ? and contributions.unit = ? and `+givenUnder+`
			and contributions.state not in ('draft','withdrawn','rejected','lapsed','reversed') and contributions.superseded_by_id is null
			and not exists (select 1 from agreement_pledge_contributions l where l.contribution_id = contributions.id)`, p.ID, store.Now(tx), p.AgreementID, ref, p.Unit)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return wrong("contribution", "error.other_unit")
		}
	}
	return p.turn(ctx, tx, "")
}

// Cancel ends a promise that stands, by who may promise there. What kept it is free to keep another.
func (p AgreementPledge) Cancel(ctx context.Context, db *gorm.DB, by people.User, a Agreement) error {
	if !a.Promises(by) || p.AgreementID != a.ID {
		return store.ErrForbidden
	}
	return p.change(ctx, db, func(tx *gorm.DB, now *AgreementPledge) error {
		if err := now.finish(ctx, tx, &by.ID, PledgeCancelled); err != nil {
			return err
		}
		if err := tx.WithContext(ctx).Exec("delete from agreement_pledge_contributions where pledge_id = ?", now.ID).Error; err != nil {
			return err
		}
		return a.note(ctx, tx, by, "agreement_pledge_cancelled", "", map[string]any{"unit": now.Unit, "quantity": now.Quantity})
	})
}

// change runs a change of a promise that stands and that this transaction holds.
func (p AgreementPledge) change(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB, now *AgreementPledge) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now AgreementPledge
		if err := locked(tx.WithContext(ctx)).Where("id = ?", p.ID).Take(&now).Error; err != nil {
			return err
		}
		if !now.Open() {
			return ErrMoved
		}
		return f(tx, &now)
	})
}

func (p *AgreementPledge) finish(ctx context.Context, tx *gorm.DB, by *uint, as PledgeState) error {
	p.State, p.EndedAt, p.EndedByID = as, stamp(tx), by
	return tx.WithContext(ctx).Model(&AgreementPledge{}).Where("id = ?", p.ID).Select("State", "EndedAt", "EndedByID").Updates(p).Error
}

// turn ends a promise that was kept, or whose day passed long ago; last is the last day that is not long ago, empty: none is.
func (p *AgreementPledge) turn(ctx context.Context, tx *gorm.DB, last string) error {
	read, err := underAgreement(tx).Where("id = ?", p.ID).Take(ctx)
	switch {
	case err != nil:
		return err
	case read.Done >= p.Quantity:
		return p.finish(ctx, tx, nil, PledgeFulfilled)
	case p.DueOn < last:
		return p.finish(ctx, tx, nil, PledgeLapsed)
	}
	return nil
}

// reopen takes back that a promise was kept, where what had kept it was put right or reversed since; one whose day passed long ago lapses.
func (p AgreementPledge) reopen(ctx context.Context, db *gorm.DB, last string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now AgreementPledge
		if err := locked(tx.WithContext(ctx)).Where("id = ?", p.ID).Take(&now).Error; err != nil || now.State != PledgeFulfilled {
			return err
		}
		now.State, now.EndedAt, now.EndedByID = PledgeOpen, nil, nil
		if err := tx.WithContext(ctx).Model(&AgreementPledge{}).Where("id = ?", now.ID).Select("State", "EndedAt", "EndedByID").Updates(&now).Error; err != nil {
			return err
		}
		return now.turn(ctx, tx, last) // counted anew
	})
}

// TurnAgreementPledges ends, each day, the promises under agreements that were kept, and those that nobody kept within 30 days of theirs; one that is
// not kept any more, because of what was put right or reversed, is open again.
func TurnAgreementPledges(ctx context.Context, db *gorm.DB) error {
	on, err := today(ctx, db)
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return err
	}
	last := day.AddDate(0, 0, -lapseDays).Format(time.DateOnly)
	due, err := underAgreement(db).Where("state = ? or state = ? and "+underDone+" < quantity", PledgeOpen, PledgeFulfilled).Order("id").Find(ctx)
	for _, p := range due {
		if p.State == PledgeFulfilled {
			if err := p.reopen(ctx, db, last); err != nil {
				return err
			}
			continue
		}
		if p.Done < p.Quantity && p.DueOn >= last {
			continue
		}
		if err := p.change(ctx, db, func(tx *gorm.DB, now *AgreementPledge) error { return now.turn(ctx, tx, last) }); err != nil && !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}
