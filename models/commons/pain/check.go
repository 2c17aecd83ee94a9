package pain

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing/bank"
)

// element is what the schema says of one element: its parts in their order, or what its text must be.
type element struct {
	name     string
	optional bool
	many     bool
	parts    []element
	text     func(string) bool
}

// amounts is the one element that says more than its text.
const amounts = "InstdAmt"

// parsed is an element of a file.
type parsed struct {
	name  string
	attrs []xml.Attr
	parts []parsed
	text  string
}

var (
	decimalForm = regexp.MustCompile(`^[0-9]{1,15}\.[0-9]{2}$`)
	countForm   = regexp.MustCompile(`^[0-9]{1,15}$`)
	momentForm  = regexp.MustCompile(`^[0-9-]{10}T[0-9:]{8}$`) // Go alone would read a comma and parts of a second
)

// schema is the part of pain.001.001.09 that is written here. What it does not name is refused.
var schema = element{name: "Document", parts: []element{{name: "CstmrCdtTrfInitn", parts: []element{
	{name: "GrpHdr", parts: []element{
		leaf("MsgId", identifier), leaf("CreDtTm", moment), leaf("NbOfTxs", countForm.MatchString), leaf("CtrlSum", decimalForm.MatchString),
		{name: "InitgPty", parts: []element{leaf("Nm", upTo(MaxName))}},
	}},
	{name: "PmtInf", parts: []element{
		leaf("PmtInfId", identifier), leaf("PmtMtd", is("TRF")), leaf("BtchBookg", is("true", "false")), leaf("NbOfTxs", countForm.MatchString), leaf("CtrlSum", decimalForm.MatchString),
		{name: "PmtTpInf", parts: []element{{name: "SvcLvl", parts: []element{leaf("Cd", is("SEPA"))}}}},
		{name: "ReqdExctnDt", parts: []element{leaf("Dt", workday)}},
		{name: "Dbtr", parts: []element{leaf("Nm", upTo(MaxName))}},
		{name: "DbtrAcct", parts: account},
		{name: "DbtrAgt", parts: []element{{name: "FinInstnId", parts: []element{
			{name: "BICFI", optional: true, text: bic}, {name: "Othr", optional: true, parts: []element{leaf("Id", is("NOTPROVIDED"))}},
		}}}},
		leaf("ChrgBr", is("SLEV")),
		{name: "CdtTrfTxInf", many: true, parts: []element{
			{name: "PmtId", parts: []element{leaf("EndToEndId", identifier)}},
			{name: "Amt", parts: []element{leaf(amounts, decimalForm.MatchString)}},
			{name: "CdtrAgt", optional: true, parts: []element{{name: "FinInstnId", parts: []element{leaf("BICFI", bic)}}}},
			{name: "Cdtr", parts: []element{leaf("Nm", upTo(MaxName))}},
			{name: "CdtrAcct", parts: account},
			{name: "RmtInf", optional: true, parts: []element{leaf("Ustrd", upTo(MaxText))}},
		}},
	}},
}}}}

var account = []element{{name: "Id", parts: []element{leaf("IBAN", iban)}}}

func leaf(name string, text func(string) bool) element { return element{name: name, text: text} }

func is(words ...string) func(string) bool {
	return func(text string) bool {
		for _, w := range words {
			if text == w {
				return true
			}
		}
		return false
	}
}

func upTo(most int) func(string) bool {
	return func(text string) bool { return text != "" && len(text) <= most && Plain(text, most) == text }
}

func identifier(text string) bool { return upTo(MaxID)(text) && text != "NOTPROVIDED" }

func iban(text string) bool {
	clean, ok := bank.CleanIBAN(text)
	return ok && clean == text
}

func bic(text string) bool {
	clean, ok := bank.CleanBIC(text)
	return ok && clean == text
}

func moment(text string) bool {
	at, err := time.Parse("2006-01-02T15:04:05", text)
	return err == nil && momentForm.MatchString(text) && at.Year() > 0
}

func workday(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && BankingDay(day)
}

// Check reads a file as a bank does: elements and their order, lengths, characters, account numbers, days, counts and sums.
func Check(content []byte) error {
	if bytes.HasPrefix(content, []byte("\xef\xbb\xbf")) {
		return refuse("the file begins with a byte order mark")
	}
	root, err := parse(content)
	if err != nil {
		return err
	}
	if err := schema.check(root); err != nil {
		return err
	}
	return sums(root)
}

func parse(content []byte) (parsed, error) {
	d := xml.NewDecoder(bytes.NewReader(content))
	open := []parsed{{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return parsed{}, refuse("no XML: %v", err)
		}
		top := &open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if err := bare(t, len(open) == 1); err != nil {
				return parsed{}, err
			}
			open = append(open, parsed{name: t.Name.Local, attrs: t.Attr})
		case xml.EndElement:
			open = open[:len(open)-1]
			open[len(open)-1].parts = append(open[len(open)-1].parts, *top)
		case xml.CharData:
			top.text += string(t)
		case xml.Directive:
			return parsed{}, refuse("a directive")
		case xml.ProcInst:
			if t.Target == "xml" && d.InputOffset() != int64(len("<?xml ?>")+len(t.Inst)) {
				return parsed{}, refuse("an XML declaration that is not at the start")
			}
		}
	}
	if strings.TrimSpace(open[0].text) != "" {
		return parsed{}, refuse("a text beside the document")
	}
	if len(open[0].parts) != 1 {
		return parsed{}, refuse("%d documents", len(open[0].parts))
	}
	return open[0].parts[0], nil
}

// bare says what is wrong with a tag: another namespace than the format's, or an attribute that no element has. Only the root names the
// namespace, and only an amount its currency.
func bare(t xml.StartElement, root bool) error {
	if t.Name.Space != Namespace {
		return refuse("the namespace of %s is %q", t.Name.Local, t.Name.Space)
	}
	for i, a := range t.Attr {
		if i > 0 {
			return refuse("%s has %d attributes", t.Name.Local, len(t.Attr))
		}
		if (a.Name == xml.Name{Local: "xmlns"} && root) || (a.Name == xml.Name{Local: "Ccy"} && t.Name.Local == amounts) {
			continue
		}
		return refuse("%s has the attribute %s", t.Name.Local, a.Name.Local)
	}
	return nil
}

func (e element) check(p parsed) error {
	if p.name != e.name {
		return refuse("%s stands where %s is expected", p.name, e.name)
	}
	if e.text != nil {
		if len(p.parts) > 0 || !e.text(p.text) {
			return refuse("%s may not be %q", e.name, p.text)
		}
		return nil
	}
	if strings.TrimSpace(p.text) != "" {
		return refuse("a text in %s", e.name)
	}
	rest := p.parts
	for _, part := range e.parts {
		count := 0
		for len(rest) > 0 && rest[0].name == part.name && (count == 0 || part.many) {
			if err := part.check(rest[0]); err != nil {
				return err
			}
			rest, count = rest[1:], count+1
		}
		if count == 0 && !part.optional {
			return refuse("%s lacks %s in its place", e.name, part.name)
		}
	}
	if len(rest) > 0 {
		return refuse("%s may not stand there in %s", rest[0].name, e.name)
	}
	return nil
}

// at follows a path of names.
func (p parsed) at(path string) parsed {
	for _, name := range strings.Split(path, "/") {
		next := parsed{}
		for _, part := range p.parts {
			if part.name == name {
				next = part
				break
			}
		}
		p = next
	}
	return p
}

// sums checks what the schema cannot: counts, sums, currencies, and that no payment stands twice.
func sums(root parsed) error {
	initiation := root.at("CstmrCdtTrfInitn")
	order := initiation.at("PmtInf")
	var total int64
	ids := map[string]bool{}
	for _, row := range order.parts {
		if row.name != "CdtTrfTxInf" {
			continue
		}
		amount := row.at("Amt/" + amounts)
		if len(amount.attrs) != 1 || amount.attrs[0].Value != "EUR" {
			return refuse("an amount that is not in euros")
		}
		cents := inCents(amount.text)
		if cents < 1 || cents > maxSum {
			return refuse("the amount %s", amount.text)
		}
		total += cents
		ids[row.at("PmtId/EndToEndId").text] = true
	}
	rows := 0
	for _, row := range order.parts {
		if row.name == "CdtTrfTxInf" {
			rows++
		}
	}
	if len(ids) != rows {
		return refuse("an end-to-end id stands twice")
	}
	if agent := order.at("DbtrAgt/FinInstnId"); len(agent.parts) != 1 {
		return refuse("the debtor's bank is named %d times", len(agent.parts))
	}
	for _, where := range []parsed{initiation.at("GrpHdr"), order} {
		if n, err := strconv.Atoi(where.at("NbOfTxs").text); err != nil || n != rows {
			return refuse("%s counts %s payments, there are %d", where.name, where.at("NbOfTxs").text, rows)
		}
		if sum := inCents(where.at("CtrlSum").text); sum != total {
			return refuse("%s says %s, the payments are %s", where.name, where.at("CtrlSum").text, euros(total))
		}
	}
	return nil
}

func inCents(text string) int64 {
	n, err := strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
