package demo

import (
	"context"

	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MakeTerms writes the legal texts of a new portal from our templates, in every language we have; the collective's own name and
// address fill their places when they are shown. Texts that are there already, or were changed since, stay as they are.
func MakeTerms(ctx context.Context, db *gorm.DB, by people.User) error {
	all, err := folder.Read(files.FS)
	if err != nil {
		return err
	}
	legal := folder.Collective{Profile: folder.Profile{Languages: all.Profile.Languages}}
	for _, t := range all.Texts {
		if t.Kind == folder.Legal {
			legal.Texts = append(legal.Texts, t)
		}
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		im, err := begin(ctx, tx, legal, Options{})
		if err != nil {
			return err
		}
		if err := im.texts(); err != nil {
			return err
		}
		if len(im.mistakes) > 0 {
			return im.mistakes
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "terms_made", SubjectType: "collective", SubjectRef: "collective"}); err != nil {
			return err
		}
		return store.Published(tx)
	})
}
