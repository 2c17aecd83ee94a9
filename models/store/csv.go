package store

import (
	"encoding/csv"
	"io"
	"strings"
)

// Mark is what a CSV file begins with, so that spreadsheets read its accents.
const Mark = "\ufeff"

// WriteCSV writes rows of cells for spreadsheets (RFC 4180), the first row being the heads of the columns. What people typed must go
// through Cell; numbers of our own may stand as they are.
func WriteCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, Mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return out.WriteAll(rows)
}

// Cell makes a text harmless in a spreadsheet: one that would be taken for a formula gets an apostrophe in front (quality.md 4.1 line 9).
func Cell(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
