package facturx

// Date is a day, YYYY-MM-DD; empty when there is none.
type Date string

// ID is an identifier with the scheme it belongs to (ISO 6523 mostly), which some identifiers do without.
type ID struct {
	Scheme string
	Value  string
}

// Document is an invoice or a credit note in the terms of EN 16931, each named by its number in the standard. Amounts are those of the
// document's currency. Terms that no document of ours can need are not here: a reader that meets them refuses the document.
type Document struct {
	Guideline      string // BT-24: Guideline
	Process        string // BT-23: what is asked for, in France S1 to be paid, S2 paid already
	Number         string // BT-1
	Type           string // BT-3: Invoice or CreditNote
	IssuedOn       Date   // BT-2
	Notes          []Note // BG-1
	Currency       string // BT-5
	TaxCurrency    string // BT-6
	TaxPointOn     Date   // BT-7
	TaxPointCode   string // BT-8: 5 invoice, 29 delivery, 72 payment
	DueOn          Date   // BT-9
	Terms          string // BT-20
	BuyerReference string // BT-10: for French administrations the code of the service
	Contract       string // BT-12
	PurchaseOrder  string // BT-13: for French administrations the commitment number
	Supporting     []Supporting
	Preceding      []Preceding // BG-3: what a credit note corrects
	Seller         Party
	Buyer          Party
	Payee          *Payee          // BG-10, where another one than the seller is paid
	Representative *Representative // BG-11
	Delivery       Delivery
	Period         *Period // BG-14
	Reference      string  // BT-83: what the payer writes with the payment
	Means          []Means // BG-16
	Mandate        Mandate
	Adjustments    []Adjustment // BG-20, BG-21
	Totals         Totals       // BG-22
	Taxes          []Tax        // BG-23
	Lines          []Line       // BG-25
}

// Note is a sentence with the code of its subject (BG-1).
type Note struct {
	Subject string // BT-21: PMT recovery costs, PMD penalties, AAB discount, AAI anything
	Text    string // BT-22
}

// Supporting is another document that belongs to this one (BG-24).
type Supporting struct {
	Number   string // BT-122
	Name     string // BT-123
	Location string // BT-124
}

// Preceding is an invoice that this document speaks of (BG-3).
type Preceding struct {
	Number   string // BT-25
	IssuedOn Date   // BT-26
}

// Party is the seller or the buyer (BG-4, BG-7).
type Party struct {
	ID       string // BT-29, BT-46, in no scheme
	GlobalID ID     // BT-29, BT-46, in a scheme: 0009 is a SIRET
	Name     string // BT-27, BT-44
	Legal    string // BT-33: form, capital and the like; the seller's alone
	LegalID  ID     // BT-30, BT-47: 0002 is a SIREN
	Trading  string // BT-28, BT-45
	Contact  *Contact
	Address  *Address // BG-5, BG-8
	Endpoint ID       // BT-34, BT-49: where electronic invoices are sent
	VAT      string   // BT-31, BT-48
	TaxID    string   // BT-32: how a seller without VAT number is registered; the seller's alone
}

// Contact is whom to ask (BG-6, BG-9).
type Contact struct {
	Name  string // BT-41, BT-56
	Phone string // BT-42, BT-57
	Email string // BT-43, BT-58
}

// Address is a postal address (BG-5, BG-8, BG-12, BG-15).
type Address struct {
	Postcode string
	Line1    string
	Line2    string
	Line3    string
	City     string
	Country  string
	Region   string
}

// Payee is who is paid in the seller's place (BG-10).
type Payee struct {
	ID       string // BT-60, in no scheme
	GlobalID ID     // BT-60, in a scheme
	Name     string // BT-59
	LegalID  ID     // BT-61
}

// Representative stands for the seller before the tax authorities (BG-11).
type Representative struct {
	Name    string   // BT-62
	Address *Address // BG-12
	VAT     string   // BT-63
}

// Delivery is to whom, where and when (BG-13).
type Delivery struct {
	Name    string   // BT-70
	Address *Address // BG-15
	On      Date     // BT-72
}

// Period is from one day to another, both included (BG-14, BG-26).
type Period struct {
	From Date // BT-73, BT-134
	To   Date // BT-74, BT-135
}

// Means is one way of paying (BG-16).
type Means struct {
	Code    string // BT-81: 58 SEPA transfer, 59 SEPA direct debit
	Text    string // BT-82
	Card    *Card
	Debited string // BT-91: the account that is debited
	Account *Account
}

// Account is where a transfer goes (BG-17).
type Account struct {
	IBAN  string // BT-84
	Other string // BT-84, an account that has no IBAN
	Name  string // BT-85
	BIC   string // BT-86
}

// Card is what may be said of a card (BG-18).
type Card struct {
	Number string // BT-87: its last digits
	Holder string // BT-88
}

// Mandate is what lets a seller debit the buyer's account (BG-19).
type Mandate struct {
	Number   string // BT-89
	Creditor string // BT-90
}

// Adjustment is an allowance, or a charge, on the document (BG-20, BG-21) or, without tax of its own, on a line (BG-27, BG-28).
type Adjustment struct {
	Charge     bool
	Percent    Decimal // BT-94, BT-101, BT-138, BT-143
	Base       Decimal // BT-93, BT-100, BT-137, BT-142
	Amount     Decimal // BT-92, BT-99, BT-136, BT-141
	ReasonCode string  // BT-98, BT-105, BT-140, BT-145
	Reason     string  // BT-97, BT-104, BT-139, BT-144
	Category   string  // BT-95, BT-102
	Rate       Decimal // BT-96, BT-103
}

// Totals are the sums of a document (BG-22).
type Totals struct {
	Lines      Decimal // BT-106
	Allowances Decimal // BT-107
	Charges    Decimal // BT-108
	Net        Decimal // BT-109
	VAT        Decimal // BT-110
	OtherVAT   Decimal // BT-111, in the currency of BT-6
	Total      Decimal // BT-112
	Prepaid    Decimal // BT-113
	Rounding   Decimal // BT-114
	Due        Decimal // BT-115
}

// Tax is the tax of all lines with one category and rate (BG-23).
type Tax struct {
	Category   string  // BT-118
	Rate       Decimal // BT-119
	Base       Decimal // BT-116
	Amount     Decimal // BT-117
	Reason     string  // BT-120
	ReasonCode string  // BT-121
}

// Line is one line (BG-25).
type Line struct {
	Number      string // BT-126
	Note        string // BT-127
	StandardID  ID     // BT-157
	Name        string // BT-153
	Description string // BT-154
	Attributes  []Attribute
	Classes     []ID    // BT-158
	GrossPrice  Decimal // BT-148
	Price       Decimal // BT-146
	Quantity    Decimal // BT-129
	Unit        string  // BT-130: C62 is one
	Category    string  // BT-151
	Rate        Decimal // BT-152
	Period      *Period // BG-26
	Adjustments []Adjustment
	Net         Decimal // BT-131
}

// Attribute is a property of what a line sells (BG-32).
type Attribute struct {
	Name  string // BT-160
	Value string // BT-161
}
