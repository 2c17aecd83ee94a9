package main_test

import (
	"fmt"
	"regexp"
	"strings"
)

// reasons lists the modules we import ourselves, and why. A new one needs: somebody keeps it (or it is small and
// finished), a licence of libraries.md section 0, no driver or framework pulled in.
var reasons = map[string]string{
	"codeberg.org/go-pdf/fpdf":                            "draws PDFs",
	"filippo.io/age":                                      "seals backups",
	"github.com/a-h/templ":                                "pages",
	"github.com/andybalholm/brotli":                       "assets compressed in advance",
	"github.com/boombuler/barcode":                        "QR codes: SEPA payment, join links",
	"github.com/caarlos0/env/v11":                         "reads the environment, once, in main.go",
	"github.com/chromedp/cdproto":                         "browser tests: the protocol's words",
	"github.com/chromedp/chromedp":                        "browser tests",
	"github.com/descope/virtualwebauthn":                  "tests: a passkey in software",
	"github.com/go-webauthn/webauthn":                     "passkeys",
	"github.com/emersion/go-message":                      "reads mail in tests, and later inbound mail",
	"github.com/emersion/go-sasl":                         "the log-in of that server",
	"github.com/emersion/go-smtp":                         "the SMTP server of the tests",
	"github.com/gabriel-vasile/mimetype":                  "what an uploaded file really is",
	"github.com/go-gormigrate/gormigrate/v2":              "migrations, one path for both databases",
	"github.com/jackc/pgx/v5":                             "PostgreSQL: one pool for GORM and River",
	"github.com/labstack/echo-contrib":                    "request metrics",
	"github.com/labstack/echo/v4":                         "router",
	"github.com/microcosm-cc/bluemonday":                  "sanitises what Markdown became",
	"github.com/nicksnyder/go-i18n/v2":                    "words and plurals",
	"github.com/prometheus/client_golang":                 "metrics",
	"github.com/riverqueue/river":                         "promises: jobs inside our transaction",
	"github.com/riverqueue/river/riverdriver":             "River on either database",
	"github.com/riverqueue/river/riverdriver/riverpgxv5":  "River on PostgreSQL",
	"github.com/riverqueue/river/riverdriver/riversqlite": "River on SQLite",
	"github.com/riverqueue/river/rivertype":               "River's words for a job",
	"github.com/robfig/cron/v3":                           "reads schedules",
	"github.com/shopspring/decimal":                       "rates (money itself is integer cents)",
	"github.com/spf13/cobra":                              "commands",
	"github.com/stripe/stripe-go/v76":                     "card and SEPA debit",
	"github.com/wneessen/go-mail":                         "mail out",
	"github.com/yuin/goldmark":                            "Markdown",
	"github.com/BurntSushi/toml":                          "locale files and the folder a collective is described in",
	"golang.org/x/crypto":                                 "Argon2id",
	"golang.org/x/image":                                  "decodes and shrinks uploaded pictures",
	"golang.org/x/net":                                    "parses HTML in tests, and addresses",
	"golang.org/x/sync":                                   "single flight, error groups",
	"golang.org/x/text":                                   "languages, numbers, folding accents",
	"gorm.io/driver/postgres":                             "GORM on PostgreSQL",
	"gorm.io/driver/sqlite":                               "GORM's SQLite dialect",
	"gorm.io/gorm":                                        "the database",
	"modernc.org/sqlite":                                  "SQLite without a C compiler",
}

// required finds one module in go.mod.
var required = regexp.MustCompile(`(?m)^(?:require )?\t?(\S+/\S+) v\d`)

// modulesOf returns the modules that go.mod names.
func modulesOf(h *tree) map[string]bool {
	known := map[string]bool{}
	for _, m := range required.FindAllStringSubmatch(h.text("go.mod"), -1) {
		known[m[1]] = true
	}
	return known
}

// dependencies checks that each module our files import stands in go.mod and has a reason here.
func dependencies(h *tree) []string {
	known, seen := modulesOf(h), map[string]bool{}
	var wrong []string
	for _, s := range h.sources {
		for _, imported := range s.imports() {
			owner := moduleOf(imported, known)
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") || seen[owner] {
				continue
			}
			seen[owner] = true
			if owner == "" {
				wrong = append(wrong, fmt.Sprintf("%s: %s is not in go.mod", s.name, imported))
			} else if reasons[owner] == "" {
				wrong = append(wrong, fmt.Sprintf("%s: %s is new: give its reason in house_dependencies_test.go", s.name, owner))
			}
		}
	}
	return wrong
}

// staleReasons finds reasons whose module is gone.
func staleReasons(h *tree) []string {
	known := modulesOf(h)
	var wrong []string
	for _, name := range sorted(reasons) {
		if len(known) > 0 && !known[name] {
			wrong = append(wrong, "go.mod: "+name+" is gone: take its reason out of house_dependencies_test.go")
		}
	}
	return wrong
}

// moduleOf returns the longest module that holds the import path.
func moduleOf(imported string, known map[string]bool) string {
	best := ""
	for name := range known {
		if under(imported, name) && len(name) > len(best) {
			best = name
		}
	}
	return best
}
