package papers

import (
	"chatiere/models/billing/bank"
	"chatiere/models/billing/reference"
	"chatiere/views/ui"
)

// payment says how to pay: account, reference, and the square code that a banking app reads.
func (s *sheet) payment(p paper) {
	if p.transfer == nil || p.transfer.IBAN == "" || p.transfer.Cents <= 0 {
		return
	}
	s.room(54)
	top := s.GetY()
	s.rule(leaf)
	s.SetLineWidth(0.5)
	s.RoundedRect(margin, top, inner, 50, 3, "1234", "D")
	s.SetLineWidth(0.2)
	drawn := s.square(*p.transfer, sheetWidth-margin-43, top+3.5, 40)
	w := inner - 12.0
	if drawn {
		w -= 44
	}
	s.SetY(top + 4)
	s.face("B", 11.5, leaf)
	s.say(margin+6, w, "L", s.t("papers.pay_by_transfer"))
	s.Ln(1.2)
	s.pair(w, s.t("papers.pay_amount"), s.money(p.transfer.Cents, p.currency))
	s.pair(w, s.t("papers.pay_reference"), reference.Spaced(p.transfer.Text))
	s.pair(w, s.t("papers.pay_holder"), p.transfer.Name)
	s.pair(w, "IBAN", bank.SpacedIBAN(p.transfer.IBAN))
	if p.transfer.BIC != "" {
		s.pair(w, "BIC", p.transfer.BIC)
	}
	s.SetY(top + 37)
	s.face("", 8.5, soft)
	s.tell(margin+6, w, s.t("papers.pay_hint"))
	s.SetY(top + 55)
}

// pair is a word and what it stands for.
func (s *sheet) pair(w float64, word, value string) {
	y := s.GetY()
	s.face("", 9, soft)
	s.put(margin+6, y, 27, "L", word)
	s.face("B", 10, ink)
	s.put(margin+33, y, w-27, "L", value)
	s.SetY(y + line + 0.5)
}

// square draws the code of a transfer in euros, and says whether there is one.
func (s *sheet) square(t bank.Transfer, x, y, size float64) bool {
	payload, err := t.Payload()
	if err != nil {
		return false
	}
	return s.code(payload, x, y, size)
}

// code draws a text as squares that a phone reads, and says whether it could.
func (s *sheet) code(text string, x, y, size float64) bool {
	rows, err := ui.Squares(text)
	if err != nil {
		return false
	}
	s.fill(colour{0, 0, 0})
	one := size / float64(len(rows)+2)
	for r, row := range rows {
		for c := 0; c < len(row); c++ {
			run := 0
			for c+run < len(row) && row[c+run] {
				run++
			}
			if run > 0 {
				s.Rect(x+one*float64(c+1), y+one*float64(r+1), one*float64(run), one, "F")
				c += run
			}
		}
	}
	return true
}

// mentions are the sentences the law wants, one a line.
func (s *sheet) mentions(p paper) {
	for _, m := range p.mentions {
		s.face("", 8.5, soft)
		s.room(float64(len(s.lines(m, inner)))*line + 1)
		s.face("", 8.5, soft)
		s.tell(margin, inner, m)
	}
}
