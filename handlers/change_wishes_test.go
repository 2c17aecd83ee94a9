package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/people"
)

func TestPRV2_ATreasurerSendsAChangeAndAnOwnerConfirmsThatAmount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		sub, o, ada := s.changing(t)
		u := s.named(t, "theo@fee.example", "Théo", "")
		if _, err := people.Join(context.Background(), s.db, u.ID, o.ID, people.Treasurer); err != nil {
			t.Fatal(err)
		}
		theo := s.enters(t, u)
		page := "/fr/o/" + o.Ref + "/subscriptions/" + sub.Ref + "/change"
		theo.visit(page).send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}}).status(200).missing("Confirmer :")
		theo.send("Envoyer à nos responsables : 240,00 €", nil).at(page).sees("Le changement est envoyé aux responsables", "attend l’accord d’une personne responsable", "240,00 €")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "change_sent", "Théo propose", "240,00 €", page)
		ada.visit("/fr/o/" + o.Ref + "/services").follow("Vos fichiers").sees("Un changement attend l’accord")
		theo.visit("/fr/o/" + o.Ref).missing("Répondre à un changement")
		s.staffed(t, people.Operator).visit(page).sees("Théo a envoyé ce changement").lacks("Ne pas donner suite") // that is the organisation's own word
		ada.visit("/fr/o/" + o.Ref).sees("Rien ne change sans votre accord").follow("Répondre à un changement").at(page)
		ada.visit(page).sees("Théo a envoyé ce changement", "Grand").send("Ne pas donner suite", nil).at(page).missing("Théo a envoyé")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "change_declined", "Grand", "Rien ne change")
		theo.visit(page).send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}}).send("Envoyer à nos responsables : 240,00 €", nil)
		ada.visit(page).send("Voir ce que cela donne aujourd’hui", nil).status(200).sees("exactement ce que Théo a envoyé")
		if err := s.db.Exec("update change_wishes set due_cents = 20000").Error; err != nil { // as if days had passed
			t.Fatal(err)
		}
		ada.visit(page).send("Voir ce que cela donne aujourd’hui", nil).status(200).sees("Cela a bougé depuis l’envoi de Théo", "c’était 200,00 € à payer tout de suite, c’est 240,00 €")
		if err := s.db.Exec("update change_wishes set due_cents = 24000, unit_cents = 15000").Error; err != nil { // as if the list of prices had changed
			t.Fatal(err)
		}
		ada.visit(page).send("Voir ce que cela donne aujourd’hui", nil).status(200).missing("exactement ce que").sees("Son prix a changé depuis l’envoi de Théo", "c’était 180 € par an, c’est 360 € par an")
		ada.send("Confirmer : 240,00 € à payer maintenant", nil).sees("Votre abonnement est changé.")
		theo.visit(page).missing("attend l’accord")
		ada.visit("/fr/o/" + o.Ref).missing("Répondre à un changement")
		theo.post(page, url.Values{"plan": {"ensemble:standard"}}).status(403)
	})
}
