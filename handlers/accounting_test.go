package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/billing/fec"
	"chatiere/models/people"
)

// sold is a site with one invoice that was paid.
func (s *site) sold(t *testing.T) *person {
	t.Helper()
	s.worker.Development = true // without a mail server, letters stay in the outbox
	s.sells(t)
	if err := s.db.Exec("update collectives set registry_number = '000000018'").Error; err != nil {
		t.Fatal(err)
	}
	p, _, _ := s.bought(t, "ada@fee.example")
	ops := s.staffed(t, people.Operator)
	by := people.User{ID: ops.user.ID, Roles: "operator"}
	if _, err := billing.ConfirmTransfer(context.Background(), s.db, by, billing.PaymentForm{For: p.Ref, Cents: 12000, ReceivedOn: "2026-11-25"}); err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, s.worker)
	return ops
}

func TestAnAccountantTakesHomeAYearThatIsChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sold(t)
		compta := s.staffed(t, people.Accountant)
		compta.visit("/fr/desk").follow("Comptabilité").sees("2026", "100,00 €", "Aucune période n'est close").missing("Clore une période")
		compta.follow("2026").sees("La vérification n'a rien trouvé", "120,00 €", "La somme du fichier est la balance", "411000", "Clients", "706000")
		file := compta.follow("Télécharger 000000018FEC20261231.txt").status(200).page
		lines, err := fec.Read([]byte(file.body))
		if err != nil || len(lines) < 5 || !strings.Contains(file.header.Get("Content-Disposition"), "000000018FEC20261231.txt") || file.header.Get("Cache-Control") != "private, no-store" {
			t.Fatalf("%v %v\n%s", err, file.header, file.body)
		}
		matched := 0
		for _, l := range lines {
			if l.Account == "411000" && l.Letter == "A" && l.AuxName == "Association ada" {
				matched++
			}
		}
		if matched != 2 {
			t.Errorf("%d lines are matched: %+v", matched, lines)
		}
		for name, words := range map[string]string{
			"about": "Ventes", "journal": "asset:bank  120.00 EUR", "balance": "411000;Clients;0,00;120,00;120,00;0,00", "totals": "2026-11;100,00;20,00;0,00;120,00;0,00;",
			"sales": "2026-11-25;TPS1;20,00;1;100,00;20,00", "payments": "2026-11-25;TPS1;20,00;0;100,00;20,00", "ways": ";1;100,00;20,00", "deposits": "Voie;Document", "check": "Zone",
			"beancount": "open Assets:Bank EUR", "entries-eur.csv": ",512000,Banques,asset:bank,", "entries-eur.json": `"unit": "EUR"`, "entries-min.csv": "journal,number,date",
		} {
			if body := compta.visit("/fr/desk/accounting/2026/files/" + name).status(200).page.body; !strings.Contains(body, words) {
				t.Errorf("%s does not hold %q:\n%s", name, words, body)
			}
		}
		compta.visit("/fr/desk/accounting/2026/totals").sees("novembre 2026", "120,00 €").send("Filtrer", url.Values{"by": {"day"}, "month": {"11"}}).sees("25 novembre 2026")
		compta.visit("/en/desk/accounting/2026/reports?month=10").sees("Nothing in this period").send("Filter", url.Values{"month": {"11"}}).sees("E-reporting: organisations outside VAT", "20%")
		compta.post("/fr/desk/accounting/periods", url.Values{"month": {"2026-10"}, "sure": {"true"}}).status(403)
		compta.visit("/fr/desk/accounting/2026").follow("Euros").status(200)
		compta.visit("/fr/desk/accounting/2026/files/entries-eur.txt").status(404).visit("/fr/desk/accounting/2026/files/entries-usd.csv").status(404)
		compta.visit("/fr/desk/accounting/2019").status(404).visit("/fr/desk/accounting/x").status(404).visit("/fr/desk/accounting/2026/files/x").status(404)
	})
}

func TestAFileWithAFaultIsNotHandedOver(t *testing.T) {
	s := newSite(t)
	ops := s.sold(t)
	if err := s.db.Exec("update collectives set registry_number = 'W751234567'").Error; err != nil {
		t.Fatal(err)
	}
	ops.visit("/fr/desk/accounting/2026").sees("trouvé une chose à corriger", "SIREN du collectif manque").missing("Télécharger 0")
	ops.visit("/fr/desk/accounting/2026/files/fec").status(http.StatusConflict).sees("SIREN du collectif manque")
	if body := ops.visit("/en/desk/accounting/2026/files/check").status(200).page.body; !strings.Contains(body, "SIREN is missing") {
		t.Error(body)
	}
}

func TestAnOperatorClosesAMonthForGood(t *testing.T) {
	s := newSite(t)
	ops := s.sold(t)
	ops.visit("/fr/desk/accounting").missing("Clore une période") // the only month is not over
	if err := s.db.Exec(`insert into ledger_periods (starts_on, ends_on) values ('2025-01-01', '2025-01-31')`).Error; err != nil {
		t.Fatal(err)
	}
	ops.visit("/fr/desk/accounting").sees("Tout est clos jusqu'au 31 janvier 2025").send("Clore", url.Values{"month": {"2026-10"}}).status(422).sees("une période close ne se rouvre pas")
	if !strings.Contains(ops.page.body, "<details class=\"disclosure\" open") {
		t.Error("what is wrong is folded away")
	}
	ops.send("Clore", url.Values{"month": {"2026-11"}, "sure": {"true"}}).status(422).sees("Choisissez une des réponses")
	ops.send("Clore", url.Values{"month": {"2026-10"}, "sure": {"true"}}).status(200).sees("La période est close", "Tout est clos jusqu'au 31 octobre 2026").missing("Clore une période")
	_, o, _ := s.bought(t, "bob@fee.example")
	var ref string
	if err := s.db.Raw("select ref from pro_formas where organisation_id = ?", o.ID).Scan(&ref).Error; err != nil {
		t.Fatal(err)
	}
	ops.visit("/fr/desk/payments/new?for="+ref).send("Confirmer", url.Values{"amount": {"120"}, "received_on": {"2026-10-31"}}).status(422).sees("dans une période close")
}
