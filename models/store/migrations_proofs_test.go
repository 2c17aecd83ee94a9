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

// TestEvidenceAndFlagsKeepEverythingWhenTheirTablesAreMadeAnew goes from the schema before these steps to the newest (SQLite alone rebuilds).
func TestEvidenceAndFlagsKeepEverythingWhenTheirTablesAreMadeAnew(t *testing.T) {
	h, err := openForMigration(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "old.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	step := slices.IndexFunc(migrations, func(m Migration) bool { return strings.HasPrefix(m.ID, "20261201_20") })
	inOne := func(list []Migration) {
		if err := h.DB.Transaction(func(tx *gorm.DB) error { _, err := migrateIn(tx, list); return err }); err != nil {
			t.Fatal(err)
		}
	}
	inOne(migrations[:step])
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for _, statement := range []string{
		"insert into users (ref, email, name, locale, zone, roles, version, created_at, updated_at) values ('u', 'kim@chats.example', 'Kim', 'fr', 'Europe/Paris', '', 1, ?1, ?1)",
		`insert into contributions (ref, version, contributor_id, kind, for_type, from_on, to_on, quantity, unit, title, lang, visibility, withheld, state, treatment, abuse, stirred_at, created_at, updated_at)
			select 'c', 2, id, 'doc', 'collective', '2026-11-24', '2026-11-24', 60, 'MIN', 'Une page', 'fr', 'public', 0, 'submitted', 'given', 0, ?1, ?1, ?1 from users`,
		"insert into evidences (contribution_id, version, kind, url, url_norm, checked_at, result, created_at) select id, 1, 'page', 'https://a.example/1', 'a.example/1', ?1, 'x', ?1 from contributions",
		"insert into evidences (contribution_id, version, kind, statement, sha256, created_at) select id, 2, 'file', 'Reçu 17', 'abc', ?1 from contributions",
		"insert into contribution_flags (contribution_id, version, rule, level, facts, cleared_by_id, cleared_at, cleared_reason, created_at) select c.id, 2, 'burst', 'medium', '{}', u.id, ?1, 'Rien', ?1 from contributions c, users u",
	} {
		if err := h.DB.Exec(statement, now).Error; err != nil {
			t.Fatal(err)
		}
	}
	inOne(migrations)
	var kept, flags int64
	h.DB.Raw(`select count(*) from evidences where version = 1 and kind = 'page' and url = 'https://a.example/1' and url_norm = 'a.example/1' and checked_at is not null and result = 'x' and file_id is null
		or version = 2 and kind = 'page' and statement = 'Reçu 17' and sha256 = 'abc'`).Scan(&kept)
	h.DB.Raw("select count(*) from contribution_flags where rule = 'burst' and level = 'medium' and cleared_by_id is not null and cleared_reason = 'Rien'").Scan(&flags)
	if kept != 2 || flags != 1 {
		t.Errorf("%d pieces of evidence, %d flags", kept, flags)
	}
	if err := h.DB.Exec("insert into contribution_flags (contribution_id, version, rule, level, created_at) select id, 2, 'evidence_dead', 'low', ? from contributions", now).Error; err != nil {
		t.Error(err)
	}
	for statement, why := range map[string]string{
		"insert into evidences (contribution_id, version, kind, url, created_at) select id, 2, 'page', 'x', ? from contributions":               "two addresses of one version",
		"insert into evidences (contribution_id, version, kind, created_at) select id, 3, 'file', ? from contributions":                         "a file without its file",
		"insert into contribution_flags (contribution_id, version, rule, level, created_at) select id, 3, 'guess', 'low', ? from contributions": "a rule that nobody knows",
	} {
		if h.DB.Exec(statement, now).Error == nil {
			t.Error(why)
		}
	}
}
