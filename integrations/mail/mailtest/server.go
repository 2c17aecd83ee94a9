// Package mailtest is a mail server for tests: real SMTP over TCP, which can refuse, defer, or drop the line.
package mailtest

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Server takes letters and keeps them.
type Server struct {
	mu       sync.Mutex
	received []Received
	behave   Behaviour
	address  string
	listens  net.Listener
	running  *smtp.Server
	secure   *tls.Config
	holding  chan struct{}
	once     map[string]Behaviour // of the next letter to an address
}

// Received is a letter as it came in.
type Received struct {
	From, To string
	Raw      string
	Message  *mail.Message
	Body     string
}

// Behaviour is what the server does with the next letters.
type Behaviour int

// What a server can do.
const (
	Take           Behaviour = iota // take the letter
	Refuse                          // 550 at the receiver
	Defer                           // 451 at the receiver
	DropAfterData                   // take the whole text, then drop the line without an answer
	DropInData                      // drop the line in the middle of the text
	HoldBeforeData                  // say nothing to the receiver's name, until the line breaks
	HoldInData                      // stop reading in the middle of the text, until the line breaks
	HoldAfterData                   // take the whole text, then say nothing, until the line breaks
)

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{holding: make(chan struct{}, 10)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	s.serve(l)
	t.Cleanup(s.Stop)
	return s
}

// StartTLS runs a server that can be encrypted with the certificate in secure: from the first byte when wrapped, else by STARTTLS.
func StartTLS(t testing.TB, secure *tls.Config, wrapped bool) *Server {
	t.Helper()
	s := &Server{secure: secure, holding: make(chan struct{}, 10)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	if wrapped {
		l = tls.NewListener(l, secure)
	}
	s.serve(l)
	t.Cleanup(s.Stop)
	return s
}

func (s *Server) serve(l net.Listener) {
	running := smtp.NewServer(s)
	running.Domain, running.AllowInsecureAuth, running.TLSConfig = "mx.example", s.secure == nil, s.secure
	running.ReadTimeout, running.WriteTimeout, running.MaxMessageBytes = patience, patience, 30<<20
	running.ErrorLog = log.New(io.Discard, "", 0) // lines that break are what some tests are about
	s.listens, s.running = l, running
	go func() { _ = running.Serve(l) }()
}

// patience is how long a whole text may take to come in: some are large, and the machine may be busy with others.
const patience = 2 * time.Minute

// Stop closes the port, as a server that is down. The library knows the port only once it serves, which may be later.
func (s *Server) Stop() {
	_ = s.listens.Close()
	_ = s.running.Close()
}

// Restart opens the same port again.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	s.serve(l)
}

// URL is the address for SMTP_URL.
func (s *Server) URL() string { return "smtp://" + s.address }

// Behave sets what happens to the next letters.
func (s *Server) Behave(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behave = b
}

// BehaveOnce sets what happens to the next letter to one address.
func (s *Server) BehaveOnce(to string, b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.once == nil {
		s.once = map[string]Behaviour{}
	}
	s.once[to] = b
}

// Holding tells when the server has begun to hold.
func (s *Server) Holding() <-chan struct{} { return s.holding }

// Letters returns what came in so far.
func (s *Server) Letters() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.received...)
}

// NewSession begins a conversation.
func (s *Server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &session{server: s, conn: c, behave: s.behave}, nil
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	behave   Behaviour
	from, to string
}

// AuthMechanisms are the ways to log in.
func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth knows one person: "portal" with the password "secret".
func (*session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if name != "portal" || password != "secret" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// Mail notes the sender.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

// Rcpt notes the receiver, or answers as told.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	if b, told := s.server.once[to]; told {
		s.behave = b
		delete(s.server.once, to)
	}
	s.server.mu.Unlock()
	switch s.behave {
	case Refuse:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person " + to}
	case Defer:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come back later"}
	case HoldBeforeData:
		return s.hold()
	}
	s.to = to
	return nil
}

// Data takes the text.
func (s *session) Data(r io.Reader) error {
	if s.behave == DropInData {
		_, _ = io.CopyN(io.Discard, r, 10)
		return s.drop()
	}
	if s.behave == HoldInData {
		_, _ = io.CopyN(io.Discard, r, 10)
		return s.hold()
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	message, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(message.Body)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	s.server.received = append(s.server.received, Received{From: s.from, To: s.to, Raw: string(raw), Message: message, Body: string(body)})
	s.server.mu.Unlock()
	switch s.behave {
	case DropAfterData:
		return s.drop()
	case HoldAfterData:
		return s.hold()
	}
	return nil
}

// hold waits until the other side breaks the line: it reads what still comes, and answers nothing.
func (s *session) hold() error {
	_ = s.conn.Conn().SetReadDeadline(time.Time{})
	s.server.holding <- struct{}{}
	_, _ = io.Copy(io.Discard, s.conn.Conn())
	return errors.New("held")
}

func (s *session) drop() error {
	_ = s.conn.Conn().Close()
	return errors.New("dropped")
}

// Reset begins the next letter.
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout ends the conversation.
func (*session) Logout() error { return nil }
