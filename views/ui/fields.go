package ui

import (
	"strconv"
	"strings"
)

// Input is a field to fill in. Only Name and Label are needed.
type Input struct {
	Name         string
	ID           string // where a page has several fields of that name; the name unless said
	Label        string
	Hint         string // said between the label and the field
	Error        string // said in place, and in the summary
	Value        string
	Type         string // text unless said: email, password, search, tel, url, number
	Autocomplete string // a token such as email, name, organization, one-time-code
	InputMode    string // numeric, decimal, email…
	Optional     string // the word "optional", in the reader's language; "" for a needed field
	Unit         string // said after the field: €, Go, h
	Lang         string // the language of what is typed, when it is not the page's
	Max          int    // longest text, in characters; 0 for no limit
	Rows         int    // height of a text area, 6 unless said
	Short        bool   // a narrow field, for codes and numbers
	Accept       string // kinds of files, for FileField
	Multiple     bool   // several files, for FileField
	Attrs        Attrs
}

// Choice is a question with a few answers.
type Choice struct {
	Name     string
	Label    string
	Hint     string
	Error    string
	Value    string   // the answer chosen
	Values   []string // the answers chosen, for Checkboxes
	Optional string   // the word "optional"; "" for a needed answer
	Blank    string   // first, empty line of a Select; "" for none
	Options  []Option
	Attrs    Attrs
}

// Option is one answer.
type Option struct {
	Value string
	Text  string
	Hint  string
	Extra string // said at the end of a card, such as a price
}

// fieldID is the id of the field with that name. Names with dots keep them.
func fieldID(name string) string { return "f-" + name }

// key is what the ids of the field are made of.
func (in Input) key() string {
	if in.ID != "" {
		return in.ID
	}
	return in.Name
}

// optionID is the id of one answer; the first answer has the question's own id, so that links to it work.
func optionID(name string, i int) string {
	if i == 0 {
		return fieldID(name)
	}
	return fieldID(name) + "-" + strconv.Itoa(i)
}

// described lists what explains a field: its hint, then its error.
func described(name, hint, wrong string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, fieldID(name)+"-hint")
	}
	if wrong != "" {
		ids = append(ids, fieldID(name)+"-error")
	}
	return strings.Join(ids, " ")
}

// attributes are what the field's element carries beside its name and value.
func (in Input) attributes() Attrs {
	attrs := Attrs{"autocomplete": in.Autocomplete, "inputmode": in.InputMode, "lang": in.Lang, "accept": in.Accept}
	attrs["aria-describedby"] = described(in.key(), in.Hint, in.Error)
	if in.Max > 0 {
		attrs["maxlength"] = strconv.Itoa(in.Max)
	}
	for name, value := range attrs {
		if value == "" {
			delete(attrs, name)
		}
	}
	return merged([]Attrs{attrs, in.Attrs})
}

// kind is the field's type.
func (in Input) kind() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

// height is the number of lines of a text area.
func (in Input) height() string {
	if in.Rows == 0 {
		return "6"
	}
	return strconv.Itoa(in.Rows)
}

// chosen reports whether the answer is among those chosen.
func (q Choice) chosen(value string) bool {
	for _, v := range q.Values {
		if v == value {
			return true
		}
	}
	return q.Value == value && len(q.Values) == 0
}

// as is the same field with another type.
func (in Input) as(kind string) Input {
	in.Type, in.Short = kind, true
	return in
}

// asMoney is the same field for an amount; euros unless said.
func (in Input) asMoney() Input {
	in.InputMode, in.Short = "decimal", true
	if in.Unit == "" {
		in.Unit = "€"
	}
	return in
}

// asPassword is the same field, hiding what is typed and forgetting what was.
func (in Input) asPassword() Input {
	in.Type, in.Value = "password", ""
	if in.Autocomplete == "" {
		in.Autocomplete = "current-password"
	}
	return in
}

// attributes are what the question's element carries beside its name.
func (q Choice) attributes() Attrs {
	attrs := Attrs{}
	if ids := described(q.Name, q.Hint, q.Error); ids != "" {
		attrs["aria-describedby"] = ids
	}
	if q.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	return merged([]Attrs{attrs, q.Attrs})
}

// asSearch is the same field for searching.
func (in Input) asSearch() Input {
	in.Type = "search"
	return in
}

// needed reports whether the field must be filled in; an empty search is a search too.
func (in Input) needed() bool { return in.Optional == "" && in.Type != "search" }

// needed reports whether the question must be answered; in a filter nothing must (Attrs{"required": false}).
func (q Choice) needed() bool { return q.Optional == "" && q.Attrs["required"] != false }
