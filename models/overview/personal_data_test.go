package overview_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// tables are all tables of the house, the queue's left out: it holds ids only.
func tables(t *testing.T, db *gorm.DB) []string {
	t.Helper()
	m, err := store.Measure(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range m.Rows {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestEveryTableIsMapped(t *testing.T) {
	db := storetest.SQLite(t).DB
	mapped := map[string]overview.Keeping{}
	for _, k := range overview.PersonalData {
		if _, twice := mapped[k.Table]; twice {
			t.Errorf("%s is mapped twice", k.Table)
		}
		mapped[k.Table] = k
	}
	there := tables(t, db)
	for _, name := range there {
		if _, ok := mapped[name]; !ok {
			t.Errorf("the table %s is not mapped in personal_data.go", name)
		}
	}
	for name, k := range mapped {
		if !slices.Contains(there, name) {
			t.Errorf("personal_data.go maps %s, which is no table", name)
		}
		if k.Owner != "" && (len(k.Columns) == 0 || k.Erased == overview.NotPersonal) {
			t.Errorf("%s belongs to people but is neither exported nor given a fate", name)
		}
		if k.Erased == overview.Kept && k.Why == "" {
			t.Errorf("%s is kept without a reason", name)
		}
	}
}

func TestAPersonsExportReadsEveryTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := marked(t, db)
		got, err := overview.Export(context.Background(), db, ada)
		if err != nil {
			t.Fatal(err)
		}
		if len(got["users"]) != 1 || got["users"][0]["email"] != ada.Email || len(got["sessions"]) != 1 || len(got["letters"]) == 0 {
			t.Fatalf("%v", got)
		}
		if text := fmt.Sprint(got); strings.Contains(text, "argon2") {
			t.Fatal("the export holds a password's hash")
		}
	})
}

func TestAfterErasureNoTableNamesThePerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada := marked(t, db)
		if err := overview.Erase(ctx, db, ada); err != nil {
			t.Fatal(err)
		}
		for _, table := range tables(t, db) {
			var rows []map[string]any
			if err := db.Table(table).Find(&rows).Error; err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if text := strings.ToLower(fmt.Sprint(row)); strings.Contains(text, "zephirine") {
					t.Errorf("%s still names her: %s", table, text)
				}
			}
		}
	})
}

// marked is a person with a rare name who left traces everywhere.
func marked(t *testing.T, db *gorm.DB) people.User {
	t.Helper()
	ctx := context.Background()
	u, err := people.Meet(ctx, db, "zephirine@fee.example", "Zephirine Marque", "fr")
	must(t, err)
	must(t, u.Confirm(ctx, db))
	other, err := people.Meet(ctx, db, "ada@fee.example", "Ada", "fr")
	must(t, err)
	o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée"}, other)
	must(t, err)
	_, err = people.Join(ctx, db, u.ID, o.ID, people.Treasurer)
	must(t, err)
	_, _, err = identity.OpenSession(ctx, db, u, identity.Visit{Agent: "test"})
	must(t, err)
	must(t, identity.StorePassword(ctx, db, u.ID, "une phrase assez longue"))
	must(t, identity.Halfway{UserID: u.ID, User: u}.AskRescue(ctx, db, identity.RescueForm{Reason: "Zephirine a perdu son téléphone"}))
	must(t, db.Create(&identity.Passkey{Ref: store.NewRef(), UserID: u.ID, Name: "Téléphone de Zephirine", CredentialID: []byte("z"), Record: []byte("{}"), CreatedAt: store.Now(db)}).Error)
	must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := post.Write(ctx, tx, post.Draft{To: u, Kind: "test", Once: "test", Locale: "fr", Subject: "Bonjour Zephirine", Text: "Chère Zephirine"})
		return err
	}))
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	return u
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
