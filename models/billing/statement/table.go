package statement

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Table is a CSV file cut into rows and cells, nothing understood yet.
type Table struct {
	Rows    [][]string
	Numbers []int // the line of the file on which each row begins
	Broken  []int // lines that are no rows
}

// maxColumns is how many columns a row may have.
const maxColumns = 200

// CutCSV cuts a file by the settings of a mapping. Blank rows fall away.
func CutCSV(content []byte, encoding Encoding, delimiter string) (Table, error) {
	var t Table
	if len(content) > MaxBytes {
		return t, fmt.Errorf("%w: too large", ErrUnreadable)
	}
	text, err := decoded(content, encoding)
	if err != nil {
		return t, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.TrimLeadingSpace = []rune(delimiter)[0], true, -1, delimiter != "\t"
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			t.Broken = append(t.Broken, wrong.StartLine)
			continue
		}
		if err != nil {
			return t, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if len(t.Rows) >= MaxLines || len(row) > maxColumns {
			return t, fmt.Errorf("%w: too many rows or columns", ErrUnreadable)
		}
		line, _ := r.FieldPos(0)
		t.Rows, t.Numbers = append(t.Rows, row), append(t.Numbers, line)
	}
}

// decoded is a file's text.
func decoded(content []byte, encoding Encoding) (string, error) {
	switch encoding {
	case Windows:
		return charmap.Windows1252.NewDecoder().String(string(content))
	case Latin9:
		return charmap.ISO8859_15.NewDecoder().String(string(content))
	case UTF16:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().String(string(content))
	}
	return strings.ToValidUTF8(string(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))), "\ufffd"), nil
}

// guessEncoding reads the first bytes: a mark decides, then whether it is UTF-8; else it is what French banks still write.
func guessEncoding(content []byte) Encoding {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return UTF16
	case utf8.Valid(content):
		return UTF8
	}
	return Windows
}

// Width is the most usual number of columns among rows that have several.
func (t Table) Width() int {
	counts, width := map[int]int{}, 0
	for _, row := range t.Rows {
		if len(row) > 1 {
			counts[len(row)]++
		}
	}
	for n, count := range counts {
		if count > counts[width] || count == counts[width] && n > width {
			width = n
		}
	}
	return width
}

// Columns is the largest number of columns of any row.
func (t Table) Columns() int {
	widest := 0
	for _, row := range t.Rows {
		widest = max(widest, len(row))
	}
	return widest
}

// Heads are the names of the columns; none without a row of heads.
func (t Table) Heads(headRow int) []string {
	if headRow < 1 || headRow > len(t.Rows) {
		return nil
	}
	heads := make([]string, len(t.Rows[headRow-1]))
	for i, h := range t.Rows[headRow-1] {
		heads[i] = tidy(h)
	}
	return heads
}

// Samples are the first rows behind the heads, to show a person what a mapping would read.
func (t Table) Samples(headRow, n int) [][]string {
	from := min(max(0, headRow), len(t.Rows))
	return t.Rows[from:min(len(t.Rows), from+n)]
}
