package content

import "time"

// State is how far a text has come.
type State string

// The states of a translation; a text without any is missing.
const (
	Missing          State = "missing"
	MachineDraft     State = "mt_draft"          // machine text that nobody read
	Draft            State = "draft"             // human work in progress
	InReview         State = "in_review"         // proposed for reading
	ChangesRequested State = "changes_requested" // the reader asked for changes
	Reviewed         State = "reviewed"          // a second person agreed
	Approved         State = "approved"          // signed; needed for legal texts
	Adapted          State = "adapted"           // a text of its own, not a translation: never stale
	DoNotTranslate   State = "do_not_translate"  // the source is shown as it is
	Source           State = "source"            // the text as it was written
)

// Rank orders the states: what is at least as high has passed at least as much.
func (s State) Rank() int {
	switch s {
	case MachineDraft:
		return 1
	case Draft, ChangesRequested:
		return 2
	case InReview:
		return 3
	case Reviewed:
		return 4
	case Approved, Adapted, DoNotTranslate, Source:
		return 5
	}
	return 0
}

// Policy is what a class asks for before readers see a translation.
type Policy struct {
	Passes  func(State) bool
	Grace   time.Duration // how long a stale text may still be shown, with a note
	MixedBP int           // part of the blocks, in basis points, from which the rest may be shown in the source's language; 0 = never
}

const day = 24 * time.Hour

var policies = map[Class]Policy{
	Legal:     {Passes: func(s State) bool { return s.Rank() >= Approved.Rank() }},
	Reference: {Passes: func(s State) bool { return s.Rank() >= Reviewed.Rank() }, Grace: 30 * day, MixedBP: 8000},
	News:      {Passes: func(s State) bool { return s == MachineDraft || s.Rank() >= InReview.Rank() }, Grace: 7 * day, MixedBP: 8000},
}

// PolicyOf returns what a class asks for.
func PolicyOf(c Class) Policy { return policies[c] }
