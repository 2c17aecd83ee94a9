package content

import (
	"context"

	"chatiere/models/journal"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// MayEdit reports whether a person may change the texts of the collective.
func MayEdit(u people.User) bool { return u.Is(people.Editor) }

// MayTranslate reports whether a person may translate and review.
func MayTranslate(u people.User) bool { return u.Is(people.Editor) }

// MayApprove reports whether a person may sign a translation: legal texts need it.
func MayApprove(u people.User) bool { return u.Is(people.Admin) }

// alone reports whether fewer than two people could review: then one may review their own text, and it is said (decisions.md 33).
func alone(ctx context.Context, tx *gorm.DB, role people.Role) (bool, error) {
	n, err := people.HowMany(ctx, tx, role)
	return n < 2, err
}

// note writes an act on a text in the journal.
func note(ctx context.Context, tx *gorm.DB, by people.User, verb string, d Document, reason string, details map[string]any) error {
	if details == nil {
		details = map[string]any{}
	}
	details["field"] = d.Field
	details["revision"] = d.Revision
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: d.SubjectType, SubjectRef: d.SubjectRef, Reason: reason, Details: details})
}
