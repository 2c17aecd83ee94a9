package commons

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PledgeForm is what somebody promises. The page reads the amount in their language into Cents.
type PledgeForm struct {
	Unit         Unit       `form:"unit" query:"unit"`
	Amount       string     `form:"amount"`
	Hours        string     `form:"hours"`
	Every        Every      `form:"every"`
	For          string     `form:"for"`          // ref of an organisation; "me"; empty: a new organisation
	Organisation string     `form:"organisation"` // name of the new one
	Country      string     `form:"country"`
	Visibility   Visibility `form:"visibility"`
	Terms        bool       `form:"terms"`
	DueOn        string     `form:"due_on"` // until when time is given

	Cents int64  `form:"-"`
	Lang  string `form:"-"`
}

// Myself is who promises something for themself.
const Myself = "me"

// mostPledges is how many promises to one space may stand: nobody fills it with noise.
const mostPledges = 10_000

// check says what is wrong with the form, for a space.
func (f *PledgeForm) check(s SharedSpace, today time.Time) store.Invalid {
	bad := store.Invalid{}
	f.Organisation = oneLine(f.Organisation)
	if f.Visibility == "" {
		f.Visibility = Public
	}
	if !slices.Contains(Visibilities, f.Visibility) {
		bad.Add("visibility", "error.choose")
	}
	if !slices.Contains(Everies, f.Every) || s.Invoices() && f.Unit == Cents && f.Every != Once && string(f.Every) != string(s.Period) {
		bad.Add("every", "error.choose")
	}
	switch hours, ok := wholeNumber(f.Hours); {
	case f.Unit == Cents && (f.Cents < 100 || f.Cents > money.Limit):
		bad.Add("amount", "error.money")
	case f.Unit == Cents && s.Invoices() && !f.Terms:
		bad.Add("terms", "error.terms")
	case f.Unit == Minutes && (!ok || hours < 1 || hours > 2000):
		bad.Add("hours", "error.number")
	case f.Unit != Cents && (f.Unit != Minutes || s.GoalMinutes == 0):
		bad.Add("unit", "error.choose")
	}
	if f.For == Myself && s.Invoices() && f.Unit == Cents {
		bad.Add("for", "error.person_bill")
	}
	if f.For == "" && f.Organisation == "" {
		bad.Add("organisation", "error.required")
	}
	if len([]rune(f.Organisation)) > LongestTitle {
		bad.Add("organisation", "error.too_long", "Max", LongestTitle)
	}
	if f.Unit == Minutes && f.DueOn != "" {
		switch on, err := time.Parse(time.DateOnly, f.DueOn); {
		case err != nil || on.After(today.AddDate(3, 0, 0)):
			bad.Add("due_on", "error.date")
		case on.Before(today):
			bad.Add("due_on", "error.date_past")
		}
	}
	return bad
}

// MakePledge files a promise to a space that gathers. Where the space runs already, what follows from it follows at once.
func MakePledge(ctx context.Context, db *gorm.DB, by people.User, s SharedSpace, f *PledgeForm) (Pledge, error) {
	var p Pledge
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		space, err := takeSpace(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if !space.Gathers() {
			return store.ErrConflict
		}
		p, err = f.pledge(ctx, tx, by, space)
		if err != nil {
			return err
		}
		if err := store.From[Pledge](tx).Omit("Space", "Organisation", "User").Create(ctx, &p); err != nil {
			return err
		}
		if err := p.note(ctx, tx, by, "pledge_made"); err != nil {
			return err
		}
		if err := store.Enqueue(tx, PledgeMade{p.ID}); err != nil {
			return err
		}
		if err := store.Published(tx); err != nil {
			return err
		}
		return space.heard(ctx, tx, by, p)
	})
	return p, err
}

// heard draws the consequences of another promise: enough is promised, or the space runs and takes it at once.
func (s *SharedSpace) heard(ctx context.Context, tx *gorm.DB, by people.User, p Pledge) error {
	switch {
	case s.State != SpaceRunning:
		return s.fund(ctx, tx)
	case s.Invoices():
		return s.takeUp(ctx, tx, by, false)
	case !p.Money():
		return nil
	}
	on, err := today(ctx, tx) // what others give is asked for by the day
	if err != nil {
		return err
	}
	return p.ask(ctx, tx, *s, on)
}

// pledge makes a promise of the form.
func (f *PledgeForm) pledge(ctx context.Context, tx *gorm.DB, by people.User, s SharedSpace) (Pledge, error) {
	on, err := today(ctx, tx)
	if err != nil {
		return Pledge{}, err
	}
	day, _ := period.Day(on)
	bad := f.check(s, day)
	now := store.Now(tx)
	p := Pledge{
		Ref: store.NewRef(), SpaceID: s.ID, UserID: by.ID, Unit: f.Unit, Every: f.Every, Promised: f.Cents, Visibility: f.Visibility, State: PledgeOpen,
		Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if f.Unit == Minutes {
		hours, _ := wholeNumber(f.Hours)
		p.Promised, p.DueOn = hours*60, f.DueOn
		if p.Every == Once && p.DueOn == "" {
			p.DueOn = max(s.Deadline, on)
		}
	}
	p.Quantity = p.Promised
	if f.Unit == Cents && s.Invoices() && len(bad) == 0 {
		if err := p.asPart(ctx, tx, s, bad); err != nil {
			return p, err
		}
	}
	if err := bad.Err(); err != nil {
		return p, err
	}
	if err := f.party(ctx, tx, by, s, &p); err != nil {
		return p, err
	}
	return p, p.alone(ctx, tx)
}

// asPart turns an amount into a part of the bill, never more than was promised, and holds it against what is left.
func (p *Pledge) asPart(ctx context.Context, tx *gorm.DB, s SharedSpace, bad store.Invalid) error {
	sub, err := s.subscription(ctx, tx)
	if err != nil {
		return err
	}
	above := p.Promised > sub.Plan().Cents()
	p.BasisPoints, p.Quantity = sub.PartFor(p.Promised)
	p.Promised = max(p.Quantity, 1)
	room, err := s.room(ctx, tx, sub)
	if err != nil {
		return err
	}
	if above || p.BasisPoints < 1 || p.BasisPoints > room {
		_, most := sub.PartFor(sub.Plan().Cents() * int64(room) / 10_000)
		bad.Add("amount", "error.more_than_room", "Amount", Euros(most))
	}
	return nil
}

// room is how much of the bill may still be promised, in basis points. Parts that will shrink may be promised beyond the goal.
func (s SharedSpace) room(ctx context.Context, tx *gorm.DB, sub billing.Subscription) (int, error) {
	if s.State == SpaceRunning {
		return sub.OpenBP(ctx, tx)
	}
	room, err := sub.RoomBP(ctx, tx)
	if err != nil || s.Mode != Fixed {
		return room, err
	}
	all, err := standing(ctx, tx, s.ID)
	for _, p := range all {
		room -= p.BasisPoints
	}
	return max(0, room), err
}

// party finds who promises: a person, one of their organisations, or a new one. A person gives, and never carries a part of a bill (decisions.md 27).
func (f *PledgeForm) party(ctx context.Context, tx *gorm.DB, by people.User, s SharedSpace, p *Pledge) error {
	invoiced := s.Invoices() && f.Unit == Cents
	if f.For == Myself {
		return nil
	}
	pick := billing.PayerForm{For: f.For, Called: f.Organisation, Country: f.Country}
	if wrong := pick.Check(by); len(wrong) > 0 {
		return wrong
	}
	o, err := pick.Organisation(ctx, tx, by, f.Lang)
	if err == nil && f.For != "" { // closed, or left, since the person came in
		_, err = people.ActingFor(ctx, tx, by, o.ID, people.Treasurer)
	}
	if err != nil {
		return err
	}
	if invoiced && o.ID == *s.OrganisationID {
		return wrong("for", "error.payer_self")
	}
	p.OrganisationID = &o.ID
	return nil
}

// alone holds that nobody has two promises of one kind to the same space, nor a part of the same bill beside it.
func (p *Pledge) alone(ctx context.Context, tx *gorm.DB) error {
	var same, all, paying int64
	q := "organisation_id is null and user_id = ?"
	key := p.UserID
	if p.OrganisationID != nil {
		q, key = "organisation_id = ?", *p.OrganisationID
	}
	err := tx.WithContext(ctx).Raw("select count(*), coalesce(sum(case when "+q+" and unit = ? then 1 else 0 end), 0) from pledges where space_id = ? and state = 'open'", key, p.Unit, p.SpaceID).Row().Scan(&all, &same)
	if err != nil {
		return err
	}
	if p.OrganisationID != nil && p.BasisPoints > 0 {
		err = tx.WithContext(ctx).Raw(`select count(*) from shares where payer_id = ? and state in ('proposed','accepted')
			and subscription_id = (select subscription_id from shared_spaces where id = ?)`, *p.OrganisationID, p.SpaceID).Scan(&paying).Error
	}
	switch {
	case err != nil:
		return err
	case same+paying > 0:
		return wrong("for", "error.pledged_already")
	case all >= mostPledges:
		return wrong("amount", "error.too_many")
	}
	return nil
}
