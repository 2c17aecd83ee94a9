package folder

import (
	"errors"
	"strings"
)

const fence = "+++"

var (
	errNoFront   = errors.New("the first line must be +++ and open the front matter")
	errOpenFront = errors.New("the front matter is not closed by a line of +++")
)

// SplitFrontMatter parts a Markdown file into the TOML between its two +++ lines and the text below.
func SplitFrontMatter(text string) (front, body string, err error) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t") != fence {
		return "", "", errNoFront
	}
	for at := 0; at < len(rest); {
		line, _, _ := strings.Cut(rest[at:], "\n")
		if strings.TrimRight(line, " \t") == fence {
			return rest[:at], strings.TrimPrefix(rest[at+len(line):], "\n"), nil
		}
		at += len(line) + 1
	}
	return "", "", errOpenFront
}
