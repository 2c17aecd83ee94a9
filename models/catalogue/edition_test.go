package catalogue_test

import (
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestEveryChangeOfTheCatalogueIsANewEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		var incident catalogue.Incident
		before, err := store.Edition(ctx, db)
		ok(t, err)
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"upstream", func() error {
				_, err := catalogue.NewUpstream(ctx, db, s.op, upstreamForm("hedgedoc", "HedgeDoc"))
				return err
			}},
			{"service", func() error {
				_, err := catalogue.NewService(ctx, db, s.op, serviceForm("notes", "hedgedoc", catalogue.Share, "Notes"))
				return err
			}},
			{"prices", func() error {
				f := prices(1000, 9600)
				f.Version = s.offer.Version
				return s.offer.SetPrices(ctx, db, s.op, f)
			}},
			{"offer shown", func() error { return s.offer.Publish(ctx, db, s.op) }},
			{"service hidden", func() error { return s.chat.Unpublish(ctx, db, s.op) }},
			{"incident", func() error {
				incident, err = s.files.OpenIncident(ctx, db, s.op, catalogue.IncidentForm{Severity: catalogue.Down, Title: "Panne", Body: "Nous cherchons.", SourceLang: "fr"})
				return err
			}},
			{"incident over", func() error { return s.files.EndIncident(ctx, db, s.op, incident.Ref, catalogue.NewsForm{}) }},
			{"backup", func() error { return catalogue.BackedUp(ctx, db, s.files.ID, store.Now(db)) }},
		} {
			ok(t, step.do())
			after, err := store.Edition(ctx, db)
			ok(t, err)
			if after <= before {
				t.Errorf("%s: readers keep the old page", step.name)
			}
			before = after
		}
	})
}
