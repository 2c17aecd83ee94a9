package commons

import (
	"context"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Answer is what a maintainer says to money that is about to come. No answer is a yes.
type Answer string

// The answers.
const (
	Taken    Answer = "taken"
	Deferred Answer = "deferred"  // not now: it stays theirs
	PassedOn Answer = "passed_on" // to another project
	Refused  Answer = "refused"   // it goes back to the pot
)

// Where a wish to pass money on stands.
const (
	PassAsked    = "asked" // a person of the collective looks at the project that was named
	PassDone     = "done"
	PassDeclined = "declined" // for a reason that is told; the money stays the project's
)

// afterALook stands for the day until which money waits that is to go to a project somebody has to look at first.
const afterALook = "9999-12-31"

// AnswerForm is what a maintainer decides.
type AnswerForm struct {
	Answer Answer `form:"answer"`
	Months int    `form:"months"` // deferred: how long
	To     string `form:"to"`     // passed on: the ref of a project we know…
	Name   string `form:"name"`   // …or the name and address of another one
	Words  string `form:"words"`
}

// DeferredFor are the months for which one may defer.
var DeferredFor = []int{3, 6, 12}

func (f *AnswerForm) check() error {
	bad := store.Invalid{}
	f.Name, f.Words = oneLine(f.Name), cleaned(f.Words)
	switch f.Answer {
	case Taken, Refused:
	case Deferred:
		if f.Months != 3 && f.Months != 6 && f.Months != 12 {
			bad.Add("months", "error.choose")
		}
	case PassedOn:
		if f.To == "" && f.Name == "" {
			bad.Add("to", "payouts.wrong.pass_to")
		}
	default:
		bad.Add("answer", "error.choose")
	}
	if len([]rune(f.Name)) > 300 {
		bad.Add("name", "error.too_long", "Max", 300)
	}
	if len([]rune(f.Words)) > 1000 {
		bad.Add("words", "error.too_long", "Max", 1000)
	}
	return bad.Err()
}

// PayoutAnswered tells those who keep the payouts what a maintainer decided.
type PayoutAnswered struct {
	PaymentID uint `json:"payment_id"`
}

// Kind names the promise.
func (PayoutAnswered) Kind() string { return "payout_answered" }

// PaymentOfLink returns the payment that a maintainer's link leads to: whoever holds the link may see it, and nothing else.
func PaymentOfLink(ctx context.Context, db *gorm.DB, ref string) (UpstreamPayment, Batch, error) {
	p, err := store.From[UpstreamPayment](db).Where("upstream_payments.ref = ?", ref).Joins(joined("Upstream"), nil).Take(ctx)
	if err != nil {
		return p, Batch{}, err
	}
	b, err := store.From[Batch](db).Where("id = ?", p.BatchID).Take(ctx)
	if err == nil && b.State == BatchDraft {
		err = store.ErrNotFound // nobody was told yet
	}
	return p, b, err
}

// Answerable reports whether a maintainer can still decide: the bank does not have the payment.
func (p UpstreamPayment) Answerable() bool { return p.State == PaymentPlanned }

// Reply writes down what the maintainer decided, while the bank does not have the payment. Deferred and passed on it leaves its batch, which
// is approved anew; refused, it goes back to the pot.
func (p *UpstreamPayment) Reply(ctx context.Context, db *gorm.DB, f AnswerForm) error {
	if err := f.check(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		b := Batch{ID: p.BatchID}
		if err := b.hold(ctx, tx); err != nil {
			return err
		}
		fresh, err := LoadUpstreamPayment(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		*p = fresh
		if !p.Answerable() || !b.Open() || b.State == BatchDraft {
			return ErrMoved
		}
		p.Answer, p.AnsweredAt, p.Words = f.Answer, stamp(tx), f.Words
		if err := p.decide(ctx, tx, &b, f); err != nil {
			return err
		}
		if err := p.keep(ctx, tx, p.State, "Answer", "AnsweredAt", "Words", "DeferredUntil", "PassedToID", "PassedToName", "PassedState"); err != nil {
			return err
		}
		if err := p.note(ctx, tx, people.User{}, "payout_"+string(f.Answer), ""); err != nil {
			return err
		}
		if err := store.Published(tx); err != nil { // until when it waits is public
			return err
		}
		return store.Enqueue(tx, PayoutAnswered{p.ID})
	})
}

// decide does what the answer asks for.
func (p *UpstreamPayment) decide(ctx context.Context, tx *gorm.DB, b *Batch, f AnswerForm) error {
	if f.Answer == Taken {
		return nil
	}
	if err := b.remove(ctx, tx, people.User{}, p.ID, string(f.Answer)); err != nil {
		return err
	}
	p.State, p.RemovedReason = PaymentRemoved, string(f.Answer)
	switch f.Answer {
	case Deferred:
		now, err := today(ctx, tx)
		if err != nil {
			return err
		}
		day, err := time.Parse(time.DateOnly, now)
		p.DeferredUntil = day.AddDate(0, f.Months, 0).Format(time.DateOnly)
		return err
	case Refused:
		return p.give(ctx, tx, 0, "payout_refused", unallocated)
	}
	return p.passOn(ctx, tx, f)
}

// passOn gives the money to a project that the collective knows at once; another one is looked at by a person first.
func (p *UpstreamPayment) passOn(ctx context.Context, tx *gorm.DB, f AnswerForm) error {
	if f.To == "" {
		p.PassedToName, p.PassedState = f.Name, PassAsked
		p.DeferredUntil = afterALook
		return nil
	}
	to, err := knownProject(ctx, tx, f.To, p.UpstreamID)
	if err != nil {
		return err
	}
	p.PassedToID, p.PassedToName, p.PassedState = &to.ID, to.Name, PassDone
	return p.give(ctx, tx, 0, "payout_passed_on", ledger.Project("liability:upstream", to.ID))
}

// knownProject finds a project of the catalogue that is another one than the giver.
func knownProject(ctx context.Context, tx *gorm.DB, ref string, not uint) (catalogue.Upstream, error) {
	to, err := store.From[catalogue.Upstream](tx).Where("ref = ? and id <> ?", strings.TrimSpace(ref), not).Limit(1).Find(ctx)
	if err != nil || len(to) == 0 {
		if err == nil {
			err = wrong("to", "error.choose")
		}
		return catalogue.Upstream{}, err
	}
	return to[0], nil
}

// give moves what the project was owed to another account.
func (p UpstreamPayment) give(ctx context.Context, tx *gorm.DB, actor uint, kind, to string) error {
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	_, err = ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: kind, Key: kind + ":" + p.Ref, EffectiveOn: day, Actor: actor, PieceRef: p.EndToEndID, SubjectType: "upstream_payment", SubjectID: p.ID,
		Transfers: []ledger.Transfer{{Debit: ledger.Project("liability:upstream", p.UpstreamID), Credit: to, Unit: string(Cents), Amount: p.Cents}},
	})
	if err != nil {
		return bookError(err, "answer")
	}
	return store.Published(tx)
}

// WishesToPass returns what maintainers asked to pass on to projects that somebody has to look at, the oldest first.
func WishesToPass(ctx context.Context, db *gorm.DB, u people.User) ([]UpstreamPayment, error) {
	if !Council(u) {
		return nil, store.ErrForbidden
	}
	return store.From[UpstreamPayment](db).Where("passed_state = ?", PassAsked).Joins(joined("Upstream"), nil).Order("upstream_payments.id").Limit(100).Find(ctx)
}

// WishForm is what becomes of such a wish: the project, once it stands in the catalogue, or why not.
type WishForm struct {
	To     string `form:"wish_to"`
	Reason string `form:"wish_reason"`
}

// Grant passes the money on to the project that was named, which stands in the catalogue now; or declines, for a reason, and it stays whose
// it was.
func (p *UpstreamPayment) Grant(ctx context.Context, db *gorm.DB, by people.User, f WishForm) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	f.Reason = oneLine(f.Reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if p.PassedState != PassAsked {
			return ErrMoved
		}
		verb := "payout_wish_declined"
		switch {
		case f.To != "":
			to, err := knownProject(ctx, tx, f.To, p.UpstreamID)
			if err != nil {
				return wrong("wish_to", "error.choose")
			}
			p.PassedToID, p.PassedState, verb = &to.ID, PassDone, "payout_wish_granted"
			if err := p.give(ctx, tx, by.ID, "payout_passed_on", ledger.Project("liability:upstream", to.ID)); err != nil {
				return err
			}
		case f.Reason == "":
			return wrong("wish_to", "payouts.wrong.wish")
		default:
			p.PassedState = PassDeclined
		}
		p.DeferredUntil = ""
		n, err := store.From[UpstreamPayment](tx).Where("id = ? and passed_state = ?", p.ID, PassAsked).Select("PassedToID", "PassedState", "DeferredUntil").
			Omit("Upstream").Updates(ctx, *p)
		if err == nil && n == 0 {
			err = ErrMoved
		}
		if err != nil {
			return err
		}
		return p.note(ctx, tx, by, verb, f.Reason)
	})
}
