package handlers

import (
	"context"
	"fmt"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// promised lets so many people promise 1.00 a year to a space.
func (s *site) promised(t *testing.T, space commons.SharedSpace, n int) {
	t.Helper()
	now := store.Now(s.db)
	givers, given := make([]people.User, n), make([]commons.Pledge, n)
	for i := range givers {
		givers[i] = people.User{Ref: store.NewRef(), Email: fmt.Sprintf("giver%d@many.example", i), Name: fmt.Sprintf("Donne %03d", i), Locale: "fr", Zone: "Europe/Paris", ConfirmedAt: &now, Version: 1, CreatedAt: now, UpdatedAt: now}
	}
	if err := s.db.Omit("Memberships").CreateInBatches(&givers, 100).Error; err != nil {
		t.Fatal(err)
	}
	for i, u := range givers {
		given[i] = commons.Pledge{Ref: store.NewRef(), SpaceID: space.ID, UserID: u.ID, Unit: commons.Cents, Every: commons.EveryYear, Promised: 100, Quantity: 100, Visibility: commons.Public, State: commons.PledgeOpen, Version: 1, CreatedAt: now, UpdatedAt: now}
	}
	if err := s.db.Omit("Space", "Organisation", "User").CreateInBatches(&given, 100).Error; err != nil {
		t.Fatal(err)
	}
	if err := store.InTx(context.Background(), s.db, store.Published); err != nil {
		t.Fatal(err)
	}
}

func TestASpaceWithManyPromisesSaysItsSumAndNamesThemPageByPage(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	ops := s.staffed(t, people.Operator)
	space, err := s.gathers(ops.user, "Des notes ouvertes à toutes les écoles")
	if err != nil {
		t.Fatal(err)
	}
	s.promised(t, space, 560)
	page := "/fr/shared-spaces/" + space.Ref
	v := s.visitor("fr").visit(page).sees("560,00 € sur", "560 soutiens", "Donne 000", "Donne 049").missing("Donne 050")
	for n := 1; n < 12; n++ {
		v.follow("Suivant").sees("560,00 € sur", fmt.Sprintf("Donne %03d", n*50))
	}
	v.sees("Donne 559").missing("Suivant")
	s.visitor("en").visit("/en/shared-spaces/"+space.Ref).sees("€560.00 of", "Donne 000").follow("Next").sees("Donne 050")
	s.visitor("fr").visit("/fr/shared-spaces").sees("560 soutiens")
	ops.visit("/fr/desk/shared-spaces/"+space.Ref).sees("560,00 €", "Donne 000", "Donne 024").missing("Donne 025").follow("Suivant").sees("Donne 025")
}
