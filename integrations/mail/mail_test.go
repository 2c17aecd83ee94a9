package mail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"
)

func letter() mail.Message {
	return mail.Message{
		From: mail.Address{Name: "Indie.Host", Address: "bonjour@indie.example"}, To: mail.Address{Name: "Ada Lovelace", Address: "ada@fee.example"},
		Subject: "Votre lien : à tout de suite ☕", Text: "Bonjour Ada,\n\n.un point en tête de ligne\nhttps://portail.example/fr/x\n", HTML: "<p>Bonjour <b>Ada</b>, été</p>",
		Language: "fr", Date: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), MessageID: "<abc@indie.example>",
		References: []string{"<one@indie.example>", "<two@indie.example>"}, Automatic: true,
		Attachments: []mail.Attachment{{Name: "Pro forma n° 1.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.7 …")}},
	}
}

func sender(t *testing.T, address string) *mail.Sender {
	t.Helper()
	s, err := mail.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func class(err error) mail.Class {
	var p mail.Problem
	errors.As(err, &p)
	return p.Class
}

func TestALetterArrivesWhole(t *testing.T) {
	server := mailtest.Start(t)
	if err := sender(t, server.URL()).Send(context.Background(), letter()); err != nil {
		t.Fatal(err)
	}
	got := server.Letters()[0]
	if got.From != "bonjour@indie.example" || got.To != "ada@fee.example" {
		t.Fatal(got.From, got.To)
	}
	r, err := gomail.CreateReader(strings.NewReader(got.Raw))
	if err != nil {
		t.Fatal(err)
	}
	h := r.Header
	subject, _ := h.Subject()
	date, _ := h.Date()
	id, _ := h.MessageID()
	references, _ := h.MsgIDList("References")
	answered, _ := h.MsgIDList("In-Reply-To")
	to, _ := h.AddressList("To")
	want := letter()
	if subject != want.Subject || !date.Equal(want.Date) || id != "abc@indie.example" || fmt.Sprint(references) != "[one@indie.example two@indie.example]" ||
		fmt.Sprint(answered) != "[two@indie.example]" || to[0].Name != "Ada Lovelace" {
		t.Fatalf("%q %s %s %v %v %v", subject, date, id, references, answered, to)
	}
	for name, value := range map[string]string{"Auto-Submitted": "auto-generated", "Content-Language": "fr", "List-Unsubscribe": "", "User-Agent": "", "X-Mailer": ""} {
		if h.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, h.Get(name), value)
		}
	}
	parts := map[string]string{}
	walk(t, got.Raw, parts)
	if strings.ReplaceAll(parts["text/plain"], "\r\n", "\n") != want.Text || parts["text/html"] != want.HTML || parts["application/pdf"] != "%PDF-1.7 …" {
		t.Fatalf("%q", parts)
	}
	if !strings.Contains(got.Raw, "multipart/alternative") {
		t.Fatal("no alternatives")
	}
}

// walk notes each part of a message by its type.
func walk(t *testing.T, raw string, parts map[string]string) {
	t.Helper()
	e, err := message.Read(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	err = e.Walk(func(_ []int, part *message.Entity, err error) error {
		kind, _, _ := part.Header.ContentType()
		if strings.HasPrefix(kind, "multipart/") || err != nil {
			return err
		}
		body, err := io.ReadAll(part.Body)
		parts[kind] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotTransactionalCanBeUnsubscribed(t *testing.T) {
	server, m := mailtest.Start(t), letter()
	m.Unsubscribe = "https://portail.example/fr/u/x"
	if err := sender(t, server.URL()).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	h := server.Letters()[0].Message.Header
	if h.Get("List-Unsubscribe") != "<https://portail.example/fr/u/x>" || h.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatal(h)
	}
}

func TestEachKindOfFailureHasItsClass(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL())
	for behaviour, want := range map[mailtest.Behaviour]mail.Class{
		mailtest.Refuse: mail.Refused, mailtest.Defer: mail.Deferred, mailtest.DropAfterData: mail.Cut,
	} {
		server.Behave(behaviour)
		err := s.Send(context.Background(), letter())
		if class(err) != want {
			t.Errorf("%d: %v, want %s", behaviour, err, want)
		}
		if strings.Contains(fmt.Sprint(err), "ada@") || strings.Contains(fmt.Sprint(err), "no such") {
			t.Errorf("the error tells too much: %v", err)
		}
	}
	server.Behave(mailtest.DropInData)
	long := letter()
	long.Attachments[0].Content = []byte(strings.Repeat("x", 4<<20))
	if err := s.Send(context.Background(), long); class(err) != mail.Unreachable {
		t.Errorf("in the middle: %v", err)
	}
	server.Stop()
	err := s.Send(context.Background(), letter())
	var p mail.Problem
	if !errors.As(err, &p) || p.Class != mail.Unreachable || !p.Passes() {
		t.Errorf("down: %v", err)
	}
}

func TestAServerThatNeverAnswersIsGivenUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer stop()
	if err := sender(t, "smtp://"+l.Addr().String()).Send(ctx, letter()); class(err) != mail.Unreachable {
		t.Fatal(err)
	}
}

func TestThePasswordIsGivenToThisMachineOrEncryptedOnly(t *testing.T) {
	server := mailtest.Start(t)
	at := strings.TrimPrefix(server.URL(), "smtp://")
	if err := sender(t, "smtp://portal:wrong@"+at).Send(context.Background(), letter()); class(err) != mail.Login {
		t.Errorf("a wrong password: %v", err)
	}
	if err := sender(t, "smtp://portal:secret@"+at).Send(context.Background(), letter()); err != nil {
		t.Error(err)
	}
	if len(server.Letters()) != 1 {
		t.Error(len(server.Letters()))
	}
}

func TestHeadersCannotBeSmuggled(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL())
	for name, spoil := range map[string]func(*mail.Message){
		"subject": func(m *mail.Message) { m.Subject = "x\r\nBcc: eve@ailleurs.example" }, "name": func(m *mail.Message) { m.To.Name = "A\nX: y" },
		"address": func(m *mail.Message) { m.To.Address = "ada@fee.example\r\nRCPT TO:<eve@ailleurs.example>" }, "id": func(m *mail.Message) { m.MessageID = "<a@b>\nX: y" },
		"reference": func(m *mail.Message) { m.References = []string{"<a@b>\r\nX: y"} }, "file": func(m *mail.Message) { m.Attachments[0].Name = "a\r\nX: y.pdf" },
		"unsubscribe": func(m *mail.Message) { m.Unsubscribe = "https://x\r\nX: y" }, "two addresses": func(m *mail.Message) { m.To.Address = "a@b.example, eve@c.example" },
	} {
		m := letter()
		spoil(&m)
		if err := s.Send(context.Background(), m); class(err) != mail.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(server.Letters()); n != 0 {
		t.Errorf("%d letters went out", n)
	}
}

func TestAddressesOfServers(t *testing.T) {
	for address, good := range map[string]bool{
		"smtp://localhost": true, "smtps://u:p@mail.example": true, "smtp://mail.example:25?tls=off": true,
		"": false, "mail.example": false, "http://mail.example": false, "smtp://:25": false, "smtp://mail.example:99999": false, "smtp://u:se%cret@mail.example": false,
	} {
		_, err := mail.Open(address)
		if (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "cret") {
			t.Errorf("the password is shown: %v", err)
		}
	}
}
