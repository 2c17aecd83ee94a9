package folder

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// lineIndex knows on which line the value at a path ("tiers[1].monthly") is written.
type lineIndex map[string]int

var (
	tableLine = regexp.MustCompile(`^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$`)
	keyLine   = regexp.MustCompile(`^\s*([A-Za-z0-9_."'-]+(?:\s*\.\s*[A-Za-z0-9_"'-]+)*)\s*=`)
	inBracket = regexp.MustCompile(`\[\d+\]`)
)

// LineOf is the line of a file on which the value at path is written, or the nearest thing around it; 0 if that cannot be said.
func LineOf(fsys fs.FS, file, path string) int {
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return 0
	}
	if front, _, err := SplitFrontMatter(string(raw)); err == nil {
		if line := indexLines(front).of(path); line > 0 {
			return line + 1
		}
		return 0
	}
	return indexLines(string(raw)).of(path)
}

// of returns the line of the value at path, or of the nearest thing around it that has one; 0 if none.
func (x lineIndex) of(path string) int {
	for path != "" {
		if line, ok := x[path]; ok {
			return line
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 0
		}
		path = path[:cut]
	}
	return 0
}

// all returns the paths written for a key without positions ("tiers.monthly" → "tiers[0].monthly", …), or the key itself.
func (x lineIndex) all(key string) []string {
	var paths []string
	for path := range x {
		if inBracket.ReplaceAllString(path, "") == key && !strings.HasSuffix(path, "]") {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return []string{key}
	}
	return paths
}

// indexLines reads TOML only as far as needed to know where keys stand; what it cannot follow it leaves out.
func indexLines(text string) lineIndex {
	x, table, counts := lineIndex{}, "", map[string]int{}
	var open span
	for i, line := range strings.Split(text, "\n") {
		if open.any() {
			open = open.after(line)
			continue
		}
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = tablePath(m[2], m[1] == "[[", counts)
			x.set(table, i+1)
			continue
		}
		if m := keyLine.FindStringSubmatch(line); m != nil {
			x.set(joined(table, cleanKey(m[1])), i+1)
			open = open.after(line[len(m[0]):])
		}
	}
	return x
}

func (x lineIndex) set(path string, line int) {
	if _, taken := x[path]; !taken {
		x[path] = line
	}
}

// tablePath numbers the tables of an array and puts a sub-table under the last one: a.b under the second [[a]] is a[1].b.
func tablePath(name string, array bool, counts map[string]int) string {
	path := ""
	parts := strings.Split(cleanKey(name), ".")
	for i, part := range parts {
		path = joined(path, part)
		last := i == len(parts)-1
		if n, seen := counts[path]; array && last {
			counts[path] = n + 1
			return fmt.Sprintf("%s[%d]", path, n)
		} else if seen {
			path = fmt.Sprintf("%s[%d]", path, n-1)
		}
	}
	return path
}

func joined(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

func cleanKey(key string) string {
	return strings.NewReplacer(`"`, "", `'`, "", " ", "", "\t", "").Replace(key)
}

// span is what a value leaves open at the end of a line: a long string, or brackets.
type span struct {
	quote    string
	brackets int
}

func (s span) any() bool { return s.quote != "" || s.brackets > 0 }

// after returns what is still open once line has been read.
func (s span) after(line string) span {
	for line != "" {
		if s.quote != "" {
			cut := strings.Index(line, s.quote)
			if cut < 0 {
				return s.closedShort()
			}
			line, s.quote = line[cut+len(s.quote):], ""
			continue
		}
		switch {
		case strings.HasPrefix(line, `"""`), strings.HasPrefix(line, `'''`):
			s.quote = line[:3]
		case line[0] == '"', line[0] == '\'':
			s.quote = line[:1]
		case line[0] == '#':
			return s
		case line[0] == '[', line[0] == '{':
			s.brackets++
		case line[0] == ']', line[0] == '}':
			s.brackets--
		}
		line = line[max(1, len(s.quote)):]
		if s.quote == `"` {
			line = skipEscapes(line)
		}
	}
	return s.closedShort()
}

// closedShort ends a one-line string at the end of its line: it cannot go further.
func (s span) closedShort() span {
	if len(s.quote) == 1 {
		s.quote = ""
	}
	return s
}

// skipEscapes hides escaped quotes, so that the next quote is the closing one.
func skipEscapes(line string) string {
	return strings.ReplaceAll(strings.ReplaceAll(line, `\\`, "__"), `\"`, "__")
}
