package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
)

// TestOrganisationsProposeProjectsBeforeTheyVote goes the whole way through the doors that people use: proposals until a day, answers with
// reasons that everybody reads, then a list that is fixed by itself and the vote on it.
func TestOrganisationsProposeProjectsBeforeTheyVote(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		g := s.green(t)
		g.samia.visit("/fr/desk/rounds/new").send("Enregistrer", g.rules("ballots", "2026-11-25")).refused("ballots", "La liste est fixée après l'ouverture", map[string]string{"ballots": "2026-11-25"})
		g.samia.send("Enregistrer", g.rules("ballots", "2026-11-27", "closes", "2026-11-28")).at("/fr/desk/rounds/")
		desk := strings.SplitN(g.samia.page.path, "?", 2)[0]
		public := strings.Replace(desk, "/desk", "", 1)
		g.samia.visit(desk).send("Fixer les règles et ouvrir", nil).sees("0 proposition")
		jobstest.Drain(t, s.worker)
		if g.letters(t, "round_proposing") != 2 || g.letters(t, "round_opened") != 0 {
			t.Error("who votes is asked for projects first, and to vote later")
		}
		s.visitor("fr").visit(public).sees("On peut proposer des projets jusqu'au 26 novembre 2026", "Propositions de projets", "La liste est fixée le 27 novembre 2026").missing("Proposer un projet pour")
		form := g.isProposed(t, public)
		g.isAnswered(t, desk, public)
		g.ada.visit(form).sees("Refusé", "Il n'est plus maintenu.")
		g.on(t, 27)
		if n := g.letters(t, "round_opened"); n != 2 {
			t.Errorf("%d letters to voters", n)
		}
		g.ada.visit(form).sees("Les propositions de cette campagne sont terminées.").missing("Proposer ce projet")
		g.ada.post("/fr/o/"+g.fee.Ref+strings.TrimPrefix(public, "/fr")+"/proposals", url.Values{"name": {"Tard"}}).status(422).sees("On ne peut plus proposer de projet")
		g.ada.visit(public).sees("Paheko", "Les propositions se sont terminées le 26 novembre 2026").follow("Voter pour Fée").sees("Points pour Paheko", "Oui, dans Paheko").missing("Vieux")
		if n := g.letters(t, "project_answered"); n != 3 {
			t.Errorf("%d letters with answers", n)
		}
		s.visitor("en").visit(strings.Replace(public, "/fr/", "/en/", 1)+"/proposals").sees("No answer in time", "Accepted", "Proposals ended on 26 November 2026")
	})
}

// isProposed is a member of Fée who errs, then proposes three projects; Les Copeaux comes second with the same repository.
func (g *green) isProposed(t *testing.T, public string) string {
	t.Helper()
	g.chloe.visit(public).follow("Proposer un projet pour Fée")
	form := g.chloe.page.path
	paheko := url.Values{"name": {"Paheko"}, "repository": {"https://fossil.example/paheko"}, "licence": {"BUSL-1.1"}, "why": {"Nos adhésions."}}
	g.chloe.send("Proposer ce projet", paheko).refused("licence", "Cette licence n'est pas sur la liste des licences libres de l'OSI et de la FSF", map[string]string{"name": "Paheko", "repository": "https://fossil.example/paheko"})
	paheko.Set("licence", "AGPL-3.0-or-later")
	g.chloe.send("Proposer ce projet", paheko).status(200).sees("Votre proposition est enregistrée", "Attend une réponse")
	for _, name := range []string{"Vieux", "Oublié", "Retiré"} {
		g.chloe.send("Proposer ce projet", url.Values{"name": {name}, "repository": {"https://fossil.example/" + url.PathEscape(name)}, "licence": {"MIT"}, "why": {"Parce que."}}).status(200)
	}
	g.chloe.send("Retirer Retiré", nil).status(200).sees("La proposition est retirée")
	g.bob.visit("/fr/o/"+g.copeaux.Ref+strings.TrimPrefix(public, "/fr")+"/proposals/new").send("Proposer ce projet", url.Values{"name": {"paheko"}, "repository": {"https://www.fossil.example/Paheko.git"}, "licence": {"MIT"}, "why": {"x"}}).
		refused("repository", "Ce dépôt a déjà été proposé.", map[string]string{"name": "paheko"})
	g.bob.visit(form).status(404) // not his organisation
	return form
}

// isAnswered is the council that answers, at first without the reason it owes; everybody reads the answers, and not who proposed.
func (g *green) isAnswered(t *testing.T, desk, public string) {
	t.Helper()
	list := public + "/proposals"
	g.samia.visit(desk).sees("3 propositions attendent votre réponse").follow("Voir les propositions et répondre").at(list).follow("Répondre pour Vieux").sees("Proposé par Fée")
	g.samia.send("Enregistrer la réponse", url.Values{"decision": {"refused"}}).refused("reason", "Ce champ est nécessaire.", nil)
	g.samia.send("Enregistrer la réponse", url.Values{"decision": {"refused"}, "reason": {"Il n'est plus maintenu."}}).at(list).sees("La réponse est enregistrée")
	g.samia.follow("Répondre pour Paheko").send("Enregistrer la réponse", url.Values{"decision": {"accepted"}}).at(list)
	v := g.visitor("fr").visit(list).sees("Paheko", "AGPL-3.0-or-later", "Accepté", "Refusé", "Il n'est plus maintenu.", "Oublié", "Attend une réponse").missing("Fée", "Chloe", "Répondre pour", "Retiré")
	v.send("Rechercher", url.Values{"q": {"PAHEKO"}}).sees("Accepté").missing("Oublié")
	v.visit(list + "?state=refused").sees("Vieux").missing("Oublié")
	if body := v.visit(list + ".csv").status(200).page.body; !strings.Contains(body, "Paheko;https://fossil.example/paheko;AGPL-3.0-or-later;") || strings.Contains(body, "Fée") {
		t.Error(body)
	}
	v.visit(list + ".csv?state=refused").sees("Vieux").missing("Oublié")
	g.ada.visit(strings.Replace(list, "/rounds/", "/desk/rounds/", 1)).status(404)
	jobstest.Drain(t, g.worker)
}
