package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/content"
	"chatiere/models/demo/folder"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestEveryPlaceATextMayNameIsAPage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, ada := s.fee(t)
		var body strings.Builder
		for _, place := range folder.Places {
			fmt.Fprintf(&body, "[vers %s!](portal:%s)\n\n", place, place)
		}
		err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
			_, err := content.ImportPage(context.Background(), tx, content.PageForm{Kind: content.KindHelp, Slug: "portes", Title: "Portes", Summary: "Toutes", Body: body.String(), SourceLang: "fr"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range folder.Places {
			ada.visit("/fr/help/portes").follow("vers " + place + "!").status(200)
			if strings.HasPrefix(ada.page.path, "/fr/help/portes") {
				t.Error(place, "leads nowhere")
			}
		}
	})
}
