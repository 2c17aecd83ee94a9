package handlers

import (
	"testing"

	"golang.org/x/net/html"
)

func TestFirstPagesShowContributionsWithTheirState(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		organisation := "/fr/o/" + h.fee.Ref
		h.ada.visit(organisation).status(200).sees("Rien n'a encore été donné").follow("Comment cela se passe").at("/fr/contributions")
		h.samia.visit("/fr/desk").status(200).missing("contribution à décider")
		path := h.logs(h.chloe, "on_behalf", h.fee.Ref)
		h.ada.visit(organisation).sees("Deux pages d'aide", "À confirmer", "1 h 30", "1 contribution est en chemin", "attend qu'une personne responsable confirme").follow("Deux pages").at(path)
		h.bob.visit(path).send("Oui, c'est vrai", nil)
		for _, p := range []*person{h.samia, h.omar, h.colo} {
			p.visit("/fr/desk").sees("1 contribution à décider", "La plus ancienne").missing("Rien n'attend").follow("Toutes les contributions à décider").sees("Deux pages")
		}
		h.omar.visit("/en/desk").sees("1 contribution to decide")
		h.ada.visit(path).send("Oui, en notre nom", nil)
		h.samia.visit(path).send("Décider", map[string][]string{"decision": {"accepted"}})
		h.ada.visit(organisation).sees("Enregistrée", "Temps déjà reconnu : 1 h 30").follow("Toutes nos contributions").at(organisation + "/contributions")
		h.omar.visit(organisation).status(200).sees("Deux pages")
		h.samia.visit("/fr/desk").missing("contribution à décider")
	})
}

func TestHeadingsOfWhatIsToConfirmStandInOrder(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.logs(h.kim)
	for range h.bob.visit("/fr/contributions/to-confirm").sees("Deux pages").all("h3", func(n *html.Node) bool { return n.Parent.Data == "li" }) {
		t.Error("a heading of the third level below the first")
	}
}
