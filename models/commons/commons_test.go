package commons_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

// village is a small collective: some people who know each other and some who do not.
type village struct {
	t                                    *testing.T
	db                                   *gorm.DB
	fee, copeaux                         people.Organisation
	ada, chloe, bob, kim, lou, eve, newt people.User // ada owns Fée, chloe belongs to it; bob owns Les Copeaux; kim, lou, eve are alone; newt came yesterday
	samia, omar, colette                 people.User // steward, operator, accountant
}

func settle(t *testing.T, db *gorm.DB) village {
	t.Helper()
	v := village{t: t, db: db}
	storetest.SetClock(db, storetest.Noon.AddDate(-1, 0, 0))
	host := collective.Collective{Country: "FR", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62}.Filled()
	host.Name, host.RedistributionBP = "Les Chats", 500
	v.must(collective.Save(ctx, db, journal.Actor{}, host))
	first := v.person("first", "")
	v.must(db.Exec("update users set created_at = ? where id = ?", storetest.Noon.AddDate(-3, 0, 0), first.ID).Error)
	v.ada, v.chloe, v.bob = v.person("ada", ""), v.person("chloe", ""), v.person("bob", "")
	v.kim, v.lou, v.eve = v.person("kim", ""), v.person("lou", ""), v.person("eve", "")
	v.samia, v.omar, v.colette = v.person("samia", "steward"), v.person("omar", "operator"), v.person("colette", "accountant")
	v.fee, v.copeaux = v.organisation("Fée", v.ada), v.organisation("Les Copeaux", v.bob)
	_, err := people.Join(ctx, db, v.chloe.ID, v.fee.ID, people.Member)
	v.must(err)
	storetest.SetClock(db, storetest.Noon.AddDate(0, 0, -1))
	v.newt = v.person("newt", "")
	storetest.SetClock(db, storetest.Noon)
	for _, u := range []*people.User{&v.ada, &v.chloe, &v.bob} {
		*u, err = people.LoadUser(ctx, db, u.ID)
		v.must(err)
	}
	return v
}

// each runs f in a village on both databases, and checks that it leaves sound books.
func each(t *testing.T, f func(t *testing.T, v village)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		v := settle(t, db)
		f(t, v)
		found, err := ledger.Verify(ctx, db)
		if err != nil || len(found) > 0 {
			t.Errorf("the books: %v (%v)", found, err)
		}
	})
}

func (v village) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v village) person(name, roles string) people.User {
	v.t.Helper()
	u, err := people.Meet(ctx, v.db, name+"@chats.example", "", "fr")
	v.must(err)
	v.must(u.Confirm(ctx, v.db))
	v.must(v.db.Model(&people.User{}).Where("id = ?", u.ID).Updates(map[string]any{"roles": roles, "name": "La " + name}).Error)
	u, err = people.LoadUser(ctx, v.db, u.ID)
	v.must(err)
	return u
}

func (v village) organisation(name string, owner people.User) people.Organisation {
	v.t.Helper()
	o, err := people.NewOrganisation(ctx, v.db, people.Organisation{Name: name}, owner)
	v.must(err)
	return o
}

// form is something that can be sent as it is: an hour of translating, yesterday.
func form() commons.Form {
	return commons.Form{
		Choice: commons.Words, KindKey: "translation", FromOn: "2026-11-24", Hours: "1", Title: "Deux pages d’aide en anglais",
		Evidence: "https://git.example/aide/commit/abc123", Visibility: commons.Public, Lang: "fr",
	}
}

func (v village) log(by people.User, change ...func(*commons.Form)) commons.Contribution {
	v.t.Helper()
	f := form()
	for _, c := range change {
		c(&f)
	}
	c, err := commons.LogContribution(ctx, v.db, by, f)
	v.must(err)
	return c
}

func behalf(o people.Organisation) func(*commons.Form) {
	return func(f *commons.Form) { f.OnBehalf = o.Ref }
}

func hours(n string) func(*commons.Form) { return func(f *commons.Form) { f.Hours = n } }

func (v village) load(c commons.Contribution) commons.Contribution {
	v.t.Helper()
	now, err := commons.LoadContribution(ctx, v.db, c.ID)
	v.must(err)
	return now
}

func (v village) confirm(c commons.Contribution, by ...people.User) commons.Contribution {
	v.t.Helper()
	for _, u := range by {
		v.must(c.Attest(ctx, v.db, u, commons.AttestForm{Verdict: commons.Confirm, Present: true}))
	}
	return v.load(c)
}

func (v village) accept(c commons.Contribution, by people.User) commons.Contribution {
	v.t.Helper()
	v.must(c.Decide(ctx, v.db, by, commons.DecisionForm{Decision: commons.Accepted}))
	return v.load(c)
}

// accepted is a contribution that went the whole way.
func (v village) accepted(by people.User, change ...func(*commons.Form)) commons.Contribution {
	v.t.Helper()
	return v.accept(v.confirm(v.log(by, change...), v.bob, v.eve), v.samia)
}

func (v village) is(c commons.Contribution, state commons.State) commons.Contribution {
	v.t.Helper()
	now := v.load(c)
	if now.State != state {
		v.t.Fatalf("%q is %s, want %s", now.Title, now.State, state)
	}
	return now
}

func (v village) clock(days int) { storetest.SetClock(v.db, storetest.Noon.AddDate(0, 0, days)) }

func (v village) holds(unit string, want map[string]int64) {
	v.t.Helper()
	for path, balance := range want {
		if got, err := ledger.Balance(v.db, path, unit); err != nil || got != balance {
			v.t.Errorf("%s holds %d %s (%v), want %d", path, got, unit, err, balance)
		}
	}
}

// refusal checks that an error says that sentence at that field.
func refusal(t *testing.T, err error, field, key string) {
	t.Helper()
	bad, ok := store.AsInvalid(err)
	if !ok || bad[field].Key != key {
		t.Errorf("got %v, want %s at %s", err, key, field)
	}
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func pieceOf(n int, netCents int64, takes int) commons.Received {
	r := commons.Received{Source: fmt.Sprint("allocation:", n), On: "2026-11-20", NetCents: netCents}
	if takes > 0 {
		r.Takes = fmt.Sprint("allocation:", takes)
	}
	return r
}

func day(n int) string { return storetest.Noon.AddDate(0, 0, n).Format(time.DateOnly) }
