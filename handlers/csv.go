package handlers

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"

	"chatiere/models/files"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
)

// sendCSV sends rows as a file for spreadsheets: with the separator the reader's language uses, and with nothing in it that a
// spreadsheet would take for a formula.
func sendCSV(c echo.Context, name string, rows [][]string) error {
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets then read the letters as they are
	w := csv.NewWriter(&out)
	if lang(c) != "en" {
		w.Comma = ';'
	}
	w.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return attach(c, name+".csv", "text/csv; charset=utf-8", out.Bytes())
}

// uncut reads a list to its end, so that no file is cut however long the list is (reciprocity.md 10.6); read is asked for what follows a key.
func uncut[T any](read func(after string) (store.Page[T], error)) ([]T, error) {
	var all []T
	for after := ""; ; {
		page, err := read(after)
		all = append(all, page.Items...)
		if err != nil || page.Next == "" {
			return all, err
		}
		after = page.Next
	}
}

// sendTable sends rows as programs read them in every language, byte for byte what a sum over the file was taken of. What people typed must
// have gone through store.Cell.
func sendTable(c echo.Context, name string, rows [][]string) error {
	var out bytes.Buffer
	if err := store.WriteCSV(&out, rows); err != nil {
		return err
	}
	return attach(c, name+".csv", "text/csv; charset=utf-8", out.Bytes())
}

// plainNumber is a number as a spreadsheet adds it up, negative ones too.
var plainNumber = regexp.MustCompile(`^-?[0-9]+([.,][0-9]+)?$`)

// harmless puts an apostrophe before what a spreadsheet would run.
func harmless(cell string) string {
	if cell != "" && !plainNumber.MatchString(cell) && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// download sends a file that the caller has found to be visible.
func (s Site) download(c echo.Context, f files.File) error {
	content, err := f.Content(ctx(c), s.DB)
	if err != nil {
		return err
	}
	mediaType := f.MediaType
	if strings.HasPrefix(mediaType, "text/") && !strings.Contains(mediaType, "charset") {
		mediaType += "; charset=utf-8"
	}
	return attach(c, f.Name, mediaType, content)
}
