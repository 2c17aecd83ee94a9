package store_test

import (
	"fmt"
	"testing"

	"gorm.io/gorm"
)

// oldContributions are four hours, of which three are not told to everybody, all of them in the public sum.
var oldContributions = []string{
	"insert into users (ref, email, name, locale, zone, roles, version, created_at, updated_at) values ('u', 'kim@chats.example', 'Kim', 'fr', 'Europe/Paris', '', 1, @now, @now)",
	"insert into contribution_sums (kind, unit, counted, total, entries) values ('doc', 'MIN', false, 240, 4)",
	fmt.Sprintf(anHour, "a", "'public', false"), fmt.Sprintf(anHour, "b", "'amount_hidden', false"), fmt.Sprintf(anHour, "c", "'anonymous', false"), fmt.Sprintf(anHour, "d", "'public', true"),
}

const anHour = `insert into contributions (ref, version, contributor_id, kind, for_type, from_on, to_on, quantity, unit, title, lang, visibility, withheld, state, treatment, abuse, decision, decided_kind,
	decided_quantity, decided_at, stirred_at, created_at, updated_at) select '%s', 1, id, 'doc', 'collective', '2026-11-24', '2026-11-24', 60, 'MIN', 'Une page', 'fr', %s, 'accepted', 'given', false,
	'accepted', 'doc', 60, @now, @now, @now, @now from users`

func TestHiddenAmountsOfBeforeLeaveThePublicSumsAndWait(t *testing.T) {
	onEachOld(t, "20261202_10", oldContributions, func(t *testing.T, db *gorm.DB, was []map[string]any) {
		same(t, was, read(t, db, "select count(*) as n from contributions"))
		sums := read(t, db, "select total, entries from contribution_sums where kind = 'doc'")
		waiting := read(t, db, "select count(*) as n from discreet_entries where told_as = '' and quantity = 60 and not counted")
		if len(sums) != 1 || fmt.Sprint(sums[0]["total"], sums[0]["entries"]) != "60 1" || fmt.Sprint(waiting[0]["n"]) != "3" {
			t.Errorf("%v, waiting: %v", sums, waiting)
		}
	}, "select count(*) as n from contributions")
}
