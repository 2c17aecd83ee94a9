package storetest

import (
	"fmt"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// grown are the tables that lists are read from, parents first, and what the copy of a row has of its own. {n} is a word that
// no other copy has; what is not named stays as in the row that is copied.
var grown = []struct {
	table string
	only  string // which rows are copied
	own   map[string]string
}{
	{"users", "erased_at is null and roles = ''", map[string]string{"email": "{n} || '@many.example'"}},
	{"organisations", "", nil},
	{"memberships", "", map[string]string{"user_id": "(select max(user_id) from memberships) + row_number() over (order by id)", "organisation_id": "{org}"}},
	{"journal_entries", "", map[string]string{"organisation_id": "{org}"}},
	{"letters", "", map[string]string{"once": "{n}", "message_id": "{n}"}},
	{"tickets", "", map[string]string{"organisation_id": "{org}"}},
	{"subscriptions", "", map[string]string{"idempotency_key": "{n}", "organisation_id": "{org}"}},
	{"pro_formas", "", map[string]string{
		"payment_reference": "{n}", "organisation_id": "{org}", "subscription_id": "(select max(subscription_id) from pro_formas) + row_number() over (order by id)",
	}},
	{"invoices", "kind = 'invoice' and state = 'final'", map[string]string{
		"origin": "{n}", "full_number": "{n}", "number": "id + {k} * 1000000", "pro_forma_id": "null", "organisation_id": "{org}", "payment_reference": "{n}",
	}},
	{"payments", "reverses_id is null", map[string]string{"idempotency_key": "{n}", "pro_forma_id": "null", "organisation_id": "{org}"}},
	{"deployments", "", map[string]string{"organisation_id": "{org}", "subscription_id": "(select max(subscription_id) from deployments) + row_number() over (order by id)"}},
	{"contributions", "corrects_id is null", map[string]string{"organisation_id": "case when agreement_id is null and organisation_id is not null then {org} else organisation_id end"}},
}

// Grow copies the rows of every list until each has so many, for benches and for tests of the databases' plans. Every twentieth copy
// belongs to the organisation its original belongs to, the others to organisations that are copies too. Sums and chains of
// such a database are not true any more.
func Grow(db *gorm.DB, rows int) error {
	asleep, err := hushed(db)
	if err != nil {
		return err
	}
	for _, g := range grown {
		most := rows
		if g.table == "users" || g.table == "subscriptions" {
			most += 100 // each membership and deployment has one of its own
		}
		if err := copyRows(db, g.table, g.only, g.own, most); err != nil {
			return fmt.Errorf("%s: %w", g.table, err)
		}
	}
	for _, statement := range append(followers, asleep...) {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("%w in %s", err, statement)
		}
	}
	if store.Postgres(db) {
		return db.Exec("vacuum analyze").Error // as it does by itself, in time
	}
	return nil // SQLite never does: with figures of the tables it would also plan each statement anew for each value
}

// followers give the copies what a list reads beside them.
var followers = []string{
	`insert into invoice_dues (invoice_id, organisation_id, due_on, due_cents)
		select id, organisation_id, due_on, case when id % 10 = 0 then total_cents else 0 end from invoices i
		where kind = 'invoice' and state = 'final' and not exists (select 1 from invoice_dues d where d.invoice_id = i.id)`,
	`insert into evidences (contribution_id, version, kind, url, url_norm, created_at)
		select id, version, 'page', 'https://preuves.example/' || id, 'preuves.example/' || id, created_at from contributions c
		where not exists (select 1 from evidences e where e.contribution_id = c.id and e.version = c.version)`,
	// what is asked for is not delivered yet: else the portal would invoice each copy, against money that the books of copies do not have
	"update subscriptions set state = 'accepted', delivered_on = '' where id in (select subscription_id from pro_formas where state = 'open')",
}

// hushed silences the triggers, and returns the statements that wake them.
func hushed(db *gorm.DB) ([]string, error) {
	if store.Postgres(db) {
		return []string{"set session_replication_role = origin"}, db.Exec("set session_replication_role = replica").Error
	}
	var triggers []struct{ Name, SQL string }
	if err := db.Raw("select name, sql from sqlite_master where type = 'trigger'").Scan(&triggers).Error; err != nil {
		return nil, err
	}
	var wake []string
	for _, one := range triggers {
		wake = append(wake, one.SQL)
		if err := db.Exec("drop trigger " + one.Name).Error; err != nil {
			return nil, err
		}
	}
	return wake, nil
}

// copyRows doubles the table until it is full. Each round copies the first rows, so that every kind stays as frequent as it was.
func copyRows(db *gorm.DB, table, only string, own map[string]string, rows int) error {
	columns, err := db.Migrator().ColumnTypes(table)
	if err != nil {
		return err
	}
	if only == "" {
		only = "1 = 1"
	}
	for round := 1; ; round++ {
		var have, usable int
		if err := db.Raw("select count(*), coalesce(sum(case when "+only+" then 1 else 0 end), 0) from "+table).Row().Scan(&have, &usable); err != nil {
			return err
		}
		if have >= rows {
			return nil
		}
		if usable == 0 {
			return fmt.Errorf("no row to copy")
		}
		var into, from []string
		for _, c := range columns {
			if name := c.Name(); name != "id" {
				into, from = append(into, name), append(from, expression(name, own, round))
			}
		}
		if err := db.Exec(fmt.Sprintf("insert into %s (%s) select %s from %s where %s order by id limit %d",
			table, strings.Join(into, ", "), strings.Join(from, ", "), table, only, rows-have)).Error; err != nil {
			return err
		}
	}
}

// expression is what the copy has in a column.
func expression(column string, own map[string]string, round int) string {
	e, ok := own[column]
	switch {
	case !ok && column == "ref":
		e = "{n}"
	case !ok:
		return column
	}
	org := "case when id % 20 = 0 then organisation_id else 1 + (id * 7919) % (select max(id) from organisations) end"
	return strings.NewReplacer("{org}", org, "{k}", fmt.Sprint(round), "{n}", fmt.Sprintf("('g%d.' || id)", round)).Replace(e)
}
