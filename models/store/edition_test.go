package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func editionOf(t *testing.T, db *gorm.DB) int64 {
	t.Helper()
	n, err := store.Edition(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnEditionGrowsWithEachPublishingTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		if err := store.Published(db); !errors.Is(err, store.ErrOutsideTx) {
			t.Fatalf("outside a transaction: %v", err)
		}
		first := editionOf(t, db)
		undo := errors.New("undo")
		steps := map[string]struct {
			do   func(tx *gorm.DB) error
			grow int64
		}{
			"once however often it is said": {func(tx *gorm.DB) error { return errors.Join(store.Published(tx), store.Published(tx)) }, 1},
			"inside a savepoint":            {func(tx *gorm.DB) error { return store.InTx(ctx, tx, store.Published) }, 1},
			"not when undone":               {func(tx *gorm.DB) error { return errors.Join(store.Published(tx), undo) }, 0},
			"not when nothing is public":    {func(*gorm.DB) error { return nil }, 0},
		}
		for name, step := range steps {
			if err := store.InTx(ctx, db, step.do); err != nil && !errors.Is(err, undo) {
				t.Fatal(err)
			}
			now := editionOf(t, db)
			if now-first != step.grow {
				t.Errorf("%s: grew by %d, want %d", name, now-first, step.grow)
			}
			first = now
		}
	})
}

func TestAnotherProcessSeesANewEditionWithinTwoSeconds(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, address string) {
		other, err := store.Open(context.Background(), address, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		before := editionOf(t, other.DB)
		if err := store.InTx(context.Background(), h.DB, store.Published); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if editionOf(t, other.DB) > before {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatal("two seconds later it still knows the old one")
	})
}
