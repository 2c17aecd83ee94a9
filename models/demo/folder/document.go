package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
)

// document is one file being checked. It knows on which line each key stands.
type document struct {
	r     *reader
	file  string
	lines lineIndex
	body  int // the line on which the text below front matter begins
	shift int // lines before the TOML: 0 in .toml files, 1 below the +++ of front matter
}

// wrong notes a mistake about the value at path ("tiers[1].monthly"; "" is the whole file).
func (d document) wrong(path, key, format string, args ...any) {
	line := d.lines.of(path)
	if line > 0 {
		line += d.shift
	}
	d.r.wrong(Mistake{File: d.file, Line: line, Key: key, Reason: fmt.Sprintf(format, args...)})
}

// required notes a missing value when it is empty.
func (d document) required(path, value string) {
	if strings.TrimSpace(value) == "" {
		d.wrong(path, MissingValue, "%s is missing", path)
	}
}

// oneOf notes a word outside the list.
func (d document) oneOf(path, value string, allowed []string) {
	if !known(allowed, value) {
		d.wrong(path, UnknownWord, "%s is %q; it can be %s", path, value, strings.Join(allowed, ", "))
	}
}

// toml reads a TOML file into a struct; keys that the struct does not have are mistakes.
func (r *reader) toml(file string, into any) (document, bool) {
	raw, ok := r.bytes(file)
	if !ok {
		return document{r: r, file: file}, false
	}
	return r.decode(file, string(raw), 0, into)
}

// markdown reads front matter into a struct and returns the text below it.
func (r *reader) markdown(file string, into any) (document, string, bool) {
	raw, ok := r.bytes(file)
	if !ok {
		return document{r: r, file: file}, "", false
	}
	front, body, err := SplitFrontMatter(string(raw))
	if err != nil {
		r.wrong(Mistake{File: file, Line: 1, Key: BadFrontMatter, Reason: err.Error()})
		return document{r: r, file: file}, "", false
	}
	d, ok := r.decode(file, front, 1, into)
	if strings.TrimSpace(body) == "" {
		d.wrong("", MissingValue, "there is no text below the front matter")
	}
	d.placeholders(string(raw))
	d.gatherLinks(string(raw))
	lead := len(body) - len(strings.TrimLeft(body, " \t\n"))
	d.body = strings.Count(front, "\n") + 3 + strings.Count(body[:lead], "\n")
	return d, strings.TrimSpace(body), ok
}

func (r *reader) bytes(file string) ([]byte, bool) {
	r.seen[file] = true
	raw, err := fs.ReadFile(r.fsys, file)
	if err != nil {
		r.wrong(Mistake{File: file, Key: MissingFile, Reason: "this file is missing"})
	}
	return raw, err == nil
}

func (r *reader) decode(file, text string, shift int, into any) (document, bool) {
	d := document{r: r, file: file, lines: indexLines(text), shift: shift}
	meta, err := toml.Decode(text, into)
	if err != nil {
		d.notTOML(err)
		return d, false
	}
	for _, key := range meta.Undecoded() {
		for _, path := range d.lines.all(key.String()) {
			d.wrong(path, UnknownKey, "%s is not a key that is known here", key)
		}
	}
	return d, true
}

func (d document) notTOML(err error) {
	m := Mistake{File: d.file, Key: BadTOML, Reason: err.Error()}
	var parse toml.ParseError
	if errors.As(err, &parse) {
		m.Line, m.Reason = parse.Position.Line+d.shift, "this is not valid TOML: "+parse.Message
		if parse.LastKey != "" {
			m.Reason += fmt.Sprintf(" (near %s)", parse.LastKey)
		}
	}
	d.r.wrong(m)
}
