package billing

import (
	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
)

// LineKind is what a line charges.
type LineKind string

// The kinds of lines.
const (
	Service  LineKind = "service"
	Setup    LineKind = "setup"
	Discount LineKind = "discount"
	Rounding LineKind = "rounding"
)

// Line is one line of a document: what, how much of it, and how it is taxed (a rate alone is refused: TAX1).
type Line struct {
	Kind          LineKind
	Label         string // in the document's language
	PeriodFrom    string // first day, empty when the service has not begun
	PeriodTo      string // the day after the last
	Quantity      int64
	UnitCents     int64
	NetCents      int64
	Category      tax.Category
	RateBP        int `gorm:"column:rate_bp"`
	ExemptionCode string
	ExemptionNote string
}

// InvoiceLine is a line of an invoice or credit note, as its table keeps it.
type InvoiceLine struct {
	ID        uint
	InvoiceID uint
	Position  int
	Line      `gorm:"embedded"`
}

// newLine makes a line under a tax treatment.
func newLine(kind LineKind, label string, quantity, unit int64, t tax.Treatment) (Line, error) {
	net, err := money.LineNet(quantity, unit)
	if err != nil {
		return Line{}, err
	}
	if !t.Sound() {
		return Line{}, ErrUnsound
	}
	return Line{
		Kind: kind, Label: label, Quantity: quantity, UnitCents: unit, NetCents: net,
		Category: t.Category, RateBP: t.RateBP, ExemptionCode: t.Code, ExemptionNote: t.Note,
	}, nil
}

// totals adds lines up.
func totals(lines []Line) (money.Totals, error) {
	taxed := make([]money.Line, len(lines))
	for i, l := range lines {
		taxed[i] = money.Line{Category: string(l.Category), RateBP: l.RateBP, Net: l.NetCents}
	}
	return money.Sum(taxed)
}
