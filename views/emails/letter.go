// Package emails says what each letter says. A letter is made of a few typed values; its text and its HTML come from the
// same ones, so that neither can say what the other does not. It asks nothing and sends nothing.
package emails

import (
	"bytes"
	"context"
	_ "embed"
	"strings"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/post"

	"github.com/a-h/templ"
)

// Letter is what a letter says, in the reader's language, and its one action.
type Letter struct {
	Kind           string // what it is about, as a word of the house: invitation, invoice_issued…
	Once           string // key of the event and the reader: a replay writes nothing new
	Lang           string
	Subject        string
	Hello          string   // empty: the usual greeting, by name where there is one
	Lines          []string // paragraphs before the action
	Facts          []Fact   // names and values, such as an amount and a date
	Quote          string   // the words of a person, such as a ticket's message; line breaks are kept
	Action         string   // words on the button; empty for none
	Path           string   // where the button leads: a path of the portal
	Link           post.Link
	After          []string // paragraphs after the action
	Why            string   // why the reader gets this letter; empty: because of their account
	OrganisationID uint
	Attachments    []string // refs of files
	MessageID      string
	Thread         []string // Message-IDs of the letters before, oldest first
	ByHand         bool     // a person's own words: not marked as automatic
}

// Fact is one name with its value.
type Fact struct{ Name, Value string }

//go:embed letter.css
var css string

// Draft writes the letter for a person, ready for post.Write. host and base (scheme and host, no slash) are who sends it and from where.
func (l Letter) Draft(to people.User, host collective.Collective, base string) (post.Draft, error) {
	d, err := l.draft(to, host, base)
	d.To = to
	return d, err
}

// DraftTo writes the letter for an address without an account.
func (l Letter) DraftTo(address string, host collective.Collective, base string) (post.Draft, error) {
	d, err := l.draft(people.User{}, host, base)
	d.Address = address
	return d, err
}

func (l Letter) draft(to people.User, host collective.Collective, base string) (post.Draft, error) {
	s := l.sheet(to, host, base)
	html, err := s.html()
	return post.Draft{
		OrganisationID: l.OrganisationID, Kind: l.Kind, Once: l.Once, Locale: l.Lang, Subject: oneLine(l.Subject), Text: s.text(), HTML: html,
		Link: l.Link, Attachments: l.Attachments, MessageID: l.MessageID, Thread: l.Thread, ByHand: l.ByHand,
	}, err
}

// sheet is a letter with all its words and whole addresses.
type sheet struct {
	Letter
	Href string // of the action, or post.Placeholder
	Host string
	Home string
}

func (l Letter) sheet(to people.User, host collective.Collective, base string) sheet {
	s := sheet{Letter: l, Host: host.Name, Home: base + "/" + l.Lang + "/"}
	if s.Host == "" {
		s.Host = "Chatière"
	}
	if s.Hello == "" {
		s.Hello = hello(l.Lang, to)
	}
	if s.Why == "" {
		s.Why = locales.T(l.Lang, "emails.why", "Host", s.Host)
	}
	switch {
	case l.Link.Purpose != "":
		s.Href = post.Placeholder
	case l.Path != "":
		s.Href = base + l.Path
	}
	return s
}

func hello(lang string, to people.User) string {
	if to.Name == "" {
		return locales.T(lang, "emails.hello")
	}
	return locales.T(lang, "emails.hello_name", "Name", to.Name)
}

// text is the letter as plain text: paragraphs, facts, the address in full on a line of its own.
func (s sheet) text() string {
	parts := append([]string{s.Hello}, s.Lines...)
	var facts []string
	for _, f := range s.Facts {
		facts = append(facts, locales.T(s.Lang, "emails.fact", "Name", f.Name, "Value", f.Value))
	}
	if len(facts) > 0 {
		parts = append(parts, strings.Join(facts, "\n"))
	}
	if s.Quote != "" {
		parts = append(parts, "> "+strings.ReplaceAll(strings.TrimSpace(s.Quote), "\n", "\n> "))
	}
	if s.Action != "" {
		parts = append(parts, locales.T(s.Lang, "emails.fact", "Name", s.Action, "Value", "\n"+s.Href))
	}
	parts = append(parts, s.After...)
	return strings.Join(parts, "\n\n") + "\n\n-- \n" + s.Host + "\n" + s.Home + "\n" + s.Why + "\n"
}

// html is the letter as a page of its own: no image, no script, nothing from elsewhere.
func (s sheet) html() (string, error) {
	var out bytes.Buffer
	if err := letter(s).Render(locales.WithLang(context.Background(), s.Lang), &out); err != nil {
		return "", err
	}
	return strings.Replace(out.String(), "</head>", "<style>"+css+"</style></head>", 1), nil
}

// href is the address as written by us; the placeholder of a one-time link is kept as it is.
func (s sheet) href() templ.SafeURL { return templ.SafeURL(s.Href) }

// quoted are the lines of the quote.
func (s sheet) quoted() []string { return strings.Split(strings.TrimSpace(s.Quote), "\n") }

func (s sheet) dir() string {
	for _, l := range locales.All() {
		if l.Code == s.Lang {
			return l.Dir
		}
	}
	return "ltr"
}

func (s sheet) htmlLang() string {
	for _, l := range locales.All() {
		if l.Code == s.Lang {
			return l.HTML
		}
	}
	return s.Lang
}

// oneLine makes a subject of what people typed: no line breaks, no length that servers fold badly.
func oneLine(s string) string {
	runes := []rune(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < 32 || r == 127 || r == '\u2028' || r == '\u2029' }), " "))
	if len(runes) > 200 {
		return string(runes[:199]) + "…"
	}
	return string(runes)
}

// spoken is the language a person is written to; one we do not speak is the house's own.
func spoken(code string) string {
	if locales.Known(code) {
		return code
	}
	return locales.Default
}
