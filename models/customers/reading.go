package customers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/store"

	"golang.org/x/text/encoding/charmap"
)

// sheet is one file of a folder and its columns.
type sheet struct {
	file    string
	needed  []string
	allowed []string
}

// sheets are the files of a folder, in the order in which they are read. Each may be missing: what it names may be here already.
var sheets = []sheet{
	{"organisations.csv", []string{"key", "name"}, []string{
		"legal_name", "street", "postcode", "city", "country", "registry_number", "vat_status", "vat_number", "kind", "language", "tags",
		"treasurer_email", "buyer_reference", "purchase_order",
	}},
	{"people.csv", []string{"organisation", "email"}, []string{"name", "roles", "language"}},
	{"subscriptions.csv", []string{"key", "organisation", "offer", "interval", "invoiced_until"}, []string{"tier", "price", "anchor", "quantity", "addresses"}},
	{"balances.csv", []string{"organisation", "kind", "date", "amount"}, []string{"number", "due"}},
	{"mandates.csv", []string{"organisation", "customer", "method", "kind", "last4"}, []string{"brand", "expires", "mandate", "reference", "signed_on"}},
	{"series.csv", []string{"series", "next"}, []string{"last_on"}},
}

// The largest file that is read.
const (
	mostLines = 50_000
	mostBytes = 25 << 20
)

// line is one row of a file.
type line struct {
	file   string
	number int
	cells  map[string]string
	book   *folder
}

// Add notes that a column of the line is wrong.
func (l line) Add(column, key string, more ...any) {
	l.book.faults = append(l.book.faults, Fault{l.file, l.number, column, store.Wrong{Key: key, Args: args(more)}})
}

// folder is what was read.
type folder struct {
	today  time.Time
	lines  map[string][]line
	faults Faults
}

// read cuts the files of a folder into lines.
func read(fsys fs.FS, today time.Time) (*folder, error) {
	f := &folder{today: today, lines: map[string][]line{}}
	names, err := fs.Glob(fsys, "*.csv")
	if err != nil {
		return f, err
	}
	found := 0
	for _, s := range sheets {
		content, err := fs.ReadFile(fsys, s.file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return f, err
		}
		found++
		f.cut(s, content)
	}
	for _, name := range names {
		if placeOf(name) < 0 {
			line{file: name, book: f}.Add("", "customers.fault.file", "Known", knownFiles())
		}
	}
	if found == 0 {
		line{file: sheets[0].file, book: f}.Add("", "customers.fault.nothing", "Known", knownFiles())
	}
	return f, nil
}

func knownFiles() string {
	var all []string
	for _, s := range sheets {
		all = append(all, s.file)
	}
	return strings.Join(all, ", ")
}

// cut reads one file.
func (f *folder) cut(s sheet, content []byte) {
	whole := line{file: s.file, book: f}
	text, ok := decoded(content)
	if !ok {
		whole.Add("", "customers.fault.size", "Lines", mostLines)
		return
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = delimiter(text), -1, true
	head, err := r.Read()
	if err != nil {
		whole.Add("", "customers.fault.head", "Needed", strings.Join(s.needed, ", "))
		return
	}
	if !whole.heads(s, head) {
		return
	}
	f.rows(s, r, head)
}

// heads checks the names of the columns; they are written small and without blanks.
func (l line) heads(s sheet, head []string) bool {
	before := len(l.book.faults)
	l.number = 1
	for n, name := range head {
		head[n] = strings.ToLower(strings.TrimSpace(name))
		switch {
		case slices.Contains(head[:n], head[n]):
			l.Add(head[n], "customers.fault.column_twice", "Column", head[n])
		case !slices.Contains(s.needed, head[n]) && !slices.Contains(s.allowed, head[n]):
			l.Add(head[n], "customers.fault.column", "Column", head[n], "Known", strings.Join(append(slices.Clone(s.needed), s.allowed...), ", "))
		}
	}
	for _, name := range s.needed {
		if !slices.Contains(head, name) {
			l.Add(name, "customers.fault.column_missing", "Column", name)
		}
	}
	return len(l.book.faults) == before
}

func (f *folder) rows(s sheet, r *csv.Reader, head []string) {
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			line{s.file, broken.StartLine, nil, f}.Add("", "customers.fault.row")
			continue
		}
		at, _ := r.FieldPos(0)
		l := line{s.file, at, map[string]string{}, f}
		if len(f.lines[s.file]) >= mostLines {
			l.Add("", "customers.fault.size", "Lines", mostLines)
			return
		}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		if len(row) > len(head) {
			l.Add("", "customers.fault.row")
			continue
		}
		for n, cell := range row {
			l.cells[head[n]] = strings.TrimSpace(cell)
		}
		for _, name := range s.needed {
			if l.cells[name] == "" {
				l.Add(name, "error.required")
			}
		}
		f.lines[s.file] = append(f.lines[s.file], l)
	}
}

// decoded is a file's text: UTF-8 with or without a mark, else what spreadsheets on Windows write.
func decoded(content []byte) (string, bool) {
	if len(content) > mostBytes {
		return "", false
	}
	content = bytes.TrimPrefix(content, []byte(store.Mark))
	if !utf8.Valid(content) {
		wide, err := charmap.Windows1252.NewDecoder().Bytes(content)
		if err != nil {
			return "", false
		}
		content = wide
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(content)), true
}

// delimiter is what the first line is cut by.
func delimiter(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	if strings.Count(head, ";") >= strings.Count(head, ",") && strings.Contains(head, ";") {
		return ';'
	}
	return ','
}
