package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Verdict is what somebody says of a fact: it is so, it is so but of another size, it is not so. Never a grade.
type Verdict string

// The verdicts of an attestation, and the question that is none.
const (
	Confirm Verdict = "confirm"
	Adjust  Verdict = "adjust"
	Contest Verdict = "contest"
	Ask     Verdict = "ask" // moves it to "more is asked" and leaves the verdict open
)

// Attestation is one person's verdict on one version. It is never changed; a contest can be settled.
type Attestation struct {
	ID             uint
	ContributionID uint
	ContributorID  uint
	Version        int
	AttesterID     uint
	Role           string // member, present, council or treasurer
	Verdict        Verdict
	Quantity       *int64
	Reason         string
	SettledByID    *uint
	SettledAt      *time.Time
	SettledReason  string
	CreatedAt      time.Time
}

// AttestForm is what somebody says of another person's contribution. The page reads an amount into Quantity.
type AttestForm struct {
	Verdict  Verdict `form:"verdict"`
	Hours    string  `form:"hours"`
	Quarters string  `form:"minutes"`
	Amount   string  `form:"amount"`
	Pieces   string  `form:"pieces"`
	Reason   string  `form:"reason"`
	Present  bool    `form:"present"` // "I was there", where the kind asks for it
	Version  int     `form:"version"` // what was read

	Cents int64 `form:"-"`
}

// other is the other size somebody proposes, in the unit of the contribution.
func (f AttestForm) other(c Contribution, bad store.Invalid) int64 {
	g := Form{Hours: f.Hours, Quarters: f.Quarters, Amount: f.Amount, Cents: f.Cents, Pieces: f.Pieces}
	n, unit := g.quantity(bad, Kind{Units: string(c.Unit)})
	if c.Unit == Pieces {
		n, unit = g.quantity(bad, Kind{Units: "PIECE,PIECE"})
	}
	if unit != c.Unit {
		bad.Add("pieces", "error.number")
	}
	if len(bad) == 0 && unit == Minutes && n > 24*60*c.Days() {
		bad.Add("hours", "error.more_than_the_days")
	}
	if len(bad) == 0 && n == c.Quantity {
		bad.Add("hours", "error.same_quantity")
	}
	return n
}

func (f *AttestForm) check(c Contribution) (quantity *int64, err error) {
	bad := store.Invalid{}
	f.Reason = cleaned(f.Reason)
	switch f.Verdict {
	case Confirm:
		if c.Kind.Attester == "present" && !f.Present {
			bad.Add("present", "error.attest_present")
		}
	case Adjust:
		n := f.other(c, bad)
		quantity = &n
	case Contest, Ask:
		if f.Reason == "" {
			bad.Add("reason", "error.required")
		}
	default:
		bad.Add("verdict", "error.choose")
	}
	if len([]rune(f.Reason)) > LongestBody {
		bad.Add("reason", "error.too_long", "Max", LongestBody)
	}
	if Secret(f.Reason) {
		bad.Add("reason", "error.secret")
	}
	return quantity, bad.Err()
}

// Attest notes what a person says of somebody else's contribution, or asks the contributor for more, who is told of a question and of a contest.
// Enough confirmations and no open contest make it attested.
func (c Contribution) Attest(ctx context.Context, db *gorm.DB, by people.User, f AttestForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := keepPerson(ctx, tx, by.ID); err != nil {
			return err
		}
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		s, err := StandingOf(ctx, tx, by, now)
		if err != nil {
			return err
		}
		if f.Verdict == Ask && s.MayDecide() == nil { // a steward asks as a steward
			return now.ask(ctx, tx, by, now.officer(by), f)
		}
		if err := s.MayAttest(now); err != nil {
			return err
		}
		if f.Verdict == Ask {
			return now.ask(ctx, tx, by, AsAttester, f)
		}
		return now.attest(ctx, tx, by, f)
	})
}

// keepPerson makes two acts of one person wait for each other, so that their number stays right.
func keepPerson(ctx context.Context, tx *gorm.DB, id uint) error {
	var kept uint
	return locked(tx.WithContext(ctx).Table("users")).Where("id = ?", id).Select("id").Scan(&kept).Error
}

func (c *Contribution) ask(ctx context.Context, tx *gorm.DB, by people.User, as Part, f AttestForm) error {
	if _, err := f.check(*c); err != nil {
		return err
	}
	if err := c.move(ctx, tx, NeedsInfo, by, as, f.Reason); err != nil {
		return err
	}
	return store.Enqueue(tx, ContributionAsked{StepID: c.lastStep})
}

func (c *Contribution) attest(ctx context.Context, tx *gorm.DB, by people.User, f AttestForm) error {
	if f.Version != 0 && f.Version != c.Version { // what was read is not what is told now
		return store.ErrConflict
	}
	quantity, err := f.check(*c)
	if err != nil {
		return err
	}
	a := Attestation{
		ContributionID: c.ID, ContributorID: c.ContributorID, Version: c.Version, AttesterID: by.ID, Role: c.roleOf(by, f),
		Verdict: f.Verdict, Quantity: quantity, Reason: f.Reason, CreatedAt: store.Now(tx),
	}
	if err := store.InTx(ctx, tx, func(in *gorm.DB) error { return store.From[Attestation](in).Create(ctx, &a) }); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return wrong("attest", "error.attest_twice")
		}
		return err
	}
	if err := c.save(ctx, tx); err != nil {
		return err
	}
	if err := c.raiseMutual(ctx, tx, by); err != nil {
		return err
	}
	if f.Verdict == Contest {
		return store.Enqueue(tx, ContributionDoubted{AttestationID: a.ID})
	}
	return c.weigh(ctx, tx)
}

// LoadAttestation returns an attestation by id, for jobs.
func LoadAttestation(ctx context.Context, db *gorm.DB, id uint) (Attestation, error) {
	return store.From[Attestation](db).Where("id = ?", id).Take(ctx)
}

// Waits reports whether a contest of a contribution waits to be settled: nobody settled it, and it is about what is told now and still undecided.
func (a Attestation) Waits(c Contribution) bool {
	return a.Verdict == Contest && a.SettledAt == nil && a.Version == c.Version && (c.State == Submitted || c.State == NeedsInfo || c.State == Attested)
}

// roleOf is as what the person attests.
func (c Contribution) roleOf(by people.User, f AttestForm) string {
	switch {
	case c.Kind.Attester == "treasurer" && by.Is(people.Accountant):
		return "treasurer"
	case c.Kind.Attester == "treasurer":
		return "council"
	case f.Present && c.Kind.Attester == "present": // another kind does not ask who was there
		return "present"
	}
	return "member"
}

// weigh makes it attested when enough people confirmed its present version, or the portal itself saw it, and no contest is open.
func (c *Contribution) weigh(ctx context.Context, tx *gorm.DB) error {
	if c.State != Submitted {
		return nil
	}
	all, err := store.From[Attestation](tx).Where("contribution_id = ? and version = ?", c.ID, c.Version).Find(ctx)
	if err != nil {
		return err
	}
	seen, err := c.seen(ctx, tx)
	if err != nil {
		return err
	}
	confirmed, contested := tally(all)
	if !seen && confirmed < c.Kind.Needed(c.Quantity, c.Unit) || contested > 0 {
		return nil
	}
	if err := c.move(ctx, tx, Attested, people.User{}, AsSystem, ""); err != nil {
		return err
	}
	return store.Enqueue(tx, ContributionAttested{StepID: c.lastStep})
}

// tally counts confirmations and contests that are open.
func tally(all []Attestation) (confirmed, contested int) {
	for _, a := range all {
		switch {
		case a.Verdict == Confirm:
			confirmed++
		case a.Verdict == Contest && a.SettledAt == nil:
			contested++
		}
	}
	return confirmed, contested
}

// Settle closes a contest of the present version with a reason, by somebody who may decide; then the confirmations count.
func (c Contribution) Settle(ctx context.Context, db *gorm.DB, by people.User, attestation uint, reason string) error {
	if reason = cleaned(reason); reason == "" {
		return wrong("settled", "error.required")
	}
	return c.judge(ctx, db, by, func(tx *gorm.DB, now *Contribution, _ Part) error {
		n, err := store.From[Attestation](tx).Where("id = ? and contribution_id = ? and verdict = ? and settled_at is null", attestation, now.ID, Contest).
			Select("SettledByID", "SettledAt", "SettledReason").Updates(ctx, Attestation{SettledByID: &by.ID, SettledAt: stamp(tx), SettledReason: reason})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		if err := now.note(ctx, tx, by, "contest_settled", reason); err != nil {
			return err
		}
		return now.weigh(ctx, tx)
	})
}
