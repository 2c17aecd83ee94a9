package commons

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The limits of a list of contributions.
const (
	MostSheetLines = 500
	MostSheetBytes = 256 << 10
)

// SheetLine is one line of a list, as it was understood, and what is wrong with it.
type SheetLine struct {
	Number int // in the file, the head being 1
	Form   Form
	Kind   Kind // as it was understood; without a name of its own when it was not
	Wrong  store.Invalid
	Later  store.Invalid // what keeps a draft from being sent, once it is kept
}

// Sheet is a list of contributions that somebody wrote in a spreadsheet. It goes in as a whole or not at all.
type Sheet struct{ Lines []SheetLine }

// Ready reports whether nothing is wrong with any line.
func (s Sheet) Ready() bool {
	for _, l := range s.Lines {
		if len(l.Wrong) > 0 {
			return false
		}
	}
	return len(s.Lines) > 0
}

// SheetWords are the words of the reader's language that a list may use beside our own.
type SheetWords struct {
	Kinds        map[string]string     // kind by its name in small letters
	Upstreams    map[string]string     // ref by the name of the libre project in small letters
	Visibilities map[string]Visibility // by its name in small letters
	Cents        func(string) int64
	Lang         string
}

// sheetColumns are the heads a list may have, by what they mean.
var sheetColumns = map[string]string{
	"date": "from", "from": "from", "du": "from", "jour": "from", "until": "to", "to": "to", "au": "to", "kind": "kind", "genre": "kind", "nature": "kind",
	"hours": "hours", "heures": "hours", "minutes": "minutes", "pieces": "pieces", "pièces": "pieces", "amount": "amount", "montant": "amount",
	"title": "title", "titre": "title", "evidence": "evidence", "preuve": "evidence", "for": "for", "pour": "for", "details": "body", "détails": "body",
	"visibility": "visibility", "visibilité": "visibility",
}

// SheetHead is the first line of a list that leaves nothing out.
var SheetHead = []string{"date", "until", "kind", "hours", "minutes", "pieces", "amount", "title", "evidence", "for", "details", "visibility"}

// ReadSheet cuts a file into lines. One that is no list is store.Invalid at "file".
func ReadSheet(content []byte, words SheetWords) (Sheet, error) {
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return Sheet{}, wrong("file", "error.file_needed")
	case len(content) > MostSheetBytes:
		return Sheet{}, wrong("file", "error.batch_long", "Max", MostSheetLines)
	case !utf8.Valid(content):
		return Sheet{}, wrong("file", "error.batch_unreadable")
	}
	rows, err := sheetRows(content)
	if err != nil || len(rows) < 2 {
		return Sheet{}, wrong("file", "error.batch_unreadable")
	}
	at := map[string]int{}
	for n, head := range rows[0] {
		if name := sheetColumns[strings.ToLower(strings.TrimSpace(head))]; name != "" {
			at[name] = n
		}
	}
	for _, needed := range []string{"from", "kind", "title"} {
		if _, there := at[needed]; !there {
			return Sheet{}, wrong("file", "error.batch_columns")
		}
	}
	if len(rows) > MostSheetLines+1 {
		return Sheet{}, wrong("file", "error.batch_long", "Max", MostSheetLines)
	}
	var s Sheet
	for n, row := range rows[1:] {
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		s.Lines = append(s.Lines, words.line(n+2, func(name string) string {
			if i, there := at[name]; there && i < len(row) {
				return strings.TrimSpace(strings.TrimPrefix(row[i], "'"))
			}
			return ""
		}))
	}
	return s, nil
}

// sheetRows reads a file as spreadsheets write it: with commas, semicolons or tabs.
func sheetRows(content []byte) ([][]string, error) {
	content = bytes.TrimPrefix(content, []byte(store.Mark))
	head, _, _ := bytes.Cut(content, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for _, mark := range []byte{';', '\t'} {
		if bytes.Count(head, []byte{mark}) > bytes.Count(head, []byte{byte(r.Comma)}) {
			r.Comma = rune(mark)
		}
	}
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if rows = append(rows, row); len(rows) > MostSheetLines+2 {
			return rows, nil
		}
	}
}

// line reads one line into a form; what a form cannot hold is said as the form's own check would.
func (w SheetWords) line(number int, cell func(string) string) SheetLine {
	f := Form{
		FromOn: dayIn(cell("from")), ToOn: dayIn(cell("to")), KindKey: cell("kind"), Hours: cell("hours"), Quarters: cell("minutes"), Pieces: cell("pieces"), Amount: cell("amount"),
		Title: cell("title"), Evidence: cell("evidence"), Body: cell("body"), Visibility: Visibility(cell("visibility")), Lang: w.Lang,
	}
	if key := w.Kinds[strings.ToLower(f.KindKey)]; key != "" {
		f.KindKey = key
	}
	if v := w.Visibilities[strings.ToLower(string(f.Visibility))]; v != "" {
		f.Visibility = v
	}
	if f.Amount != "" {
		f.Cents = w.Cents(f.Amount)
	}
	if n, err := strconv.ParseInt(f.Quarters, 10, 64); err == nil && n >= 60 && f.Hours == "" {
		f.Hours, f.Quarters = strconv.FormatInt(n/60, 10), strconv.FormatInt(n%60, 10)
	}
	f.For, f.ForName = "collective", ""
	if whom := cell("for"); whom != "" && whom != "collective" {
		f.For, f.ForName = "other", whom
		if ref := w.Upstreams[strings.ToLower(whom)]; ref != "" {
			f.For, f.ForName = "upstream:"+ref, ""
		}
	}
	return SheetLine{Number: number, Form: f}
}

// dayIn reads a day as lists write it: 2026-11-25 or 25/11/2026.
func dayIn(typed string) string {
	if on, err := time.Parse("02/01/2006", typed); err == nil {
		return on.Format(time.DateOnly)
	}
	return typed
}

// errRehearsed ends a rehearsal, so that nothing of it stays.
var errRehearsed = errors.New("commons: nothing is kept of a rehearsal")

// Rehearse does all that Log would and keeps nothing: it says what is wrong with each line.
func (s *Sheet) Rehearse(ctx context.Context, db *gorm.DB, by people.User, draft bool) error {
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := s.log(ctx, tx, by, draft); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// Log files every line, or none: with a mistake in any line it is store.Invalid, and the lines say which.
func (s *Sheet) Log(ctx context.Context, db *gorm.DB, by people.User, draft bool) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := s.log(ctx, tx, by, draft); err != nil {
			return err
		}
		if !s.Ready() {
			return wrong("file", "error.batch_lines")
		}
		return nil
	})
}

func (s *Sheet) log(ctx context.Context, tx *gorm.DB, by people.User, draft bool) error {
	kinds, err := Kinds(ctx, tx)
	if err != nil {
		return err
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	today := store.Today(tx, host.Location())
	for i := range s.Lines {
		l := &s.Lines[i]
		l.Wrong, l.Later, l.Kind = nil, nil, Kind{Key: l.Form.KindKey}
		for _, k := range kinds {
			if k.Key == l.Form.KindKey {
				l.Form.Choice, l.Kind = k.Choice, k
			}
		}
		if l.Form.Draft = ""; draft {
			l.Form.Draft = "yes"
		}
		if err := l.log(ctx, tx, by, today); err != nil {
			return err
		}
	}
	return nil
}

func (l *SheetLine) log(ctx context.Context, tx *gorm.DB, by people.User, today time.Time) error {
	f := l.Form // what is shown again stays as it was typed
	one, err := f.read(ctx, tx, by, today)
	l.Later = one.later
	if bad, ok := store.AsInvalid(err); ok {
		l.Wrong = bad
		return nil
	}
	if err != nil {
		return err
	}
	if err := one.file(ctx, tx, by); err != nil || f.Draft != "" {
		return err
	}
	return one.c.send(ctx, tx, by, AsContributor, "")
}
