package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/ledger"
	"chatiere/models/overview"
	"chatiere/models/people"
)

// spends is a file of the bank with what went out in one month.
const spends = "Date;Tiers;Libellé;Montant\n03/10/2026;Hébergeur Vert;LOCATION BAIE 12 OCTOBRE;-420,00\n05/10/2026;Marguerite Cloarec;VIR SALAIRE OCTOBRE;-1580,00\n" +
	"12/10/2026;Urssaf;COTISATIONS;-400,00\n15/10/2026;Impots;TVA 3310 CA3;-300,00\n20/10/2026;Livret;VIREMENT VERS LIVRET;-250,00\n21/10/2026;Banque;FRAIS CARTE;-50,00\n28/10/2026;;ACHAT DIVERS;-12,00\n"

// spent is a site whose bank file is in, with three organisations that paid.
func (s *site) spent(t *testing.T, file string) (ops *person) {
	t.Helper()
	ops = s.staffed(t, people.Operator)
	ops.uploads("/fr/desk/bank/statements", "releve.csv", windows(t, file)).send("Faire entrer ces lignes", nil)
	s.othersPaid(t)
	s.paidBy(t, "Une Troisième", 100_000)
	return ops
}

// sorts finds the line by a word of it and sorts it by the form.
func (p *person) sorts(word string, v url.Values) *person {
	p.s.t.Helper()
	return p.visit("/fr/desk/spending").follow(word).send("Classer", v)
}

func TestWhatTheBankPaidIsSortedAndEverybodyReadsWhereTenEurosGo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.worker.Development = true
		v := s.visitor("fr").visit("/fr/transparency").sees("Pas encore de réponse à cette question", "Il faut au moins 3 organisations")
		ops := s.spent(t, spends)
		v.visit("/fr/transparency").sees("leurs dépenses ne sont pas encore classées")
		ops.visit("/fr/desk").sees("7 dépenses à classer").follow("Dépenses à classer").sees("Hébergeur Vert", "420,00 €", "Autrement")
		ops.sorts("Hébergeur Vert", url.Values{"purpose": {""}}).status(422).sees("Choisissez une des réponses")
		ops.send("Classer", url.Values{"purpose": {"servers"}, "label": {"baie@louee.example"}, "remember": {"words"}, "words": {"baie 13"}}).status(422).
			sees("n'y mettez ni adresse ni numéro", "Ces mots ne sont pas dans cette ligne")
		if !strings.Contains(ops.page.body, "baie@louee.example") || !strings.Contains(ops.page.body, "baie 13") {
			t.Error("what was typed is gone")
		}
		ops.send("Classer", url.Values{"purpose": {"servers"}, "label": {"Une demi-baie"}, "remember": {"name"}}).at("/fr/desk/spending").sees("La dépense est classée").missing("Hébergeur Vert")
		accountant := s.staffed(t, people.Accountant)
		accountant.sorts("Cloarec", url.Values{"purpose": {"people"}}).sorts("Urssaf", url.Values{"purpose": {"people"}}).sorts("Impots", url.Values{"purpose": {"taxes"}})
		ops.sorts("Livret", url.Values{"purpose": {"apart"}}).status(422).sees("Ce champ est nécessaire")
		ops.send("Classer", url.Values{"purpose": {"apart"}, "reason": {"vers notre livret"}}).sorts("Banque", url.Values{"purpose": {"services"}, "remember": {"words"}, "words": {"Frais carte"}})

		v.visit("/fr/transparency").sees("Sur chaque 10 €", "7,20 € vont aux personnes qui travaillent ici, 1,53 € aux serveurs, 1,09 € aux impôts et taxes et 0,18 € aux autres services",
			"2 750,00 € en douze mois", "1 sortie attend", "1 sortie est laissée de côté")
		s.visitor("en").visit("/en/transparency").sees("Of each €10", "€7.20 go to the people who work here")
		v.visit("/fr/transparency").follow("Serveurs").at("/fr/transparency/spending?purpose=servers").sees("3 octobre 2026", "Une demi-baie", "420,00 €").missing("Hébergeur", "50,00")
		v.visit("/fr/transparency/spending").sees("Personnes : 1 980,00 € en tout", "50,00 €").missing("1 580,00", "Cloarec", "Urssaf", "Livret", "250,00", "12,00 €")
		for _, file := range []string{"/fr/transparency/spending.csv", "/fr/transparency.json", "/fr/transparency.journal", "/fr/transparency.atom"} {
			v.visit(file).status(200).missing("Cloarec", "Urssaf", "Hébergeur", "158000", "1580.00", "250.00")
		}
		ops.visit("/fr/desk/journal").sees("Dépense classée", "Règle de classement faite")
		sumsAreTrue(t, s)
	})
}

// sumsAreTrue compares what is kept with what it sums.
func sumsAreTrue(t *testing.T, s *site) {
	t.Helper()
	if wrong, err := overview.CompareSums(context.Background(), s.db); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
}

func TestARuleSortsWhatWaitsAndWhatComesIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops := s.spent(t, spends+"29/09/2026;Hébergeur Vert;LOCATION BAIE 12 SEPTEMBRE;-420,00\n")
		ops.sorts("Hébergeur Vert", url.Values{"purpose": {"servers"}, "remember": {"name"}}).sees("celles qui lui ressemblent aussi").missing("Hébergeur Vert")
		ops.uploads("/fr/desk/bank/statements", "novembre.csv", windows(t, "Date;Tiers;Libellé;Montant\n03/11/2026;HEBERGEUR VERT;LOCATION BAIE 12 NOVEMBRE;-430,00\n")).send("Faire entrer ces lignes", nil)
		ops.visit("/fr/desk/spending").missing("NOVEMBRE").follow("Classées").sees("HEBERGEUR VERT", "par une règle", "430,00 €")
		s.visitor("fr").visit("/fr/transparency/spending?month=2026-11").sees("430,00 €").missing("420,00 €")
		ops.visit("/fr/desk/spending/rules").sees("hebergeur vert", "dans le nom entier", "2").send("Arrêter", nil).sees("La règle ne classe plus rien", "Aucune règle encore")
		ops.visit("/fr/desk/spending?pile=sorted").follow("HEBERGEUR VERT").send("Classer", url.Values{"purpose": {"services"}})
		s.visitor("fr").visit("/fr/transparency/spending?purpose=services").sees("430,00 €")
		sumsAreTrue(t, s)
	})
}

func TestTwoWhoSortTheSameLineLoseNothing(t *testing.T) {
	s := newSite(t)
	ops := s.spent(t, spends)
	path := ops.visit("/fr/desk/spending").follow("ACHAT DIVERS").page.path
	other := s.staffed(t, people.Operator)
	other.visit(path)
	ops.send("Classer", url.Values{"purpose": {"services"}})
	other.send("Classer", url.Values{"purpose": {"servers"}, "label": {"Un câble"}}).status(409).sees("Autres services")
	if !strings.Contains(other.page.body, "Un câble") {
		t.Error("what was typed is gone")
	}
	other.send("Classer", nil).sees("La dépense est classée")
	s.visitor("fr").visit("/fr/transparency/spending?purpose=servers").sees("Un câble", "12,00 €")
	sumsAreTrue(t, s)
}

func TestTheFileOfExpensesSaysHowManyRowsItHas(t *testing.T) {
	s := newSite(t)
	ops := s.spent(t, spends)
	ops.sorts("Hébergeur Vert", url.Values{"purpose": {"servers"}, "label": {"=1+1"}}).sorts("Banque", url.Values{"purpose": {"services"}})
	v := s.visitor("en").visit("/en/transparency/spending.csv").status(200)
	if !strings.Contains(v.page.body, "2026-10-03,Servers,'=1+1,420.00,EUR") || strings.Count(strings.TrimSpace(v.page.body), "\n") != 2 {
		t.Error(v.page.body)
	}
	v.visit("/en/transparency/spending.json").sees(`"rows": 2`, `"cents": 47000`)
	v.visit("/en/transparency.journal").sees("expenses:servers  420.00 EUR", "assets:bank  -420.00 EUR")
	v.visit("/en/transparency.json").sees(`"group": "servers"`, `"of_ten_euros_cents": 894`, `"received_cents": 100002`)
	v.visit("/en/transparency.atom").sees("October 2026 to November 2026")
}

func TestSumsThatDriftedAreBuiltAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops := s.spent(t, spends)
		ops.sorts("Hébergeur Vert", url.Values{"purpose": {"servers"}})
		s.posts(t, ledger.Entry{Journal: ledger.Bank, Kind: "gift", Key: "gift", EffectiveOn: "2026-11-20", PieceRef: "x", Transfers: []ledger.Transfer{{Debit: "asset:bank", Credit: "income:gifts", Unit: "EUR", Amount: 500}}})
		for _, statement := range []string{
			"update spending_months set cents = cents + 1 where purpose = 'servers'", "update redistribution_months set set_aside_cents = 7 where month = '2026-10'",
			"update ledger_cached_balances set balance = balance + 1",
		} {
			if err := s.db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		wrong, err := overview.CompareSums(context.Background(), s.db)
		if err != nil || len(wrong) != 3 {
			t.Error(wrong, err)
		}
		sumsAreTrue(t, s)
		if spent, err := billing.SpentBetween(context.Background(), s.db, "2026-10", "2026-10"); err != nil || spent.Sums()[euro.Servers] != 42_000 {
			t.Error(spent, err)
		}
	})
}

func TestAProjectsPartIsReadEntryByEntry(t *testing.T) {
	s := newSite(t)
	s.seeded()
	s.othersPaid(t)
	s.paidBy(t, "Une Troisième", 100_000)
	var id uint
	if err := s.db.Raw("select id from upstreams where slug = 'nextcloud'").Scan(&id).Error; err != nil {
		t.Fatal(err)
	}
	for _, move := range []struct {
		key, debit, credit string
		cents              int64
	}{
		{"redistribution_allocate", "liability:upstream:unallocated", ledger.Project("liability:upstream", id), 3000},
		{"payout_sent", ledger.Project("liability:upstream", id), "liability:in_transit", 2500},
		{"payout_returned", "liability:in_transit", ledger.Project("liability:upstream", id), 500},
	} {
		s.posts(t, ledger.Entry{Journal: ledger.Miscellaneous, Kind: move.key, Key: move.key, EffectiveOn: "2026-11-20", PieceRef: "x", Transfers: []ledger.Transfer{{Debit: move.debit, Credit: move.credit, Unit: "EUR", Amount: move.cents}}})
	}
	v := s.visitor("fr").visit("/fr/transparency").sees("L'enveloppe", "Nextcloud 30,00 € 20,00 € 10,00 €", "Pas encore attribué")
	v.follow("Nextcloud").at("/fr/transparency/projects/nextcloud").sees("Part de l'enveloppe attribuée", "30,00 €", "Versement au projet", "25,00 €", "Versement revenu", "-5,00 €")
}
