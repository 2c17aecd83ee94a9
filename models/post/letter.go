// Package post keeps the letters the portal writes: what each says, to whom, whether it went. A letter is a row first and
// mail afterwards, so a failing mail server delays it and never loses it, and people can read it in the portal as well.
package post

import (
	"context"
	"strings"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// State is how far a letter has come.
type State string

// The states of a letter.
const (
	Waiting State = "waiting"
	Sending State = "sending" // a worker holds it
	Sent    State = "sent"
	Failed  State = "failed"  // refused for good: an operator looks at it
	Bounced State = "bounced" // it came back
)

// Placeholder stands in texts where the one-time link will be: it is made when the letter is sent (decisions.md 21).
const Placeholder = "{{link}}"

// Letter is one letter to one person.
type Letter struct {
	ID             uint
	Ref            string
	UserID         *uint
	OrganisationID *uint
	Address        string
	Kind           string // what it is about: sign_in_link, invitation…
	Once           string // of two letters with the same key only one is written
	Locale         string
	Subject        string
	Text           string
	HTML           string `gorm:"column:html"`
	LinkPurpose    string // of the one-time link, if the letter carries one
	LinkRef        string
	LinkUntil      *time.Time
	Attachments    string // refs of files, separated by commas
	MessageID      string
	Thread         string // Message-IDs of the letters before, oldest first, separated by blanks
	Unsubscribe    string // https address, on everything that is not transactional
	Automatic      bool   // written by the machine, not by a person
	State          State
	Attempts       int
	NextAt         time.Time
	LastError      string // a class of errors, never an address or a server's words
	ClaimedAt      *time.Time
	SentAt         *time.Time
	InOutbox       bool // without a mail server it stays on the outbox page
	PerhapsTwice   bool // the line was cut after the text: it may arrive twice, with one Message-ID
	CreatedAt      time.Time
}

// LetterWritten asks the jobs to send a letter.
type LetterWritten struct {
	LetterID uint `json:"letter_id" river:"unique"`
}

// Kind names the promise.
func (LetterWritten) Kind() string { return "letter_written" }

// Link is a one-time link inside a letter: what it is sealed from, never the token.
type Link struct {
	Purpose string
	Ref     string
	Until   time.Time
}

// Draft is a letter about to be written.
type Draft struct {
	To             people.User // or, for somebody without an account, Address
	Address        string
	OrganisationID uint   // 0: about no organisation
	Kind           string // what it is about
	Once           string // key of the event and the reader, so that a replay writes nothing new
	Locale         string // empty: the reader's
	Subject        string
	Text           string // with Placeholder where the one-time link goes
	HTML           string
	Link           Link
	Attachments    []string // refs of files
	MessageID      string   // empty: a new one
	Thread         []string // Message-IDs of the letters before, oldest first
	Unsubscribe    string
	ByHand         bool // a person wrote it: not marked as automatic
}

// Write files the letter and promises to send it, in the caller's transaction. A letter with the same Once is written once:
// the earlier one is returned. Line breaks in a subject or an address are refused (quality.md 4.1 line 8).
func Write(ctx context.Context, tx *gorm.DB, d Draft) (Letter, error) {
	l, err := d.letter(ctx, tx)
	if err != nil {
		return l, err
	}
	var written Letter
	err = store.InTx(ctx, tx, func(tx *gorm.DB) error {
		done := tx.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "once"}}, DoNothing: true}).Create(&l)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			written, err = store.From[Letter](tx).Where("once = ?", l.Once).Take(ctx)
			return err
		}
		written = l
		return store.Enqueue(tx, LetterWritten{l.ID})
	})
	return written, err
}

// letter is the row of a draft.
func (d Draft) letter(ctx context.Context, tx *gorm.DB) (Letter, error) {
	now := store.Now(tx)
	l := Letter{
		Ref: store.NewRef(), Address: d.Address, Kind: d.Kind, Once: d.Once, Locale: d.Locale, Subject: d.Subject, Text: d.Text, HTML: d.HTML,
		LinkPurpose: d.Link.Purpose, LinkRef: d.Link.Ref, Attachments: strings.Join(d.Attachments, ","), MessageID: d.MessageID,
		Thread: threaded(d.Thread), Unsubscribe: d.Unsubscribe, Automatic: !d.ByHand, State: Waiting, NextAt: now, CreatedAt: now,
	}
	if d.To.SignedIn() {
		l.UserID, l.Address = &d.To.ID, d.To.Email
	}
	if l.Locale == "" {
		l.Locale = d.To.Locale
	}
	if d.OrganisationID != 0 {
		l.OrganisationID = &d.OrganisationID
	}
	if !d.Link.Until.IsZero() {
		l.LinkUntil = &d.Link.Until
	}
	if l.MessageID == "" {
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return l, err
		}
		l.MessageID = "<" + l.Ref + "." + store.NewRef() + "@" + domain(host.Email) + ">"
	}
	return l, l.check()
}

// check refuses what could smuggle a header or would reach nobody.
func (l Letter) check() error {
	wrong := store.Invalid{}
	if _, ok := people.CleanEmail(l.Address); !ok {
		wrong.Add("address", "error.email")
	}
	if l.Once == "" || l.Kind == "" || l.Text == "" {
		wrong.Add("text", "error.required")
	}
	for field, line := range map[string]string{"subject": l.Subject, "address": l.Address, "message_id": l.MessageID, "thread": l.Thread, "unsubscribe": l.Unsubscribe} {
		if strings.ContainsAny(line, "\r\n\x00") {
			wrong.Add(field, "error.invalid")
		}
	}
	return wrong.Err()
}

// threaded keeps the first Message-ID and the last twenty (helpdesk.md OUT2).
func threaded(ids []string) string {
	if len(ids) > 21 {
		ids = append([]string{ids[0]}, ids[len(ids)-20:]...)
	}
	return strings.Join(ids, " ")
}

// domain is the part of the collective's address after the @, for Message-IDs.
func domain(email string) string {
	if _, host, ok := strings.Cut(email, "@"); ok {
		return host
	}
	return "chatiere.invalid"
}

// HasLink reports whether the letter carries a one-time link.
func (l Letter) HasLink() bool { return l.LinkPurpose != "" }

// Files are the refs of the attachments.
func (l Letter) Files() []string {
	return strings.FieldsFunc(l.Attachments, func(r rune) bool { return r == ',' })
}

// References are the Message-IDs of the letters before, oldest first.
func (l Letter) References() []string { return strings.Fields(l.Thread) }

// Says returns text and HTML with the link in place; for reading in the portal link is a sentence instead (decisions.md 21).
func (l Letter) Says(link, linkHTML string) (text, html string) {
	return strings.ReplaceAll(l.Text, Placeholder, link), strings.ReplaceAll(l.HTML, Placeholder, linkHTML)
}
