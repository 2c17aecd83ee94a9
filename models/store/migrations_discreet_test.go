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

// TestHiddenAmountsOfBeforeLeaveThePublicSumsAndWait goes from the schema before this step to the newest.
func TestHiddenAmountsOfBeforeLeaveThePublicSumsAndWait(t *testing.T) {
	h, err := openForMigration(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "old.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	step := slices.IndexFunc(migrations, func(m Migration) bool { return strings.HasPrefix(m.ID, "20261202_10") })
	inOne := func(list []Migration) {
		if err := h.DB.Transaction(func(tx *gorm.DB) error { _, err := migrateIn(tx, list); return err }); err != nil {
			t.Fatal(err)
		}
	}
	inOne(migrations[:step])
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	statements := []string{
		"insert into users (ref, email, name, locale, zone, roles, version, created_at, updated_at) values ('u', 'kim@chats.example', 'Kim', 'fr', 'Europe/Paris', '', 1, ?1, ?1)",
		"insert into contribution_sums (kind, unit, counted, total, entries) values ('doc', 'MIN', 0, 240, 4)",
	}
	for ref, row := range map[string]string{"a": "'public', 0", "b": "'amount_hidden', 0", "c": "'anonymous', 0", "d": "'public', 1"} {
		statements = append(statements, `insert into contributions (ref, version, contributor_id, kind, for_type, from_on, to_on, quantity, unit, title, lang, visibility, withheld, state, treatment, abuse, decision, decided_kind, decided_quantity, decided_at,
			stirred_at, created_at, updated_at) select '`+ref+`', 1, id, 'doc', 'collective', '2026-11-24', '2026-11-24', 60, 'MIN', 'Une page', 'fr', `+row+`, 'accepted', 'given', 0, 'accepted', 'doc', 60, ?1, ?1, ?1, ?1 from users`)
	}
	for _, statement := range statements {
		if err := h.DB.Exec(statement, now).Error; err != nil {
			t.Fatal(err)
		}
	}
	inOne(migrations)
	var total, waiting int64
	if err := h.DB.Raw("select (select total from contribution_sums where kind = 'doc'), (select count(*) from discreet_entries where told_as = '' and quantity = 60)").Row().Scan(&total, &waiting); err != nil || total != 60 || waiting != 3 {
		t.Errorf("%d minutes, %d wait (%v)", total, waiting, err)
	}
}
