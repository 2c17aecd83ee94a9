package store

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
)

// TestTicketsKeepEverythingWhenTheirTableIsMadeAnew goes from the schema before that step to the newest, with tickets in it (SQLite alone rebuilds).
func TestTicketsKeepEverythingWhenTheirTableIsMadeAnew(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "old.db")
	h, err := openForMigration(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	step := slices.IndexFunc(migrations, func(m Migration) bool { return strings.HasPrefix(m.ID, "20261126_70") })
	inOne := func(list []Migration) {
		if err := h.DB.Transaction(func(tx *gorm.DB) error { _, err := migrateIn(tx, list); return err }); err != nil {
			t.Fatal(err)
		}
	}
	inOne(migrations[:step])
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for _, statement := range []string{
		"insert into users (ref, email, name, locale, zone, roles, version, created_at, updated_at) values ('u', 'ada@fee.example', 'Ada', 'fr', 'Europe/Paris', '', 1, ?, ?)",
		"insert into upstreams (ref, slug, name, licence, source_url, site_url, created_at, updated_at) values ('up', 'chat', 'Chat', 'MIT', 'https://chat.example', 'https://chat.example', ?, ?)",
		"insert into services (ref, slug, upstream_id, need, created_at, updated_at) select 's', 'chat', id, 'talk', ?, ? from upstreams",
		"insert into tickets (ref, subject, requester_id, service_id, state, priority, lang, last_at, since_at, version, created_at, updated_at) select 'one', 'Le nuage', u.id, s.id, 'open', 'high', 'fr', ?1, ?1, 3, ?1, ?2 from users u, services s",
		"insert into tickets (ref, subject, requester_id, service_id, follows_id, state, priority, lang, last_at, since_at, solved_at, version, created_at, updated_at) select 'two', 'Encore', u.id, 99, t.id, 'solved', 'low', 'fr', ?1, ?1, ?1, 1, ?1, ?2 from users u, tickets t",
		"insert into ticket_messages (ref, ticket_id, kind, author_id, lang, body, created_at) select ref, id, 'inbound', requester_id, 'fr', 'Bonjour', ?1 from tickets where ?2 is not null",
	} {
		if err := h.DB.Exec(statement, now, now).Error; err != nil {
			t.Fatal(err)
		}
	}
	columns := "id, ref, subject, requester_id, follows_id, state, priority, lang, last_at, since_at, solved_at, version, created_at"
	before, after := rowsOf(t, h.DB, columns), []map[string]any(nil)
	inOne(migrations)
	if after = rowsOf(t, h.DB, columns); len(after) != 2 || !slices.EqualFunc(before, after, sameRow) {
		t.Errorf("%v became %v", before, after)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if h, err = Open(context.Background(), address, Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	var services, messages, indexes int64
	h.DB.Raw("select count(service_id) from tickets").Scan(&services)
	h.DB.Raw("select count(*) from ticket_messages m join tickets t on t.id = m.ticket_id and t.ref = m.ref").Scan(&messages)
	h.DB.Raw("select count(*) from sqlite_master where type = 'index' and tbl_name = 'tickets' and name like 'tickets_%'").Scan(&indexes)
	if services != 1 || messages != 2 || indexes != 8 {
		t.Errorf("%d services, %d messages, %d indexes", services, messages, indexes)
	}
	for statement, why := range map[string]string{"update tickets set service_id = 99": "a service that is not there", "delete from tickets": "a ticket with messages goes", "delete from services": "a service with tickets goes"} {
		if h.DB.Exec(statement).Error == nil {
			t.Error(why)
		}
	}
}

func rowsOf(t *testing.T, db *gorm.DB, columns string) (rows []map[string]any) {
	t.Helper()
	if err := db.Raw("select " + columns + " from tickets order by id").Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

func sameRow(a, b map[string]any) bool {
	for name, value := range a {
		if b[name] != value {
			return false
		}
	}
	return len(a) == len(b)
}
