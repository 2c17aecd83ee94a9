package content_test

import (
	"testing"

	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestEveryChangeOfATextIsANewEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		for _, step := range []struct {
			name string
			do   func()
		}{
			{"translated", func() { d.translates("en", "jardin", "Open the garden door.") }},
			{"rewritten", func() { d.rewrites("Ouvrez la porte de la cour.\n") }},
			{"hidden", func() { d.ok(d.page.Unpublish(ctx, db, d.ada)) }},
		} {
			before, err := store.Edition(ctx, db)
			d.ok(err)
			step.do()
			after, err := store.Edition(ctx, db)
			d.ok(err)
			if after <= before {
				t.Errorf("%s: readers keep the old page", step.name)
			}
		}
	})
}
