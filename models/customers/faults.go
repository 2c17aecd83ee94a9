package customers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chatiere/models/store"
)

// Fault is one thing that is wrong in the folder: where, and why (a locale key with its arguments).
type Fault struct {
	File   string
	Line   int    // 0 is the whole file
	Column string // empty is the whole line
	Wrong  store.Wrong
}

// Faults are everything that is wrong: while there is one, nothing is loaded.
type Faults []Fault

// Error names them for logs and tests; people read the sentences.
func (f Faults) Error() string {
	words := make([]string, len(f))
	for n, one := range f {
		words[n] = fmt.Sprintf("%s:%d %s %s", one.File, one.Line, one.Column, one.Wrong.Key)
	}
	return strings.Join(words, "\n")
}

// sorted puts them in the order of the files and lines.
func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(placeOf(a.File), placeOf(b.File)), cmp.Compare(a.Line, b.Line))
	})
	return f
}

// placeOf is where a file stands among those of a folder.
func placeOf(file string) int {
	return slices.IndexFunc(sheets, func(s sheet) bool { return s.file == file })
}

// args makes a map of alternating names and values.
func args(pairs []any) map[string]any {
	all := map[string]any{}
	for n := 0; n+1 < len(pairs); n += 2 {
		all[pairs[n].(string)] = pairs[n+1]
	}
	return all
}
