package handlers

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// green is a hamlet with a pot of 20.00 €, three libre projects of which Les Copeaux makes one, and two organisations that vote.
type green struct {
	*hamlet
	refs map[string]string
}

func (s *site) green(t *testing.T) *green {
	t.Helper()
	g := &green{s.hamlet(t), map[string]string{}}
	ctx := context.Background()
	host, err := collective.Find(ctx, s.db)
	g.must(t, err)
	f := host.Filled()
	f.Name, f.RedistributionBP = "Les Chats", 1000
	g.must(t, collective.Save(ctx, s.db, journal.Actor{}, f))
	for n, o := range []uint{g.fee.ID, g.copeaux.ID, s.organisationOf(t, "Les Payeurs").ID} {
		_, err = commons.Accrue(ctx, s.db, commons.Received{Source: fmt.Sprint("a", n), On: "2026-10-02", NetCents: []int64{10000, 7000, 3000}[n], OrganisationID: o})
		g.must(t, err)
	}
	s.tells(t)
	for _, o := range []string{g.fee.Ref, g.copeaux.Ref} {
		_, err := commons.SignAgreement(ctx, s.db, g.omar.user, commons.AgreementForm{Organisation: o, LegalBasis: commons.SolidarityPrice, Title: "x", Terms: "x", AcceptedOn: "2026-01-05"})
		g.must(t, err)
	}
	g.must(t, store.InTx(ctx, s.db, func(tx *gorm.DB) error {
		for _, slug := range []string{"alpha", "beta", "gamma"} {
			u, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{Slug: slug, Name: "Projet " + slug, Licence: "MIT", SourceURL: "https://code.example", SiteURL: "https://" + slug + ".example", CheckedOn: "2026-11-01", SourceLang: "fr"})
			if err != nil {
				return err
			}
			v, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
				Slug: slug, Upstream: slug, Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV",
				Name: slug, Summary: "Un lieu", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "Bonjour.", SourceLang: "fr",
			})
			if err != nil {
				return err
			}
			g.refs[slug] = u.Ref
			if err := tx.Exec("update services set published_at = ? where id = ?", store.Now(tx), v.ID).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	return g
}

func (g *green) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rules is what one types for a round of October.
func (g *green) rules(change ...string) url.Values {
	v := url.Values{
		"from": {"2026-10-01"}, "to": {"2026-10-31"}, "base": {"received_ht"}, "rule": {"vote"}, "points": {"7"}, "max_per_project": {"5"}, "min_projects": {"1"}, "min_payout": {"5,00"},
		"opens": {"2026-11-25"}, "closes": {"2026-11-27"}, "computed": {"2026-11-28"}, "paid": {"2026-11-30"}, "published": {"2026-12-01"},
		"projects": {g.refs["alpha"], g.refs["beta"], g.refs["gamma"]}, "owner-" + g.refs["gamma"]: {g.copeaux.Ref},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// on lets it be another day of November 2026, on which the hourly job runs.
func (g *green) on(t *testing.T, day int) {
	t.Helper()
	storetest.SetClock(g.db, storetest.Noon.AddDate(0, 0, day-25))
	for _, p := range []**person{&g.ada, &g.bob, &g.samia, &g.colo, &g.omar} {
		*p = g.enters(t, (*p).user) // sessions end after a day
	}
	g.must(t, g.worker.Keep(context.Background(), commons.RoundsDue{}.Kind(), []byte("{}")))
	jobstest.Drain(t, g.worker)
}

func (g *green) letters(t *testing.T, kind string) (n int) {
	t.Helper()
	g.must(t, g.db.Raw("select count(*) from letters where kind = ?", kind).Scan(&n).Error)
	return n
}

// TestARoundFromFixedRulesToItsPublicFiles is Show 3 of the issue, through the doors that people use.
func TestARoundFromFixedRulesToItsPublicFiles(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		g := s.green(t)
		g.samia.visit("/fr/desk/rounds").follow("Préparer une campagne").send("Enregistrer", g.rules("to", "2026-11-26", "points", "beaucoup"))
		g.samia.refused("opens", "Une campagne s'ouvre après la fin de sa période.", map[string]string{"points": "beaucoup", "to": "2026-11-26"}).sees("Ce nombre est trop petit ou trop grand.")
		g.samia.send("Enregistrer", g.rules()).at("/fr/desk/rounds/").sees("En préparation", "Ce que donneraient ces règles", "20,00 €", "10,00 €", "Si le premier a la moitié des points")
		desk := strings.SplitN(g.samia.page.path, "?", 2)[0]
		public := strings.Replace(desk, "/desk", "", 1)
		g.ada.visit(public).status(404)
		g.samia.visit(desk).send("Fixer les règles et ouvrir", nil).at(desk).sees("La campagne est ouverte")
		jobstest.Drain(t, s.worker)
		if n := g.letters(t, "round_opened"); n != 2 {
			t.Errorf("%d letters to voters", n)
		}
		g.samia.visit(desk + "/edit").status(409)
		ballot := g.votes(t, public)
		g.samia.visit(desk).missing("Lire les bulletins").send("Terminer le vote", nil).status(422).sees("Le vote n'est pas terminé")
		g.samia.visit(desk + "/ballots").status(404) // nobody reads them before
		g.on(t, 26)
		if n := g.letters(t, "round_closing"); n != 1 {
			t.Errorf("%d reminders", n)
		}
		g.on(t, 28)
		g.ada.visit(ballot).sees("Le vote n'est pas ouvert.")
		s.visitor("fr").visit(public).sees("Le vote est clos").missing("8,57")
		s.visitor("fr").visit(public + "/result.csv").status(404)
		g.approves(t, desk)
		s.visitor("fr").visit(public).sees("8,57 € gardés pour lui Nous ne savons pas encore où le payer.")
		h := s.hamlet(t)
		h.recorded(h.kim)
		s.visitor("fr").visit(public).sees("Le temps donné, à part", "1 h 30 ont été données")
		s.statements(t, g.ada, public)
		if asked := s.statements(t, g.ada, public); len(asked) > aPage {
			t.Errorf("%d statements\n%s", len(asked), byShape(asked))
		}
		g.pays(t, desk)
		g.on(t, 30)
		s.visitor("fr").visit(public).sees("8,57 €").missing("Publication (en retard)")
		g.on(t, 31)
		g.isPublic(t, public)
	})
}

// votes is the ballot of Fée, refused where the rules say so, then cast and replaced.
func (g *green) votes(t *testing.T, public string) string {
	t.Helper()
	g.ada.visit("/fr/o/" + g.fee.Ref).sees("Votez sur la part des logiciels libres")
	g.ada.visit(public).sees("Pas encore connu : sa part l'attendrait", "Les règles", "10 %", "Elle vient de 20,00 € mis de côté sur 200,00 € reçus").follow("Voter pour Fée")
	ballot := g.ada.page.path
	alpha, beta, gamma := "points-"+g.refs["alpha"], "points-"+g.refs["beta"], "points-"+g.refs["gamma"]
	g.ada.send("Voter", url.Values{alpha: {"5"}, beta: {"5"}}).status(422).sees("Vous avez donné 10 points, et il y en a 7.")
	g.ada.send("Voter", url.Values{alpha: {"6"}, beta: {""}}).refused(alpha, "Au plus 5 points pour un projet.", map[string]string{alpha: "6"})
	g.ada.send("Voter", url.Values{alpha: {"1"}, beta: {""}, gamma: {"1"}, "interests": {g.refs["gamma"]}}).refused(gamma, "Vous déclarez un intérêt dans ce projet : ne lui donnez pas de points.", nil)
	g.ada.send("Voter", url.Values{alpha: {"5"}, beta: {"1"}, gamma: {"1"}, "interests": nil}).status(200).sees("Votre bulletin est enregistré", "Votre organisation a voté le")
	stale := url.Values{"version": {"0"}, alpha: {"1"}}
	g.ada.post(ballot, stale).status(409).sees("Quelqu'un de votre organisation a voté", "Projet alpha : 5")
	g.ada.visit(ballot).send("Remplacer notre bulletin", url.Values{alpha: {"3"}, beta: {"2"}, gamma: {"2"}}).status(200)
	own := "/fr/o/" + g.copeaux.Ref + strings.TrimPrefix(ballot, "/fr/o/"+g.fee.Ref)
	g.bob.visit(own).sees("c'est le projet de votre organisation").post(own, url.Values{"version": {"0"}, gamma: {"3"}}).status(422).sees("C'est le projet de cette organisation")
	g.chloe.visit(ballot).status(403)
	g.omar.visit(ballot).sees("Le bulletin est rempli par les responsables")
	g.omar.post(ballot, url.Values{"version": {"2"}, alpha: {"5"}}).status(403)
	return ballot
}

func (g *green) approves(t *testing.T, desk string) {
	t.Helper()
	g.counts(t, desk)
	g.must(t, g.db.Exec("update sessions set proven_at = ? where user_id = ?", store.Now(g.db).Add(-commons.ProofAge), g.samia.user.ID).Error)
	g.samia.visit(desk).post(desk+"/approvals", url.Values{"result": {g.result(t)}}).status(401) // who one is is asked again, as for payments
	g.samia = g.enters(t, g.samia.user)
	g.samia.visit(desk).sees("Calculée", "La part exacte, 8,5714 €, a été arrondie vers le bas.").send("J'approuve ce résultat", nil).sees("Vous avez donné votre accord.")
	g.samia.post(desk+"/approvals", url.Values{"result": {g.result(t)}}).status(422).sees("Vous avez déjà approuvé ce résultat.")
	g.colo.visit(desk).sees("Samia a donné son accord").send("J'approuve ce résultat", nil).sees("Approuvée", "Chaque part est sur le compte de son projet")
	g.colo.send("Les versements sont partis", nil).status(422).sees("Les comptes ne connaissent encore aucun versement")
}

// counts reads the ballots, as the council does before it approves: with them anybody of it can count again.
func (g *green) counts(t *testing.T, desk string) {
	t.Helper()
	g.samia.visit(desk).follow("Lire les bulletins").sees("Fée Projet alpha : 3, Projet beta : 2 et Projet gamma : 2 –").missing("Copeaux")
	g.samia.visit(desk + "/ballots?q=copeaux").sees("Aucun bulletin")
	rows := g.samia.rows(desk + "/ballots.csv")
	if len(rows) != 3 || strings.Join(rows[0][3:], " ") != "Projet alpha Projet beta Projet gamma" || strings.Join(rows[2], " ") != "Somme   3 2 2" {
		t.Errorf("%q", rows)
	}
	g.ada.visit(desk + "/ballots").status(403)
}

func (g *green) result(t *testing.T) (sum string) {
	t.Helper()
	g.must(t, g.db.Raw("select result_sha256 from rounds where state = 'computed'").Scan(&sum).Error)
	return sum
}

// pays sends what each project is owed; the bank confirms, and the page follows the books.
func (g *green) pays(t *testing.T, desk string) {
	t.Helper()
	ctx := context.Background()
	post := func(key, debit, credit string, cents int64) {
		g.must(t, store.InTx(ctx, g.db, func(tx *gorm.DB) error {
			_, err := ledger.Post(ctx, tx, ledger.Entry{Journal: ledger.Bank, Kind: "payout", Key: key, EffectiveOn: "2026-11-28", Transfers: []ledger.Transfer{{Debit: debit, Credit: credit, Unit: "EUR", Amount: cents}}})
			return err
		}))
	}
	owed, err := ledger.Balances(g.db, "liability:upstream", "EUR")
	g.must(t, err)
	for _, one := range owed {
		if one.OwnerType != "project" {
			continue
		}
		post("sent "+one.Path, one.Path, "liability:in_transit", one.Balance)
	}
	g.colo.visit(desk).send("Les versements sont partis", nil).sees("Versements partis").send("Tous les versements", nil).status(422).sees("Les comptes ont encore un versement en chemin.")
	post("arrived", "liability:in_transit", "asset:bank", 2000)
	g.colo.visit(desk).send("Tous les versements", nil).sees("Versée")
	g.samia.visit(desk).missing("Abandonner")
}

// isPublic is what everybody reads and computes again.
func (g *green) isPublic(t *testing.T, public string) {
	t.Helper()
	v := g.visitor("fr").visit("/fr/transparency").sees("Redistribution du 1er octobre 2026 au 31 octobre 2026 20,00 € 3 20,00 € 28 novembre 2026").follow("Voir les campagnes").follow("Redistribution du").at(public)
	g.visitor("fr").visit("/fr/transparency").follow("Projet alpha").at("/fr/transparency/projects/").follow("Part de l'enveloppe : Redistribution du").at(public)
	v.sees("Publication (fait)", "8,57 €", "3 points sur 7, soit 42,86 % d'une enveloppe de 20,00 €.", "La part exacte, 8,5714 €, a été arrondie vers le bas.", "28 novembre 2026", "sur 2 organisations")
	g.visitor("en").visit(strings.Replace(public, "/fr/", "/en/", 1)).sees("3 points of 7, that is 42.86% of a pot of €20.00.", "The exact share, €8.5714, was rounded down.")
	for _, file := range []string{"/result.csv", "/result.json"} {
		r, err := formula.Recompute([]byte(v.visit(public + file).status(200).page.body))
		if err != nil || len(r.Wrong) > 0 || r.Pot != 2000 || r.Left != 0 || len(r.Lines) != 3 {
			t.Errorf("%s: %+v %v", file, r, err)
		}
	}
	if body := v.visit("/fr/rounds.atom").status(200).page.body; !strings.Contains(body, public) || !strings.Contains(plain(body), "20,00 € attribués") {
		t.Error(body)
	}
	if n := g.letters(t, "round_result"); n != 2 {
		t.Errorf("%d letters with the result", n)
	}
}

func TestALateStepAndACancelledRoundAreSaidToEverybody(t *testing.T) {
	s := newSite(t)
	g := s.green(t)
	g.samia.visit("/fr/desk/rounds/new").send("Enregistrer", g.rules())
	desk := g.samia.page.path
	public := strings.Replace(desk, "/desk", "", 1)
	g.samia.visit(desk).send("Fixer les règles et ouvrir", nil)
	storetest.SetClock(s.db, storetest.Noon.AddDate(0, 0, 3))
	g.samia = s.enters(t, g.samia.user)
	s.visitor("fr").visit(public).sees("La fin du vote était prévue le 27 novembre 2026 : elle est en retard.")
	g.samia.visit(desk).send("Abandonner cette campagne", url.Values{"reason": {" "}}).refused("reason", "Ce champ est nécessaire.", nil)
	g.samia.send("Abandonner cette campagne", url.Values{"reason": {"Un projet a été oublié."}}).sees("Abandonnée")
	s.visitor("fr").visit(public).sees("Cette campagne a été abandonnée. Un projet a été oublié.").missing("en retard.")
}

// organisationOf is another organisation, of somebody who does nothing else.
func (s *site) organisationOf(t *testing.T, name string) people.Organisation {
	t.Helper()
	o, err := people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: name, Locale: "fr"}, s.meets(t, "payeuse@voisins.example"))
	if err != nil {
		t.Fatal(err)
	}
	return o
}
