package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"

	"golang.org/x/net/html"
)

func TestTheTrailTellsTwoThingsByTwoSentences(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.recorded(h.kim)
	for _, p := range []*person{h.visitor("fr"), h.kim, h.samia} {
		trail := p.visit(path).sees("Ce qui s'est passé", "Confirmations réunies").text()
		_, trail, _ = strings.Cut(trail, "Ce qui s'est passé")
		if trail, _, _ = strings.Cut(trail, "Racontée"); strings.Count(trail, "Confirmée") != 1 {
			t.Error(trail)
		}
	}
	h.visitor("en").visit(strings.Replace(path, "/fr/", "/en/", 1)).sees("Confirmed enough")
}

func TestAQuestionIsOfferedOnlyWhileItCanBeAsked(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.logs(h.kim)
	h.chloe.visit(path).sees("J'aimerais en savoir plus")
	h.bob.visit(path).send("Oui, c'est vrai", nil)
	h.chloe.visit(path).sees("Ce n'est pas vrai").missing("J'aimerais en savoir plus")
}

func TestAPageSaysWhoDecidesAndWhoIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.kim)
		h.bob.visit(path).send("Oui, c'est vrai", nil)
		h.samia.visit(path).sees("Vous pouvez le faire, sur cette page. D'autres le peuvent aussi : Omar, Colette")
		h.kim.visit(path).sees("Une personne référente décide ensuite").missing("Omar", "Il n'y a pas assez de personnes")
		h.samia.visit(path).send("Décider", url.Values{"decision": {"rejected"}, "decision_reason": {"Déjà faite."}})
		h.kim.visit(path).send("Contester", url.Values{"contest": {"Non."}}).sees("Deux personnes regardent la décision à nouveau", "0 pour la maintenir")
		h.omar.visit(path).sees("D'autres le peuvent aussi : Colette").send("Envoyer", url.Values{"review_verdict": {"reversed"}, "review": {"Elle ne l'était pas."}}).sees("1 pour l'annuler", "Qui peut le faire : Colette")
		if err := s.db.Exec("update users set disabled_at = created_at where id = ?", h.colo.user.ID).Error; err != nil {
			t.Fatal(err)
		}
		for _, p := range []*person{h.omar, h.kim} {
			p.visit(path).sees("Il n'y a pas assez de personnes du conseil", "Une personne qui administre le portail peut donner")
		}
	})
}

func TestWhatIsToConfirmIsSearchedAndExported(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.logs(h.kim)
	h.logs(h.kim, "title", "Un guide relu")
	list := "/fr/contributions/to-confirm"
	h.bob.visit(list + "?q=guide").sees("Un guide relu").missing("Deux pages").follow("Exporter").status(200)
	if body := h.bob.page.body; !strings.Contains(body, "Un guide relu") || strings.Contains(body, "Deux pages") {
		t.Error(body)
	}
	h.bob.visit(list+"?family=code").sees("Rien trouvé").follow("Tout voir").sees("Deux pages", "Un guide relu")
}

func TestWhatWasCorrectedOrDecidedAnewLeadsToWhatCameOfIt(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.recorded(h.kim)
	h.kim.visit(path).follow("La corriger").send("Envoyer", url.Values{"title": {"Trois pages d'aide"}}).sees("prend la place d'une contribution précédente").follow("Voir la précédente").at(path).sees("Une correction est en route").follow("Voir celle qui a pris sa place")
	next := h.kim.page.path
	h.bob.visit(next).send("Oui, c'est vrai", nil)
	h.samia.visit(next).send("Décider", url.Values{"decision": {"rejected"}, "decision_reason": {"Non."}})
	h.kim.visit(path).missing("Une correction est en route")
	h.kim.visit(next).send("Contester", url.Values{"contest": {"Si."}})
	for _, p := range []*person{h.omar, h.colo} {
		p.visit(next).send("Envoyer", url.Values{"review_verdict": {"reversed"}, "review": {"Elle a raison."}})
	}
	h.kim.visit(next).sees("Omar · membre du conseil", "Cette décision est annulée").follow("Voir celle qui a pris sa place").sees("Trois pages d'aide", "Confirmée")
}

func TestWhoGaveItIsToldWhenSomebodyElseContestsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.recorded(h.kim)
		jobstest.Drain(t, s.worker)
		h.kim.visit(path).missing("Ni son nom")
		h.bob.visit(path).send("Contester", url.Values{"contest": {"C'était déjà en ligne."}})
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "kim@chats.example"); l.Kind != "contribution_contested" || !strings.Contains(l.Text, "déjà en ligne") || !strings.Contains(l.Text, path) {
			t.Errorf("%s: %s", l.Kind, l.Text)
		}
		own := h.recorded(h.kim, "title", "Une autre", "visibility", "anonymous")
		h.samia.visit(own).sees("Ni son nom, ni combien")
		h.kim.visit(own).send("Contester", url.Values{"contest": {"Elle était plus longue."}})
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "kim@chats.example"); l.Kind == "contribution_contested" && strings.Contains(l.Text, "plus longue") {
			t.Error("told of her own word")
		}
	})
}

func TestWhoGaveItIsToldWhenSomebodySaysItIsNotSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		doubts := func(path, reason string) {
			t.Helper()
			h.chloe.post(path+"/attestations", url.Values{"verdict": {"contest"}, "reason": {reason}, "version": {"1"}}).at(path)
			jobstest.Drain(t, s.worker)
		}
		told := func(subject string, words ...string) {
			t.Helper()
			l := s.lastLetter(t, "kim@chats.example")
			if l.Kind != "contribution_doubted" || plain(l.Subject) != subject || strings.Contains(l.Text, "Chloe") {
				t.Errorf("%s %q: %s", l.Kind, l.Subject, l.Text)
			}
			for _, word := range words {
				if !strings.Contains(plain(l.Text), word) {
					t.Errorf("%q is not in %s", word, l.Text)
				}
			}
		}
		path := h.logs(h.kim)
		doubts(path, "Cette page date d'avant.")
		told("Mise en doute : « Deux pages d'aide en anglais »", "Une personne met en doute", "> Cette page date d'avant.", path, "Une personne référente du collectif", "corrigez-la sur la page")
		h.bob.visit(path).send("Oui, c'est vrai", nil)
		h.colo.visit(path).send("Oui, c'est vrai", nil).sees("1 sur 1").missing("2 sur 1")
		h.kim.visit(path).sees("Une personne met en doute cette contribution", "d'ici là, elle ne peut pas être enregistrée").missing("réglez-le plus bas")
		h.samia.visit(path).sees("Elle est mise en doute.", "réglez-le plus bas").missing("Elle n'est pas encore confirmée").send("Régler", nil).status(422)
		settles := h.samia.all("input", func(n *html.Node) bool { return strings.HasPrefix(attribute(n, "name"), "settled-") })
		h.samia.send("Régler", url.Values{attribute(settles[0], "name"): {"La page a changé hier."}}).sees("Confirmée").missing("Elle est mise en doute.")
		h.kim.visit(path).missing("met en doute cette contribution")
		hidden := h.logs(h.kim, "visibility", "amount_hidden", "title", "Une autre page")
		if err := s.db.Exec("update users set locale = 'en' where email = 'kim@chats.example'").Error; err != nil {
			t.Fatal(err)
		}
		h.bob.visit(hidden).send("Oui, c'est vrai", nil)
		doubts(hidden, "Dix minutes, pas nonante.")
		told("In doubt: “Une autre page”", "to be read on the contribution's page, once signed in", strings.Replace(hidden, "/fr/", "/en/", 1), "A steward of the collective")
		if l := s.lastLetter(t, "kim@chats.example"); strings.Contains(l.Text, "nonante") || strings.Contains(l.Text, "put it right") { // it is attested by then
			t.Error(l.Text)
		}
		before := s.lastLetter(t, "kim@chats.example")
		settled := h.logs(h.kim, "title", "Encore une")
		h.chloe.post(settled+"/attestations", url.Values{"verdict": {"contest"}, "reason": {"Non."}, "version": {"1"}}).at(settled)
		h.kim.visit(settled).send("La retirer", nil)
		if l := s.lastLetter(t, "kim@chats.example"); l.ID != before.ID {
			t.Errorf("told of what she took back: %s", l.Text)
		}
	})
}

func TestWhatACorrectionHadTakenThePlaceOfStandsAgainWhenItIsRejectedInTheEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.recorded(h.kim)
		h.kim.visit(path).follow("La corriger").send("Envoyer", url.Values{"title": {"Une page d'aide"}, "minutes": {"0"}})
		next := strings.SplitN(h.kim.page.path, "?", 2)[0]
		h.bob.visit(next).send("Oui, c'est vrai", nil)
		h.samia.visit(next).send("Décider", url.Values{"decision": {"accepted"}})
		h.kim.visit(path).sees("Une correction a pris sa place : elle ne compte plus")
		h.visitor("fr").visit(path).status(404)
		h.chloe.visit(next).send("Contester", url.Values{"contest": {"Les deux pages y sont."}})
		for _, p := range []*person{h.omar, h.colo} {
			p.visit(next).send("Envoyer", url.Values{"review_verdict": {"reversed"}, "review": {"En effet."}})
		}
		stands := func() {
			t.Helper()
			h.visitor("fr").visit(path).sees("Enregistrée", "1 h 30").visit("/fr/transparency").sees("Deux pages", "1 h 30").missing("Une page d'aide")
			h.kim.visit(path).sees("La décision sur une correction a été annulée : c'est celle-ci qui compte").missing("elle ne compte plus").follow("Voir la correction").at(next).
				sees("Elle ne prend pas la place de la contribution précédente. C'est la précédente qui compte.", "Cette décision est annulée")
			h.kim.follow("Voir celle qui a pris sa place")
		}
		stands()
		last := h.kim.sees("Elle prend la place d'une contribution précédente").page.path
		h.samia.visit(last).send("Décider", url.Values{"decision": {"rejected"}, "decision_reason": {"Les deux pages y sont."}})
		stands()
		h.kim.at(last).sees("Elle ne prend pas la place de la contribution précédente")
		h.samia.visit(path).sees("Donné : 1 h 30 (repris)")
	})
}
