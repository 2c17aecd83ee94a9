package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestABackupComesBackWithTheSameRowsAndSums(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, address string) {
		ctx := context.Background()
		for _, email := range []string{"ada@fee.example", "eve@ailleurs.example"} {
			if err := h.DB.Exec("insert into users (ref, email, created_at, updated_at) values (?, ?, ?, ?)", email, email, store.Now(h.DB), store.Now(h.DB)).Error; err != nil {
				t.Fatal(err)
			}
		}
		kept := filepath.Join(t.TempDir(), "backup.tar")
		m, err := store.Backup(ctx, address, kept, "test")
		if err != nil || m.Rows["users"] != 2 || m.Sums["users"]["id"] != 3 {
			t.Fatalf("%+v %v", m.Rows, err)
		}
		fresh := storetest.EmptySQLiteAddress(t)
		if h.Kind == store.PostgreSQL {
			fresh = storetest.EmptyPostgresAddress(t)
		}
		if _, err := store.Restore(ctx, fresh, kept); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Restore(ctx, fresh, kept); err == nil {
			t.Fatal("a second restore overwrote the first")
		}
		whole, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		cut := filepath.Join(t.TempDir(), "cut.tar")
		if err := os.WriteFile(cut, whole[:len(whole)-2000], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Restore(ctx, storetest.EmptySQLiteAddress(t), cut); err == nil {
			t.Fatal("a truncated backup was accepted")
		}
	})
}

func TestARestoreNoticesWhatIsMissing(t *testing.T) {
	was := store.Manifest{Rows: map[string]int64{"users": 2}, Sums: map[string]map[string]int64{"users": {"id": 3}}}
	got := store.Manifest{Rows: map[string]int64{"users": 1}, Sums: map[string]map[string]int64{"users": {"id": 1}}}
	if d := was.Differences(got); len(d) != 2 || !strings.Contains(d[0], "users.id") && !strings.Contains(d[1], "users.id") {
		t.Fatal(d)
	}
}
