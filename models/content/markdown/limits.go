package markdown

import (
	"bytes"
	"errors"
	"regexp"
	"unicode/utf8"
)

// MaxSource is the longest text that is read as Markdown, in bytes.
const MaxSource = 256 << 10

// Why a text is not read as Markdown.
var (
	ErrNotText   = errors.New("markdown: not UTF-8 text")
	ErrTooLong   = errors.New("markdown: text too long")
	ErrTooTwined = errors.New("markdown: quotes, lists or links nested beyond any reading")
)

// maxOpen is how many links may be left unclosed.
const maxOpen = 300

// deep is a line that opens sixty quotes or lists at once.
var deep = regexp.MustCompile(`(?m)^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){60}`)

// readable refuses texts that would keep the parser busy for minutes and that nobody writes for others to read.
func readable(src []byte) error {
	switch {
	case len(src) > MaxSource:
		return ErrTooLong
	case !utf8.Valid(src):
		return ErrNotText
	case deep.Match(src), bytes.Count(src, []byte("]("))-bytes.Count(src, []byte(")")) > maxOpen:
		return ErrTooTwined
	}
	return nil
}
