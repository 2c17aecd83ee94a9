package billing

import (
	"context"
	"time"

	"chatiere/models/billing/bank"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DocumentKind tells an invoice from a credit note; both are issued alike and neither ever changes.
type DocumentKind string

// The two kinds of issued documents.
const (
	AnInvoice  DocumentKind = "invoice"
	CreditNote DocumentKind = "credit_note"
)

// DocumentState is draft until the number is given.
type DocumentState string

// The states of an issued document. Whether it is paid is not one of them: that is derived (Payment).
const (
	Draft DocumentState = "draft"
	Final DocumentState = "final"
)

// PaymentState is derived from what was settled (NUM1).
type PaymentState string

// The payment states of an invoice.
const (
	Unpaid     PaymentState = "unpaid"
	PartlyPaid PaymentState = "partly_paid"
	Paid       PaymentState = "paid"
	Credited   PaymentState = "credited"    // wholly by credit notes
	WrittenOff PaymentState = "written_off" // what is left is not expected any more
)

// Invoice is a numbered document: an invoice, or a credit note that corrects one. Seller, buyer, lines and sums are frozen.
type Invoice struct {
	ID               uint
	Ref              string
	Kind             DocumentKind
	State            DocumentState
	Series           string
	Number           *int
	FullNumber       *string
	Origin           string // what it was made from; unique, so that the same event makes one document
	OrganisationID   uint
	SubscriptionID   *uint
	ProFormaID       *uint
	CorrectsID       *uint
	Corrects         *Invoice `gorm:"foreignKey:CorrectsID"`
	Reason           string
	Locale           string
	Currency         string
	Regime           collective.Regime
	IssuedOn         string
	DueOn            string
	ServiceFrom      string
	ServiceTo        string
	Seller           Seller `gorm:"serializer:json"`
	Buyer            Buyer  `gorm:"serializer:json"`
	NetCents         int64
	VATCents         int64 `gorm:"column:vat_cents"`
	TotalCents       int64
	PrepaidCents     int64 // settled in the moment of issue by money that came before (EN 16931 BT-113)
	PaymentReference string
	ForName          string // whose subscription a share is for; empty where the buyer pays its own subscription whole
	ShareBP          int    `gorm:"column:share_bp"` // basis points of the whole that it charges; 0 where it charges everything
	InCompensation   bool   // the buyer invoices the collective too: only payments are set off
	FinalisedAt      *time.Time
	FinalisedByID    *uint
	Released         bool // of a credit note: the period it takes back will be invoiced again when its time comes
	Carried          bool // the system before issued it: it keeps its number, its paper is there, and our series know nothing of it
	FileID           *uint
	FileSHA256       string `gorm:"column:file_sha256"`
	XMLFileID        *uint  `gorm:"column:xml_file_id"` // the electronic form, written at issue; nil where there is none
	XMLSHA256        string `gorm:"column:xml_sha256"`
	CreatedAt        time.Time

	Lines         []InvoiceLine `gorm:"-"`
	Part          *PoolPart     `gorm:"-"` // set where it is no document but a line of one that a head got for all its members
	PayBy         string        `gorm:"-"` // when it is due now: later than DueOn where a settled debit was given back (SDD2)
	SettledCents  int64         `gorm:"-"` // by payments and credit notes
	CreditedCents int64         `gorm:"-"` // of these, by credit notes
	WrittenCents  int64         `gorm:"-"` // not expected any more

	Every period.Interval `gorm:"-"` // how long a period of its subscription lasts, for lines whose period has not begun

	toldTogether bool    // while it is made: word of it is promised with others
	freed        []freed // of a credit note just made: what had paid what it takes back
}

// FullName is the number as everybody sees it; a draft has none.
func (i Invoice) FullName() string {
	if i.FullNumber == nil {
		return ""
	}
	return *i.FullNumber
}

// DueCents is what is left to pay.
func (i Invoice) DueCents() int64 {
	if i.Kind == CreditNote {
		return 0
	}
	return i.TotalCents - i.SettledCents - i.WrittenCents
}

// Payment is how far it is settled.
func (i Invoice) Payment() PaymentState {
	switch {
	case i.WrittenCents > 0 && i.DueCents() == 0:
		return WrittenOff
	case i.SettledCents == 0:
		return Unpaid
	case i.SettledCents < i.TotalCents:
		return PartlyPaid
	case i.CreditedCents == i.TotalCents:
		return Credited
	}
	return Paid
}

// LastDay is the last day it is for; it must be for some.
func (i Invoice) LastDay() time.Time { return day(i.ServiceTo).AddDate(0, 0, -1) }

// PaidCents is what payments settle of it.
func (i Invoice) PaidCents() int64 { return i.SettledCents - i.CreditedCents }

// Late reports whether something is due after its date.
func (i Invoice) Late(day time.Time) bool {
	return i.DueCents() > 0 && i.Due() != "" && day.Format(time.DateOnly) > i.Due()
}

// Due is the day it is to be paid by.
func (i Invoice) Due() string {
	if i.PayBy != "" {
		return i.PayBy
	}
	return i.DueOn
}

// Totals are the sums with their tax groups, from the lines.
func (i Invoice) Totals() money.Totals {
	sums, _ := totals(i.PlainLines())
	return sums
}

// PlainLines are the lines without their place in the table.
func (i Invoice) PlainLines() []Line {
	lines := make([]Line, len(i.Lines))
	for n, l := range i.Lines {
		lines[n] = l.Line
	}
	return lines
}

// Transfer is how what is left is paid by bank.
func (i Invoice) Transfer() bank.Transfer {
	return bank.Transfer{Name: i.Seller.LegalName, IBAN: i.Seller.IBAN, BIC: i.Seller.BIC, Cents: i.DueCents(), Text: i.PaymentReference}
}

// moneyRoles may see an organisation's documents.
func seesMoney(u people.User, organisationID uint) bool {
	m, in := u.In(organisationID)
	return in && m.May(people.Treasurer) || u.Is(people.Operator, people.Accountant)
}

// FindInvoice returns the final document with that ref, with lines and what was settled, if u keeps the money of its organisation or
// of the collective; else store.ErrNotFound.
func FindInvoice(ctx context.Context, db *gorm.DB, u people.User, ref string) (Invoice, error) {
	i, err := store.From[Invoice](db).Where("ref = ? and state = ?", ref, Final).Preload("Corrects", nil).Take(ctx)
	if err != nil {
		return i, err
	}
	if !seesMoney(u, i.OrganisationID) {
		return Invoice{}, store.ErrNotFound
	}
	return i.whole(ctx, db)
}

// LoadInvoice returns a document with its lines and what was settled, for jobs and other areas.
func LoadInvoice(ctx context.Context, db *gorm.DB, id uint) (Invoice, error) {
	i, err := store.From[Invoice](db).Where("id = ?", id).Preload("Corrects", nil).Take(ctx)
	if err != nil {
		return i, err
	}
	return i.whole(ctx, db)
}

// InvoiceOf returns the document a pro forma became, else store.ErrNotFound.
func InvoiceOf(ctx context.Context, db *gorm.DB, proFormaID uint) (Invoice, error) {
	i, err := store.From[Invoice](db).Where("pro_forma_id = ?", proFormaID).Take(ctx)
	if err != nil {
		return i, err
	}
	return i.whole(ctx, db)
}

func (i Invoice) whole(ctx context.Context, db *gorm.DB) (Invoice, error) {
	var err error
	if i.Lines, err = store.From[InvoiceLine](db).Where("invoice_id = ?", i.ID).Order("position").Find(ctx); err != nil {
		return i, err
	}
	all := []Invoice{i}
	err = settled(ctx, db, all)
	return all[0], err
}

// settled fills in what each invoice's payments and credit notes settled, in one statement.
func settled(ctx context.Context, db *gorm.DB, invoices []Invoice) error {
	ids := make([]uint, len(invoices))
	for n, i := range invoices {
		ids[n] = i.ID
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		InvoiceID     uint
		DueOn         string
		DueCents      int64
		CreditedCents int64
		WrittenCents  int64
		Every         period.Interval
	}
	err := db.WithContext(ctx).Table("invoice_dues").Where("invoice_id in ?", ids).
		Select("*, (select s.period from invoices i join subscriptions s on s.id = i.subscription_id where i.id = invoice_dues.invoice_id) as every").Scan(&rows).Error
	for _, r := range rows {
		for n := range invoices {
			if invoices[n].ID == r.InvoiceID {
				invoices[n].PayBy, invoices[n].Every = dayOnly(r.DueOn), r.Every
				invoices[n].SettledCents, invoices[n].CreditedCents, invoices[n].WrittenCents = invoices[n].TotalCents-r.DueCents-r.WrittenCents, r.CreditedCents, r.WrittenCents
			}
		}
	}
	return err
}
