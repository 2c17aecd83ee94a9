package handlers

import (
	"context"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/people"
)

func TestAnOrganisationShowsItsYearToItsMeeting(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		p, o, ada := s.bought(t, "ada@fee.example")
		i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		ops := s.staffed(t, people.Operator)
		if _, err := billing.ConfirmTransfer(context.Background(), s.db, people.User{ID: ops.user.ID, Roles: "operator"}, billing.PaymentForm{For: i.Ref, Cents: 5000, ReceivedOn: "2026-11-25"}); err != nil {
			t.Fatal(err)
		}
		ada.visit("/fr/o/"+o.Ref+"/invoices").follow("Notre année 2026").status(200).sees("50,00 €", "sur 120,00 € facturés", "70,00 €", "0 demande d’aide résolue")
		ada.visit("/en/o/" + o.Ref + "/years/2026/pdf").isPDF()
		ada.visit("/fr/o/" + o.Ref + "/years/2027").status(404)
		s.visitor("fr").visit("/fr/o/" + o.Ref + "/years/2026").at("/fr/sign-in")
	})
}
