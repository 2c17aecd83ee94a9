package jobs_test

import (
	"context"
	"testing"

	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestTheDoctorHearsOfPublishedFilesThatLackSomething(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		w := worker(t, db, nil)
		facts := overview.HostFacts{ID: 1, Said: overview.Facts{"organization.type": "ASSOCIATION"}, Version: 1, UpdatedAt: store.Now(db)}
		for _, published := range []bool{false, true} {
			facts.Published = published
			if err := db.Save(&facts).Error; err != nil {
				t.Fatal(err)
			}
			if n, err := w.FilesWrong(context.Background()); err != nil || (n > 0) != published {
				t.Errorf("published %t: %d mistakes (%v)", published, n, err)
			}
		}
	})
}
