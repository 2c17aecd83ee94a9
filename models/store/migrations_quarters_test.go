package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// onEachOld runs f on a database of either kind that stands before a step, and opens it afterwards with the newest schema.
func onEachOld(t *testing.T, step string, before []string, f func(t *testing.T, db *gorm.DB, was []map[string]any), rows string) {
	t.Helper()
	for name, empty := range map[string]func(testing.TB) string{"sqlite": storetest.EmptySQLiteAddress, "postgres": storetest.EmptyPostgresAddress} {
		if name == "postgres" && storetest.Quick() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			address := empty(t)
			if err := store.MigrateUntil(context.Background(), address, step); err != nil {
				t.Fatal(err)
			}
			was := inOld(t, address, before, rows)
			if _, err := store.Migrate(context.Background(), address); err != nil {
				t.Fatal(err)
			}
			h, err := store.Open(context.Background(), address, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.Close() })
			f(t, h.DB, was)
		})
	}
}

// inOld fills the old schema, and returns the rows that are looked at again afterwards.
func inOld(t *testing.T, address string, statements []string, rows string) (was []map[string]any) {
	t.Helper()
	h, err := store.Open(context.Background(), address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, statement := range statements {
		if err := run(h.DB, statement); err != nil {
			t.Fatalf("%v in %s", err, statement)
		}
	}
	return read(t, h.DB, rows)
}

func read(t *testing.T, db *gorm.DB, rows string) (all []map[string]any) {
	t.Helper()
	if err := db.Raw(rows).Scan(&all).Error; err != nil {
		t.Fatal(err)
	}
	return all
}

// oldPledges is a space with promises of every rhythm there was, a gift of one of them, a declaration and a receipt.
var oldPledges = []string{
	"insert into users (ref, email, name, locale, zone, roles, version, created_at, updated_at) values ('u', 'kim@chats.example', 'Kim', 'fr', 'Europe/Paris', '', 1, @now, @now), ('v', 'lou@chats.example', 'Lou', 'fr', 'Europe/Paris', '', 1, @now, @now), ('w', 'eve@chats.example', 'Eve', 'fr', 'Europe/Paris', '', 1, @now, @now)",
	"insert into shared_spaces (ref, title, about, goal_cents, period, threshold_bp, mode, deadline, state, created_by_id, created_at, updated_at) select 's', 'Des notes', 'x', 100000, 'year', 8000, 'fixed', '2026-12-31', 'open', id, @now, @now from users where ref = 'u'",
	`insert into pledges (ref, space_id, user_id, unit, every, promised, quantity, visibility, state, due_on, offered, offered_state, ended_by_id, ended_at, version, created_at, updated_at)
		select 'once', s.id, u.id, 'EUR', 'once', 900, 800, 'public', 'cancelled', '2027-01-01', 100, 'no', u.id, @now, 4, @now, @now from shared_spaces s, users u where u.ref = 'u'`,
	"insert into pledges (ref, space_id, user_id, unit, every, promised, quantity, visibility, state, created_at, updated_at) select 'month', s.id, u.id, 'EUR', 'month', 1000, 1000, 'anonymous', 'open', @now, @now from shared_spaces s, users u where u.ref = 'u'",
	"insert into pledges (ref, space_id, user_id, unit, every, promised, quantity, visibility, state, created_at, updated_at) select 'year', s.id, u.id, 'MIN', 'year', 600, 600, 'amount_hidden', 'open', @now, @now from shared_spaces s, users u where u.ref = 'v'",
	"insert into donations (ref, pledge_id, space_id, user_id, cents, period_on, payment_reference, state, method, received_on, asked_on, created_at, updated_at) select 'd', p.id, p.space_id, p.user_id, 1000, '2026-11-25', 'CH1', 'received', 'cheque', '2026-11-25', '2026-11-25', @now, @now from pledges p where p.ref = 'month'",
	"insert into gift_eligibilities (basis, object, category, declared_name, declared_role, declared_on, declared_by_id, created_at) select 'self', 'x', 'general_interest', 'Omar', 'Présidence', '2026-11-01', id, @now from users where ref = 'u'",
	`insert into gift_receipts (ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents, received_on, method, voided_at, void_reason, created_at)
		select 'r1', d.id, e.id, d.user_id, 'R2026-00001', '2026-11-25', 'fr', 'Kim', '1 rue', '69001', 'Lyon', 'FR', '{}', 1000, '2026-11-25', 'cheque', @now, 'adresse', @now from donations d, gift_eligibilities e`,
	`insert into gift_receipts (ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents, received_on, method, created_at)
		select 'r2', d.id, e.id, d.user_id, 'R2026-00002', '2026-11-25', 'fr', 'Kim', '2 rue', '69001', 'Lyon', 'FR', '{}', 1000, '2026-11-25', 'cheque', @now from donations d, gift_eligibilities e`,
}

func same(t *testing.T, was, is []map[string]any) {
	t.Helper()
	if len(was) == 0 || fmt.Sprint(was) != fmt.Sprint(is) {
		t.Errorf("%v\nbecame\n%v", was, is)
	}
}

// run runs a statement; where it asks for the time, that is some time.
func run(db *gorm.DB, statement string) error {
	if !strings.Contains(statement, "@now") {
		return db.Exec(statement).Error
	}
	return db.Exec(statement, map[string]any{"now": time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}).Error
}

// refuses tries statements that the database must not take, each for a reason.
func refuses(t *testing.T, db *gorm.DB, statements map[string]string) {
	t.Helper()
	for statement, why := range statements {
		if run(db, statement) == nil {
			t.Error(why)
		}
	}
}

const aPledge = `insert into pledges (ref, space_id, user_id, unit, every, promised, quantity, visibility, state, created_at, updated_at) select '%s', s.id, u.id, '%s', '%s', 500, 500, 'public', 'open', @now, @now from shared_spaces s, users u where u.ref = '%s'`

func TestPromisesStayWhatTheyAreWhenTheyMayComeEachQuarter(t *testing.T) {
	rows := "select ref, space_id, user_id, unit, every, promised, quantity, basis_points, visibility, state, due_on, offered, offered_state, ended_by_id, ended_at, version, created_at, id from pledges order by id"
	onEachOld(t, "20261202_30", oldPledges, func(t *testing.T, db *gorm.DB, was []map[string]any) {
		same(t, was, read(t, db, rows))
		if err := run(db, fmt.Sprintf(aPledge, "q", "EUR", "quarter", "w")); err != nil {
			t.Error(err)
		}
		if n := read(t, db, "select count(*) as n from pledges p join donations d on d.pledge_id = p.id where p.ref = 'month'"); fmt.Sprint(n[0]["n"]) != "1" {
			t.Error("a gift lost its promise")
		}
		refuses(t, db, map[string]string{
			fmt.Sprintf(aPledge, "a", "EUR", "week", "v"):            "a rhythm that nobody knows",
			fmt.Sprintf(aPledge, "b", "EUR", "once", "u"):            "a second promise of one person",
			"delete from pledges where ref = 'month'":                "a promise with gifts goes",
			"update pledges set quantity = 901 where ref = 'once'":   "more than was promised",
			"update pledges set space_id = 99 where ref = 'once'":    "a space that is not there",
			"insert into pledges select * from pledges where id = 1": "a number twice",
		})
		want := 8 // six of ours, the key and the ref; SQLite keeps the ref's only
		if !store.Postgres(db) {
			want = 7
		}
		if n := len(read(t, db, indexesOf(db, "pledges"))); n != want {
			t.Errorf("%d indexes", n)
		}
	}, rows)
}

func indexesOf(db *gorm.DB, table string) string {
	if store.Postgres(db) {
		return "select indexname from pg_indexes where tablename = '" + table + "'"
	}
	return "select name from sqlite_master where type = 'index' and tbl_name = '" + table + "'"
}

func TestReceiptsStayWhatTheyAreWhenCompaniesHaveThemToo(t *testing.T) {
	rows := "select ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents, received_on, method, voided_at, void_reason, created_at, id from gift_receipts order by id"
	onEachOld(t, "20261202_31", oldPledges, func(t *testing.T, db *gorm.DB, was []map[string]any) {
		same(t, was, read(t, db, rows))
		if e := read(t, db, "select articles from gift_eligibilities"); e[0]["articles"] != "200" {
			t.Errorf("what was declared before holds for %v", e)
		}
		if r := read(t, db, "select form, thing, siren, file_sha256 from gift_receipts where form = '11580' and thing || siren || file_sha256 = '' and contribution_id is null"); len(r) != 2 {
			t.Errorf("%v", r)
		}
		again := `insert into gift_receipts (ref, donation_id, eligibility_id, user_id, number, issued_on, locale, donor_name, street, postcode, city, country, body, cents, received_on, method, form, organisation_id, created_at)
			select 'x', %s, eligibility_id, user_id, 'R2026-00003', issued_on, locale, donor_name, street, postcode, city, country, body, cents, received_on, method, %s, created_at from gift_receipts where ref = 'r2'`
		refuses(t, db, map[string]string{
			fmt.Sprintf(again, "donation_id", "'11580', null"):    "two receipts for one gift",
			fmt.Sprintf(again, "null", "'11580', null"):           "a receipt for nothing",
			fmt.Sprintf(again, "null", "'16216', null"):           "a company's receipt without a company",
			"update gift_receipts set cents = 1 where ref = 'r2'": "a receipt changes",
			"delete from gift_receipts where ref = 'r1'":          "a receipt goes",
			"update gift_eligibilities set articles = '978'":      "an article that no form is for",
		})
		if err := db.Exec("update gift_receipts set voided_at = created_at, void_reason = 'x' where ref = 'r2'").Error; err != nil {
			t.Error(err)
		}
	}, rows)
}
