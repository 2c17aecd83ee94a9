package jobs

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"chatiere/integrations/mail"
	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/views/emails"
	"chatiere/views/paths"
)

// Mailer hands letters to a mail server.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// post writes a letter to a person. Safe to repeat: a letter is keyed by its event and its reader.
func (w Worker) post(ctx context.Context, to people.User, l emails.Letter) error {
	if to.DisabledAt != nil || to.ErasedAt != nil {
		return nil
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	d, err := l.Draft(to, host, w.BaseURL)
	if err != nil {
		return err
	}
	_, err = post.Write(ctx, w.DB, d)
	return err
}

// postTo writes a letter to an address without an account.
func (w Worker) postTo(ctx context.Context, address string, l emails.Letter) error {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	d, err := l.DraftTo(address, host, w.BaseURL)
	if err != nil {
		return err
	}
	_, err = post.Write(ctx, w.DB, d)
	return err
}

// hostName is what the collective is called in letters.
func (w Worker) hostName(ctx context.Context) (string, error) {
	host, err := collective.Find(ctx, w.DB)
	if host.Name == "" {
		host.Name = "Chatière"
	}
	return host.Name, err
}

var errHeld = errors.New("jobs: another worker is sending this letter")

// letterWritten sends a letter. A server that is down delays it; a line cut after the text means one more try with the same Message-ID.
func (w Worker) letterWritten(ctx context.Context, news post.LetterWritten) error {
	l, mine, err := post.Claim(ctx, w.DB, news.LetterID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	case !mine && l.Held():
		return errHeld
	case !mine:
		return nil
	case w.Mail == nil && w.Development:
		return w.arrived(ctx, l, true)
	}
	sent := w.send(ctx, l)
	return w.settle(context.WithoutCancel(ctx), l, sent) // what happened is noted even while the program stops
}

func (w Worker) send(ctx context.Context, l post.Letter) error {
	if w.Mail == nil {
		return mail.Problem{Class: "no_server"}
	}
	m, err := w.message(ctx, l)
	if err != nil {
		return err
	}
	return w.Mail.Send(ctx, m)
}

// settle notes what became of the letter; an error makes the queue try again.
func (w Worker) settle(ctx context.Context, l post.Letter, sent error) error {
	var p mail.Problem
	switch {
	case sent == nil:
		return w.arrived(ctx, l, false)
	case !errors.As(sent, &p):
		p.Class = "not_written"
	case !p.Passes():
		return l.Refused(ctx, w.DB, string(p.Class))
	}
	return errors.Join(sent, l.Delayed(ctx, w.DB, string(p.Class), p.Class == mail.Cut))
}

// arrived notes that a letter left the house; a test letter that did so also settles its line on the set-up checklist.
func (w Worker) arrived(ctx context.Context, l post.Letter, outbox bool) error {
	if err := l.Arrived(ctx, w.DB, outbox); err != nil || l.Kind != emails.TestKind {
		return err
	}
	return collective.MailTested(ctx, w.DB)
}

// message puts the letter into the form the mail server takes, with its one-time link made now.
func (w Worker) message(ctx context.Context, l post.Letter) (mail.Message, error) {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return mail.Message{}, err
	}
	link := w.link(l)
	text, html := l.Says(link, link)
	m := mail.Message{
		From: w.sender(host, l.Kind), To: mail.Address{Address: l.Address}, Subject: l.Subject, Text: text, HTML: html, Language: l.Locale,
		Date: store.Now(w.DB), MessageID: l.MessageID, References: l.References(), Automatic: l.Automatic, Unsubscribe: l.Unsubscribe,
	}
	for _, ref := range l.Files() {
		f, err := files.Find(ctx, w.DB, ref)
		if err != nil {
			return m, err
		}
		content, err := f.Content(ctx, w.DB)
		if err != nil {
			return m, err
		}
		m.Attachments = append(m.Attachments, mail.Attachment{Name: f.Name, MediaType: f.MediaType, Content: content})
	}
	return m, nil
}

// link is the whole address of the letter's one-time link, or nothing.
func (w Worker) link(l post.Letter) string {
	if !l.HasLink() || l.LinkUntil == nil {
		return ""
	}
	token := identity.NewSealer(w.Secret).Token(identity.Purpose(l.LinkPurpose), l.LinkRef, *l.LinkUntil)
	return w.BaseURL + paths.OneTime(l.Locale, l.LinkPurpose, token)
}

// aboutMoney are the kinds of letters that come from the address for invoices, where there is one (MAI2).
var aboutMoney = []string{
	"invoice_issued", "invoices_issued", "payment_received", "organisation_chased", "collection_failed", "payment_contested", "mandate_ended", "renewal_announced",
	"date_decided", "repayment_owed", "repayment_sent", "repayment_kept",
}

// sender is the collective, for letters about money at its address for invoices; before it has an address, the portal's own name.
func (w Worker) sender(host collective.Collective, kind string) mail.Address {
	if host.BillingEmail != "" && slices.Contains(aboutMoney, kind) {
		return mail.Address{Name: host.Name, Address: host.BillingEmail}
	}
	if host.Email != "" {
		return mail.Address{Name: host.Name, Address: host.Email}
	}
	name := "localhost"
	if u, err := url.Parse(w.BaseURL); err == nil && u.Hostname() != "" {
		name = u.Hostname()
	}
	return mail.Address{Name: host.Name, Address: "portal@" + name}
}

// strandedDue is the hourly turn over letters whose promise was lost or given up.
type strandedDue struct{}

// Kind names it.
func (strandedDue) Kind() string { return "stranded_letters" }

// stranded promises such letters anew.
func (w Worker) stranded(ctx context.Context, _ strandedDue) error {
	n, err := post.Stranded(ctx, w.DB)
	if n > 0 {
		w.Log.Warn("letters taken up again", "count", n)
	}
	return err
}
