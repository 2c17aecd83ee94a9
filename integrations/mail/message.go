package mail

import (
	"bytes"
	"errors"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Address is a name and an address.
type Address struct{ Name, Address string }

// Attachment is a file that goes along.
type Attachment struct {
	Name      string
	MediaType string
	Content   []byte
}

// Message is a letter as it is sent: a text part written as such, and the same in HTML.
type Message struct {
	From, To    Address
	ReplyTo     Address // empty: the sender
	Subject     string
	Text        string
	HTML        string // may be empty
	Language    string // as in "fr"
	Date        time.Time
	MessageID   string   // with its angle brackets
	References  []string // Message-IDs of the letters before, oldest first
	Automatic   bool     // written by a machine (RFC 3834): nobody's holiday note answers it
	Unsubscribe string   // https address of RFC 8058, on what is not transactional
	Attachments []Attachment
}

var errBroken = errors.New("mail: a line break in a header")

// compose writes the message, or refuses a line break in any header (quality.md 4.1 line 8).
func (m Message) compose() (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(m.From.parsed())
	msg.ToMailAddress(m.To.parsed())
	if m.ReplyTo.Address != "" {
		msg.ReplyToMailAddress(m.ReplyTo.parsed())
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(strings.Trim(m.MessageID, "<>"))
	m.headers(msg)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		if err := msg.AttachReader(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.MediaType))); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

func (m Message) headers(msg *gomail.Msg) {
	if n := len(m.References); n > 0 {
		msg.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, m.References[n-1])
		msg.SetGenHeaderPreformatted(gomail.HeaderReferences, strings.Join(m.References, "\r\n "))
	}
	if m.Automatic {
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
		msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	}
	if m.Language != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	}
	if m.Unsubscribe != "" {
		msg.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
}

// check looks at everything that becomes a header.
func (m Message) check() error {
	lines := append([]string{
		m.From.Name, m.From.Address, m.To.Name, m.To.Address, m.ReplyTo.Name, m.ReplyTo.Address, m.Subject,
		m.Language, m.MessageID, m.Unsubscribe,
	}, m.References...)
	for _, a := range m.Attachments {
		lines = append(lines, a.Name, a.MediaType)
	}
	for _, line := range lines {
		if strings.ContainsAny(line, "\r\n\x00") {
			return errBroken
		}
	}
	for _, a := range []Address{m.From, m.To} {
		if parsed, err := mail.ParseAddress(a.Address); err != nil || parsed.Address != a.Address {
			return errors.New("mail: not an address")
		}
	}
	if m.MessageID == "" || m.Text == "" {
		return errors.New("mail: a letter needs an id and a text")
	}
	return nil
}

func (a Address) parsed() *mail.Address { return &mail.Address{Name: a.Name, Address: a.Address} }
