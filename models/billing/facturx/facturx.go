// Package facturx writes, reads and judges electronic invoices: the semantic model of EN 16931 in the syntax UN/CEFACT Cross Industry
// Invoice, profile EN 16931 of Factur-X. It is pure: plain values in and out, no database, the same bytes for the same document.
//
// Write and Read share one description of where each term stands (shape.go). Check tells every rule of the standard, and of the French
// law around it, that a document breaks (rules.go).
package facturx

import (
	"bytes"
	"errors"
	"fmt"
)

// What our documents always say of themselves.
const (
	Guideline  = "urn:cen.eu:en16931:2017" // BT-24: the profile EN 16931
	Invoice    = "380"                     // BT-3
	CreditNote = "381"                     // BT-3
	FileName   = "factur-x.xml"            // inside the PDF
	MediaType  = "text/xml"
	One        = "C62" // BT-130: a piece, a place, a period
)

// The billing frames of France that we use (BT-23).
const (
	ServiceToPay = "S1"
	ServicePaid  = "S2"
)

// The subjects of notes that we write (BT-21).
const (
	SubjectRecovery  = "PMT"
	SubjectPenalties = "PMD"
	SubjectDiscount  = "AAB"
	SubjectGeneral   = "AAI"
)

// Means of payment that we use (BT-81).
const (
	SEPATransfer    = "58"
	SEPADirectDebit = "59"
	NotDefined      = "1"
)

// ErrForeign says that a text is not a document of the profile that we read, or says more than we understand.
var ErrForeign = errors.New("facturx: not an invoice that we can read")

// largest is how long a document may be that we read, in bytes.
const largest = 4 << 20

// Write writes a document, whatever is missing in it: Check says that.
func Write(d Document) []byte {
	c := codec{writing: true, at: &node{name: root}}
	c.document(&d)
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	c.at.write(&out, 0)
	return out.Bytes()
}

// Read reads a document. It refuses with ErrForeign what is not one, and what holds an element, an attribute or a code in a place where
// we would have to drop it.
func Read(content []byte) (Document, error) {
	if len(content) > largest {
		return Document{}, fmt.Errorf("%w: it is too long", ErrForeign)
	}
	top, err := parse(content)
	if err != nil {
		return Document{}, fmt.Errorf("%w: %s", ErrForeign, err)
	}
	var d Document
	c := codec{at: top}
	c.document(&d)
	c.finished()
	if c.err != nil {
		return Document{}, fmt.Errorf("%w: %s", ErrForeign, c.err)
	}
	return d, nil
}
