package handlers

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/commons"
	"chatiere/models/people"
)

// hamlet is who gives and who confirms: ada owns Fée, chloe belongs to it, bob owns Les Copeaux, kim is alone; samia is a steward.
type hamlet struct {
	*site
	fee, copeaux                            people.Organisation
	ada, chloe, bob, kim, samia, omar, colo *person
}

func (s *site) hamlet(t *testing.T) *hamlet {
	t.Helper()
	s.worker.Development = true
	h := &hamlet{site: s}
	somebody := func(name, roles string) people.User {
		return s.named(t, strings.ToLower(name)+"@chats.example", name, roles)
	}
	ada, chloe, bob := somebody("Ada", ""), somebody("Chloe", ""), somebody("Bob", "")
	var err error
	if h.fee, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Fée", Locale: "fr"}, ada); err != nil {
		t.Fatal(err)
	}
	if h.copeaux, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Les Copeaux", Locale: "fr"}, bob); err != nil {
		t.Fatal(err)
	}
	if _, err = people.Join(context.Background(), s.db, chloe.ID, h.fee.ID, people.Member); err != nil {
		t.Fatal(err)
	}
	h.ada, h.chloe, h.bob, h.kim = s.enters(t, ada), s.enters(t, chloe), s.enters(t, bob), s.enters(t, somebody("Kim", ""))
	h.samia, h.omar, h.colo = s.enters(t, somebody("Samia", "steward")), s.enters(t, somebody("Omar", "operator")), s.enters(t, somebody("Colette", "accountant"))
	return h
}

// typed is what one types for an hour of translating.
func typedIn(change ...string) url.Values {
	v := url.Values{
		"title": {"Deux pages d’aide en anglais"}, "kind": {"translation"}, "from_on": {"2026-11-24"}, "hours": {"1"}, "minutes": {"30"},
		"evidence": {"https://git.example/aide/commit/abc123"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// logs sends a contribution and returns its address.
func (h *hamlet) logs(p *person, change ...string) string {
	h.t.Helper()
	p.visit("/fr/contributions/new?choice=words").status(200).send("Envoyer", typedIn(change...)).at("/fr/contributions/")
	return strings.SplitN(p.page.path, "?", 2)[0]
}

// recorded is a contribution that went the whole way.
func (h *hamlet) recorded(p *person, change ...string) string {
	h.t.Helper()
	path := h.logs(p, change...)
	if strings.Contains(h.bob.visit(path).send("Oui, c'est vrai", nil).text(), "Il manque 1 personne") { // above two hours, two people
		h.colo.visit(path).send("Oui, c'est vrai", nil).missing("Il manque")
	}
	if strings.Contains(h.ada.visit(path).text(), "en notre nom") {
		h.ada.send("Oui, en notre nom", nil)
	}
	h.samia.visit(path).send("Décider", url.Values{"decision": {"accepted"}}).status(200)
	return path
}

func TestAContributionIsToldConfirmedAndRecorded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		s.visitor("fr").visit("/fr/contributions").sees("Donner ce que l'on peut").follow("écrit, traduit ou dessiné").at("/fr/sign-in")
		h.kim.visit("/fr/contributions").sees("ne fait jamais baisser un prix").follow("écrit, traduit ou dessiné").at("/fr/contributions/new?choice=words")
		h.kim.send("Envoyer", typedIn()).sees("C'est envoyé", "Il manque 1 personne", "1 h 30", "git.example")
		path := h.kim.page.path
		english := strings.Replace(path, "/fr/", "/en/", 1)
		h.bob.visit("/en/contributions/to-confirm").follow("Deux pages").at(english).send("Yes, it is so", nil).at(english).sees("Confirmed")
		h.samia.visit("/en/desk/contributions").follow("Deux pages").send("Decide", url.Values{"decision": {"accepted"}}).at(english).sees("Recorded")
		s.visitor("fr").visit(path).sees("Deux pages", "Kim", "1 h 30", "git.example", "Enregistrée").missing("Samia", "Bob", "Décider", "Fixer ainsi")
		s.visitor("en").visit("/en/transparency").sees("Translating", "1h 30m", "Words and languages").follow("Deux pages").at(english)
	})
}

func TestSomebodyAsksAndIsAnswered(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.kim)
		h.bob.visit("/fr/contributions/to-confirm").sees("Kim").follow("Deux pages")
		h.bob.post(path+"/attestations", url.Values{"verdict": {"ask"}}).status(422).sees("Ce champ est nécessaire")
		h.bob.post(path+"/attestations", url.Values{"verdict": {"ask"}, "reason": {"Quelles pages ?"}}).at(path).sees("Une question est posée", "Quelles pages ?")
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "kim@chats.example"); l.Kind != "contribution_asked" || !strings.Contains(l.Text, "Quelles pages ?") || !strings.Contains(l.Text, path) {
			t.Errorf("%s: %s", l.Kind, l.Text)
		}
		h.kim.visit("/fr/contributions/mine").sees("Une question est posée").follow("Deux pages")
		h.kim.send("Répondre", nil).status(422).sees("Ce champ est nécessaire")
		h.kim.send("Répondre", url.Values{"answer": {"Celles des notes."}}).at(path).sees("À confirmer", "Celles des notes.")
		h.bob.visit(path).sees("Celles des notes.").send("Oui, c'est vrai", nil).sees("Confirmée")
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "kim@chats.example"); l.Kind != "contribution_attested" {
			t.Error(l.Kind)
		}
		h.samia.visit("/fr/desk/contributions").sees("Kim", "git.example", "1 sur 1", "première contribution").follow("Deux pages").send("Décider", nil).status(422).sees("Choisissez une des réponses")
		h.samia.send("Décider", url.Values{"decision": {"rejected"}}).status(422).sees("Raison : Ce champ est nécessaire")
		h.samia.send("Décider", url.Values{"decision": {"adjusted"}, "decided_hours": {"1"}, "decision_reason": {"Une page était déjà faite."}}).at(path).sees("Enregistrée avec un changement", "1 h", "raconté : 1 h 30")
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "kim@chats.example"); l.Kind != "contribution_decided" || !strings.Contains(l.Text, "déjà faite") {
			t.Errorf("%s: %s", l.Kind, l.Text)
		}
		h.kim.visit(path).send("Contester", url.Values{"contest": {"Non, les deux étaient à faire."}}).sees("Contestée")
		h.samia.visit(path).missing("La décision tient-elle")
		for _, p := range []*person{h.omar, h.colo} {
			p.visit(path).send("Envoyer", url.Values{"review_verdict": {"reversed"}, "review": {"En effet."}}).status(200)
		}
		h.kim.visit(path).sees("Revue : annulée").visit("/fr/contributions/mine").sees("Confirmée", "Revue : annulée")
	})
}

func TestAWrongFormKeepsEverything(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.chloe.visit("/en/contributions/new?choice=words").send("Send", url.Values{
			"title": {"Half a page"}, "kind": {"doc"}, "from_on": {"2027-01-01"}, "hours": {"two"}, "minutes": {"45"}, "evidence": {"see the wiki"}, "for": {"other"}, "on_behalf": {h.fee.Ref},
			"visibility": {"amount_hidden"}, "body": {"As agreed."},
		}).status(422).sees("Please check these answers", "This date is in the future", "Write hours as a whole number", "Write an address", "Its name: This field is needed")
		h.chloe.send("Send", url.Values{"from_on": {"2026-11-24"}, "hours": {"2"}, "evidence": {"https://wiki.example/x"}, "for_name": {"Les Marmottes"}}).at("/en/contributions/").
			sees("Half a page", "2h 45m", "Les Marmottes", "Fée", "As agreed.", "My name, not how much", "Writing help")
	})
}

func TestADraftIsSeenByItsAuthorAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.chloe.visit("/fr/contributions/new?choice=words").send("Garder en brouillon", typedIn("evidence", "", "on_behalf", h.fee.Ref)).sees("Votre brouillon est gardé")
		path := h.chloe.page.path
		for _, p := range []*person{h.ada, h.bob, h.samia} {
			p.visit(path).status(404)
			p.post(path+"/withdrawal", nil)
			if p.page.status != 404 {
				t.Errorf("%s: %d", p.user.Name, p.page.status)
			}
		}
		h.chloe.visit(path).sees("Ceci ne peut pas encore partir", "Montrez où cela se voit")
		h.chloe.post(path+"/submission", nil).status(422).sees("Montrez où cela se voit")
		h.chloe.visit(path).follow("Modifier").send("Envoyer", typedIn()).at(path).sees("À confirmer")
		h.chloe.send("La retirer", nil).sees("Retirée")
		h.bob.visit(path).status(404)
	})
}

func TestADraftOpenInTwoWindowsIsNotOverwrittenUnseen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.chloe.visit("/fr/contributions/new?choice=words").send("Garder en brouillon", typedIn()).sees("Votre brouillon est gardé")
		path := h.chloe.page.path
		other := s.enters(t, h.chloe.user)
		other.visit(path).follow("Modifier")
		h.chloe.visit(path).follow("Modifier").send("Garder en brouillon", url.Values{"title": {"Le mot de la première fenêtre"}}).status(200).sees("Le mot de la première fenêtre")
		other.send("Garder en brouillon", url.Values{"title": {"Le mot de la seconde"}}).status(409).sees("l’a modifiée entre-temps", "Vos mots sont toujours là")
		h.chloe.visit(path).sees("Le mot de la première fenêtre").missing("Le mot de la seconde")
		other.send("Garder en brouillon", nil).status(200).sees("Le mot de la seconde")
	})
}

func TestWithHTMXOnlyThePartIsSent(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.logs(h.kim)
	h.bob.htmx("POST", path+"/attestations", "contribution", url.Values{"verdict": {"contest"}}).status(422).sees("Ce champ est nécessaire")
	h.bob.htmx("POST", path+"/attestations", "contribution", url.Values{"verdict": {"confirm"}, "version": {"1"}}).status(200).sees("Confirmée")
	if strings.Contains(h.bob.page.body, "<html") || !strings.Contains(h.bob.page.body, `id="contribution"`) {
		t.Error("not the part alone")
	}
	if !strings.Contains(h.bob.page.body, "page-head") {
		t.Error("the state beside the title stays behind")
	}
	h.bob.htmx("POST", path+"/attestations", "contribution", url.Values{"verdict": {"confirm"}, "version": {"1"}}).status(422).sees("Vous avez déjà dit")
	h.kim.htmx("GET", "/fr/contributions/mine?state=draft", "contributions-list", nil).status(200).sees("Rien trouvé").missing("Mes contributions")
	h.kim.htmx("POST", path+"/withdrawal", "contribution", nil).status(200).sees("Retirée")
}

func TestNobodyConfirmsTheirOwnNorTheirFriends(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.chloe)
		h.chloe.visit(path).missing("Oui, c'est vrai").post(path+"/attestations", url.Values{"verdict": {"confirm"}}).status(422).sees("Personne ne confirme sa propre contribution")
		h.ada.visit(path).missing("Oui, c'est vrai").sees("Vous êtes de la même organisation").post(path+"/attestations", url.Values{"verdict": {"confirm"}}).status(422)
		s.visitor("fr").visit(path).status(404)
		h.kim.visit(path).sees("Oui, c'est vrai")
		h.kim.post(path+"/decision", url.Values{"decision": {"accepted"}}).status(403)
	})
}

func TestAVolunteersHoursAreNotCountedWhoeverTries(t *testing.T) {
	for lang, words := range map[string][2]string{
		"fr": {"ne peut jamais être compté. La loi française protège le bénévolat en interdisant toute contrepartie", "Fixer ainsi"},
		"en": {"may never be counted. French law protects volunteering by forbidding", "Set it so"},
	} {
		onBoth(t, func(t *testing.T, s *site) {
			h := s.hamlet(t)
			h.omar.visit("/fr/desk/agreements").sees("aucune convention ne peut compter des heures").send("La classer", nil).status(422).sees("Choisissez une des réponses")
			h.omar.send("La classer", url.Values{"organisation": {h.copeaux.Ref}, "legal_basis": {"b2b_compensation"}, "title": {"Traductions 2026"}, "terms": {"Deux factures."}, "accepted_on": {"2026-01-05"}}).
				at("/fr/desk/agreements").sees("Traductions 2026", "Les Copeaux", "Deux factures, paiement compensé")
			path := h.recorded(h.kim, "kind", "doc", "hours", "2", "minutes", "0")
			page := strings.Replace(path, "/fr/", "/"+lang+"/", 1)
			var ref string
			if err := s.db.Raw("select ref from agreements").Scan(&ref).Error; err != nil {
				t.Fatal(err)
			}
			for _, p := range []*person{h.samia, h.omar} {
				if p.visit(page).sees(words[0]).missing(words[1]); p.byID("error-summary") != nil || len(p.values("agreement")) > 0 {
					t.Error("it is offered, or refused before anybody asked")
				}
				if p.post(page+"/counting", url.Values{"agreement": {ref}}).status(422).sees(words[0]); !strings.Contains(inner(p.byID("error-summary")), words[0]) || strings.Contains(p.page.body, `href="#f-agreement"`) {
					t.Error(p.text())
				}
				p.htmx("POST", page+"/counting", "contribution", url.Values{"agreement": {ref}}).status(422).sees(words[0])
			}
			var counted int64
			s.db.Model(&commons.Contribution{}).Where("treatment = 'counted' or agreement_id is not null").Count(&counted)
			if counted != 0 {
				t.Error("something changed")
			}
			company := h.logs(h.bob, "on_behalf", h.copeaux.Ref)
			h.kim.visit(company).send("Oui, c'est vrai", nil)
			h.bob.visit(company).missing("Fixer ainsi", "Donnée ou comptée")
			h.samia.visit(company).missing("bénévole ne peut jamais").send("Fixer ainsi", url.Values{"agreement": {ref}}).at(company).sees("comptée dans une convention")
			h.samia.send("Décider", url.Values{"decision": {"accepted"}}).sees("comptée dans une convention").missing("Fixer ainsi") // it is fixed
			other := h.logs(h.chloe, "on_behalf", h.fee.Ref)
			h.samia.visit(other).sees("Aucune convention signée avec cette organisation").missing("Fixer ainsi", "Traductions 2026").
				post(other+"/counting", url.Values{"agreement": {ref}}).status(422).sees("Donnée ou comptée : Cette convention est signée avec une autre organisation")
			s.visitor("fr").visit("/fr/transparency").sees("Travaillé dans une convention", "1 h 30")
		})
	}
}

func TestAnOrganisationSeesWhatWasGivenForItAndNobodyElseDoes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.chloe, "on_behalf", h.fee.Ref)
		list := "/fr/o/" + h.fee.Ref + "/contributions"
		h.bob.visit(list).status(404)
		h.bob.visit(list + ".csv").status(404)
		h.bob.post(path+"/voucher", nil).status(403)
		h.ada.visit(list).sees("Deux pages", "Chloe", "À confirmer par l'organisation").follow("Deux pages").sees("Était-ce au nom de Fée").send("Oui, en notre nom", nil).at(path).missing("Était-ce au nom")
		h.ada.visit(list + ".csv").status(200)
		if body := h.ada.page.body; !strings.Contains(body, "Deux pages") || !strings.Contains(body, ";90;minutes;") {
			t.Error(body)
		}
	})
}

func TestTheFileOfMyContributionsRunsNoFormula(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.logs(h.kim, "title", "=1+1")
	h.kim.visit("/fr/contributions/mine").follow("Exporter").status(200)
	if !strings.Contains(h.kim.page.body, "'=1+1") {
		t.Error(h.kim.page.body)
	}
}

func TestAFlagIsExplainedAndCleared(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		first := h.logs(h.kim)
		path := h.logs(h.bob, "title", "Autre chose")
		h.kim.visit(path).missing("Regardez bien")
		h.samia.visit(path).sees("Regardez bien La même preuve figure").follow("contribution 1").at(first)
		h.samia.visit(path).post(path+"/clearances", url.Values{"rule": {"evidence_reused"}, "cleared-evidence_reused": {""}}).status(422).sees("Ce champ est nécessaire")
		h.samia.post(path+"/clearances", url.Values{"rule": {"evidence_reused"}, "cleared-evidence_reused": {"À deux mains."}}).at(path).sees("Regardé par Samia : À deux mains.")
		h.kim.post(path+"/clearances", url.Values{"rule": {"first_time"}, "cleared-first_time": {"x"}}).status(403)
	})
}

func TestAContestIsSettledBeforeItIsRecorded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.kim)
		h.chloe.visit(path).post(path+"/attestations", url.Values{"verdict": {"contest"}, "reason": {"Déjà en ligne avant."}, "version": {"1"}}).at(path)
		h.bob.visit(path).send("Oui, c'est vrai", nil).sees("À confirmer")
		h.samia.visit(path).send("Régler", nil).status(422)
		var n uint
		s.db.Raw("select id from attestations where verdict = 'contest'").Scan(&n)
		h.samia.visit(path).send("Régler", url.Values{fmt.Sprint("settled-", n): {"La date est la bonne."}}).at(path).sees("Réglé : La date est la bonne.", "Confirmée")
	})
}

func TestAFaultNotMendedIsForTheCouncil(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.kim.visit("/fr/contributions/new?choice=checks").send("Envoyer", typedIn("kind", "security", "withheld", "true", "title", "Un lien trop ouvert"))
	path := h.kim.page.path
	h.bob.visit(path).status(404)
	h.bob.visit("/fr/contributions/to-confirm").missing("trop ouvert")
	h.omar.visit(path).send("Oui, c'est vrai", nil).sees("Confirmée")
	h.kim.visit(path).send("C'est réparé", nil).at(path)
	h.bob.visit(path).status(200)
}

func TestValueInKindIsForTheAccountant(t *testing.T) {
	h := newSite(t).hamlet(t)
	h.samia.visit("/fr/desk/valuations").status(403)
	h.colo.visit("/fr/desk/valuations").sees("Aucune règle").send("Commencer", nil).status(422)
	h.colo.send("Commencer", url.Values{"work": {"work"}, "amount": {"12,00"}, "method": {"Salaire minimum"}, "valid_from": {"2026-01-01"}}).at("/fr/desk/valuations").sees("12,00 € de l'heure", "Salaire minimum")
	h.visitor("fr").visit("/fr/transparency/contributions").sees("Une heure de travail : Salaire minimum, depuis le 1er janvier 2026").missing("12,00")
	path := h.recorded(h.kim, "hours", "2", "minutes", "0")
	h.colo.visit(path).sees("Valeur en nature (classe 8) : 24,00 €", "ni prix, ni avoir")
	h.kim.visit(path).missing("classe 8", "24,00")
}

// TestNoPageSpeaksOfHoursAsMoney is the wording rule of reciprocity.md 2.1.
func TestNoPageSpeaksOfHoursAsMoney(t *testing.T) {
	h := newSite(t).hamlet(t)
	path := h.recorded(h.kim)
	for _, lang := range []string{"fr", "en"} {
		for _, page := range []string{"/contributions", "/contributions/new", "/contributions/new?choice=help", "/contributions/mine", "/contributions/to-confirm", "/transparency", "/transparency/contributions", "/contributions/tasks", "/contributions/certificates", "/contributions/years/2026", "/agreements", strings.TrimPrefix(path, "/fr")} {
			text := " " + strings.ToLower(h.kim.visit("/"+lang+page).status(200).text())
			for _, word := range []string{" earn", "reward", "rémunér", "récompens", "gagne", "salaire", "points", "classement des", "€ de l'heure", "hours = euros"} {
				if strings.Contains(text, word) {
					t.Errorf("/%s%s says %q", lang, page, word)
				}
			}
		}
	}
}
