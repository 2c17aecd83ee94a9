package commons

import (
	"context"
	"net/url"
	"regexp"
	"sort"
	"strings"
	"time"

	"chatiere/models/files"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Evidence shows the fact: an address where it can be seen or, for money and things, the reference of a document.
type Evidence struct {
	ID             uint
	ContributionID uint
	Version        int
	Kind           string
	URL            string `gorm:"column:url"`
	URLNorm        string `gorm:"column:url_norm"`
	Statement      string
	SHA256         string     `gorm:"column:sha256"`
	CheckedAt      *time.Time // when the portal last went to see whether the address leads somewhere
	Result         string     // what it found there
	CreatedAt      time.Time
	FileID         *uint // of a file; beside it the evidence has no address and no words
}

// TableName names the table.
func (Evidence) TableName() string { return "evidences" }

// Given reports whether there is any.
func (e Evidence) Given() bool { return e.URL != "" || e.Statement != "" }

// longestAddress is the longest address of an evidence that is kept.
const longestAddress = 500

// evidenceOf reads what was typed; nothing may be typed: Lacks says where that is not enough. Where documents count (money, things) a
// reference in words will do.
func evidenceOf(typed string, k Kind, bad store.Invalid) Evidence {
	typed = oneLine(typed)
	norm, web := Normal(typed)
	switch {
	case typed == "":
	case len(typed) > longestAddress:
		bad.Add("evidence", "error.too_long", "Max", longestAddress)
	case Secret(typed):
		bad.Add("evidence", "error.secret")
	case web:
		return Evidence{Kind: sortOfAddress(norm), URL: typed, URLNorm: norm}
	case k.Attester == "treasurer" && !strings.Contains(typed, "://"):
		return Evidence{Kind: "statement", Statement: typed}
	default:
		bad.Add("evidence", "error.address")
	}
	return Evidence{}
}

// Normal writes an address so that two ways of writing the same page become one: scheme and www dropped, host in lower case, no fragment,
// no tracking words, query in order. It is false for what is no web address.
func Normal(typed string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(typed))
	if err != nil || u.User != nil || u.Opaque != "" {
		return "", false
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname())
	if scheme != "https" && scheme != "http" || !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(typed, " \t\r\n\\<>\"") {
		return "", false
	}
	host = strings.TrimPrefix(strings.TrimSuffix(host, "."), "www.")
	if port := u.Port(); port != "" && port != "443" && port != "80" {
		host += ":" + port
	}
	norm := host + strings.TrimRight(u.EscapedPath(), "/")
	if query := orderedQuery(u.Query()); query != "" {
		norm += "?" + query
	}
	return norm, true
}

// orderedQuery drops what only tells where a reader came from.
func orderedQuery(q url.Values) string {
	for name := range q {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" || name == "ref_src" {
			q.Del(name)
		}
	}
	for _, values := range q {
		sort.Strings(values)
	}
	return q.Encode()
}

// sortOfAddress guesses what a page shows, by the shape of its address on the usual forges.
func sortOfAddress(norm string) string {
	for _, g := range []struct{ kind, words string }{
		{"commit", "/commit/ /commits/ /changeset/"},
		{"merge", "/pull/ /pulls/ /merge_requests/"},
		{"ticket", "/issues/ /issue/ /bug/ /tickets/ /show_bug.cgi"},
		{"translation", "/translate/ /translation/ /weblate/ weblate. /locales/"},
		{"wiki", "/wiki/ wiki."},
	} {
		for _, word := range strings.Fields(g.words) {
			if strings.Contains(norm, word) {
				return g.kind
			}
		}
	}
	return "page"
}

// secrets are shapes of what opens a door: they have no place in an evidence or a description (reciprocity.md 3, running services).
var secrets = regexp.MustCompile(strings.Join([]string{
	`(?i)://[^/\s@:]+:[^/\s@]+@`,
	`(?i)[?&#;](?:access[_-]?token|auth[_-]?token|token|api[_-]?key|apikey|secret|client_secret|password|passwd|pwd|private[_-]?token|sig|signature|x-amz-signature|session(?:id)?)=[^&\s]`,
	`-----BEGIN [A-Z ]*PRIVATE KEY`,
	`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
	`\bgh[pousr]_[A-Za-z0-9]{20,}`,
	`\bgithub_pat_[A-Za-z0-9_]{20,}`,
	`\bglpat-[A-Za-z0-9_-]{16,}`,
	`\bxox[abprs]-[A-Za-z0-9-]{10,}`,
	`\bsk_(?:live|test)_[A-Za-z0-9]{16,}`,
	`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`,
	`(?i)\bbearer\s+[A-Za-z0-9._~+/-]{16,}`,
	`(?i)\b(?:password|passwd|mot de passe|mdp|secret|api[_ -]?key)\s*[:=]\s*\S{6,}`,
}, "|"))

// Secret reports whether a text seems to hold a password, a key or a token.
func Secret(text string) bool { return secrets.MatchString(text) }

// file keeps the evidence of the contribution's present version, with the files that show it; what the version had before is replaced.
func (e Evidence) file(ctx context.Context, tx *gorm.DB, c Contribution, shown []files.File) error {
	if _, err := store.From[Evidence](tx).Where("contribution_id = ? and version = ?", c.ID, c.Version).Delete(ctx); err != nil {
		return err
	}
	var rows []Evidence
	if e.Given() {
		rows = append(rows, e)
	}
	for _, f := range shown {
		rows = append(rows, Evidence{Kind: "file", FileID: &f.ID, SHA256: f.SHA256})
	}
	for _, row := range rows {
		row.ID, row.ContributionID, row.Version, row.CreatedAt = 0, c.ID, c.Version, store.Now(tx)
		if err := store.From[Evidence](tx).Create(ctx, &row); err != nil {
			return err
		}
	}
	return dropLoose(ctx, tx, c.ID)
}
