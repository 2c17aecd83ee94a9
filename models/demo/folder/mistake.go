package folder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The kinds of mistakes, for programs; people read Reason.
const (
	BadTOML        = "bad_toml"
	BadFrontMatter = "bad_front_matter"
	UnknownKey     = "unknown_key"
	UnknownFile    = "unknown_file"
	UnknownWord    = "unknown_word" // a value outside the short list a key allows
	MissingFile    = "missing_file"
	MissingValue   = "missing_value"
	MissingText    = "missing_language"
	WrongLocale    = "wrong_locale"
	Duplicate      = "duplicate_ref"
	Dangling       = "dangling_reference"
	UnknownService = "unknown_service"
	BadAmount      = "bad_amount"
	BadValue       = "bad_value" // an e-mail, IBAN, SIREN, address or date that cannot be right
	BadPlaceholder = "unknown_placeholder"
	Unreadable     = "unreadable"
)

// Mistake is one thing to mend: where it is and why, in plain English (the output of a command, not a page).
type Mistake struct {
	File   string
	Line   int // from 1; 0 when it concerns the whole file
	Key    string
	Reason string
}

func (m Mistake) String() string {
	if m.Line == 0 {
		return fmt.Sprintf("%s: %s", m.File, m.Reason)
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Reason)
}

// Mistakes are all the things to mend in a folder, by file and line.
type Mistakes []Mistake

func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

func (ms Mistakes) sorted() Mistakes {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(ms)
}
