package statement

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// ReadCAMT reads a CAMT.053 file: every statement in it, every booked entry, batches cut into their movements where the bank details them.
func ReadCAMT(content []byte) (File, error) {
	f := File{Format: CAMT}
	if len(content) > MaxBytes {
		return f, fmt.Errorf("%w: too large", ErrUnreadable)
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = charset
	root, lines := false, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		element, begins := token.(xml.StartElement)
		if !begins {
			continue
		}
		if element.Name.Local == "BkToCstmrStmt" {
			root = true
		}
		if !root || element.Name.Local != "Stmt" {
			continue
		}
		var s camtStatement
		if err := d.DecodeElement(&s, &element); err != nil {
			return f, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if lines += len(s.Entries); lines > MaxLines {
			return f, fmt.Errorf("%w: too many entries", ErrUnreadable)
		}
		if err := f.take(s); err != nil {
			return f, err
		}
	}
	if !root {
		return f, fmt.Errorf("%w: no BkToCstmrStmt", ErrUnreadable)
	}
	f.number()
	return f, nil
}

// charset reads the alphabets that banks still write XML in.
func charset(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return input, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1.NewDecoder().Reader(input), nil
	case "iso-8859-15":
		return charmap.ISO8859_15.NewDecoder().Reader(input), nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252.NewDecoder().Reader(input), nil
	}
	return nil, fmt.Errorf("%w: alphabet %q", ErrUnreadable, label)
}

// take understands one statement.
func (f *File) take(c camtStatement) error {
	s := Statement{Account: squeezeAccount(c.Account.IBAN), Number: tidy(c.ID), Currency: strings.ToUpper(tidy(c.Account.Currency))}
	if s.Account == "" {
		s.Account = tidy(c.Account.Other)
	}
	if err := s.balances(c.Balance); err != nil {
		return err
	}
	for _, e := range c.Entries {
		if s.Currency == "" {
			s.Currency = strings.ToUpper(tidy(e.Amount.Currency))
		}
		if !e.booked() {
			f.Pending++
			continue
		}
		lines, err := e.lines()
		if err != nil {
			return err
		}
		s.Lines = append(s.Lines, lines...)
	}
	f.Statements = append(f.Statements, s)
	return nil
}

// balances takes the opening and closing balance. A statement cut in pages opens and closes with interim balances (ITBD).
func (s *Statement) balances(all []camtBalance) error {
	var interim []int64
	for _, b := range all {
		cents, err := centsOf(b.Amount.Value, b.Sign)
		if err != nil {
			return err
		}
		if s.Currency == "" {
			s.Currency = strings.ToUpper(tidy(b.Amount.Currency))
		}
		switch code := strings.TrimSpace(b.Code); {
		case code == "OPBD", code == "PRCD" && s.Opening == nil:
			s.Opening = &cents
		case code == "CLBD":
			s.Closing = &cents
		case code == "ITBD":
			interim = append(interim, cents)
		}
	}
	if s.Opening == nil && len(interim) > 0 {
		s.Opening, interim = &interim[0], interim[1:]
	}
	if s.Closing == nil && len(interim) > 0 {
		s.Closing = &interim[len(interim)-1]
	}
	return nil
}

// booked reports whether the bank has booked the entry. One without a status is.
func (e camtEntry) booked() bool {
	status := strings.ToUpper(tidy(e.Status.Code + " " + e.Status.Text))
	return status == "" || strings.Contains(status, "BOOK")
}

// lines are the movements of an entry: those of a batch when the bank details them and they add up, else the entry itself.
func (e camtEntry) lines() ([]Line, error) {
	whole, err := centsOf(e.Amount.Value, e.Sign)
	if err != nil {
		return nil, err
	}
	line := Line{
		Cents: whole, Currency: strings.ToUpper(tidy(e.Amount.Currency)), Reversal: truth(e.Reversal), BookedOn: e.Booked.day(), ValueOn: e.Value.day(),
		BankReference: tidy(e.BankReference), // NtryRef often counts within one file: it names nothing
	}
	if line.BookedOn == "" {
		line.BookedOn = line.ValueOn
	}
	if line.BookedOn == "" {
		return nil, fmt.Errorf("%w: an entry without a day", ErrUnreadable)
	}
	if line.ValueOn == "" {
		line.ValueOn = line.BookedOn
	}
	if parts := e.batch(line); parts != nil {
		return parts, nil
	}
	if len(e.Details) == 1 {
		line.detail(e.Details[0])
	} else {
		for _, tx := range e.Details {
			line.Text = joined(line.Text, strings.Join(tx.Free, " "))
		}
		line.Batch, _ = strconv.Atoi(strings.TrimSpace(e.Count)) // a hint only
		line.Batch = max(line.Batch, len(e.Details))
	}
	if line.Text == "" || len(e.Details) != 1 {
		line.Text = joined(line.Text, e.More)
	}
	if line.Cents == 0 {
		return nil, nil // some banks tell of movements of nothing
	}
	return []Line{line}, nil
}

// batch cuts an entry into its movements; nil when they are not told, or do not add up to it.
func (e camtEntry) batch(line Line) []Line {
	if len(e.Details) < 2 || len(e.Details) > MaxLines {
		return nil
	}
	var parts []Line
	var sum int64
	for _, tx := range e.Details {
		amount, sign := tx.amount(), tx.Sign
		if tidy(sign) == "" {
			sign = e.Sign
		}
		cents, err := centsOf(amount.Value, sign)
		if err != nil || cents == 0 || !strings.EqualFold(tidy(amount.Currency), line.Currency) {
			return nil
		}
		part := line
		part.Cents, part.Batch = cents, len(e.Details)
		part.detail(tx)
		parts, sum = append(parts, part), sum+cents
	}
	if sum != line.Cents {
		return nil
	}
	return parts
}

// amount is what one movement of a batch is about: version 08 says it outside, version 02 inside.
func (t camtTx) amount() camtAmount {
	if strings.TrimSpace(t.Amount.Value) != "" {
		return t.Amount
	}
	return t.Inner
}

// detail tells of one movement: who, what for, in which currency.
func (l *Line) detail(tx camtTx) {
	if l.Cents > 0 {
		l.Counterparty, l.CounterAccount = tx.Parties.Debtor.name(), squeezeAccount(tx.Parties.DebtorAccount)
		if last := tx.Parties.LastDebtor.name(); l.Counterparty == "" {
			l.Counterparty = last
		}
	} else {
		l.Counterparty, l.CounterAccount = tx.Parties.Creditor.name(), squeezeAccount(tx.Parties.CreditorAccount)
	}
	if r := tidy(tx.EndToEnd); !strings.EqualFold(r, "NOTPROVIDED") {
		l.Reference = r
	}
	l.BankReference = joined(l.BankReference, tx.BankReference)
	texts := []string{strings.Join(tx.Free, " ")}
	for _, s := range tx.Structured {
		texts = append(texts, s.Creditor, strings.Join(s.Document, " "), strings.Join(s.More, " "))
	}
	l.Text = joined(append(texts, tx.Return, tx.More)...)
	if foreign := strings.ToUpper(tidy(tx.Instructed.Currency)); foreign != "" && foreign != l.Currency {
		if cents, err := centsOf(tx.Instructed.Value, "CRDT"); err == nil {
			l.Foreign, l.ForeignCents = foreign, cents
		}
	}
}

// day reads a day, or the day of an instant.
func (d camtDate) day() string {
	for _, text := range []string{strings.TrimSpace(d.Day), strings.TrimSpace(d.Time)} {
		if len(text) < len(time.DateOnly) {
			continue
		}
		if at, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)]); err == nil && at.Year() >= 1990 && at.Year() < 2200 {
			return at.Format(time.DateOnly)
		}
	}
	return ""
}

var camtNumber = regexp.MustCompile(`^([0-9]{1,13})(?:\.([0-9]{0,5}))?$`)

// centsOf reads an amount of CAMT.053, which has a point and no sign: the sign is a word. Parts of a cent are refused.
func centsOf(value, sign string) (int64, error) {
	parts := camtNumber.FindStringSubmatch(strings.TrimSpace(value))
	if parts == nil {
		return 0, fmt.Errorf("%w: amount %q", ErrUnreadable, tidy(value))
	}
	decimals := strings.TrimRight(parts[2], "0")
	if len(decimals) > 2 {
		return 0, fmt.Errorf("%w: amount %q has parts of a cent", ErrUnreadable, tidy(value))
	}
	cents, err := strconv.ParseInt(parts[1]+(decimals + "00")[:2], 10, 64)
	if err != nil || cents > maxCents {
		return 0, fmt.Errorf("%w: amount %q", ErrUnreadable, tidy(value))
	}
	switch strings.ToUpper(strings.TrimSpace(sign)) {
	case "CRDT":
		return cents, nil
	case "DBIT":
		return -cents, nil
	}
	return 0, fmt.Errorf("%w: neither credit nor debit: %q", ErrUnreadable, tidy(sign))
}

func truth(text string) bool {
	return strings.EqualFold(strings.TrimSpace(text), "true") || strings.TrimSpace(text) == "1"
}

// squeezeAccount writes an account number without blanks, in capitals.
func squeezeAccount(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(tidy(text)), ""))
}
