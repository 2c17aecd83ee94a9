package customers_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chatiere/models/billing/period"

	"gorm.io/gorm"
)

// oldContract is what a generated subscription must bring.
type oldContract struct {
	key    string
	every  period.Interval
	anchor time.Time
	until  time.Time
	cents  int64
}

// oldSystem is a generated host's export: so many organisations with people, subscriptions in the middle of their terms, debts, credits, mandates.
type oldSystem struct {
	files     map[string]*strings.Builder
	contracts []oldContract
	open      int64
	credit    int64
}

var heads = map[string]string{
	"organisations.csv": "key;name;legal_name;street;postcode;city;country;vat_status;kind;language;tags",
	"people.csv":        "organisation;email;name;roles;language",
	"subscriptions.csv": "key;organisation;offer;tier;interval;price;anchor;invoiced_until;quantity;addresses",
	"balances.csv":      "organisation;kind;number;date;due;amount",
	"mandates.csv":      "organisation;customer;method;kind;last4;brand;expires;reference;signed_on",
	"series.csv":        "series;next;last_on",
}

func exported(n int) *oldSystem {
	s := &oldSystem{files: map[string]*strings.Builder{}}
	for name, head := range heads {
		s.files[name] = &strings.Builder{}
		s.add(name, head)
	}
	for i := range n {
		s.organisation(i)
	}
	s.add("series.csv", "F2026-;413;2026-11-20")
	return s
}

func (s *oldSystem) add(file, format string, args ...any) {
	fmt.Fprintf(s.files[file], format+"\n", args...)
}

func (s *oldSystem) organisation(i int) {
	key := fmt.Sprintf("org-%03d", i)
	tags := []string{"", "pays_by_transfer", "no_auto_charge|do_not_chase:2027-03-31"}[i%40%3]
	s.add("organisations.csv", "%s;Association n° %d;Association numéro %d;%d rue du Chat;69001;Lyon;FR;not_subject;association;%s;%s", key, i, i, i+1, []string{"fr", "en"}[i%2], tags)
	s.add("people.csv", "%s;presidence%d@old.example;Présidente %d;owner;fr", key, i, i)
	s.add("people.csv", "%s;compta%d@old.example;Trésorier %d;treasurer;fr", key, i, i)
	c := oldContract{key: fmt.Sprintf("sub-%03d", i), every: period.Month, anchor: time.Date(2024, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC)}
	if i%4 == 0 {
		c.anchor = time.Date(2024, []time.Month{time.January, time.March, time.May, time.August, time.December}[i/4%5], 31, 0, 0, 0, 0, time.UTC)
	}
	if i%8 == 4 {
		c.anchor = time.Date(2024, time.February, 29, 0, 0, 0, 0, time.UTC)
	}
	if i%2 == 1 || i%8 == 4 {
		c.every = period.Year
	}
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	p, _ := period.Holding(c.anchor, c.every, today)
	c.until = p.To
	price, unit, quantity := "", map[period.Interval]int64{period.Month: 1250, period.Year: 10000}[c.every], int64(1+i%3)
	if i%3 == 0 {
		unit = 733 + int64(i)
		price = fmt.Sprintf("%d,%02d", unit/100, unit%100)
	}
	c.cents = unit * quantity
	s.add("subscriptions.csv", "%s;%s;ensemble;standard;%s;%s;%s;%s;%d;https://cloud%d.old.example", c.key, key, c.every, price, c.anchor.Format("02/01/2006"), c.until.Format(time.DateOnly), quantity, i)
	s.contracts = append(s.contracts, c)
	if i%5 == 0 {
		s.add("balances.csv", "%s;invoice;FA-2025-%04d;2026-%02d-10;2026-%02d-28;1 %03d,50", key, i, 1+i%10, 1+i%10, i)
		s.open += 100050 + int64(i)*100
	}
	if i%7 == 0 {
		s.add("balances.csv", "%s;credit;;2026-10-01;;12.%02d", key, i%100)
		s.credit += 1200 + int64(i%100)
	}
	if i%6 == 0 {
		s.add("mandates.csv", "%s;cus_Old%04d;pm_Old%04d;sepa;30%02d;;;RUM-%d;2025-02-03", key, i, i, i%100, i)
	}
	if i%6 == 3 {
		s.add("mandates.csv", "%s;cus_Old%04d;pm_Old%04d;card;42%02d;visa;03/2029;;", key, i, i, i%100)
	}
}

// folder is the export as files.
func (s *oldSystem) folder() fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range s.files {
		all[name] = &fstest.MapFile{Data: []byte(text.String())}
	}
	return all
}

// spoilt puts other words in a file.
func spoilt(all fstest.MapFS, file, old, other string) fstest.MapFS {
	text := string(all[file].Data)
	if !strings.Contains(text, old) {
		panic(file + " does not say " + old)
	}
	copied := fstest.MapFS{}
	for name, f := range all {
		copied[name] = f
	}
	copied[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, other, 1))}
	return copied
}

// dump is every row of every table, the journal and the list of batches left out.
func dump(t *testing.T, db *gorm.DB) []string {
	t.Helper()
	tables, err := db.Migrator().GetTables()
	must(t, err)
	var all []string
	for _, table := range tables {
		if strings.HasPrefix(table, "sqlite_") || table == "journal_entries" || table == "customer_batches" {
			continue
		}
		var rows []map[string]any
		must(t, db.Table(table).Find(&rows).Error)
		for _, r := range rows {
			all = append(all, fmt.Sprintf("%s %v", table, r))
		}
	}
	sort.Strings(all)
	return all
}

func alike(t *testing.T, when string, before, after []string) {
	t.Helper()
	if len(before) != len(after) {
		t.Errorf("%s: %d rows, before %d", when, len(after), len(before))
	}
	for n := range min(len(before), len(after)) {
		if before[n] != after[n] {
			t.Fatalf("%s: a row changed:\n%s\n%s", when, before[n], after[n])
		}
	}
}
