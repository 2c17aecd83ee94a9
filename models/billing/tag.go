package billing

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Tag is a way in which an organisation's account is treated apart (TAG1).
type Tag string

// The control tags.
const (
	PaysByTransfer Tag = "pays_by_transfer" // never charged by itself
	NoAutoCharge   Tag = "no_auto_charge"
	DoNotChase     Tag = "do_not_chase" // no reminder, no change of access; always with an end
	NoInvoicing    Tag = "no_invoicing" // nothing is issued
	WrittenOffTag  Tag = "written_off"  // put by a loss and taken away with the last one: a closed service stays closed
)

// Tags are those that a person puts, in the order of the form.
var Tags = []Tag{PaysByTransfer, NoAutoCharge, DoNotChase, NoInvoicing}

// longestTag is how many days a tag that stops reminders may last.
const longestTag = 366

// ControlTag is a tag on an organisation, with its reason, its author and its end.
type ControlTag struct {
	ID             uint
	OrganisationID uint
	Tag            Tag
	Reason         string
	UntilOn        string // the last day; empty: until it is removed
	ByID           uint
	CreatedAt      time.Time
	RemovedAt      *time.Time
}

// TagForm is what an operator says about an organisation's account.
type TagForm struct {
	Tag     Tag    `form:"tag"`
	Reason  string `form:"reason"`
	UntilOn string `form:"until_on"`
}

// Check says what is wrong on a day.
func (f *TagForm) Check(today time.Time) error {
	wrong := store.Invalid{}
	known := false
	for _, t := range Tags {
		known = known || t == f.Tag
	}
	if !known {
		wrong.Add("tag", "error.choose")
	}
	f.Reason = oneLine(f.Reason)
	needed(wrong, "reason", f.Reason)
	day, err := period.Day(f.UntilOn)
	switch {
	case f.UntilOn == "" && f.Tag == DoNotChase:
		wrong.Add("until_on", "error.required")
	case f.UntilOn != "" && err != nil:
		wrong.Add("until_on", "error.date")
	case f.UntilOn != "" && day.Before(today):
		wrong.Add("until_on", "error.date_past")
	case f.Tag == DoNotChase && day.After(today.AddDate(0, 0, longestTag)):
		wrong.Add("until_on", "error.date_year")
	}
	return wrong.Err()
}

// PutTag treats an organisation's account apart. The same tag put again replaces the one before.
func PutTag(ctx context.Context, db *gorm.DB, by people.User, o people.Organisation, f TagForm, today time.Time) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if err := f.Check(today); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := dropTag(ctx, tx, o.ID, f.Tag); err != nil {
			return err
		}
		t := ControlTag{OrganisationID: o.ID, Tag: f.Tag, Reason: f.Reason, UntilOn: f.UntilOn, ByID: by.ID, CreatedAt: store.Now(tx)}
		if err := store.From[ControlTag](tx).Create(ctx, &t); err != nil {
			return err
		}
		return noteTag(ctx, tx, by, o, "tag_put", f.Tag, f.Reason)
	})
}

// RemoveTag treats it like the others again, from now on.
func RemoveTag(ctx context.Context, db *gorm.DB, by people.User, o people.Organisation, tag Tag) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := dropTag(ctx, tx, o.ID, tag); err != nil {
			return err
		}
		if err := noteTag(ctx, tx, by, o, "tag_removed", tag, ""); err != nil || tag != WrittenOffTag {
			return err
		}
		return restoreAll(ctx, tx, o.ID)
	})
}

func dropTag(ctx context.Context, tx *gorm.DB, organisationID uint, tag Tag) error {
	_, err := store.From[ControlTag](tx).Where("organisation_id = ? and tag = ? and removed_at is null", organisationID, tag).Update(ctx, "removed_at", store.Now(tx))
	return err
}

func noteTag(ctx context.Context, tx *gorm.DB, by people.User, o people.Organisation, verb string, tag Tag, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "organisation", SubjectRef: o.Ref, OrganisationID: o.ID, Reason: reason, Details: map[string]any{"tag": tag},
	})
}

// TagsOf are the tags in force on an organisation's account on a day.
func TagsOf(ctx context.Context, db *gorm.DB, o people.Organisation, today time.Time) ([]ControlTag, error) {
	return store.From[ControlTag](db).Where("organisation_id = ? and removed_at is null and (until_on = '' or until_on >= ?)", o.ID, today.Format(time.DateOnly)).Order("id").Find(ctx)
}

// Tagged reports whether a tag is in force on an organisation's account on a day.
func Tagged(ctx context.Context, db *gorm.DB, organisationID uint, tag Tag, today time.Time) (bool, error) {
	n, err := store.From[ControlTag](db).Where("organisation_id = ? and tag = ? and removed_at is null and (until_on = '' or until_on >= ?)",
		organisationID, tag, today.Format(time.DateOnly)).Count(ctx, "id")
	return n > 0, err
}
