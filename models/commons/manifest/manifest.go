// Package manifest reads what a project publishes about how it is funded (funding.json v1, fundingjson.org), and what proves that the
// addresses it names are its own. It is pure: bytes in, values and faults out (reciprocity.md 8).
package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// MaxBytes is how large a manifest may be.
const MaxBytes = 256 << 10

// Path is where the list of manifests of a host lies.
const Path = "/.well-known/funding-manifest-urls"

// proofLines is how many lines of that list are read.
const proofLines = 100

// What is wrong with a document.
var (
	// ErrOther says that the document is another thing: files of the same name carry claims of blockchains.
	ErrOther = errors.New("manifest: no funding.json of version 1")
	// ErrWrong says that it breaks a limit of the format; the error's text says which.
	ErrWrong = errors.New("manifest: wrong")
)

// Manifest is a funding.json.
type Manifest struct {
	Version  string    `json:"version"`
	Entity   *Entity   `json:"entity"`
	Projects []Project `json:"projects"`
	Funding  Funding   `json:"funding"`
}

// Entity is who asks for funds.
type Entity struct {
	Type        string  `json:"type"`
	Role        string  `json:"role"`
	Name        string  `json:"name"`
	Email       string  `json:"email"`
	Phone       string  `json:"phone"`
	Description string  `json:"description"`
	Webpage     Address `json:"webpageUrl"`
}

// Address is a page, and where its host says that it stands behind the manifest.
type Address struct {
	URL       string `json:"url"`
	WellKnown string `json:"wellKnown"`
}

// Project is one project of the entity.
type Project struct {
	GUID        string   `json:"guid"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Webpage     Address  `json:"webpageUrl"`
	Repository  Address  `json:"repositoryUrl"`
	Licenses    []string `json:"licenses"`
	Tags        []string `json:"tags"`
}

// Funding is how funds are taken.
type Funding struct {
	Channels []Channel `json:"channels"`
	Plans    []Plan    `json:"plans"`
	History  []Year    `json:"history"`
}

// Channel is an address that takes funds.
type Channel struct {
	GUID        string `json:"guid"`
	Type        string `json:"type"`
	Address     string `json:"address"`
	Description string `json:"description"`
}

// Plan is what is asked for.
type Plan struct {
	GUID        string   `json:"guid"`
	Status      string   `json:"status"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Amount      float64  `json:"amount"` // 0: any
	Currency    string   `json:"currency"`
	Frequency   string   `json:"frequency"`
	Channels    []string `json:"channels"`
}

// Year is what came and went in one year.
type Year struct {
	Year        int     `json:"year"`
	Income      float64 `json:"income"`
	Expenses    float64 `json:"expenses"`
	Taxes       float64 `json:"taxes"`
	Currency    string  `json:"currency"`
	Description string  `json:"description"`
}

// Read reads a manifest and checks every limit of the format.
func Read(content []byte) (Manifest, error) {
	var m Manifest
	if len(content) > MaxBytes {
		return m, wrong("%d bytes", len(content))
	}
	var heads map[string]json.RawMessage
	if err := json.Unmarshal(content, &heads); err != nil {
		return m, fmt.Errorf("%w: %w", ErrOther, err)
	}
	if heads["version"] == nil || heads["entity"] == nil {
		return m, ErrOther
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return m, fmt.Errorf("%w: %w", ErrWrong, err)
	}
	if m.Entity == nil {
		return m, ErrOther
	}
	return m, m.check()
}

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrWrong}, args...)...)
}

var (
	versionForm  = regexp.MustCompile(`^v?1\.\d+\.\d+$`)
	guidForm     = regexp.MustCompile(`^[a-z0-9-]{3,32}$`)
	emailForm    = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

func (m Manifest) check() error {
	if !versionForm.MatchString(m.Version) {
		return wrong("version %q", m.Version)
	}
	return first(m.Entity.check, m.checkProjects, m.checkChannels, m.checkPlans, m.checkHistory)
}

func first(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (e Entity) check() error {
	return first(
		oneOf("entity.type", e.Type, "individual", "group", "organisation", "other"),
		oneOf("entity.role", e.Role, "owner", "steward", "maintainer", "contributor", "other"),
		length("entity.name", e.Name, 2, 250), length("entity.email", e.Email, 3, 250), length("entity.phone", e.Phone, 0, 32),
		length("entity.description", e.Description, 5, 2000), e.Webpage.checked("entity.webpageUrl"),
		holds("entity.email", emailForm.MatchString(e.Email)))
}

func (m Manifest) checkProjects() error {
	seen := map[string]bool{}
	if err := between("projects", len(m.Projects), 1, 30); err != nil {
		return err
	}
	for i, p := range m.Projects {
		at := fmt.Sprintf("projects[%d]", i)
		err := first(unique(at, p.GUID, seen), length(at+".name", p.Name, 2, 250), length(at+".description", p.Description, 5, 2000),
			p.Webpage.checked(at+".webpageUrl"), p.Repository.checked(at+".repositoryUrl"),
			func() error { return between(at+".licenses", len(p.Licenses), 1, 5) }, func() error { return between(at+".tags", len(p.Tags), 1, 10) },
			each(at+".licenses", p.Licenses, func(l string) bool { return strings.HasPrefix(l, "spdx:") && len(l) > 5 && len(l) <= 64 }),
			each(at+".tags", p.Tags, func(tag string) bool { return len(tag) >= 2 && len(tag) <= 32 }))
		if err != nil {
			return err
		}
	}
	return nil
}

func (m Manifest) checkChannels() error {
	seen := map[string]bool{}
	if err := between("funding.channels", len(m.Funding.Channels), 1, 10); err != nil {
		return err
	}
	for i, c := range m.Funding.Channels {
		at := fmt.Sprintf("funding.channels[%d]", i)
		if err := first(unique(at, c.GUID, seen), oneOf(at+".type", c.Type, "bank", "payment-provider", "cheque", "cash", "other"),
			length(at+".address", c.Address, 0, 250), length(at+".description", c.Description, 0, 500)); err != nil {
			return err
		}
	}
	return nil
}

func (m Manifest) checkPlans() error {
	seen, channels := map[string]bool{}, map[string]bool{}
	for _, c := range m.Funding.Channels {
		channels[c.GUID] = true
	}
	if err := between("funding.plans", len(m.Funding.Plans), 1, 10); err != nil {
		return err
	}
	for i, p := range m.Funding.Plans {
		at := fmt.Sprintf("funding.plans[%d]", i)
		if err := first(unique(at, p.GUID, seen), oneOf(at+".status", p.Status, "active", "inactive"), length(at+".name", p.Name, 3, 250),
			length(at+".description", p.Description, 0, 500), holds(at+".amount", p.Amount >= 0 && p.Amount <= 1e9), holds(at+".currency", currencyForm.MatchString(p.Currency)),
			oneOf(at+".frequency", p.Frequency, "one-time", "weekly", "fortnightly", "monthly", "yearly", "other"),
			func() error { return between(at+".channels", len(p.Channels), 1, 10) },
			each(at+".channels", p.Channels, func(guid string) bool { return channels[guid] })); err != nil {
			return err
		}
	}
	return nil
}

func (m Manifest) checkHistory() error {
	if err := between("funding.history", len(m.Funding.History), 0, 50); err != nil { // its own length, not that of the plans
		return err
	}
	for i, y := range m.Funding.History {
		at := fmt.Sprintf("funding.history[%d]", i)
		sum := func(v float64) bool { return v >= 0 && v <= 1e9 }
		if err := first(holds(at+".year", y.Year >= 1970 && y.Year <= 2075), holds(at+".income", sum(y.Income)), holds(at+".expenses", sum(y.Expenses)),
			holds(at+".taxes", sum(y.Taxes)), holds(at+".currency", currencyForm.MatchString(y.Currency)), length(at+".description", y.Description, 0, 500)); err != nil {
			return err
		}
	}
	return nil
}

// unique finds a guid that stands twice, neighbours or not.
func unique(at, guid string, seen map[string]bool) func() error {
	return func() error {
		if !guidForm.MatchString(guid) || seen[guid] {
			return wrong("%s.guid %q", at, guid)
		}
		seen[guid] = true
		return nil
	}
}

func oneOf(at, word string, words ...string) func() error {
	return func() error {
		for _, w := range words {
			if w == word {
				return nil
			}
		}
		return wrong("%s %q", at, word)
	}
}

func length(at, text string, least, most int) func() error {
	return func() error {
		if n := utf8.RuneCountInString(text); n < least || n > most {
			return wrong("%s of %d signs", at, n)
		}
		return nil
	}
}

func holds(at string, ok bool) func() error {
	return func() error {
		if !ok {
			return wrong("%s", at)
		}
		return nil
	}
}

func between(at string, n, least, most int) error {
	if n < least || n > most {
		return wrong("%d of %s", n, at)
	}
	return nil
}

func each(at string, all []string, ok func(string) bool) func() error {
	return func() error {
		for _, one := range all {
			if !ok(one) {
				return wrong("%s %q", at, one)
			}
		}
		return nil
	}
}

func (a Address) checked(at string) func() error {
	return func() error {
		if _, ok := secure(a.URL); !ok || len(a.URL) > 250 {
			return wrong("%s.url %q", at, a.URL)
		}
		if _, ok := secure(a.WellKnown); a.WellKnown != "" && (!ok || len(a.WellKnown) > 250) {
			return wrong("%s.wellKnown %q", at, a.WellKnown)
		}
		return nil
	}
}

// secure reads an https address.
func secure(address string) (*url.URL, bool) {
	u, err := url.Parse(address)
	return u, err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}
