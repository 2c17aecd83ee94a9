package commons

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Form is what a person tells of something they gave. The page reads the amount in their language into Cents.
type Form struct {
	Choice     Choice     `form:"choice" query:"choice"`
	KindKey    string     `form:"kind"` // empty: the first of the choice
	FromOn     string     `form:"from_on"`
	ToOn       string     `form:"to_on"` // empty: one day
	Hours      string     `form:"hours"`
	Quarters   string     `form:"minutes"` // 0, 15, 30 or 45: finer fractions only breed disputes (reciprocity.md 3)
	Amount     string     `form:"amount"`
	Pieces     string     `form:"pieces"`
	For        string     `form:"for"` // collective, upstream:REF, organisation:REF, or other
	ForName    string     `form:"for_name"`
	OnBehalf   string     `form:"on_behalf"` // ref of an organisation; empty: oneself
	Title      string     `form:"title"`
	Body       string     `form:"body"`
	Evidence   string     `form:"evidence"`
	Visibility Visibility `form:"visibility"`
	Withheld   bool       `form:"withheld"`
	Corrects   string     `form:"corrects" query:"corrects"` // ref of an accepted contribution that this one puts right
	Task       string     `form:"task" query:"task"`         // ref of the task that this did
	With       []string   `form:"with"`                      // refs of the people who did it too
	Version    int        `form:"version"`
	Seen       string     `form:"seen"`       // what is changed, as it was written when the form was opened: Contribution.Written
	Draft      string     `form:"draft"`      // not empty: keep it, do not send it
	Kept       []string   `form:"kept_files"` // refs of files that are shown already and stay

	Cents   int64         `form:"-"`
	Lang    string        `form:"-"`
	Files   []files.File  `form:"-"` // drafts of the person, which come with it
	Refused store.Invalid `form:"-"` // what is wrong with files that were not taken

	kept Evidence      // what the portal itself saw, which no form can hold
	had  *Contribution // whose files Kept names: the one that is changed, or put right
}

// The longest texts of a contribution.
const (
	LongestTitle = 120
	LongestBody  = 2000
)

// told is a form that was understood.
type told struct {
	c        Contribution
	kind     Kind
	evidence Evidence
	files    []files.File
	later    store.Invalid // what keeps a draft from being sent
}

// read checks a form against the day, the kinds and the person, and makes a contribution of it.
func (f *Form) read(ctx context.Context, tx *gorm.DB, by people.User, today time.Time) (told, error) {
	bad := store.Invalid{}
	f.tidy()
	k, err := f.kind(ctx, tx, bad)
	if err != nil {
		return told{}, err
	}
	one := told{kind: k, c: Contribution{
		ContributorID: by.ID, KindKey: k.Key, Kind: k, FromOn: f.FromOn, ToOn: f.ToOn, Title: f.Title, Body: f.Body, Lang: f.Lang,
		Visibility: f.Visibility, Withheld: f.Withheld && k.Key == "security",
	}}
	f.dates(bad)
	one.c.Quantity, one.c.Unit = f.quantity(bad, k)
	if most := 24 * 60 * one.c.Days(); one.c.Unit == Minutes && bad["to_on"].Key == "" && one.c.Quantity > most && most > 0 {
		bad.Add("hours", "error.more_than_the_days")
	}
	if err := f.purpose(ctx, tx, by, bad, &one.c); err != nil {
		return told{}, err
	}
	if k.Waives() && f.OnBehalf != "" {
		bad.Add("on_behalf", "error.waiver_persons")
	}
	f.words(bad, by)
	if one.files, err = f.shown(ctx, tx, by, bad); err != nil {
		return told{}, err
	}
	if f.kept.Portal() && oneLine(f.Evidence) == oneLine(f.kept.Statement) {
		one.evidence = f.kept
		one.evidence.ID = 0
	} else {
		one.evidence = evidenceOf(f.Evidence, k, bad)
	}
	f.lacks(&one, bad, today)
	return one, bad.Err()
}

// lacks adds what keeps it from being sent: wrong at once when it is sent now, kept in mind when it stays a draft.
func (f *Form) lacks(one *told, bad store.Invalid, today time.Time) {
	one.c.Evidence, one.c.Files = one.evidence, one.files
	one.later = store.Invalid{}
	for field, w := range one.c.Lacks(today.Format(time.DateOnly)) {
		_, said := bad[field]
		switch {
		case said || field == "evidence" && len(f.Refused) > 0: // what is wrong there is said already
		case f.Draft == "":
			bad[field] = w
		default:
			one.later[field] = w
		}
	}
}

func (f *Form) tidy() {
	f.Title, f.ForName, f.Body = oneLine(f.Title), oneLine(f.ForName), cleaned(f.Body)
	if f.ToOn == "" {
		f.ToOn = f.FromOn
	}
	if f.Visibility == "" {
		f.Visibility = Public
	}
}

func (f *Form) kind(ctx context.Context, tx *gorm.DB, bad store.Invalid) (Kind, error) {
	all, err := Kinds(ctx, tx)
	if err != nil {
		return Kind{}, err
	}
	mine := f.Choice.Of(all)
	if len(mine) == 0 {
		bad.Add("choice", "error.choose")
		return Kind{Units: string(Minutes), Active: true}, nil
	}
	for _, k := range mine {
		if k.Key == f.KindKey || f.KindKey == "" {
			return k, nil
		}
	}
	bad.Add("kind", "error.choose")
	return mine[0], nil
}

// longestSpan is how many days one contribution may cover.
const longestSpan = 366

func (f *Form) dates(bad store.Invalid) {
	for field, day := range map[string]string{"from_on": f.FromOn, "to_on": f.ToOn} {
		on, err := time.Parse(time.DateOnly, day)
		switch {
		case field == "to_on" && day == f.FromOn: // one day is wrong once
		case field == "from_on" && day == "":
			bad.Add(field, "error.required")
		case err != nil && day != "", err == nil && on.Year() < 2000:
			bad.Add(field, "error.date")
		}
	}
	if f.ToOn < f.FromOn {
		bad.Add("to_on", "error.date_order")
	} else if days(f.FromOn, f.ToOn) > longestSpan {
		bad.Add("to_on", "error.date_span")
	}
}

// quantity is how much was given: time, or pieces where the kind allows it, or an amount.
func (f *Form) quantity(bad store.Invalid, k Kind) (int64, Unit) {
	pieces := strings.TrimSpace(f.Pieces)
	timed := strings.TrimSpace(f.Hours) != "" || f.Quarters != "" && f.Quarters != "0"
	main, filled := "hours", timed
	if k.Unit() == Cents {
		main, filled = "amount", strings.TrimSpace(f.Amount) != ""
	}
	switch {
	case pieces != "" && filled:
		bad.Add("pieces", "error.one_quantity")
	case pieces != "" && !k.Counts(Pieces):
		bad.Add("pieces", "error.no_pieces")
	case pieces != "":
		n, err := strconv.ParseInt(pieces, 10, 64)
		if err != nil || n < 1 || n > 1_000_000 {
			bad.Add("pieces", "error.number")
		}
		return n, Pieces
	case main == "amount":
		if f.Cents < 1 || f.Cents > 100_000_000 {
			bad.Add("amount", "error.money")
		}
		return f.Cents, Cents
	}
	return f.minutes(bad), Minutes
}

func (f *Form) minutes(bad store.Invalid) int64 {
	hours, err := strconv.ParseInt("0"+strings.TrimSpace(f.Hours), 10, 64)
	quarters, wrong := strconv.ParseInt("0"+f.Quarters, 10, 64)
	switch {
	case err != nil || hours > 24*longestSpan:
		bad.Add("hours", "error.hours")
	case wrong != nil || quarters >= 60 || quarters%15 != 0:
		bad.Add("minutes", "error.choose")
	case hours == 0 && quarters == 0:
		bad.Add("hours", "error.time_needed")
	}
	return hours*60 + quarters
}

// purpose reads for whom it was, and on whose behalf.
func (f *Form) purpose(ctx context.Context, tx *gorm.DB, by people.User, bad store.Invalid, c *Contribution) error {
	if f.OnBehalf != "" {
		if err := c.behalf(ctx, tx, by, f.OnBehalf, bad); err != nil {
			return err
		}
	}
	sort, ref, _ := strings.Cut(f.For, ":")
	switch sort {
	case "", "collective":
		c.ForType = "collective"
	case "upstream":
		id, err := upstreamID(ctx, tx, ref)
		if err != nil || id == 0 {
			bad.Add("for", "error.choose")
			return err
		}
		c.ForType, c.UpstreamID = "upstream", &id
	case "organisation", "other":
		return f.organisation(ctx, tx, by, ref, bad, c)
	default:
		bad.Add("for", "error.choose")
	}
	return nil
}

func upstreamID(ctx context.Context, tx *gorm.DB, ref string) (uint, error) {
	var id uint
	err := tx.WithContext(ctx).Table("upstreams").Where("ref = ?", ref).Select("id").Limit(1).Scan(&id).Error
	return id, err
}

// organisation reads an organisation the person may know of, or the name they typed; a name tells them nothing about who else is here.
func (f *Form) organisation(ctx context.Context, tx *gorm.DB, by people.User, ref string, bad store.Invalid, c *Contribution) error {
	c.ForType = "organisation"
	known, err := Neighbours(ctx, tx, by)
	if err != nil {
		return err
	}
	for _, o := range known {
		if ref != "" && o.Ref == ref || ref == "" && strings.EqualFold(o.Name, f.ForName) {
			id := o.ID
			c.ForOrganisationID, c.ForName = &id, o.Name
			return nil
		}
	}
	switch {
	case ref != "":
		bad.Add("for", "error.choose")
	case f.ForName == "":
		bad.Add("for_name", "error.required")
	case len([]rune(f.ForName)) > LongestTitle:
		bad.Add("for_name", "error.too_long", "Max", LongestTitle)
	}
	c.ForName = f.ForName
	return nil
}

// Neighbours returns the organisations a person may know of: their own, and those of the same network.
func Neighbours(ctx context.Context, db *gorm.DB, u people.User) ([]people.Organisation, error) {
	mine := u.OrganisationIDs()
	if len(mine) == 0 {
		return nil, nil
	}
	heads := []uint{}
	for _, m := range u.Memberships {
		if m.Organisation.NetworkID != nil {
			heads = append(heads, *m.Organisation.NetworkID)
		}
	}
	heads = append(heads, mine...)
	return store.From[people.Organisation](db).Where("closed_at is null and (id in ? or network_id in ?)", heads, heads).Order("name, id").Limit(200).Find(ctx)
}

// words checks the texts, and that an anonymous contribution does not name its author.
func (f *Form) words(bad store.Invalid, by people.User) {
	switch {
	case f.Title == "":
		bad.Add("title", "error.required")
	case len([]rune(f.Title)) > LongestTitle:
		bad.Add("title", "error.too_long", "Max", LongestTitle)
	case Secret(f.Title):
		bad.Add("title", "error.secret")
	case f.Visibility == Anonymous && f.names(by):
		bad.Add("title", "error.names_you")
	}
	if len([]rune(f.Body)) > LongestBody {
		bad.Add("body", "error.too_long", "Max", LongestBody)
	}
	if Secret(f.Body) {
		bad.Add("body", "error.secret")
	}
	if f.Visibility != Public && f.Visibility != AmountHidden && f.Visibility != Anonymous {
		bad.Add("visibility", "error.choose")
	}
}

// names reports whether the title holds a part of the person's name, or the name of the organisation on whose behalf it was.
func (f *Form) names(by people.User) bool {
	title := spoken(f.Title)
	for _, part := range strings.Fields(spoken(by.Name)) {
		if len([]rune(part)) > 2 && strings.Contains(title, " "+part+" ") {
			return true
		}
	}
	for _, m := range by.Memberships {
		if m.Organisation.Ref == f.OnBehalf && strings.Contains(title, spoken(m.Organisation.Name)) {
			return true
		}
	}
	return by.Email != "" && strings.Contains(strings.ToLower(f.Title), by.Email)
}

// spoken is a text as words in lower case, each between blanks.
func spoken(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}
