package people_test

import (
	"context"
	"errors"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func meet(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	u, err := people.Meet(context.Background(), db, email, "", "fr")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAnOrganisationIsUnusableUntilItsOwnerConfirms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada := meet(t, db, "ada@fee.example")
		o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée"}, ada)
		if err != nil || o.Usable() {
			t.Fatal(o.UsableAt, err)
		}
		if err := ada.Confirm(ctx, db); err != nil {
			t.Fatal(err)
		}
		ada, err = people.LoadUser(ctx, db, ada.ID)
		if err != nil || len(ada.Memberships) != 1 || !ada.Memberships[0].Organisation.Usable() {
			t.Fatalf("%+v %v", ada.Memberships, err)
		}
	})
}

func TestAStrangersOrganisationIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		o, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée"}, meet(t, db, "ada@fee.example"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := people.FindOrganisation(ctx, db, meet(t, db, "eve@ailleurs.example"), o.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestAddressesAreCleanedOrRefused(t *testing.T) {
	for typed, want := range map[string]string{" Ada@Fee.Example ": "ada@fee.example", "a b@c.fr": "", "x@y": "", "a@b.fr\r\nBcc: e@f.fr": "", "Ada <ada@fee.example>": ""} {
		got, ok := people.CleanEmail(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", typed, got, ok)
		}
	}
}
