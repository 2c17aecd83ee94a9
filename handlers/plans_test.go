package handlers

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

const (
	manyRows  = 5000 // of each list
	rowsAPage = 1000 // what one statement of one page may read
)

// longLists are the pages whose lists grow for years, and who reads them.
var longLists = map[string]string{
	"/fr/tickets":                    "ada@fee.example",
	"/fr/tickets?state=settled":      "ada@fee.example",
	"/fr/account/letters":            "ada@fee.example",
	"/fr/contributions/mine":         "kim@contributrice.example",
	"/fr/desk/tickets":               "omar@indie-host.example",
	"/fr/desk/tickets?view=mine":     "omar@indie-host.example",
	"/fr/desk/tickets?view=solved":   "omar@indie-host.example",
	"/fr/desk/tickets?view=all":      "omar@indie-host.example",
	"/fr/desk/accounts":              "omar@indie-host.example",
	"/fr/desk/accounts/{org}":        "omar@indie-host.example",
	"/fr/desk/invoices":              "omar@indie-host.example",
	"/fr/desk/payments":              "omar@indie-host.example",
	"/fr/desk/people":                "omar@indie-host.example",
	"/fr/desk/journal":               "omar@indie-host.example",
	"/fr/desk/letters":               "omar@indie-host.example",
	"/fr/desk/deployments":           "omar@indie-host.example",
	"/fr/desk/contributions":         "samia@indie-host.example",
	"/fr/transparency/contributions": "ada@fee.example",
	"/fr/o/{org}/invoices":           "ada@fee.example",
}

// TestLongListsAreReadAlongIndexes asks the database how it answers each statement of each long list (quality.md M2): on PostgreSQL how
// many rows each step really touched, on SQLite whether it would scan or sort a whole table.
func TestLongListsAreReadAlongIndexes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.lived(t)
		rows, explain := manyRows, s.scansOfSQLite
		if store.Postgres(s.db) {
			rows, explain = 4*manyRows, s.rowsOfPostgres // smaller tables it rather reads whole
		}
		if err := storetest.Grow(s.db, rows); err != nil {
			t.Fatal(err)
		}
		var fee people.Organisation
		if err := s.db.Where("name = ?", "Faire École Ensemble").Take(&fee).Error; err != nil {
			t.Fatal(err)
		}
		for path, who := range longLists {
			path = strings.ReplaceAll(path, "{org}", fee.Ref)
			for _, statement := range s.statements(t, s.knows(t, who), path) {
				for _, wrong := range explain(statement) {
					t.Errorf("%s: %s in\n%s", path, wrong, statement)
				}
			}
		}
	})
}

// rowsOfPostgres runs the statement and names each step that touched too many rows.
func (s *site) rowsOfPostgres(statement string) (wrong []string) {
	var text string
	if err := s.db.Raw("explain (analyze, timing off, format json) " + statement).Row().Scan(&text); err != nil {
		return []string{err.Error()}
	}
	var answers []struct{ Plan planNode }
	if err := json.Unmarshal([]byte(text), &answers); err != nil {
		return []string{err.Error()}
	}
	answers[0].Plan.walk(func(n planNode) {
		if n.touched() > rowsAPage {
			wrong = append(wrong, fmt.Sprintf("%s of %s touches %.0f rows", n.Type, n.Relation, n.touched()))
		}
	})
	return wrong
}

// planNode is one step of a plan of PostgreSQL.
type planNode struct {
	Type      string     `json:"Node Type"`
	Relation  string     `json:"Relation Name"`
	Rows      float64    `json:"Actual Rows"`
	Loops     float64    `json:"Actual Loops"`
	Filtered  float64    `json:"Rows Removed by Filter"`
	Rechecked float64    `json:"Rows Removed by Index Recheck"`
	Plans     []planNode `json:"Plans"`
}

func (n planNode) touched() float64 { return (n.Rows + n.Filtered + n.Rechecked) * n.Loops }

func (n planNode) walk(f func(planNode)) {
	f(n)
	for _, below := range n.Plans {
		below.walk(f)
	}
}

// limited is a statement that ends with a limit, and what it would sort without one.
var limited = regexp.MustCompile(`(?is)^(select .*) limit \d+$`)

// scansOfSQLite names each whole table that would be scanned or sorted. A scan in the order that is asked for stops at the limit, unless it is
// begun anew for each row.
func (s *site) scansOfSQLite(statement string) (wrong []string) {
	var steps []struct {
		ID, Parent int
		Detail     string
	}
	if err := s.db.Raw("explain query plan " + statement).Scan(&steps).Error; err != nil {
		return []string{err.Error()}
	}
	found, repeated := limited.FindStringSubmatch(statement), map[int]bool{}
	for _, step := range steps {
		repeated[step.ID] = repeated[step.Parent] || strings.HasPrefix(step.Detail, "CORRELATED")
		scanned, isScan := strings.CutPrefix(step.Detail, "SCAN ")
		along := strings.Contains(step.Detail, " INDEX ") && strings.Contains(strings.ToLower(statement), " limit ")
		switch {
		case strings.Contains(step.Detail, "USE TEMP B-TREE FOR ORDER BY") && found != nil:
			if n := s.countOf(found[1]); n > rowsAPage {
				wrong = append(wrong, fmt.Sprintf("%d rows are sorted", n))
			}
		case isScan && !along && (found == nil || repeated[step.ID]) && s.big(tableOf(statement, strings.Fields(scanned)[0])):
			wrong = append(wrong, step.Detail)
		case !along && s.fans(statement, step.Detail):
			wrong = append(wrong, step.Detail+" finds too many rows")
		}
	}
	return wrong
}

// searched is a step that looks up, and what it looks for: SEARCH p USING INDEX pro_formas_state (state=?).
var searched = regexp.MustCompile(`^SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(([^)]+)\)$`)

// fans reports whether a look-up along an index finds more rows than a page may read, whatever value is asked for.
func (s *site) fans(statement, step string) bool {
	found := searched.FindStringSubmatch(step)
	if found == nil {
		return false
	}
	var columns []string
	for _, part := range strings.Split(found[2], " AND ") {
		if column, equal := strings.CutSuffix(part, "=?"); equal {
			columns = append(columns, column)
		}
	}
	table := tableOf(statement, found[1])
	if len(columns) == 0 || !s.big(table) {
		return false
	}
	return s.countOf(fmt.Sprintf("select 1 from %s group by %s having count(*) > %d", table, strings.Join(columns, ", "), rowsAPage)) > 0
}

// tableOf is the table behind a name in a statement: its own, or one given to it there.
func tableOf(statement, name string) string {
	if given := regexp.MustCompile(`(?i)(?:from|join)\s+"?(\w+)"?\s+(?:as\s+)?"?` + name + `"?\b`).FindStringSubmatch(statement); given != nil {
		return given[1]
	}
	return name
}

// countOf is how many rows a statement gives.
func (s *site) countOf(statement string) (n int) {
	if err := s.db.Raw("select count(*) from (" + statement + ") as sorted").Scan(&n).Error; err != nil {
		s.t.Error(err)
	}
	return n
}

// big reports whether a name in a plan is a table with many rows.
func (s *site) big(name string) bool {
	tables, err := s.db.Migrator().GetTables()
	if err != nil {
		s.t.Fatal(err)
	}
	return slices.Contains(tables, name) && s.countOf("select 1 from "+name) > 1000
}
