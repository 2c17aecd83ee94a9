// Package pain writes and checks payment files as banks read them: ISO 20022 pain.001.001.09 (reciprocity.md 9.1). It is pure: values in,
// bytes out. Addresses are left out on purpose: unstructured ones are rejected since 15 November 2026.
package pain

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing/bank"
)

// Namespace is the version that is written.
const Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

// Limits of the format.
const (
	MaxID   = 35
	MaxName = 70
	MaxText = 140
	maxSum  = 99_999_999_999 // cents of one payment
	maxRows = 10_000
)

// ErrRefused says that something cannot stand in a payment file; the error's text says what.
var ErrRefused = errors.New("pain: refused")

// File is an order to the bank: payments of one account on one day.
type File struct {
	ID       string // of the message: unique for ever
	Created  time.Time
	On       string // the day the bank executes it, YYYY-MM-DD
	Debtor   Party
	Payments []Payment
}

// Party is a holder with an account.
type Party struct {
	Name string // as the bank knows it
	IBAN string
	BIC  string // may be empty
}

// Payment is one transfer in euros.
type Payment struct {
	ID    string // the end-to-end id, unique
	To    Party
	Cents int64
	Text  string
}

// Cents is the sum of the payments.
func (f File) Cents() int64 {
	var sum int64
	for _, p := range f.Payments {
		sum += p.Cents
	}
	return sum
}

// Write writes the file, and reads it again as a bank would before it gives it away. The same values give the same bytes.
func Write(f File) ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", "  ")
	if err := e.Encode(f.document()); err != nil {
		return nil, err
	}
	out.WriteString("\n")
	return out.Bytes(), Check(out.Bytes())
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRefused}, args...)...)
}

func (f File) check() error {
	day, err := time.Parse(time.DateOnly, f.On)
	switch {
	case err != nil:
		return refuse("day %q", f.On)
	case !BankingDay(day):
		return refuse("%s is no banking day", f.On)
	case f.On < f.Created.Format(time.DateOnly):
		return refuse("%s is past", f.On)
	case len(f.Payments) == 0 || len(f.Payments) > maxRows:
		return refuse("%d payments", len(f.Payments))
	}
	seen := map[string]bool{}
	for _, p := range f.Payments {
		if seen[p.ID] {
			return refuse("payment %q stands twice", p.ID)
		}
		seen[p.ID] = true
		if p.Cents < 1 || p.Cents > maxSum {
			return refuse("%d cents", p.Cents)
		}
		if err := p.To.check(); err != nil {
			return err
		}
	}
	return f.Debtor.check()
}

func (p Party) check() error {
	if iban, ok := bank.CleanIBAN(p.IBAN); !ok || iban != p.IBAN {
		return refuse("an account number")
	}
	if code, ok := bank.CleanBIC(p.BIC); p.BIC != "" && (!ok || code != p.BIC) {
		return refuse("bank code %q", p.BIC)
	}
	if !readable(Plain(p.Name, MaxName)) {
		return refuse("the name %q has no letter a bank could read", p.Name)
	}
	return nil
}

// The parts of the file, in the order of the schema.
type (
	document struct {
		XMLName xml.Name `xml:"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 Document"`
		Header  header   `xml:"CstmrCdtTrfInitn>GrpHdr"`
		Order   order    `xml:"CstmrCdtTrfInitn>PmtInf"`
	}
	header struct {
		MsgID   string `xml:"MsgId"`
		Created string `xml:"CreDtTm"`
		Count   int    `xml:"NbOfTxs"`
		Sum     string `xml:"CtrlSum"`
		Name    string `xml:"InitgPty>Nm"`
	}
	order struct {
		ID      string     `xml:"PmtInfId"`
		Method  string     `xml:"PmtMtd"`
		Batch   bool       `xml:"BtchBookg"`
		Count   int        `xml:"NbOfTxs"`
		Sum     string     `xml:"CtrlSum"`
		Level   string     `xml:"PmtTpInf>SvcLvl>Cd"`
		Day     string     `xml:"ReqdExctnDt>Dt"`
		Name    string     `xml:"Dbtr>Nm"`
		Account string     `xml:"DbtrAcct>Id>IBAN"`
		Agent   agent      `xml:"DbtrAgt"`
		Charges string     `xml:"ChrgBr"`
		Rows    []transfer `xml:"CdtTrfTxInf"`
	}
	transfer struct {
		ID      string `xml:"PmtId>EndToEndId"`
		Amount  amount `xml:"Amt>InstdAmt"`
		Agent   *agent `xml:"CdtrAgt"`
		Name    string `xml:"Cdtr>Nm"`
		Account string `xml:"CdtrAcct>Id>IBAN"`
		Text    string `xml:"RmtInf>Ustrd,omitempty"`
	}
	agent struct {
		Institution institution `xml:"FinInstnId"`
	}
	institution struct {
		BIC   string `xml:"BICFI,omitempty"`
		Other *other `xml:"Othr"`
	}
	other struct {
		ID string `xml:"Id"`
	}
	amount struct {
		Currency string `xml:"Ccy,attr"`
		Value    string `xml:",chardata"`
	}
)

func (f File) document() document {
	d := document{
		Header: header{f.ID, f.Created.Format("2006-01-02T15:04:05"), len(f.Payments), euros(f.Cents()), Plain(f.Debtor.Name, MaxName)},
		Order: order{
			ID: f.ID, Method: "TRF", Batch: true, Count: len(f.Payments), Sum: euros(f.Cents()), Level: "SEPA", Day: f.On,
			Name: Plain(f.Debtor.Name, MaxName), Account: f.Debtor.IBAN, Agent: agent{institution{BIC: f.Debtor.BIC}}, Charges: "SLEV",
		},
	}
	if f.Debtor.BIC == "" {
		d.Order.Agent.Institution.Other = &other{"NOTPROVIDED"}
	}
	for _, p := range f.Payments {
		t := transfer{ID: p.ID, Amount: amount{"EUR", euros(p.Cents)}, Name: Plain(p.To.Name, MaxName), Account: p.To.IBAN, Text: Plain(p.Text, MaxText)}
		if p.To.BIC != "" {
			t.Agent = &agent{institution{BIC: p.To.BIC}}
		}
		d.Order.Rows = append(d.Order.Rows, t)
	}
	return d
}

// euros writes cents as banks read them.
func euros(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }
