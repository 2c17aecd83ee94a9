package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// party is an organisation with an unpaid invoice, and who speaks for each side.
type party struct {
	ada, ops, books *person
	org             people.Organisation
	invoice, pdf    string // where the invoice is, and its document as it was issued
}

func (s *site) party(t *testing.T) party {
	t.Helper()
	s.worker.Development = true
	s.sells(t)
	asked, org, ada := s.bought(t, "ada@fee.example")
	i, err := billing.Finalise(t.Context(), s.db, journal.Actor{}, asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := party{ada: ada, ops: s.staffed(t, people.Operator), books: s.staffed(t, people.Accountant), org: org}
	p.invoice = "/fr/o/" + p.org.Ref + "/invoices/" + i.Ref
	p.pdf = p.ada.visit(p.invoice + "/pdf").page.body
	return p
}

// agrees lets both sides accept an agreement and returns its address.
func (p party) agrees(values url.Values) string {
	v := url.Values{"organisation": {p.org.Ref}, "title": {"Ateliers contre hébergement"}, "terms": {"Chacun facture l’autre."}}
	for name := range values {
		v[name] = values[name]
	}
	p.ops.visit("/fr/desk/agreements").follow("Proposer une convention").send("Proposer", v).at("/fr/agreements/").sees("Attend un accord")
	path := strings.SplitN(p.ops.page.path, "?", 2)[0]
	p.ada.visit(path).sendIn("/acceptance", nil).at(path).sees("Accepté par")
	p.ops.visit(path).sendIn("/acceptance", nil).at(path).sees("En cours")
	return path
}

func TestAnAgreementIsProposedReadAndAcceptedByBothSides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		p.ops.visit("/fr/desk/agreements/new").send("Proposer", url.Values{"organisation": {p.org.Ref}, "email": {"x@y.example"}, "legal_basis": {"commercial_rebate"}, "terms": {"Un avoir."}}).status(422).
			sees("pas les deux", "Un avoir a besoin d'une limite", "Un avoir.")
		p.ops.send("Proposer", url.Values{"email": {""}, "title": {"Avoir de 2027"}, "cap_percent": {"50"}}).at("/fr/agreements/").sees("au plus 50 % d'une facture")
		path := strings.SplitN(p.ops.page.path, "?", 2)[0]
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind != "agreement_proposed" || !strings.Contains(l.Text, path) {
			t.Errorf("%s: %s", l.Kind, l.Text)
		}
		p.ada.visit("/fr/agreements").sees("Attend un accord").follow("Avoir de 2027").at(path)
		p.books.visit(path).follow("Modifier").send("Proposer", url.Values{"terms": {"Un autre avoir."}}).at(path).sees("Un autre avoir.")
		p.ada.sendIn("/acceptance", nil).status(409).sees("relisez avant de répondre", "Un autre avoir.")
		p.ada.sendIn("/acceptance", nil).at(path).sees("Accepté par")
		p.ops.visit(path).sendIn("/acceptance", nil).sees("En cours", "Avoirs de réciprocité")
		s.staffed(t, people.Steward).visit(path).status(404)
		p.ada.post(path+"/end", url.Values{"end_on": {"2026-11-01"}}).status(422).sees("Ce jour est passé")
	})
}

func TestAProposalIsRefusedOrWithdrawn(t *testing.T) {
	s := newSite(t)
	p := s.party(t)
	v := url.Values{"organisation": {p.org.Ref}, "title": {"x"}, "terms": {"x"}}
	p.ops.visit("/fr/desk/agreements/new").send("Proposer", v)
	path := strings.SplitN(p.ops.page.path, "?", 2)[0]
	p.ada.visit(path).sendIn("/refusal", nil).status(422).sees("Ce champ est nécessaire")
	p.ada.sendIn("/refusal", url.Values{"reason": {"Trop court."}}).at(path).sees("Refusée", "Trop court.")
	p.ops.visit("/fr/desk/agreements/new").send("Proposer", v)
	p.ops.sendIn("/withdrawal", url.Values{"reason": {"Erreur de nom."}}).sees("Retirée", "Erreur de nom.")
}

func TestACounterInvoiceSettlesAnInvoiceThatStaysWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		path := p.agrees(url.Values{"legal_basis": {"b2b_compensation"}})
		form := url.Values{"number": {"A-12"}, "issued_on": {"2026-11-25"}, "net": {"40,00"}, "vat": {"8,00"}}
		p.ada.multi(path+"/counter-invoices", url.Values{"number": {""}, "net": {"rien"}}, "files", map[string][]byte{"a12.pdf": []byte("%PDF-1.7 A-12")}).status(422).sees("Ce champ est nécessaire", "Fichiers déjà reçus")
		p.ada.multi(path+"/counter-invoices", form, "files", nil).status(422).sees("Joignez un seul fichier")
		p.ada.multi(path+"/counter-invoices", form, "files", map[string][]byte{"a12.pdf": []byte("%PDF-1.7 A-12")}).sees("A-12", "À examiner", "48,00 €, dont 8,00 € de TVA")
		p.ops.visit(path).missing("A-12 : reste").follow("Document de la facture")
		if p.ops.page.body != "%PDF-1.7 A-12" {
			t.Error(p.ops.page.body)
		}
		p.books.visit(path).sendIn("/acceptance", nil).status(422).sees("porte « en compensation »")
		p.books.visit(path).sendIn("/acceptance", url.Values{"marked": {"true"}}).at(path).sees("Acceptée", "A-12 : reste 48,00 €")
		var ref, counter string
		s.db.Raw("select ref from counter_invoices").Scan(&counter)
		s.db.Raw("select ref from invoices").Scan(&ref)
		p.books.visit(path).sendIn("/offsets", url.Values{"invoice": {ref}, "counter": {counter}, "offset_amount": {"60"}}).status(422).sees("C'est trop : 48,00 € au plus")
		p.books.sendIn("/offsets", url.Values{"offset_amount": {""}}).at(path).sees("facture A-12", "48,00 €")
		p.ada.visit(p.invoice).sees("Total de la facture 120,00 €", "Compensations -48,00 €", "Reste à payer 72,00 €")
		if p.ada.visit(p.invoice+"/pdf").page.body != p.pdf {
			t.Error("the invoice is not what it was")
		}
		p.ada.visit(p.invoice).follow("Relevé de règlement")
		if paper := p.ada.paperText(); !strings.Contains(paper, "En compensation : A-12") || !strings.Contains(paper, "72,00 €") {
			t.Error(paper)
		}
		jobstest.Drain(t, s.worker)
		var accrued int64
		s.db.Model(&commons.Accrual{}).Count(&accrued)
		if accrued != 0 {
			t.Error("a share was set aside of money that never came")
		}
		s.enters(t, s.meets(t, "eve@ailleurs.example")).visit(path).status(404)
		p.takesBack(t, path)
	})
}

// takesBack takes the offset back, which the other side reads, and finds the whole invoice due again.
func (p party) takesBack(t *testing.T, path string) {
	t.Helper()
	p.ada.visit(path).missing("Reprendre une compensation")
	p.books.visit(path).sendIn("/offset-reversals", nil).status(422).sees("Ce champ est nécessaire")
	p.books.sendIn("/offset-reversals", url.Values{"taken_reason": {"Comptée deux fois"}}).at(path).sees("Reprise le 25 novembre 2026", "Comptée deux fois", "A-12 : reste 48,00 €").missing("Reprendre la compensation")
	p.ada.visit(path).sees("Reprise le 25 novembre 2026").visit(p.invoice).sees("Reste à payer 120,00 €").missing("Compensations -48,00 €").follow("Relevé de règlement")
	if paper := p.ada.paperText(); !strings.Contains(paper, "Compensation reprise : A-12") || !strings.Contains(paper, "120,00 €") {
		t.Error(paper)
	}
	p.ops.visit("/fr/desk/journal").sees("Compensation reprise", "Comptée deux fois")
}

func TestAPromiseUnderAnAgreementIsMadeAndKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		path := p.agrees(url.Values{"legal_basis": {"solidarity_price"}})
		p.ops.visit(path).follow("Voir les engagements").sees("Aucun engagement").missing("S'engager")
		path = p.ops.page.path
		p.ada.visit(path).send("Prendre cet engagement", url.Values{"what": {"Traduire l'aide"}, "unit": {"MIN"}, "promised": {"deux"}, "due_on": {"2026-12-20"}}).status(422).
			refused("promised", "Écrivez un nombre", map[string]string{"what": "Traduire l'aide", "due_on": "2026-12-20"})
		p.ada.send("Prendre cet engagement", url.Values{"promised": {"2"}}).at(path).sees("Traduire l'aide", "Jusqu'au 20 décembre 2026", "0 min sur 2 h", "pourra le tenir")
		ada, err := people.LoadUser(t.Context(), s.db, p.ada.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		c, err := commons.LogContribution(t.Context(), s.db, ada, commons.Form{
			Choice: commons.Words, KindKey: "translation", FromOn: "2026-11-24", Hours: "1", Title: "Deux pages", Evidence: "https://git.example/aide/commit/1", OnBehalf: p.org.Ref, Lang: "fr",
		})
		if err != nil {
			t.Fatal(err)
		}
		p.ada.visit(path).sees("Tenir un engagement", "Traduire l'aide (2 h, jusqu'au 20 décembre 2026)", "Deux pages").sendIn("/progress", url.Values{"contribution": {c.Ref}}).status(422).refused("kept", "Choisissez", nil)
		var kept string
		s.db.Raw("select ref from agreement_pledges").Scan(&kept)
		p.ada.sendIn("/progress", url.Values{"kept": {kept}, "contribution": {c.Ref}}).at(path).sees("En attente d'une décision : 1 h", "En cours")
		p.ops.visit(path).sees("Traduire l'aide", "En attente d'une décision : 1 h").missing("Retirer cet engagement")
		p.ada.visit(strings.Replace(path, "/fr/", "/en/", 1)).sees("Promises", "Until 20 December 2026", "changes no price")
		p.ada.visit(path).send("Retirer cet engagement", nil).at(path).sees("Retiré").missing("Retirer cet engagement")
		p.ada.send("Prendre cet engagement", url.Values{"what": {"Deux ateliers"}, "unit": {"PIECE"}, "promised": {"2"}, "due_on": {"2026-12-20"}}).at(path).sees("pourra le tenir").missing("Deux pages") // hours keep no pieces
		p.ada.send("Prendre cet engagement", url.Values{"what": {"Relire"}, "unit": {"MIN"}, "promised": {"1"}, "due_on": {"2026-12-20"}}).at(path).sees("Deux pages")                                     // free again
		s.enters(t, s.meets(t, "eve@ailleurs.example")).visit(path).status(404)
		p.ops.visit("/fr/desk/journal").sees("Engagement pris sous une convention", "Engagement retiré")
	})
}

func TestTheCashBalanceOfACounterInvoiceIsPaidAndReadByBothSides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		path := p.agrees(url.Values{"legal_basis": {"b2b_compensation"}})
		p.books.visit(path).sees("Soultes", "Rien à verser")
		p.ada.multi(path+"/counter-invoices", url.Values{"number": {"A-12"}, "issued_on": {"2026-11-25"}, "net": {"200,00"}, "vat": {""}}, "files", map[string][]byte{"a12.pdf": []byte("%PDF-1.7 A-12")})
		p.books.visit(path).sendIn("/acceptance", url.Values{"marked": {"true"}})
		var ref, counter string
		s.db.Raw("select ref from counter_invoices").Scan(&counter)
		s.db.Raw("select ref from invoices").Scan(&ref)
		p.books.visit(path).sendIn("/offsets", url.Values{"invoice": {ref}, "counter": {counter}}).sees("Reste à compenser ou à verser 80,00 €")
		p.books.sendIn("/cash-balances", url.Values{"rest_counter": {counter}, "rest_on": {"2026-11-25"}, "rest_amount": {"90"}, "rest_reference": {"VIR 7"}}).status(422).
			refused("rest_amount", "C'est trop : 80,00 € au plus", map[string]string{"rest_reference": "VIR 7"})
		p.books.sendIn("/cash-balances", url.Values{"rest_amount": {""}}).at(path).sees("VIR 7", "Versé en argent 80,00 €", "Reste à compenser ou à verser 0,00 €", "Rien à verser")
		p.ada.visit(path).sees("Soultes", "VIR 7", "80,00 €").missing("Reprendre une soulte")
		p.ada.visit(strings.Replace(path, "/fr/", "/en/", 1)).sees("Cash balances", "Paid in money €80.00")
		p.books.visit(path).sendIn("/cash-balance-reversals", nil).status(422).refused("rest_reason", "Ce champ est nécessaire", nil)
		p.books.sendIn("/cash-balance-reversals", url.Values{"rest_reason": {"Mauvais virement"}}).at(path).sees("Mauvais virement", "Reste à compenser ou à verser 80,00 €")
		p.ops.visit("/fr/desk/journal").sees("Soulte versée", "Soulte reprise", "Mauvais virement")
	})
}

func TestCreditIsGivenUsedAndEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		path := p.agrees(url.Values{"legal_basis": {"commercial_rebate"}, "cap_amount": {"40,00"}})
		p.books.visit(path).sees("la comptabilité en décide").sendIn("/credits", url.Values{"credit_amount": {"50"}, "credit_reason": {"Premier semestre"}}).status(422).sees("il reste 40,00 €")
		p.books.sendIn("/credits", url.Values{"credit_amount": {"15,00"}}).at(path).sees("Premier semestre", "Il reste 15,00 €")
		var ref string
		s.db.Raw("select ref from invoices").Scan(&ref)
		p.books.sendIn("/offsets", url.Values{"invoice": {ref}}).at(path).sees("avoir de réciprocité", "Il reste 0,00 €")
		p.ada.visit(path).sees("15,00 €").sendIn("/end", url.Values{"end_on": {"2026-12-31"}}).status(422).sees("Ce champ est nécessaire")
		p.ada.sendIn("/end", url.Values{"end_on": {"2026-12-31"}, "credit_until": {"2027-06-30"}, "end_reason": {"Nous déménageons."}}).at(path).sees("Finit le 31 décembre 2026", "30 juin 2027")
		p.ops.visit("/fr/desk/journal").sees("Fin de convention", "Facture réglée par compensation", "Avoir de réciprocité accordé")
	})
}

// TestAVolunteersHoursNeverBecomeCredit is the first refusal of the show: in the form, in the model and in the database.
func TestAVolunteersHoursNeverBecomeCredit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		for _, basis := range []string{"commercial_rebate", "b2b_compensation"} {
			h.omar.visit("/fr/desk/agreements/new").send("Proposer", url.Values{"email": {"kim@chats.example"}, "legal_basis": {basis}, "title": {"x"}, "terms": {"x"}, "cap_percent": {"50"}}).status(422).sees("bénévole")
		}
		h.omar.send("Proposer", url.Values{"legal_basis": {"expense_waiver"}}).at("/fr/agreements/")
		path := strings.SplitN(h.omar.page.path, "?", 2)[0]
		h.kim.visit(path).sendIn("/acceptance", nil).at(path)
		h.omar.visit(path).sendIn("/acceptance", nil).sees("En cours")
		h.omar.post(path+"/credits", url.Values{"credit_amount": {"5"}, "credit_reason": {"x"}}).status(422)
		h.omar.post(path+"/offsets", nil).status(422)
		err := store.InTx(t.Context(), s.db, func(tx *gorm.DB) error {
			return tx.Exec("update agreements set legal_basis = 'commercial_rebate' where user_id is not null").Error
		})
		if err == nil {
			t.Error("the database lets a volunteer's hours count")
		}
	})
}

func TestAnAgreementSignedOnPaperIsFiledWithItsLimitsAndFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		v := url.Values{"organisation": {h.copeaux.Ref}, "legal_basis": {"commercial_rebate"}, "title": {"Ateliers du soir"}, "terms": {"# Nos apports\n\n- des *ateliers*\n- <script>rien</script>"}, "accepted_on": {"2026-01-05"}}
		h.omar.visit("/fr/desk/agreements").send("La classer", v).status(422).refused("cap_percent", "besoin d'une limite", nil)
		v.Set("cap_percent", "50")
		h.omar.send("La classer", v).at("/fr/desk/agreements").sees("Ateliers du soir").follow("Ateliers du soir").sees("au plus 50 % d'une facture", "Nos apports", "ateliers").missing("# Nos", "*ateliers*", "rien")
		h.omar.visit("/fr/desk/agreements?basis=solidarity_price").missing("Ateliers du soir").sees("Rien trouvé")
		h.omar.visit("/fr/desk/agreements?q=copeaux").sees("Ateliers du soir").follow("Exporter").status(200)
		if !strings.Contains(h.omar.page.body, "Les Copeaux") || !strings.Contains(h.omar.page.body, "2026-01-05") {
			t.Error(h.omar.page.body)
		}
	})
}

func TestEachSideIsToldWhatTheOtherDidWithAnAgreement(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.party(t)
		told := func(to *person, subject, says string) {
			t.Helper()
			jobstest.Drain(t, s.worker)
			if l := s.lastLetter(t, to.user.Email); !strings.Contains(plain(l.Subject), subject) || !strings.Contains(plain(l.Text), says) {
				t.Errorf("%s: %s", l.Subject, l.Text)
			}
		}
		v := url.Values{"organisation": {p.org.Ref}, "title": {"Ateliers"}, "terms": {"Les nôtres."}, "legal_basis": {"b2b_compensation"}}
		p.ops.visit("/fr/desk/agreements/new").send("Proposer", v)
		p.ada.visit(p.ops.page.path).sendIn("/refusal", url.Values{"reason": {"Trop court."}})
		told(p.books, "Convention refusée : Ateliers", "Trop court.")
		p.ops.visit("/fr/desk/agreements/new").send("Proposer", v).sendIn("/withdrawal", url.Values{"reason": {"Erreur de nom."}})
		told(p.ada, "Proposition retirée : Ateliers", "Erreur de nom.")
		path := p.agrees(url.Values{"legal_basis": {"b2b_compensation"}})
		told(p.ada, "Convention acceptée des deux côtés", path)
		p.ada.visit(path).sees("Accord des deux côtés", "Empreinte SHA-256 de ce qui a été accepté")
		p.ada.multi(path+"/counter-invoices", url.Values{"number": {"A-12"}, "issued_on": {"2026-11-25"}, "net": {"40,00"}}, "files", map[string][]byte{"a12.pdf": []byte("%PDF-1.7 A-12")})
		told(p.books, "Une facture à examiner : A-12", "elle ne règle rien avant")
		p.books.visit(path).sendIn("/refusal", url.Values{"reason": {"Sans la mention."}})
		told(p.ada, "Facture refusée : A-12", "Sans la mention.")
		p.ada.visit(path).sendIn("/end", url.Values{"end_on": {"2026-12-31"}, "end_reason": {"Nous changeons d'hébergeur."}})
		told(p.ops, "Fin de la convention", "Nous changeons d'hébergeur.")
	})
}
