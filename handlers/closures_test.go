package handlers

import (
	"net/url"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/overview"
	"chatiere/models/people"
)

func TestAnOperatorClosesAnOrganisationThatOwesNothingAndMayOpenItAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.mails(t)
		o, ada := s.late(t)
		page, own := "/fr/desk/accounts/"+o.Ref, "/fr/o/"+o.Ref
		ops := s.staffed(t, people.Operator)
		s.staffed(t, people.Accountant).visit(page).missing("Fermer cette organisation")
		ops.visit(page).send("Fermer cette organisation", nil).refused("closure_reason", "Ce champ est nécessaire.", nil)
		ops.send("Fermer cette organisation", url.Values{"closure_reason": {"Dissoute"}}).refused("closure_reason", "Quelque chose tourne encore", map[string]string{"closure_reason": "Dissoute"})
		for _, sql := range []string{"update subscriptions set state = 'ended'", "update deployments set state = 'deleted'"} {
			if err := s.db.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
		}
		ops.send("Fermer cette organisation", nil).refused("closure_reason", "Elle doit encore de l’argent", nil)
		if err := s.db.Exec("update invoice_dues set due_cents = 0").Error; err != nil {
			t.Fatal(err)
		}
		ops.send("Fermer cette organisation", nil).at(page).sees("Fermée le", "dix ans").missing("Pourquoi elle est fermée")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "organisation_closed", "est fermée ici", "Dissoute", "30 jours", "dix ans")
		ada.visit(own).status(200).sees("Fermée le", "elle peut être rouverte").missing("À faire ensuite").follow("Voir ce qui existe").at("/fr/catalogue")
		ada.visit(own + "/invoices").status(200)
		if ada.visit("/fr/offers/ensemble/subscribe").status(200); ada.holds("for", o.Ref) {
			t.Error("a closed organisation subscribes")
		}
		ops.visit("/fr/desk/journal").sees("Organisation fermée", "Dissoute")
		ops.visit(page).send("La rouvrir", nil).at(page).missing("Fermée le").sees("Fermer cette organisation")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "organisation_reopened", "est rouverte")
		ada.visit(own).missing("Fermée le")
		ops.send("Fermer cette organisation", url.Values{"closure_reason": {"Dissoute"}})
		s.pass((overview.GraceDays + 1) * 24 * time.Hour)
		s.enters(t, ada.user).visit(own).sees("Fermée le", "Vous pouvez toujours tout lire").missing("rouverte")
	})
}
