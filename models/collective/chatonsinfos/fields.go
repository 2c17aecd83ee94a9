package chatonsinfos

import (
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// table lists every key: its type, how much it is wanted, the values it may have (fields.tsv). Where a line says "to be checked", the
// model files of the collective CHATONS have the last word.
//
//go:embed fields.tsv
var table string

// Class is what a file is of.
type Class string

// The classes.
const (
	Federation   Class = "Federation"
	Organization Class = "Organization"
	Service      Class = "Service"
	Device       Class = "Device"
	Metrics      Class = "Metrics"
)

// sections are those that a file of a class may have. Hosts have no file of their own: they stand in that of the service.
var sections = map[Class][]string{
	Federation:   {"file", "federation", "subs", "metrics"},
	Organization: {"file", "organization", "subs", "metrics"},
	Service:      {"file", "service", "software", "host", "subs", "metrics"},
	Device:       {"file", "device", "subs", "metrics"},
	Metrics:      {"file", "metrics"},
}

func classOf(word string) Class {
	for c := range sections {
		if strings.EqualFold(string(c), word) {
			return c
		}
	}
	return ""
}

// Level is how much a key is wanted.
type Level string

// The levels: obligatoire, recommandé, optionnel.
const (
	Mandatory   Level = "mandatory"
	Recommended Level = "recommended"
	Optional    Level = "optional"
)

// Field is one key of the table.
type Field struct {
	Key     string
	Type    string // STRING, URL, EMAIL, DATE…
	Level   Level
	Allowed []string // of an ENUM
	form    *regexp.Regexp
}

// fixed reports whether the key has no part that varies.
func (f Field) fixed() bool { return f.Key != "" && !strings.ContainsAny(f.Key, "<[") }

// fields are those of the table, in its order.
var fields = read(table)

// Find returns the field that a path names.
func Find(path string) (Field, bool) {
	for _, f := range fields {
		if f.form.MatchString(path) {
			if f.Type == "MONTHS|WEEKS|DAYS" {
				f.Type = strings.ToUpper(path[strings.LastIndex(path, ".")+1:])
			}
			return f, true
		}
	}
	return Field{}, false
}

// fieldsOf are the fields without a varying part that a file of a class may have.
func fieldsOf(c Class) []Field {
	var all []Field
	for _, f := range fields {
		section, _, _ := strings.Cut(f.Key, ".")
		if f.fixed() && slices.Contains(sections[c], section) {
			all = append(all, f)
		}
	}
	return all
}

// Arrange is a file of a class that says what is given, in the order of the table. What a class may not say is left out.
func Arrange(c Class, said map[string]string) File {
	var file File
	paths := slices.Sorted(maps.Keys(said))
	for _, section := range sections[c] {
		for _, f := range fields {
			if !strings.HasPrefix(f.Key, section+".") {
				continue
			}
			for _, path := range paths {
				if f.form.MatchString(path) {
					file.Say(path, said[path])
				}
			}
		}
	}
	return file
}

// Values are those that a key may have, in the order of the table.
func Values(key string) []string {
	f, _ := Find(key)
	return f.Allowed
}

// Names are those that may stand for the last word of a key such as organization.funding.<name>.
func Names(key string) []string {
	for _, f := range fields {
		if strings.TrimSuffix(f.Key, ".<name>") == key {
			return f.Allowed
		}
	}
	return nil
}

func read(table string) []Field {
	var all []Field
	for n, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if columns := strings.Split(line, "\t"); n > 0 && len(columns) > 3 {
			f := Field{Key: columns[0], Type: columns[1], Level: Level(columns[2]), form: formOf(columns[0])}
			if f.Type == "ENUM" || strings.HasSuffix(f.Key, "<name>") {
				f.Allowed = allowed(columns[3])
			}
			all = append(all, f)
		}
	}
	return all
}

var word = regexp.MustCompile(`^[A-Za-z]+`)

// allowed are the words of a column such as OK (sourced)|WARNING (to be checked).
func allowed(column string) []string {
	var all []string
	for _, part := range strings.Split(column, "|") {
		if w := word.FindString(part); w != "" {
			all = append(all, w)
		}
	}
	return all
}

var varying = regexp.MustCompile(`<([^>]*)>`)

// formOf is the pattern of a key: <name> stands for a word, <a|b> for one of them, […] for what may be left out.
func formOf(key string) *regexp.Regexp {
	form := strings.NewReplacer(".", `\.`, "[", "(?:", "]", ")?").Replace(key)
	form = varying.ReplaceAllStringFunc(form, func(part string) string {
		switch inner := part[1 : len(part)-1]; {
		case inner == "YYYY":
			return `\d{4}`
		case strings.Contains(inner, "|"):
			return "(?:" + inner + ")"
		}
		return "[A-Za-z0-9_-]+"
	})
	return regexp.MustCompile("^" + form + "$")
}
