package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chatiere/models/billing/period"
	"chatiere/models/billing/purse"
	"chatiere/models/billing/roster"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// OpeningForm is the list of members that a head opens spaces for, as text.
type OpeningForm struct {
	Lines    string `form:"lines"`
	Expected string `form:"expected"` // what the dry run said; empty before it

	Spoken []string `form:"-"` // the languages of the portal
	Lang   string   `form:"-"` // of the page
}

// Outcome is what becomes of one line.
type Outcome string

// The outcomes.
const (
	Opens   Outcome = "opens"
	IsThere Outcome = "there" // opened before: nothing happens
	Unclear Outcome = "unclear"
)

// RehearsedLine is one line of a list and what becomes of it.
type RehearsedLine struct {
	Line      int
	Name      string
	Contact   string
	Email     string
	Locale    string
	Offer     catalogue.Offer
	Price     catalogue.Price
	YearCents int64 // tax included
	Outcome   Outcome
	Waits     bool          // beyond the head's budget: it waits for its yes
	Wrong     store.Invalid // by column
}

// Rehearsal is the dry run of a list: nothing has happened.
type Rehearsal struct {
	Lines     []RehearsedLine
	Opening   int
	There     int
	Unclear   int
	Left      int   // how many members the head's quota has room for
	YearCents int64 // of all that would open, tax included
	CarriedBP int   // which part of it the head pays
	Waiting   int   // how many of them wait for its yes
	Use       purse.Use
}

// CarriedCents is what of a year the head would pay, tax included.
func (r Rehearsal) CarriedCents() int64 { return purse.Part(r.YearCents, r.CarriedBP) }

// Digest tells whether a later dry run says the same.
func (r Rehearsal) Digest() string {
	sum := sha256.New()
	for _, l := range r.Lines {
		fmt.Fprintln(sum, l.Line, l.Outcome, l.Name, l.Contact, l.Email, l.Locale, l.Price.ID, l.YearCents, l.Waits, r.CarriedBP)
	}
	return hex.EncodeToString(sum.Sum(nil))[:32]
}

// Rehearse says what would become of each line of a list, and changes nothing. What is wrong with the list as a whole is store.Invalid.
func Rehearse(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, f OpeningForm) (Rehearsal, error) {
	if !by.Manages(head.ID) || !head.Heads() {
		return Rehearsal{}, store.ErrForbidden
	}
	list, err := f.read()
	if err != nil {
		return Rehearsal{}, err
	}
	known, err := openerOf(ctx, db, head, f)
	if err != nil {
		return Rehearsal{}, err
	}
	r := Rehearsal{Left: known.left, CarriedBP: known.pool.OpeningBP, Use: known.use}
	for _, row := range list.Rows {
		r.add(known.line(row))
	}
	for _, line := range list.Broken {
		r.add(RehearsedLine{Line: line, Outcome: Unclear, Wrong: store.Invalid{"line": {Key: "error.line_broken"}}})
	}
	slices.SortStableFunc(r.Lines, func(a, b RehearsedLine) int { return a.Line - b.Line })
	if r.Opening > r.Left {
		return r, store.Invalid{"lines": {Key: "error.quota", Args: map[string]any{"Quota": head.MemberQuota, "Left": r.Left}}}
	}
	return r, nil
}

// read cuts the list and says what is wrong with it as a whole.
func (f OpeningForm) read() (roster.List, error) {
	list, err := roster.Read(f.Lines)
	wrong := store.Invalid{}
	switch {
	case errors.Is(err, roster.ErrTooLarge):
		wrong.Add("lines", "error.too_many_lines", "Max", roster.MaxRows)
	case err != nil:
		return list, err
	case len(list.Missing) > 0:
		wrong.Add("lines", "error.line_columns")
	case len(list.Rows)+len(list.Broken) == 0:
		wrong.Add("lines", "error.required")
	}
	return list, wrong.Err()
}

func (r *Rehearsal) add(l RehearsedLine) {
	switch r.Lines = append(r.Lines, l); l.Outcome {
	case Opens:
		if l.Waits {
			r.Waiting++
		}
		r.Opening, r.YearCents = r.Opening+1, r.YearCents+l.YearCents
	case IsThere:
		r.There++
	default:
		r.Unclear++
	}
}

// opener knows what lines are compared with.
type opener struct {
	head    people.Organisation
	form    OpeningForm
	offers  []catalogue.Offer
	pricing Pricing
	before  map[string]string // e-mail by name of what was opened before; empty once it was answered
	seen    map[string]int    // line by name
	left    int
	pool    Pool
	use     purse.Use // of this year, with what the lines before bring
}

func openerOf(ctx context.Context, db *gorm.DB, head people.Organisation, f OpeningForm) (opener, error) {
	o := opener{head: head, form: f, before: map[string]string{}, seen: map[string]int{}}
	var err error
	if o.offers, err = catalogue.Offers(ctx, db, people.User{}, f.Lang); err != nil {
		return o, err
	}
	if o.pricing, err = FindPricing(ctx, db); err != nil {
		return o, err
	}
	n, err := people.MemberCount(ctx, db, head)
	if err != nil {
		return o, err
	}
	o.left = max(0, head.MemberQuota-n)
	if o.pool, err = PoolOf(ctx, db, head.ID); err != nil {
		return o, err
	}
	if o.pool.OpeningBP > 0 {
		year, err := thisYear(ctx, db)
		if err != nil {
			return o, err
		}
		if o.use, err = UseOf(ctx, db, head, year); err != nil {
			return o, err
		}
	}
	return o, o.remember(ctx, db)
}

// remember notes who is a member, or was opened, already.
func (o *opener) remember(ctx context.Context, db *gorm.DB) error {
	members, err := people.AllAffiliationsOf(ctx, db, o.head, people.AffiliationFilter{})
	if err != nil {
		return err
	}
	for _, a := range members {
		o.before[roster.Key(a.Name())] = ""
	}
	opened, err := store.From[Opening](db).Where("head_id = ? and state <> ?", o.head.ID, OpeningWithdrawn).Find(ctx)
	for _, one := range opened {
		o.before[one.NameKey] = one.Email
	}
	return err
}

// line says what becomes of one row.
func (o *opener) line(row roster.Row) RehearsedLine {
	wrong := store.Invalid{}
	l := RehearsedLine{Line: row.Line, Name: row.Cells[roster.Name], Contact: row.Cells[roster.Contact], Wrong: wrong}
	if row.Long {
		wrong.Add("line", "error.line_long")
	}
	needed(wrong, "name", l.Name)
	needed(wrong, "contact", l.Contact)
	var ok bool
	if l.Email, ok = people.CleanEmail(row.Cells[roster.Email]); l.Email == "" {
		wrong.Add("email", "error.required")
	} else if !ok {
		wrong.Add("email", "error.email")
	}
	if l.Locale = o.locale(row.Cells[roster.Language]); l.Locale == "" {
		wrong.Add("language", "error.line_language", "Languages", strings.Join(o.form.Spoken, ", "))
	}
	o.offer(&l, row, wrong)
	o.place(&l, wrong)
	if len(wrong) > 0 {
		l.Outcome = Unclear
	}
	if l.Outcome == Opens {
		carried := purse.Part(l.YearCents, o.pool.OpeningBP)
		if l.Waits = !o.use.Holds(carried); !l.Waits {
			o.use.Committed += carried
		}
	}
	return l
}

// place compares a line with those before it and with what is there.
func (o *opener) place(l *RehearsedLine, wrong store.Invalid) {
	key := roster.Key(l.Name)
	if key == "" && l.Name != "" {
		wrong.Add("name", "error.invalid")
	}
	if before, twice := o.seen[key]; twice && key != "" {
		wrong.Add("name", "error.line_twice", "Line", before)
	}
	o.seen[key] = l.Line
	email, there := o.before[key]
	if l.Outcome = Opens; there {
		l.Outcome = IsThere
		if email != "" && email != l.Email {
			wrong.Add("email", "error.line_other_email")
		}
	}
}

// locale is the language a cell names, one of the portal's; the head's own when it names none.
func (o *opener) locale(cell string) string {
	typed := roster.Key(cell)
	switch typed {
	case "":
		typed = o.head.Locale
	case "francais", "french":
		typed = "fr"
	case "anglais", "english":
		typed = "en"
	}
	code, _, _ := strings.Cut(typed, " ")
	if slices.Contains(o.form.Spoken, code) {
		return code
	}
	return ""
}

// offer finds the offer and its price by their address or their name; a year's price where there is one.
func (o *opener) offer(l *RehearsedLine, row roster.Row, wrong store.Invalid) {
	typed := roster.Key(row.Cells[roster.Offer])
	at := slices.IndexFunc(o.offers, func(one catalogue.Offer) bool {
		return typed != "" && (roster.Key(one.Slug) == typed || roster.Key(one.Name.Value) == typed)
	})
	switch {
	case typed == "":
		wrong.Add("offer", "error.required")
		return
	case at < 0:
		wrong.Add("offer", "error.line_offer")
		return
	case o.offers[at].Entry != catalogue.Direct:
		wrong.Add("offer", "error.line_reviewed")
		return
	}
	l.Offer = o.offers[at]
	tier, ok := tierOf(l.Offer, row.Cells[roster.Tier])
	if ok {
		if l.Price, ok = l.Offer.Price(tier, catalogue.Year); !ok {
			l.Price, ok = l.Offer.Price(tier, catalogue.Month)
		}
	}
	if !ok {
		wrong.Add("tier", "error.line_tier")
		return
	}
	l.YearCents = aYear(period.Interval(l.Price.Period), o.pricing.For(l.Price.Cents, o.head.Country).Total)
}

// tierOf reads a tier by its word in the house or in the offer; the standard one when nothing is said.
func tierOf(offer catalogue.Offer, cell string) (catalogue.Tier, bool) {
	typed := roster.Key(cell)
	if typed == "" {
		return catalogue.Standard, true
	}
	for _, tier := range catalogue.Tiers {
		if typed == string(tier) || typed == roster.Key(offer.TierWords[tier].Name.Value) {
			return tier, true
		}
	}
	return "", false
}

// aYear is what a year costs of something that costs so much a period.
func aYear(every period.Interval, cents int64) int64 {
	if every == period.Month {
		return 12 * cents
	}
	return cents
}
