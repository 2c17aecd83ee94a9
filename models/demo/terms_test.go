package demo_test

import (
	"context"
	"testing"

	"chatiere/models/content"
	"chatiere/models/demo"
	"chatiere/models/people"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestTermsAreMadeOnceAndNameNobodyElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		for range 2 {
			if err := demo.MakeTerms(ctx, db, people.User{}); err != nil {
				t.Fatal(err)
			}
		}
		for _, lang := range []string{"fr", "en"} {
			pages, err := content.Pages(ctx, db, lang, content.KindLegal)
			if err != nil || len(pages) != 4 {
				t.Fatalf("%d legal texts in %s (%v)", len(pages), lang, err)
			}
		}
	})
}
