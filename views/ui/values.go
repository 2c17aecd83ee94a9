package ui

import "github.com/a-h/templ"

// Value is what a fact or a cell of a list says, as a page knows it: mostly a text, already written for the reader.
type Value struct {
	Text   string
	Href   string // where the text leads
	Unseen string // said to screen readers after the text, when the text alone names nothing
	More   string // a smaller line below: why, since when
	Tone   Tone   // the text is a badge
	Name   bool   // a name or words that somebody typed, in any script
	Code   bool   // to be copied letter by letter
	Strong bool
	Long   bool            // of several words or lines: in a list on a phone it stands below its label
	Drawn  templ.Component // anything else, in the place of the text
}

// said reports whether there is anything to show.
func (v Value) said() bool { return v.Text != "" || v.Drawn != nil }

// Named is a fact: what it is called, and its value.
type Named struct {
	Name string
	Value
}

// Line is one line of a list, its first value naming it.
type Line []Value

// List is a table as data: every line has a value for each column. Total closes it, where there is one.
type List struct {
	Caption string
	Head    []Col
	Lines   []Line
	Total   Line
}

// label is the head of a column, again for each cell: it is shown on phones.
func (l List) label(n int) string { return l.Head[n].Text }

// all are the lines with the total, which is written stronger.
func (l List) all() []Line {
	if len(l.Total) == 0 {
		return l.Lines
	}
	total := make(Line, len(l.Total))
	for n, v := range l.Total {
		v.Strong = true
		total[n] = v
	}
	return append(l.Lines[:len(l.Lines):len(l.Lines)], total)
}

// Reasoned is an act that wants a word of why: it is folded away until somebody means it.
type Reasoned struct {
	Title  string // of what is folded away
	Action string
	Lead   string   // what the act brings; may be empty
	Hidden []string // names and values that go along
	Why    Input    // the word; several lines when Rows says so
	Kind   Kind
	Button string // what the button says; empty: the title
	Open   bool   // unfolded already: another field of it was refused
}

// says is what the button says.
func (r Reasoned) says() string {
	if r.Button == "" {
		return r.Title
	}
	return r.Button
}

// along are the hidden fields.
func (r Reasoned) along() [][2]string {
	var all [][2]string
	for n := 0; n+1 < len(r.Hidden); n += 2 {
		all = append(all, [2]string{r.Hidden[n], r.Hidden[n+1]})
	}
	return all
}

// open keeps it unfolded when its word was refused.
func (r Reasoned) open() Attrs { return Attrs{"open": r.Open || r.Why.Error != ""} }
