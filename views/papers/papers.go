// Package papers draws the documents people keep: pro formas, invoices, credit notes, as PDF. It knows the words and the layout of
// paper, asks nothing, and gives the same bytes for the same document: they are stored once, with their hash. Every file is an archive
// (PDF/A-3), and that of an invoice holds its electronic form (archive.go). Latin scripts only (decisions.md 20): a document in another
// one speaks English and says so.
package papers

import (
	"bytes"
	_ "embed"
	"errors"
	"time"

	"chatiere/locales"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed fonts/regular.ttf
var regular []byte

//go:embed fonts/bold.ttf
var bold []byte

// Measures of a sheet, in millimetres.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
	margin      = 18.0
	inner       = sheetWidth - 2*margin
	footHeight  = 20.0
	line        = 4.9
)

// colour is red, green, blue.
type colour [3]int

// The colours of paper: ink, its quiet shade, the house's green and orange, warm bands and hairlines.
var (
	ink    = colour{35, 31, 26}
	soft   = colour{98, 90, 80}
	leaf   = colour{31, 92, 67}
	cat    = colour{232, 112, 42}
	night  = colour{18, 51, 38}
	band   = colour{247, 242, 232}
	hair   = colour{214, 204, 188}
	chalky = colour{255, 255, 255}
)

// ErrSign says that the fonts of paper lack a sign of the text, so that nothing wrong is ever printed.
var ErrSign = errors.New("papers: the fonts lack a sign of this text")

// sheet is a document being drawn: the first fault stops it.
type sheet struct {
	*fpdf.Fpdf
	lang   string
	about  about
	inside []byte // the electronic invoice that lies in it; none in most documents
	pages  int    // how many there are, once that is known
	err    error
}

// about is what a document says of itself to machines.
type about struct {
	title  string
	author string
	on     time.Time
}

// newSheet begins a document with fixed dates and a sorted catalogue, so that the same input gives the same bytes.
func newSheet(lang string, a about, inside []byte) *sheet {
	s := &sheet{Fpdf: fpdf.New("P", "mm", "A4", ""), lang: lang, about: a, inside: inside}
	s.SetCatalogSort(true)
	s.SetCreationDate(a.on)
	s.SetModificationDate(a.on)
	s.SetMargins(margin, margin, margin)
	s.SetAutoPageBreak(false, footHeight)
	s.SetCellMargin(0)
	s.AddUTF8FontFromBytes("paper", "", regular)
	s.AddUTF8FontFromBytes("paper", "B", bold)
	s.SetLineWidth(0.2)
	return s
}

// bytes ends the document.
func (s *sheet) bytes() ([]byte, error) {
	var out bytes.Buffer
	if s.err != nil {
		return nil, s.err
	}
	if err := s.Output(&out); err != nil {
		return nil, err
	}
	return archive(out.Bytes(), s.about, s.lang, s.inside)
}

// spoken is the language a document is drawn in: its own if the fonts of paper can write it, else English.
func spoken(lang string) string {
	if !locales.Known(lang) {
		return locales.Default
	}
	for _, l := range locales.All() {
		if l.Code == lang && l.Dir == "rtl" {
			return "en"
		}
	}
	return lang
}
