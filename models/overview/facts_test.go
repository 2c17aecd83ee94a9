package overview_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestFactsAreCheckedAndOvertakenOnesRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.must(overview.PublishFiles(ctx, db, ops, at))
		f, err := overview.FindHostFacts(ctx, db)
		p.must(err)
		good := overview.FactsForm{Version: f.Version, Said: f.Said}
		if err := overview.SaveHostFacts(ctx, db, ops, at, overview.FactsForm{Said: f.Said}); !errors.Is(err, store.ErrConflict) {
			t.Error("an overtaken form:", err)
		}
		if err := overview.SaveHostFacts(ctx, db, people.User{}, at, good); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
		for key, is := range map[string][2]string{
			"organization.type": {"", "error.needed_while_published"}, "organization.website": {"paquerette", "error.address"}, "organization.startdate": {"hier", "error.date"},
			"organization.geolocation.latitude": {"91", "error.degrees"}, "organization.geolocation.longitude": {"est", "error.degrees"}, "host.server.type": {"NANO ", ""},
			"host.provider.type": {"CAVE", "error.choose"}, "host.description": {"Écrire à ada@exemple.example", "error.no_address_here"},
			"organization.enddate": {"2010-01-01", "error.date_order"}, "host.provider.hypervisor": {strings.Repeat("x", 301), "error.too_long"},
		} {
			form := overview.FactsForm{Version: f.Version, Said: overview.Facts{}}
			for k, v := range f.Said {
				form.Said[k] = v
			}
			form.Said[key] = is[0]
			wrong, _ := store.AsInvalid(overview.SaveHostFacts(ctx, db, ops, at, form))
			if wrong[key].Key != is[1] {
				t.Errorf("%s: %+v", key, wrong)
			}
			if is[1] == "" {
				if f, err = overview.FindHostFacts(ctx, db); err != nil {
					t.Fatal(err)
				}
			}
		}
		form := overview.FactsForm{Version: f.Version, Said: overview.Facts{"organization.type": "ASSOCIATION", "organization.memberof.chatons.startdate": "2019-01-20", "host.provider.type": "OUTSOURCED", "host.server.type": "PHYSICAL"}}
		if wrong, _ := store.AsInvalid(overview.SaveHostFacts(ctx, db, ops, at, form)); wrong["host.server.type"].Key != "error.machine_pair" {
			t.Errorf("%+v", wrong)
		}
	})
}

func TestWhatRunsDoesNotBeginOnADayToCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.must(overview.PublishFiles(ctx, db, ops, at))
		f, err := overview.FindHostFacts(ctx, db)
		p.must(err)
		said := maps.Clone(f.Said)
		said["organization.startdate"], said["organization.memberof.chatons.startdate"] = "2027-01-01", "2026-11-26"
		wrong, _ := store.AsInvalid(overview.SaveHostFacts(ctx, db, ops, at, overview.FactsForm{Said: said, Version: f.Version}))
		if len(wrong) != 2 || wrong["organization.startdate"].Key != "error.date_future" || wrong["organization.memberof.chatons.startdate"].Key != "error.date_future" {
			t.Errorf("%+v", wrong)
		}
		said["organization.status.level"], said["organization.memberof.chatons.startdate"] = "IDLE", "2026-11-25"
		p.must(overview.SaveHostFacts(ctx, db, ops, at, overview.FactsForm{Said: said, Version: f.Version}))
		p.has(p.reads("organization.properties"), "organization.startdate = 2027-01-01", "organization.status.level = IDLE")
	})
}
