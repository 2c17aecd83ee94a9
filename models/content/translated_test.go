package content_test

import (
	"testing"
	"time"

	"chatiere/models/content"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestTranslationsAreCountedByWeekMonthAndYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		at := func(day string) time.Time {
			on, err := time.Parse(time.DateTime, day)
			if err != nil {
				t.Fatal(err)
			}
			return on
		}
		storetest.SetClock(db, at("2025-12-31 23:59:59"))
		d := newDesk(t, db, help("Ouvrez la porte.\n\nFermez la fenêtre.\n\nLavez la tasse.\n"))
		d.translates("en", "Ouvrez", "Open the door.")
		storetest.SetClock(db, at("2026-01-01 00:00:00"))
		d.translates("en", "Fermez", "Close the window.")
		storetest.SetClock(db, at("2026-02-28 12:00:00"))
		d.translates("en", "Lavez", "Wash the cup.")
		d.translates("de", "Lavez", "Spüle die Tasse.")
		for name, c := range map[string]struct {
			from, until string
			want        map[string]int64
		}{
			"a week over the turn of the year": {"2025-12-29 00:00:00", "2026-01-05 00:00:00", map[string]int64{"en": 2}},
			"the month before":                 {"2025-12-01 00:00:00", "2026-01-01 00:00:00", map[string]int64{"en": 1}},
			"a month":                          {"2026-02-01 00:00:00", "2026-03-01 00:00:00", map[string]int64{"en": 1, "de": 1}},
			"the year before":                  {"2025-01-01 00:00:00", "2026-01-01 00:00:00", map[string]int64{"en": 1}},
			"a year":                           {"2026-01-01 00:00:00", "2027-01-01 00:00:00", map[string]int64{"en": 2, "de": 1}},
			"a year with nothing":              {"2027-01-01 00:00:00", "2028-01-01 00:00:00", map[string]int64{}},
		} {
			rows, err := content.TranslatedBetween(ctx, db, at(c.from), at(c.until))
			d.ok(err)
			if len(rows) != len(c.want) {
				t.Errorf("%s: %+v", name, rows)
			}
			for _, r := range rows {
				if r.AuthorID != d.ada.ID || r.Passages != c.want[r.Lang] {
					t.Errorf("%s: %+v", name, r)
				}
			}
		}
	})
}
