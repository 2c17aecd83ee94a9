// Package mail hands letters over to a mail server by SMTP. It knows nothing of the house: plain values in, a class of error out.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Class says how the handing over went wrong. It holds no address and no word of the server.
type Class string

// The classes of problems. All but Refused and Invalid pass: the letter waits.
const (
	Unreachable Class = "unreachable" // no connection, or it broke before the text was complete
	Login       Class = "login"       // the server does not accept our name and password, or no encryption
	Deferred    Class = "deferred"    // the server asks to come back later (4xx)
	Refused     Class = "refused"     // the server will not take this letter (5xx)
	Cut         Class = "cut"         // the line broke after the text was complete: it may have arrived
	Invalid     Class = "invalid"     // the letter itself cannot be sent
)

// Problem is the error of a letter that was not taken over.
type Problem struct {
	Class Class
	Code  int // the server's three figures, 0 when it said nothing
}

// Error names the problem for logs.
func (p Problem) Error() string { return fmt.Sprintf("mail: %s (%d)", p.Class, p.Code) }

// Passes reports whether the letter may go later.
func (p Problem) Passes() bool { return p.Class != Refused && p.Class != Invalid }

// Sender hands letters to one mail server.
type Sender struct {
	host    string
	wrapped bool           // encrypted from the first byte (smtps)
	roots   *x509.CertPool // nil: the machine's
	options []gomail.Option
}

// timeout is how long each step with the server may take.
const timeout = 30 * time.Second

// Open reads the address of a mail server: smtp://user:password@host:587 (with STARTTLS) or smtps://…:465. With a password the
// connection must be encrypted, except to this very machine; without one STARTTLS is used when offered. ?tls=off never encrypts.
func Open(address string) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465") // the cause would show the password
	}
	s := &Sender{host: u.Hostname(), options: []gomail.Option{gomail.WithTimeout(timeout)}}
	if err := s.port(u); err != nil {
		return nil, err
	}
	s.encrypt(u)
	if name := u.User.Username(); name != "" {
		secret, _ := u.User.Password()
		s.options = append(s.options, gomail.WithUsername(name), gomail.WithPassword(secret), gomail.WithSMTPAuth(way(u)))
	}
	return s, nil
}

// way is how to log in: what the server offers after STARTTLS; the plain way inside TLS or on this machine.
func way(u *url.URL) gomail.SMTPAuthType {
	if u.Scheme == "smtps" || here(u) {
		return gomail.SMTPAuthPlain
	}
	return gomail.SMTPAuthAutoDiscover
}

// here reports whether the server is this very machine.
func here(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Sender) port(u *url.URL) error {
	port := 587
	if u.Scheme == "smtps" {
		port = 465
	}
	if u.Port() != "" {
		n, err := strconv.Atoi(u.Port())
		if err != nil || n < 1 || n > 65535 {
			return errors.New("SMTP_URL names a port that cannot be one")
		}
		port = n
	}
	s.options = append(s.options, gomail.WithPort(port))
	return nil
}

func (s *Sender) encrypt(u *url.URL) {
	policy := gomail.TLSOpportunistic
	switch {
	case u.Scheme == "smtps":
		s.wrapped, s.options = true, append(s.options, gomail.WithSSL())
		return
	case u.Query().Get("tls") == "off":
		policy = gomail.NoTLS
	case u.User.Username() != "" && !here(u):
		policy = gomail.TLSMandatory
	}
	s.options = append(s.options, gomail.WithTLSPolicy(policy))
}

// Send hands the letter over. nil means the server has taken it; otherwise the error is a Problem.
func (s *Sender) Send(ctx context.Context, m Message) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	msg, err := m.compose()
	if err != nil {
		return Problem{Class: Invalid}
	}
	options := append([]gomail.Option{gomail.WithHELO(greeting(m.From.Address)), gomail.WithTLSConfig(s.tls()), gomail.WithDialContextFunc(s.dial(ctx))}, s.options...)
	client, err := gomail.NewClient(s.host, options...)
	if err != nil {
		return Problem{Class: Invalid}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // a farewell that fails changes nothing
		return nil
	}
	return classify(err)
}

func (s *Sender) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

// dial connects, and drops the line as soon as ctx ends, whatever the server is doing.
func (s *Sender) dial(ctx context.Context) gomail.DialContextFunc {
	return func(dialling context.Context, network, address string) (net.Conn, error) {
		plain := &net.Dialer{Timeout: timeout}
		connect := plain.DialContext
		if s.wrapped {
			connect = (&tls.Dialer{NetDialer: plain, Config: s.tls()}).DialContext
		}
		conn, err := connect(dialling, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	}
}

// greeting is the name we give ourselves: the domain of the sender, never the machine's.
func greeting(from string) string {
	if _, domain, ok := strings.Cut(from, "@"); ok && domain != "" {
		return domain
	}
	return "localhost"
}

// classify tells apart what passes and what does not.
func classify(err error) Problem {
	var said *gomail.SendError
	if !errors.As(err, &said) {
		if text := err.Error(); strings.Contains(text, "AUTH") || strings.Contains(text, "auth") || strings.Contains(text, "STARTTLS") {
			return Problem{Class: Login}
		}
		return Problem{Class: Unreachable}
	}
	p := Problem{Class: Unreachable, Code: said.ErrorCode()}
	switch {
	case p.Code >= 500:
		p.Class = Refused
	case p.Code >= 400:
		p.Class = Deferred
	case said.Reason == gomail.ErrSMTPDataClose:
		p.Class = Cut
	case said.Reason == gomail.ErrGetSender || said.Reason == gomail.ErrGetRcpts || said.Reason == gomail.ErrNoUnencoded:
		p.Class = Invalid
	}
	return p
}
