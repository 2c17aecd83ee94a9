// Package chatonsinfos reads, writes and checks the public text files in which hosts of the collective CHATONS describe themselves,
// their services and their use (ChatonsInfos 0.5). It knows neither database nor network: what is said comes in as values.
package chatonsinfos

import (
	"errors"
	"regexp"
	"strings"
)

// What we write into every file.
const (
	Protocol  = "ChatonsInfos-0.5"
	Generator = "Chatière"
)

// ErrPath is returned for a path that cannot be written.
var ErrPath = errors.New("chatonsinfos: a path is words of letters and figures, separated by dots")

// Property is one thing said: a path of words separated by dots, and its value.
type Property struct {
	Path  string
	Value string
	Line  int // where it stands in the file that was read; 0 in a file of ours
}

// File is what one file says, in its order.
type File struct {
	Properties []Property
	Odd        []int // lines that are neither empty, nor a comment, nor a property
}

// Of returns the value of a path; the first one when it stands there twice.
func (f File) Of(path string) string {
	for _, p := range f.Properties {
		if p.Path == path {
			return p.Value
		}
	}
	return ""
}

// Say adds a property, tidied; what is empty is not said at all.
func (f *File) Say(path, value string) {
	if value = Tidy(value); value != "" {
		f.Properties = append(f.Properties, Property{Path: path, Value: value})
	}
}

// Class is what the file is of, whatever the case it is written in.
func (f File) Class() Class { return classOf(f.Of("file.class")) }

var (
	breakTag = regexp.MustCompile(`(?i)<br\s*/?>`)
	anyTag   = regexp.MustCompile(`<[^<>]*>`)
)

// Tidy is a text as a value may hold it: no HTML but breaks of lines, no control characters, no blanks around.
func Tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	for was := ""; was != text; { // what a tag was hiding may be one too
		was, text = text, anyTag.ReplaceAllString(breakTag.ReplaceAllString(text, "\n"), "")
	}
	text = strings.Map(func(r rune) rune {
		if r != '\n' && (r < ' ' || r == 0x7f) {
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// Parse reads a file as people and tools write them: blanks around the sign or none, lines ended as anywhere, values in quotes,
// older spellings of some paths.
func Parse(text []byte) File {
	var f File
	body := strings.TrimPrefix(strings.ToValidUTF8(string(text), "\uFFFD"), "\uFEFF")
	body = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body)
	for n, line := range strings.Split(body, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		path, value, there := strings.Cut(line, "=")
		if path = strings.TrimSpace(path); !there || path == "" {
			f.Odd = append(f.Odd, n+1)
			continue
		}
		f.Properties = append(f.Properties, Property{spelling(path), unescape(unquoted(strings.TrimSpace(value))), n + 1})
	}
	return f
}

// spelling is a path as it is written today: two dates were once spelt with a capital.
func spelling(path string) string {
	for was, is := range map[string]string{".startDate": ".startdate", ".endDate": ".enddate"} {
		if rest, older := strings.CutSuffix(path, was); older {
			return rest + is
		}
	}
	return path
}

// unquoted takes one pair of quotes from around a value.
func unquoted(value string) string {
	for _, quote := range []string{`"`, `'`} {
		if len(value) >= 2 && strings.HasPrefix(value, quote) && strings.HasSuffix(value, quote) {
			return strings.TrimSpace(value[1 : len(value)-1])
		}
	}
	return value
}

// unescape reads what a backslash stands for; one before anything else stands for itself.
func unescape(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) {
			if meant, known := map[byte]byte{'n': '\n', '\\': '\\', '\'': '\'', '"': '"'}[value[i+1]]; known {
				b.WriteByte(meant)
				i++
				continue
			}
		}
		b.WriteByte(value[i])
	}
	return Tidy(b.String())
}

// headings stand above each section; they are decoration.
var headings = map[string]string{
	"file": "File", "federation": "Federation", "organization": "Organisation", "service": "Service", "software": "Software", "host": "Host",
	"subs": "Subs", "metrics": "Metrics",
}

var pathForm = regexp.MustCompile(`^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$`)

// Emit writes a file: UTF-8, one property a line, no quotes, no empty value.
func Emit(f File) ([]byte, error) {
	var b strings.Builder
	section := ""
	for _, p := range f.Properties {
		if !pathForm.MatchString(p.Path) {
			return nil, ErrPath
		}
		value := Tidy(p.Value)
		if value == "" {
			continue
		}
		if first, _, _ := strings.Cut(p.Path, "."); first != section {
			if section = first; headings[first] != "" {
				b.WriteString("# [" + headings[first] + "]\n")
			}
		}
		b.WriteString(p.Path + " = " + escape(value) + "\n")
	}
	return []byte(b.String()), nil
}

// escape writes a value on one line; one that stands in quotes by itself keeps them.
func escape(value string) string {
	quoted := unquoted(value) != value
	value = strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(value)
	if quoted {
		value = `\` + value
	}
	return value
}

// same reports whether two files say the same in the same order; what is empty is not said.
func same(a, b File) bool {
	x, y := a.said(), b.said()
	if len(x) != len(y) {
		return false
	}
	for n := range x {
		if x[n].Path != y[n].Path || x[n].Value != y[n].Value {
			return false
		}
	}
	return true
}

// said are the properties that say something, as they are written.
func (f File) said() []Property {
	var all []Property
	for _, p := range f.Properties {
		if p.Value = Tidy(p.Value); p.Value != "" {
			all = append(all, p)
		}
	}
	return all
}
