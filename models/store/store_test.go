package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type greeted struct {
	ID int `json:"id" river:"unique"`
}

func (greeted) Kind() string { return "greeted" }

func jobs(t *testing.T, db *gorm.DB) (n int64) {
	t.Helper()
	if err := db.Table("river_job").Where("kind = ?", "greeted").Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPromiseExistsExactlyIfItsTransactionCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		if err := store.Enqueue(db, greeted{1}); !errors.Is(err, store.ErrOutsideTx) {
			t.Fatalf("outside a transaction: %v", err)
		}
		undo := errors.New("undo")
		if err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			if err := store.Enqueue(tx, greeted{1}); err != nil {
				t.Fatal(err)
			}
			return undo
		}); !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if n := jobs(t, db); n != 0 {
			t.Fatalf("%d promises after a rollback", n)
		}
		if err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			if err := store.Enqueue(tx, greeted{2}); err != nil {
				return err
			}
			inner := store.InTx(ctx, tx, func(in *gorm.DB) error {
				if err := store.Enqueue(in, greeted{3}); err != nil {
					t.Fatal(err)
				}
				return undo
			})
			if !errors.Is(inner, undo) {
				t.Fatal(inner)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n := jobs(t, db); n != 1 {
			t.Fatalf("%d promises, want the outer one only", n)
		}
	})
}

func TestOnceSkipsAnEqualPromiseThatStillWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		for range 3 {
			if err := store.InTx(context.Background(), db, func(tx *gorm.DB) error { return store.Enqueue(tx, greeted{7}, store.Once()) }); err != nil {
				t.Fatal(err)
			}
		}
		if n := jobs(t, db); n != 1 {
			t.Fatalf("%d promises", n)
		}
	})
}

func TestErrorsOfTheDatabaseAreTheHouses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		var row struct{ ID uint }
		if err := db.Table("users").Where("id = 99").Take(&row).Error; !errors.Is(err, store.ErrNotFound) {
			t.Fatalf("not found: %v", err)
		}
		insert := "insert into users (ref, email, created_at, updated_at) values (?, 'a@fee.example', ?, ?)"
		now := store.Now(db)
		if err := db.Exec(insert, "a", now, now).Error; err != nil {
			t.Fatal(err)
		}
		if err := db.Exec(insert, "b", now, now).Error; !errors.Is(err, store.ErrConflict) {
			t.Fatalf("taken: %v", err)
		}
		if err := db.Exec("insert into memberships (ref, user_id, organisation_id, role, from_at, created_at) values ('x', 77, 77, 'owner', ?, ?)", now, now).Error; !errors.Is(err, gorm.ErrForeignKeyViolated) {
			t.Fatalf("orphan: %v", err)
		}
	})
}

func TestTimesOfTwoZonesSortRight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		east := time.FixedZone("east", 2*3600)
		times := []time.Time{time.Date(2026, 3, 1, 1, 30, 0, 0, east), time.Date(2026, 2, 28, 23, 45, 0, 0, time.UTC)}
		for i, at := range times {
			if err := db.Exec("insert into users (ref, email, created_at, updated_at) values (?, ?, ?, ?)", fmt.Sprint(i), fmt.Sprint(i), at, at).Error; err != nil {
				t.Fatal(err)
			}
		}
		var emails []string
		if err := db.Table("users").Order("created_at").Pluck("email", &emails).Error; err != nil {
			t.Fatal(err)
		}
		var last time.Time
		if err := db.Table("users").Select("max(created_at)").Scan(&last).Error; err != nil {
			t.Fatal(err)
		}
		if emails[0] != "0" || !last.Equal(times[1]) {
			t.Fatalf("order %v, last %v", emails, last)
		}
	})
}

func TestThePragmasAreReadBackOnThreeConnections(t *testing.T) {
	h := storetest.SQLite(t)
	want := map[string]string{"busy_timeout": "5000", "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "cache_size": "-8000", "journal_size_limit": "67108864"}
	for range 3 {
		conn, err := h.SQL.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for name, value := range want {
			var got string
			if err := conn.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(&got); err != nil || got != value {
				t.Errorf("%s is %q, want %q (%v)", name, got, value, err)
			}
		}
	}
}

func TestTheJournalCannotBeRewritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		if err := db.Exec("insert into journal_entries (at, verb, subject_type, subject_ref) values (?, 'x', 'y', 'z')", store.Now(db)).Error; err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{"update journal_entries set verb = 'q'", "delete from journal_entries"} {
			if err := db.Exec(statement).Error; err == nil {
				t.Errorf("%s was accepted", statement)
			}
		}
		if err := db.Exec("update journal_entries set actor_name = ''").Error; err != nil {
			t.Errorf("a name cannot be erased: %v", err)
		}
	})
}

func TestFourStartersMigrateOnce(t *testing.T) {
	addresses := map[string]string{"sqlite": storetest.EmptySQLiteAddress(t)}
	if !storetest.Quick() {
		addresses["postgres"] = storetest.EmptyPostgresAddress(t)
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			var wg sync.WaitGroup
			ran := make([]int, 4)
			for i := range 4 {
				wg.Go(func() {
					ids, err := store.Migrate(context.Background(), address)
					if err != nil {
						t.Error(err)
					}
					ran[i] = len(ids)
				})
			}
			wg.Wait()
			starters := 0
			for _, n := range ran {
				if n > 0 {
					starters++
				}
			}
			if starters != 1 {
				t.Fatalf("%v: %d starters ran migrations", ran, starters)
			}
		})
	}
}

func TestAClockCanBeStoppedForOneSessionAlsoInsideATransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		past := storetest.Noon.AddDate(0, -8, 0)
		then := store.AtTime(db, past)
		err := store.InTx(context.Background(), then, func(tx *gorm.DB) error {
			if !store.Now(tx).Equal(past) {
				t.Error("outside:", store.Now(tx))
			}
			inner := store.AtTime(tx, past.AddDate(0, 1, 0))
			return store.InTx(context.Background(), inner, func(tx *gorm.DB) error {
				if !store.Now(tx).Equal(past.AddDate(0, 1, 0)) || !store.InsideTx(tx) {
					t.Error("inside:", store.Now(tx))
				}
				return nil
			})
		})
		if err != nil || !store.Now(db).Equal(storetest.Noon) {
			t.Error(store.Now(db), err)
		}
	})
}
