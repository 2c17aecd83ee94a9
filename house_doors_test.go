package main_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// rooms says what each room opens onto. The longest room that contains a folder counts.
var rooms = map[string][]string{
	".":            {"handlers", "jobs", "models", "integrations", "locales", "views/papers"},
	"handlers":     {"handlers", "models", "views", "views/papers", "views/paths", "locales", "static"}, // static: it answers /static/…
	"jobs":         {"jobs", "models", "views/emails", "views/papers", "views/paths", "locales", "integrations"},
	"views":        {"models", "views/ui", "views/paths", "locales", "static"},
	"views/emails": {"models", "views/ui", "views/paths", "locales"},
	"views/papers": {"models", "views/ui", "views/paths", "locales"},
	"views/paths":  {"models"},
	"views/ui":     {},
	"integrations": {"integrations/outbound"},
	"locales":      {},
	"static":       {},
	"models":       {"models"}, // areas says which
}

// exact names the doors that open onto one package only, not onto what lies below it.
var exact = []string{"views"}

// areas says which areas of models/ an area may know, ground floor first.
// store, journal and collective are open to all that come after them.
var areas = map[string][]string{
	"store":      {},
	"journal":    {"store"},
	"collective": {"store", "journal"},
	"files":      {},
	"people":     {},
	"content":    {"people", "files"},
	"identity":   {"people"},
	"post":       {"people", "files", "content"},
	"catalogue":  {"people", "content"},
	"ledger":     {},
	"billing":    {"people", "files", "catalogue", "ledger"},
	"hosting":    {"people", "files", "identity", "catalogue", "billing"},
	"commons":    {"people", "files", "catalogue", "ledger", "billing"},
	"support":    {"people", "files", "post", "content", "catalogue", "billing", "hosting"},
	"customers":  {"people", "post", "catalogue", "ledger", "billing", "hosting"},
	"search":     {"people", "content", "catalogue", "support"},
	"overview": {
		"files", "people", "content", "identity", "post", "catalogue", "ledger", "billing", "hosting", "commons",
		"support", "search",
	},
	"demo": {
		"files", "people", "content", "identity", "post", "catalogue", "ledger", "billing", "hosting", "commons",
		"support", "search", "overview",
	},
}

// groundFloor is open to every area that is not part of it.
var groundFloor = []string{"store", "journal", "collective"}

// doors checks every import of ours against the rooms and, inside models, against the areas.
func doors(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		room := roomOf(s.folder())
		if room == "" {
			wrong = append(wrong, s.name+": the house has no such room")
			continue
		}
		for _, imported := range s.imports() {
			to, ours := strings.CutPrefix(imported, module+"/")
			if ours && !mayOpen(s, room, to) {
				wrong = append(wrong, fmt.Sprintf("%s: may not import %s", s.name, to))
			}
		}
	}
	return wrong
}

// roomOf names the room a folder lies in, or nothing.
func roomOf(folder string) string {
	for dir := folder; dir != "."; dir = path.Dir(dir) {
		if _, ok := rooms[dir]; ok {
			return dir
		}
	}
	if folder == "." {
		return "."
	}
	return ""
}

// mayOpen reports whether a file of that room may import the folder to.
func mayOpen(s source, room, to string) bool {
	if testPackage(to) {
		return s.test()
	}
	if s.test() && (room == "." || room == "handlers" || room == "jobs") {
		return true // tests of the whole site put everything together
	}
	if under(to, s.folder()) && s.folder() != "." && room != "views" && room != "models" {
		return true // a package and its own leaves
	}
	if room == "models" && under(to, "models") {
		return areaMayKnow(s.folder(), to, s.test())
	}
	return slices.ContainsFunc(rooms[room], func(door string) bool {
		return to == door || !slices.Contains(exact, door) && under(to, door)
	})
}

// areaMayKnow reports whether a package in models may import another one there.
// A leaf package under an area is pure: it knows only other leaves.
func areaMayKnow(from, to string, test bool) bool {
	a, leaf := areaOf(from)
	b, pure := areaOf(to)
	known, exists := areas[a]
	switch {
	case !exists:
		return false
	case testPackage(from) || from == to:
		return true
	case leaf && !pure:
		return a == b && test
	case a == b:
		return true
	}
	return slices.Contains(known, b) || slices.Contains(groundFloor, b) && !slices.Contains(groundFloor, a)
}

// areaOf names the area of a folder in models and says whether the folder is a leaf below it.
func areaOf(folder string) (area string, leaf bool) {
	rest := strings.TrimPrefix(folder, "models/")
	area, _, leaf = strings.Cut(rest, "/")
	return area, leaf
}

// outside says which libraries a room may not know.
var outside = map[string][]string{
	"models": {
		"github.com/labstack/", "github.com/a-h/templ", "html/template", "github.com/stripe/",
		"github.com/nicksnyder/go-i18n", "golang.org/x/text/message",
	},
	"views":        {"gorm.io/", "database/sql", "github.com/labstack/", "github.com/stripe/"},
	"views/ui":     {"gorm.io/", "database/sql", "github.com/labstack/", "github.com/stripe/"},
	"views/emails": {"gorm.io/", "database/sql", "github.com/labstack/", "github.com/stripe/"},
	"views/papers": {"gorm.io/", "database/sql", "github.com/labstack/", "github.com/stripe/"},
	"views/paths":  {"gorm.io/", "database/sql", "github.com/labstack/", "github.com/stripe/"},
	"handlers":     {"github.com/stripe/", "github.com/riverqueue/"},
	"jobs":         {"github.com/labstack/", "github.com/stripe/"},
	"integrations": {"gorm.io/", "github.com/labstack/", "github.com/a-h/templ", "github.com/riverqueue/"},
}

// forbiddenLibraries checks that models know no web, views no database, and only integrations a vendor's types.
func forbiddenLibraries(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		if s.test() {
			continue
		}
		for _, imported := range s.imports() {
			for _, prefix := range outside[roomOf(s.folder())] {
				if strings.HasPrefix(imported, prefix) {
					wrong = append(wrong, fmt.Sprintf("%s: %s does not belong in %s", s.name, imported, roomOf(s.folder())))
				}
			}
		}
	}
	return wrong
}
