package commons

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SpaceForm is what an operator says of a shared space. The page reads the amount in their language into Cents.
type SpaceForm struct {
	Title        string          `form:"title"`
	About        string          `form:"about"`
	Subscription string          `form:"subscription"` // ref; empty: money for it is given
	Agreed       bool            `form:"agreed"`       // the organisation wishes it
	Goal         string          `form:"goal"`
	Hours        string          `form:"hours"`
	Period       period.Interval `form:"period"`
	Threshold    string          `form:"threshold"` // in percent
	Mode         Mode            `form:"mode"`
	CascadeTo    string          `form:"cascade_to"`
	Deadline     string          `form:"deadline"`
	Version      int             `form:"version"`

	Cents int64 `form:"-"`
}

// Filled is the form as a space has it.
func (s SharedSpace) Filled(subscription, cascade string) SpaceForm {
	f := SpaceForm{
		Title: s.Title, About: s.About, Subscription: subscription, Agreed: s.Invoices(), Cents: s.GoalCents, Period: s.Period, Threshold: strconv.Itoa(s.ThresholdBP / 100),
		Mode: s.Mode, CascadeTo: cascade, Deadline: s.Deadline, Version: s.Version,
	}
	if s.GoalMinutes > 0 {
		f.Hours = strconv.FormatInt(s.GoalMinutes/60, 10)
	}
	return f
}

// check says what is wrong with what stands in the form alone.
func (f *SpaceForm) check(today time.Time) store.Invalid {
	bad := store.Invalid{}
	f.Title, f.About = oneLine(f.Title), cleaned(f.About)
	for name, text := range map[string]struct {
		text string
		most int
	}{"title": {f.Title, LongestTitle}, "about": {f.About, LongestBody}} {
		if text.text == "" {
			bad.Add(name, "error.required")
		}
		if len([]rune(text.text)) > text.most {
			bad.Add(name, "error.too_long", "Max", text.most)
		}
	}
	if f.Cents < 100 || f.Cents > money.Limit {
		bad.Add("goal", "error.money")
	}
	if !f.Period.Valid() {
		bad.Add("period", "error.choose")
	}
	if !slices.Contains(Modes, f.Mode) {
		bad.Add("mode", "error.choose")
	}
	if f.Mode == Cascade && f.CascadeTo == "" {
		bad.Add("cascade_to", "error.required")
	}
	if percent, ok := wholeNumber(f.Threshold); !ok || percent < 1 || percent > 100 {
		bad.Add("threshold", "error.percent_whole")
	}
	if hours, ok := wholeNumber(f.Hours); f.Hours != "" && (!ok || hours > 10_000) {
		bad.Add("hours", "error.number")
	}
	switch on, err := time.Parse(time.DateOnly, f.Deadline); {
	case f.Deadline == "":
		bad.Add("deadline", "error.required")
	case err != nil:
		bad.Add("deadline", "error.date")
	case on.Before(today):
		bad.Add("deadline", "error.date_past")
	case on.After(today.AddDate(3, 0, 0)):
		bad.Add("deadline", "error.date")
	}
	return bad
}

// wholeNumber reads a number without decimals; no text is nought.
func wholeNumber(typed string) (int64, bool) {
	typed = strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimSpace(typed), "%")), "")
	if typed == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(typed, 10, 32)
	return int64(n), err == nil
}

// apply writes the form into a space, with what it names.
func (f *SpaceForm) apply(ctx context.Context, tx *gorm.DB, by people.User, s *SharedSpace) error {
	now, err := today(ctx, tx)
	if err != nil {
		return err
	}
	day, _ := period.Day(now)
	bad := f.check(day)
	percent, _ := wholeNumber(f.Threshold)
	hours, _ := wholeNumber(f.Hours)
	s.Title, s.About, s.GoalCents, s.GoalMinutes, s.Period = f.Title, f.About, f.Cents, hours*60, f.Period
	s.ThresholdBP, s.Mode, s.Deadline, s.CascadeToID = int(percent)*100, f.Mode, f.Deadline, nil
	if f.Mode == Cascade && f.CascadeTo != "" {
		to, err := FindSpace(ctx, tx, by, f.CascadeTo)
		if err != nil || to.ID == s.ID || to.Over() {
			bad.Add("cascade_to", "error.choose")
		}
		s.CascadeToID = &to.ID
	}
	if s.ID == 0 && f.Subscription != "" {
		f.bind(ctx, tx, by, s, bad)
	}
	if s.Invoices() {
		if err := f.fits(ctx, tx, s, bad); err != nil {
			return err
		}
	}
	return bad.Err()
}

// bind ties a new space to a subscription whose organisation wishes it.
func (f *SpaceForm) bind(ctx context.Context, tx *gorm.DB, by people.User, s *SharedSpace, bad store.Invalid) {
	sub, err := billing.FindSubscription(ctx, tx, by, f.Subscription)
	if err != nil || !sub.Shareable() {
		bad.Add("subscription", "error.choose")
		return
	}
	if !f.Agreed {
		bad.Add("agreed", "error.tick")
	}
	s.SubscriptionID, s.OrganisationID = &sub.ID, &sub.OrganisationID
}

// fits holds the goal of a bill against its price: more than the whole price cannot be shared out.
func (f *SpaceForm) fits(ctx context.Context, tx *gorm.DB, s *SharedSpace, bad store.Invalid) error {
	sub, err := s.subscription(ctx, tx)
	if err != nil {
		return err
	}
	s.Period = sub.Period
	if s.GoalCents > sub.Plan().Cents() && bad["goal"].Key == "" {
		bad.Add("goal", "error.more_than_price", "Amount", Euros(sub.Plan().Cents()))
	}
	return nil
}

// MakeSpace files a draft.
func MakeSpace(ctx context.Context, db *gorm.DB, by people.User, f *SpaceForm) (SharedSpace, error) {
	if !by.Is(people.Operator) {
		return SharedSpace{}, store.ErrForbidden
	}
	now := store.Now(db)
	s := SharedSpace{Ref: store.NewRef(), State: SpaceDraft, CreatedByID: by.ID, Version: 1, CreatedAt: now, UpdatedAt: now}
	return s, store.InTx(ctx, db, func(tx *gorm.DB) error {
		s.ID = 0
		if err := f.apply(ctx, tx, by, &s); err != nil {
			return err
		}
		if err := store.From[SharedSpace](tx).Omit("Organisation").Create(ctx, &s); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "space_made", "")
	})
}

// Change writes another text, goal or deadline. Once somebody promised something, what they were told stays: goal, mode and threshold; words and a
// later deadline may change.
func (s SharedSpace) Change(ctx context.Context, db *gorm.DB, by people.User, f *SpaceForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := takeSpace(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if fresh.Version != f.Version || fresh.Over() || fresh.State == SpaceRunning {
			return store.ErrConflict
		}
		before := fresh
		if err := f.apply(ctx, tx, by, &fresh); err != nil {
			return err
		}
		if before.State != SpaceDraft {
			fresh.GoalCents, fresh.GoalMinutes, fresh.ThresholdBP, fresh.Mode, fresh.CascadeToID = before.GoalCents, before.GoalMinutes, before.ThresholdBP, before.Mode, before.CascadeToID
			fresh.Period, fresh.Deadline = before.Period, max(before.Deadline, fresh.Deadline)
		}
		if err := fresh.save(ctx, tx, "title", "about", "goal_cents", "goal_minutes", "period", "threshold_bp", "mode", "cascade_to_id", "deadline"); err != nil {
			return err
		}
		return fresh.note(ctx, tx, by, "space_changed", "")
	})
}
