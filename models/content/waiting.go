package content

import (
	"context"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// Wait is what the translation of a segment waits for.
type Wait string

// What translations wait for.
const (
	Nothing      Wait = ""
	ForWords     Wait = "missing"   // to be written, or finished
	ForChanges   Wait = "changes"   // its reader asked for changes
	ForReader    Wait = "review"    // to be read by a second person
	ForSignature Wait = "signature" // a legal text that was read, to be signed
	ForCheck     Wait = "stale"     // the source says something else since
)

// Waits are the things a translation may wait for, the most urgent first.
var Waits = []Wait{ForCheck, ForChanges, ForReader, ForSignature, ForWords}

// waitOf says what a translation in a state waits for.
func waitOf(class Class, s State, stale bool) Wait {
	switch {
	case stale:
		return ForCheck
	case s == ChangesRequested:
		return ForChanges
	case s == InReview:
		return ForReader
	case s == Reviewed && class == Legal:
		return ForSignature
	case s.Rank() < InReview.Rank():
		return ForWords
	}
	return Nothing
}

// waiting is the same as a condition, for a text d with its segment s and the translation u.
func (w Wait) waiting() string {
	const fresh = " and u.source_hash = s.hash"
	switch w {
	case ForWords:
		return "(u.id is null or u.state in ('draft', 'mt_draft')" + fresh + ")"
	case ForChanges:
		return "(u.state = 'changes_requested'" + fresh + ")"
	case ForReader:
		return "(u.state = 'in_review'" + fresh + ")"
	case ForSignature:
		return "(u.state = 'reviewed' and d.class = 'legal'" + fresh + ")"
	}
	return "(u.source_hash <> s.hash and u.state not in ('adapted', 'do_not_translate'))"
}

// Team is who may review translations; the admins among them may sign.
type Team []people.User

// TeamOf returns them in one statement.
func TeamOf(ctx context.Context, db *gorm.DB) (Team, error) {
	return people.Holders(ctx, db, people.Editor)
}

// Who is the member of the team with that id, if they still are one.
func (t Team) Who(id *uint) (people.User, bool) {
	for _, u := range t {
		if id != nil && u.ID == *id {
			return u, true
		}
	}
	return people.User{}, false
}

// able are those who may say yes to a line, were it not their own.
func (t Team) able(l Line) Team {
	if l.Wait != ForSignature {
		return t
	}
	var able Team
	for _, u := range t {
		if MayApprove(u) {
			able = append(able, u)
		}
	}
	return able
}

// Readers are those who may say yes to a line: everybody but its author, or the author where nobody else could (decisions.md 33).
func (t Team) Readers(l Line) Team {
	able := t.able(l)
	if len(able) < 2 {
		return able
	}
	var readers Team
	for _, u := range able {
		if !l.By(u) {
			readers = append(readers, u)
		}
	}
	return readers
}

// MayAgree reports whether a person may say yes to a line that waits for it.
func (t Team) MayAgree(u people.User, l Line) bool {
	if l.Wait != ForReader && l.Wait != ForSignature {
		return false
	}
	_, may := t.Readers(l).Who(&u.ID)
	return may
}
