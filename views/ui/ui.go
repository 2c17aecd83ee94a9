// Package ui holds the bricks pages are made of: buttons, fields, cards, tables, charts, drawings.
// It imports nothing of ours. Words come from the caller, already in the reader's language;
// colours and shapes live in static/css/input.css under the same names.
package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Kind says how loudly a button or link asks to be pressed.
type Kind string

// The kinds of buttons. A page has at most one Accent or Primary button per form.
const (
	Primary   Kind = "btn btn-primary"
	Accent    Kind = "btn btn-accent"
	Secondary Kind = "btn btn-secondary"
	Quiet     Kind = "btn btn-quiet"
	Danger    Kind = "btn btn-danger"
)

// Tone says whether a message is plain, good, to be watched, or bad. The words always say it too.
type Tone string

// The tones of badges and notices.
const (
	Plain Tone = "plain"
	Good  Tone = "good"
	Info  Tone = "info"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
)

// Link is a word that leads somewhere.
type Link struct {
	Href    string
	Text    string
	Current bool     // the page one is on
	Count   string   // small number after the word, "" for none
	Icon    IconName // drawn before the word, "" for none
}

// LinkGroup is links that belong together; an empty title draws none.
type LinkGroup struct {
	Title string
	Links []Link
}

// unbreaking makes the space before a mark, or inside quotation marks, one at which no line breaks.
var unbreaking = strings.NewReplacer(" ;", "\u202f;", " !", "\u202f!", " ?", "\u202f?", " %", "\u202f%", " :", "\u00a0:", " »", "\u00a0»", "« ", "«\u00a0")

// Unbroken keeps marks with their words: what people type has plain spaces, and no line may begin with a colon.
func Unbroken(text string) string { return unbreaking.Replace(text) }

// Attrs are further attributes, such as hx-post or data-*.
type Attrs = templ.Attributes

// merged joins attributes; the later ones win.
func merged(all []Attrs) Attrs {
	one := Attrs{}
	for _, attrs := range all {
		for name, value := range attrs {
			one[name] = value
		}
	}
	return one
}
