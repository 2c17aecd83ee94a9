package papers

import (
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons"
)

// Certificate draws a certificate from its words, line by line: the first is its title, one tab makes a fact, four make a row, any other
// line is a sentence. Below stand the address where anybody checks it and the hash of its words. A certificate is not a document of the books.
func Certificate(c commons.Certificate, address string) ([]byte, error) {
	lines := strings.Split(strings.TrimSuffix(c.Words, "\n"), "\n")
	s := newSheet(spoken(c.Lang), about{title: lines[0], author: c.Issuer, on: issued(c)}, nil)
	foot := paper{kind: lines[0], number: c.Token, seller: billing.Seller{LegalName: c.Issuer}}
	s.pages = s.certificatePages(lines)
	s.SetFooterFunc(func() { s.foot(foot) })
	s.AddPage()
	s.logo(margin, 15, 17)
	s.face("B", 15, ink)
	s.put(margin+21, 20, inner-21, "L", c.Issuer)
	s.SetY(44)
	s.certificateLines(lines)
	s.checked(address, c.TextSHA256)
	return s.bytes()
}

func issued(c commons.Certificate) time.Time {
	at, _ := time.Parse(time.DateOnly, c.IssuedOn)
	return at.UTC()
}

// certificatePages is how many pages the words take: each row and each sentence has its height.
func (s *sheet) certificatePages(lines []string) int {
	dry := newSheet(s.lang, s.about, nil)
	dry.AddPage()
	dry.SetY(44)
	dry.certificateLines(lines)
	dry.room(44)
	return dry.PageNo()
}

func (s *sheet) certificateLines(lines []string) {
	head := true
	for n, l := range lines {
		cells := strings.Split(l, "\t")
		switch {
		case n == 0:
			s.face("B", 20, leaf)
			s.tell(margin, inner, l)
			s.Ln(5)
		case len(cells) == 2:
			s.fact(cells[0], cells[1])
		case len(cells) == len(cellWidths):
			s.certified(cells, head)
			head = false
		default:
			s.Ln(3)
			s.face("", 10.5, ink)
			s.room(float64(len(s.lines(l, inner)))*line + 2)
			s.face("", 10.5, ink)
			s.tell(margin, inner, l)
			s.Ln(3)
		}
	}
}

// fact is a word and what it stands for.
func (s *sheet) fact(word, value string) {
	s.face("B", 10.5, ink)
	told := s.lines(value, inner-52)
	s.room(float64(len(told)) * line)
	y := s.GetY()
	s.face("", 10, soft)
	s.put(margin, y, 50, "L", word)
	s.face("B", 10.5, ink)
	for _, l := range told {
		s.say(margin+52, inner-52, "L", l)
	}
	s.Ln(0.8)
}

// cellWidths are days, kind, how much, for whom, confirmed by.
var cellWidths = []float64{38, 42, 22, 38, 34}

// certified is a row of what was given; the first is the head of the columns.
func (s *sheet) certified(cells []string, head bool) {
	weight, size, tint := "", 9.0, ink
	if head {
		weight, size, tint = "B", 8.5, soft
	}
	s.face(weight, size, tint)
	var columns [][]string
	high := 1
	for n, text := range cells {
		columns = append(columns, s.lines(text, cellWidths[n]-2))
		high = max(high, len(columns[n]))
	}
	s.room(float64(high)*line + 2)
	s.face(weight, size, tint)
	top, x := s.GetY(), margin
	for n, column := range columns {
		for k, l := range column {
			s.put(x, top+float64(k)*line, cellWidths[n]-2, "L", l)
		}
		x += cellWidths[n]
	}
	s.SetY(top + float64(high)*line + 0.8)
	s.rule(hair)
	s.Line(margin, s.GetY(), sheetWidth-margin, s.GetY())
	s.Ln(0.8)
}

// checked says where anybody may check the certificate, as an address and as squares for a phone.
func (s *sheet) checked(address, hash string) {
	s.room(44)
	top := s.GetY() + 4
	s.fill(band)
	s.RoundedRect(margin, top, inner, 36, 2.5, "1234", "F")
	w := inner - 8.0
	if s.code(address, sheetWidth-margin-34, top+2, 32) {
		w -= 36
	}
	s.SetY(top + 4)
	s.face("B", 10, leaf)
	s.tell(margin+4, w, s.t("certificates.paper.check"))
	s.face("", 9, ink)
	s.tell(margin+4, w, address)
	s.Ln(1)
	s.face("", 8, soft)
	s.tell(margin+4, w, "SHA-256")
	s.tell(margin+4, w, hash)
	s.SetY(top + 40)
}
