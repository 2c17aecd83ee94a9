package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// How many statements a page may cost (decisions.md 19), from the session to the last byte.
const (
	aList   = 6
	aPage   = 8
	gathers = 14
)

// cost is who looks at a page, how many statements it may take, and the thing (of the world) its address names.
type cost struct {
	who   string
	most  int
	thing string
}

// world is what the counted pages show.
type world struct {
	t         *testing.T
	s         *site
	org       people.Organisation
	people    map[string]*person
	things    map[string]string // the last part of an address, by name
	proposing uint              // the round in which projects are proposed
}

// growers add a row of everything that grows; n counts the rows.
var growers = []func(w *world, n int){growPeople, growTickets, growTexts, growCatalogue, growBusiness, growContent, growBilling, growMoney, growRepayments, growShares, growGifts, growCommons, growNetworks, growTasks, growPools, growEuro, growPledges, growPatrons, growPayouts, growRounds, growAccounts, growProposals, growRepricings, growGiftsOnline, growRescues, growFacts}

func newWorld(t *testing.T) *world {
	s := newSite(t)
	s.inhabited(t)
	w := &world{t: t, s: s, things: map[string]string{}, people: map[string]*person{"visitor": s.visitor("fr")}}
	owner := s.meets(t, "owner@counted.example")
	var err error
	w.org, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Comptée", Locale: "fr", Country: "FR"}, owner)
	w.must(err)
	w.people["owner"] = s.enters(t, owner)
	w.people["admin"] = s.staffed(t, people.Admin)
	w.people["keyed"], _, _ = s.keyed(t, s.meets(t, "keyed@counted.example"))
	return w
}

// grow adds rows until there are so many, in one transaction for speed.
func (w *world) grow(from, to int) {
	w.t.Helper()
	outside := w.s.db
	defer func() { w.s.db = outside }()
	w.must(store.InTx(context.Background(), outside, func(tx *gorm.DB) error {
		w.use(tx)
		for n := from; n < to; n++ {
			for _, more := range growers {
				more(w, n)
			}
		}
		return nil
	}))
}

// use lets the seeding write through another handle.
func (w *world) use(handle *gorm.DB) { w.s.db = handle }

// must demands that a step of the seeding worked.
func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// as is one of the people with their present memberships and roles.
func (w *world) as(who string) people.User {
	w.t.Helper()
	u, err := people.LoadUser(context.Background(), w.s.db, w.people[who].user.ID)
	w.must(err)
	return u
}

// TestNoPageAsksMoreForMoreRows counts the statements of every page with 10 and with 100 rows of everything: the counts are
// equal and within the limit (quality.md M1). An address that stands neither in costs nor in uncounted fails.
func TestNoPageAsksMoreForMoreRows(t *testing.T) {
	w := newWorld(t)
	w.grow(0, 10)
	few := w.count()
	w.grow(10, 100)
	for route, many := range w.count() {
		most := costs[route].most
		t.Logf("%2d of %2d  %s", len(many), most, route)
		if len(many) > most || len(many) != len(few[route]) {
			t.Errorf("%s: %d statements with 10 rows, %d with 100, at most %d allowed\n%s", route, len(few[route]), len(many), most, byShape(many))
		}
	}
}

func TestEveryPageIsCounted(t *testing.T) {
	known := map[string]bool{}
	for _, r := range newSite(t).router.Routes() {
		line := r.Method + " " + r.Path
		known[line] = true
		_, counted := costs[line]
		_, excused := uncounted[line]
		if r.Method == http.MethodGet && counted == excused {
			t.Errorf("%s must stand either in costs or in uncounted (costs_test.go)", line)
		}
	}
	for _, lines := range [][]string{keysOf(costs), keysOf(uncounted)} {
		for _, line := range lines {
			if !known[line] {
				t.Errorf("%s stands in costs_test.go but is no address", line)
			}
		}
	}
}

// count visits every page twice, as the second time nothing has to be remembered first, and returns its statements.
func (w *world) count() map[string][]string {
	w.t.Helper()
	all := map[string][]string{}
	for route, c := range costs {
		path := w.pathOf(route, c)
		w.s.statements(w.t, w.people[c.who], path)
		all[route] = w.s.statements(w.t, w.people[c.who], path)
	}
	return all
}

func (w *world) pathOf(route string, c cost) string {
	w.t.Helper()
	parts := strings.Split(strings.TrimPrefix(route, "GET "), "/")
	for i, part := range parts {
		switch {
		case part == ":lang":
			parts[i] = "fr"
		case part == ":org":
			parts[i] = w.org.Ref
		case part == ":type":
			parts[i] = "page"
		case part == ":to":
			parts[i] = "en"
		case strings.HasPrefix(part, ":"):
			if parts[i] = w.things[c.thing]; parts[i] == "" {
				w.t.Fatalf("%s: the world has no %q", route, c.thing)
			}
		}
	}
	return strings.Join(parts, "/")
}

// statements returns the SQL statements of one page, from the session to the last byte.
func (s *site) statements(t *testing.T, p *person, path string) []string {
	t.Helper()
	counted, all := store.CountStatements(context.Background())
	r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(counted)
	at, _ := url.Parse(s.server.URL)
	for _, k := range p.client.Jar.Cookies(at) {
		r.AddCookie(k)
	}
	w := httptest.NewRecorder()
	if s.router.ServeHTTP(w, r); w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Header().Get(echo.HeaderLocation))
	}
	return all.Text
}

// byShape groups statements that differ in their values only.
func byShape(statements []string) string {
	counts := map[string]int{}
	for _, text := range statements {
		counts[shapeOf(text)]++
	}
	var lines []string
	for shape, n := range counts {
		lines = append(lines, strings.Repeat("×", n)+" "+shape)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// literals are what differs between two statements made in the same place.
var literals = regexp.MustCompile(`'[^']*'|"\d[^"]*"|\b\d+\b`)

func shapeOf(statement string) string { return literals.ReplaceAllString(statement, "?") }

func keysOf[V any](m map[string]V) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}
