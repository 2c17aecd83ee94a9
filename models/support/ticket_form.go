package support

import (
	"context"
	"strings"
	"unicode/utf8"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The longest texts, in characters.
const (
	maxSubject = 200
	maxBody    = 20000
	maxName    = 120
)

// TicketForm opens a ticket.
type TicketForm struct {
	Subject      string   `form:"subject" query:"subject"`
	Body         string   `form:"body"`
	Organisation string   `form:"organisation" query:"organisation"` // ref; empty for oneself
	Service      string   `form:"service" query:"service"`           // slug or ref; empty for none
	Email        string   `form:"email"`                             // of a visitor, or of the person an agent writes for
	Name         string   `form:"name"`
	Drafts       []string `form:"drafts"` // refs of files already sent
	Told         bool     `form:"told"`   // an agent writes for somebody: is that person told?
	Lang         string   `form:"-"`      // the page's language
}

// Check trims the texts and says what is wrong. Visitors and agents who write for somebody give an address.
func (f *TicketForm) Check(by people.User) error {
	wrong := store.Invalid{}
	f.Subject = oneLine(f.Subject)
	f.Name = oneLine(f.Name)
	needed(wrong, "subject", f.Subject, maxSubject)
	f.Body = tidy(f.Body)
	needed(wrong, "body", f.Body, maxBody)
	if utf8.RuneCountInString(f.Name) > maxName {
		wrong.Add("name", "error.too_long", "Max", maxName)
	}
	if !by.SignedIn() || f.Email != "" {
		var ok bool
		if f.Email, ok = people.CleanEmail(f.Email); !ok {
			wrong.Add("email", "error.email")
		}
	}
	return wrong.Err()
}

// requester finds out who asks: the person signed in, the person an agent writes for, or whoever owns the visitor's address.
func (f TicketForm) requester(ctx context.Context, tx *gorm.DB, by people.User) (people.User, error) {
	if by.SignedIn() && (f.Email == "" || !Tends(by)) {
		return by, nil
	}
	u, err := people.Meet(ctx, tx, f.Email, f.Name, f.Lang)
	if err != nil || !by.SignedIn() {
		return u, err
	}
	return people.LoadUser(ctx, tx, u.ID) // with memberships, for the organisation
}

// organisation is the one a ticket is about: named in the form and theirs, or the only one they belong to when an agent writes for them.
func (f TicketForm) organisation(by, requester people.User) (*uint, error) {
	for _, m := range requester.Memberships {
		if m.UntilAt == nil && (m.Organisation.Ref == f.Organisation || f.Organisation == "" && by.ID != requester.ID && len(requester.Memberships) == 1) {
			return &m.OrganisationID, nil
		}
	}
	if f.Organisation != "" && by.ID == requester.ID {
		return nil, store.Invalid{"organisation": {Key: "error.choose"}}
	}
	return nil, nil
}

// serviceID finds a service by its slug or ref; what is not published can be named by the staff only.
func serviceID(ctx context.Context, tx *gorm.DB, by people.User, name string) (*uint, error) {
	if name == "" {
		return nil, nil
	}
	q := store.From[catalogue.Service](tx).Where("(slug = ? or ref = ?)", name, name)
	if !by.Staff() {
		q = q.Where("published_at is not null")
	}
	found, err := q.Limit(1).Find(ctx)
	if err == nil && len(found) == 0 {
		err = store.Invalid{"service": {Key: "error.choose"}}
	}
	if err != nil {
		return nil, err
	}
	return &found[0].ID, nil
}

func needed(wrong store.Invalid, field, text string, max int) {
	switch {
	case text == "":
		wrong.Add(field, "error.required")
	case utf8.RuneCountInString(text) > max:
		wrong.Add(field, "error.too_long", "Max", max)
	}
}

// oneLine folds blanks and drops control characters, so that a subject can be a mail header (quality.md 4.1 line 8).
func oneLine(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// tidy drops control characters and marks that turn the reading direction, and ends lines in one way.
func tidy(s string) string {
	s = strings.ToValidUTF8(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < 32 && r != '\n' && r != '\t' || r == 127 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// excerpt is the beginning of a text on one line, for lists.
func excerpt(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= 160 {
		return string(runes)
	}
	return string(runes[:159]) + "…"
}
