package chatonsinfos

import (
	"slices"
	"strconv"
	"strings"
)

// Case is one way in which a file can be wrong, or could be better.
type Case string

// The cases, by the rule of the specification they belong to.
const (
	NoEquals        Case = "no_equals"         // V1: a line without =
	Twice           Case = "twice"             // V2
	OtherSection    Case = "other_section"     // V3: not one of this class
	Unknown         Case = "unknown"           // V4, a warning
	BadValue        Case = "bad_value"         // V5: not of the type
	NotAllowed      Case = "not_allowed"       // V6: none of the values
	Missing         Case = "missing"           // V7: mandatory
	Wished          Case = "wished"            // V7: recommended, a warning
	OtherClass      Case = "other_class"       // V8: not what the address says
	EndsFirst       Case = "ends_first"        // V9: it ends before it begins
	Future          Case = "future"            // V9: running, but it has not begun
	EndWhileOn      Case = "end_while_on"      // V10: an end, but it is not over
	WordsWhileOn    Case = "words_while_on"    // V10: why it pauses, but it does not
	NoCountry       Case = "no_country"        // V11
	OffTheMap       Case = "off_the_map"       // V11
	NotSecure       Case = "not_secure"        // V12: no absolute https
	OnlyHere        Case = "only_here"         // V12: this machine only, a warning
	Unreachable     Case = "unreachable"       // V12
	Refused         Case = "refused"           // V12: an address inside a network, which is not gone to
	NotText         Case = "not_text"          // V12: no text/plain
	OtherChild      Case = "other_child"       // V12: not the class expected there
	Loop            Case = "loop"              // V12
	BadPair         Case = "bad_pair"          // V13: provider and server
	NoLicence       Case = "no_licence"        // V14: not in the list
	LicenceApart    Case = "licence_apart"     // V14: the two keys differ
	TooLong         Case = "too_long"          // V15: more months than a year has
	SumApart        Case = "sum_apart"         // V16: days and months differ
	ChangedByTravel Case = "changed_by_travel" // V17: reading it back says something else
	NamesSomebody   Case = "personal"          // V18: an e-mail address where none may be
)

// rules are the numbers of the specification's rules.
var rules = map[Case]int{
	NoEquals: 1, Twice: 2, OtherSection: 3, Unknown: 4, BadValue: 5, NotAllowed: 6, Missing: 7, Wished: 7, OtherClass: 8, EndsFirst: 9, Future: 9,
	EndWhileOn: 10, WordsWhileOn: 10, NoCountry: 11, OffTheMap: 11, NotSecure: 12, OnlyHere: 12, Unreachable: 12, Refused: 12, NotText: 12, OtherChild: 12,
	Loop: 12, BadPair: 13, NoLicence: 14, LicenceApart: 14, TooLong: 15, SumApart: 16, ChangedByTravel: 17, NamesSomebody: 18,
}

// Finding is one thing that is wrong or could be better.
type Finding struct {
	Case  Case
	Path  string
	Value string
	Line  int // of the file read; 0 when it is about something that is not there
}

// Rule is the number of the rule, as V7.
func (f Finding) Rule() string { return "V" + strconv.Itoa(rules[f.Case]) }

// Error reports whether the file may not be published with it; else it is a warning.
func (f Finding) Error() bool { return f.Case != Unknown && f.Case != Wished && f.Case != OnlyHere }

// About is what the caller knows of a file.
type About struct {
	Class   Class             // what its address says it is of
	Today   string            // YYYY-MM-DD
	Licence func(string) bool // is the id in the list of SPDX?
}

// Report is what a check found, and how many of the wanted keys are there.
type Report struct {
	Findings []Finding
	Filled   int
	Wanted   int
}

// Errors are the findings that forbid publishing.
func (r Report) Errors() []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !f.Error() })
}

// Warnings are the others.
func (r Report) Warnings() []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), Finding.Error)
}

// Sound reports whether the file may be published.
func (r Report) Sound() bool { return len(r.Errors()) == 0 }

// Percent is how much of what is mandatory or recommended is said.
func (r Report) Percent() int {
	if r.Wanted == 0 {
		return 100
	}
	return r.Filled * 100 / r.Wanted
}

// Check looks at a file by itself: every rule but what lies at the addresses of subs (CheckSubs).
func Check(f File, about About) Report {
	c := &check{file: f, about: about}
	for _, line := range f.Odd {
		c.finds(Finding{Case: NoEquals, Line: line})
	}
	seen := map[string]bool{}
	for _, p := range f.Properties {
		if seen[p.Path] {
			c.of(Twice, p)
		}
		seen[p.Path] = true
		c.property(p)
	}
	if f.Class() != about.Class && f.Of("file.class") != "" {
		c.at(OtherClass, "file.class")
	}
	c.wanted()
	c.dates()
	c.pauses()
	c.places()
	c.licence()
	c.sums()
	c.travels()
	return c.report
}

// check is one under way.
type check struct {
	file   File
	about  About
	report Report
}

func (c *check) finds(f Finding) { c.report.Findings = append(c.report.Findings, f) }

func (c *check) of(what Case, p Property) {
	c.finds(Finding{Case: what, Path: p.Path, Value: p.Value, Line: p.Line})
}

// at finds something about a path of the file.
func (c *check) at(what Case, path string) {
	for _, p := range c.file.Properties {
		if p.Path == path {
			c.of(what, p)
			return
		}
	}
	c.finds(Finding{Case: what, Path: path})
}

// property looks at one property: V3 to V6, V15, V18.
func (c *check) property(p Property) {
	section, _, _ := strings.Cut(p.Path, ".")
	if !slices.Contains(sections[c.about.Class], section) {
		c.of(OtherSection, p)
		return
	}
	field, known := Find(p.Path)
	if !known || strings.HasSuffix(field.Key, "<name>") && field.Key != "organization.funding.<name>" && !named(field, p.Path) {
		c.of(Unknown, p)
	}
	if p.Value == "" {
		return
	}
	switch {
	case field.Type == "ENUM" && !allows(field, p.Value):
		c.of(NotAllowed, p)
	case !Fits(field.Type, p.Value):
		c.of(BadValue, p)
	case longest[field.Type] > 0 && len(Items(p.Value)) > longest[field.Type]:
		c.of(TooLong, p)
	}
	if field.Type != "EMAIL" && Personal(p.Value) {
		c.of(NamesSomebody, p)
	}
}

// named reports whether the last word of a path is one of the field's.
func named(f Field, path string) bool {
	return slices.Contains(f.Allowed, path[strings.LastIndex(path, ".")+1:])
}

// allows reports whether the value is one of the field's. A class is read in any case; registration may name several.
func allows(f Field, value string) bool {
	switch f.Key {
	case "file.class":
		return classOf(value) != ""
	case "service.registration":
		for _, one := range Items(value) {
			if !slices.Contains(f.Allowed, one) {
				return false
			}
		}
		return true
	}
	return slices.Contains(f.Allowed, value)
}

// wanted is V7: what is mandatory is there, what is recommended had better be.
func (c *check) wanted() {
	for _, f := range fieldsOf(c.about.Class) {
		if f.Level == Optional {
			continue
		}
		c.report.Wanted++
		switch {
		case c.file.Of(f.Key) != "":
			c.report.Filled++
		case f.Level == Mandatory:
			c.at(Missing, f.Key)
		default:
			c.at(Wished, f.Key)
		}
	}
}
