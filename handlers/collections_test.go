package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// collects opens a Stripe for the site, with its keys and its endpoint.
func (s *site) collects(t *testing.T) *paymenttest.Server {
	t.Helper()
	stripe := s.stripe(t)
	err := collective.SavePaymentKeys(context.Background(), s.db, journal.Actor{}, secret, collective.PaymentKeysForm{Key: paymenttest.Key, Hook: paymenttest.Secret, Cards: true, Debits: true})
	if err != nil {
		t.Fatal(err)
	}
	return stripe
}

// stripe opens a Stripe for the site.
func (s *site) stripe(t *testing.T) *paymenttest.Server {
	t.Helper()
	stripe := paymenttest.Start(t, func() time.Time { return store.Now(s.db) })
	till := jobs.Till{DB: s.db, Log: s.settings.Log, Secret: secret, BaseURL: s.settings.BaseURL, API: stripe.URL(), Impatient: true}
	s.worker.Till, s.worker.Development = till, true
	s.reopen(func(site *Site) { site.Till = till })
	return stripe
}

// hears lets Stripe tell its news to the endpoint, and keeps every promise.
func (s *site) hears(t *testing.T, letters ...paymenttest.Letter) {
	t.Helper()
	paymenttest.Deliver(t, s.server.URL+"/webhooks/stripe", letters)
	jobstest.Drain(t, s.worker)
}

// owes is one more invoice of 120.00 for an organisation.
func (s *site) owes(t *testing.T, u people.User) billing.Invoice {
	t.Helper()
	u, err := people.LoadUser(context.Background(), s.db, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	p, err := billing.Subscribe(context.Background(), s.db, u, billing.SubscribeForm{
		Offer: "ensemble", Tier: "standard", Period: "year", For: u.Memberships[0].Organisation.Ref, Country: "FR", Terms: true, Lang: "fr", Key: store.NewRef(),
	})
	if err != nil {
		t.Fatal(err)
	}
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// presses is what a person does on Stripe's page they were sent to.
func (p *person) presses(means string) *person {
	p.s.t.Helper()
	if !strings.Contains(p.page.path, "/c/pay/") {
		p.s.t.Fatalf("on %s, not on Stripe's page\n%s", p.page.path, p.text())
	}
	return p.post(p.page.whole, url.Values{"means": {means}})
}

func TestSUB5_AVisitorPaysAProFormaByCardAndComesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		ada := s.visitor("fr").visit(subscribePath).send("Recevoir la pro forma", url.Values{
			"organisation": {"Fée"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "terms": {"true"}, "early_start": {"true"},
		}).at("/fr/pro-formas/").sees("Payer en ligne", "checkout.stripe.com", "les quatre derniers chiffres").missing("Garder ce moyen")
		proForma := ada.page.path
		if policy := ada.page.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' "+stripe.URL()) || strings.Contains(strings.Replace(policy, stripe.URL(), "", 1), stripe.URL()) {
			t.Error(policy)
		}
		ada.send("Payer 120,00", nil).sees("120.00 EUR").presses(paymenttest.CardDeclined.Number).sees("declined").presses("back").at("/fr/collections/").sees("Vous n'avez pas payé")
		ada.send("Revenir à la page de paiement", nil).presses(paymenttest.Card.Number)
		ada.at("/fr/collections/").status(200).sees("C'est payé", "120,00")
		if ada.page.header.Get("Referrer-Policy") != "no-referrer" || ada.page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%v", ada.page.header)
		}
		ada.follow("Voir la suite").at(proForma).missing("Payer en ligne")
		s.hears(t, paymenttest.Shuffled(stripe.News(), 3, 1)...)
		exactly(t, s.db, 1, "payments", "method = 'card' and amount_cents = 12000")
	})
}

func TestSUB5_ADebitIsNeverCalledPaidBeforeTheBankSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		_, o, ada := s.bought(t, "ada@fee.example")
		i := s.owes(t, ada.user)
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).send("Payer 120,00", url.Values{"save": {"true"}}).presses(paymenttest.Account.Number)
		ada.at("/fr/collections/").sees("Le prélèvement est autorisé", "quelques jours ouvrés", "commence ou continue dès maintenant").missing("C'est payé")
		back := ada.page.path
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).sees("est en route", "rien à refaire").missing("Payer 120,00")
		ada.visit("/fr/o/"+o.Ref+"/methods").sees("Compte qui finit par 2606", "celui qui est débité", "Référence du mandat")
		storetest.SetClock(s.db, storetest.Noon.Add(paymenttest.DebitTakes))
		stripe.Pass(0)
		s.hears(t, stripe.News()...)
		ada.visit(back).sees("C'est payé")
		ada = s.enters(t, ada.user) // five days later one signs in again
		ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).sees("payée", "Prélèvement SEPA du 30 novembre 2026")
	})
}

func TestPAY1_SeveralInvoicesArePaidAtOnceWithTheBoxesTicked(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	stripe := s.collects(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	s.owes(t, ada.user)
	s.owes(t, ada.user)
	ada.visit("/fr/o/"+o.Ref+"/invoices").follow("Payer en ligne").sees("F2026-0001", "F2026-0002", "240,00")
	ada.send("Payer en ligne ce qui est coché", url.Values{"invoice": {}}).status(422).sees("Cochez au moins une facture")
	ada.send("Payer en ligne ce qui est coché", nil).sees("240.00 EUR").presses(paymenttest.Card.Number).sees("C'est payé", "240,00")
	ada.visit("/fr/o/" + o.Ref + "/collections/new").sees("Rien à payer")
	if stripe.Balance() != 24000-25-360 {
		t.Error(stripe.Balance())
	}
	s.owes(t, ada.user)
	eve := s.enters(t, s.meets(t, "eve@ailleurs.example"))
	eve.post("/fr/o/"+o.Ref+"/collections", url.Values{"invoice": {"x"}}).status(404)
	ada.post("/fr/o/"+o.Ref+"/collections", url.Values{"invoice": {"nowhere"}}).status(404)
}

func TestPAY5_ALinkPaysWithoutSigningInShowsOnlyNumbersAndCanBeTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		s.collects(t)
		_, o, ada := s.bought(t, "ada@fee.example")
		s.owes(t, ada.user)
		s.owes(t, ada.user)
		ada.visit("/fr/o/"+o.Ref+"/collections/new").send("Créer un lien", nil).at("/fr/o/"+o.Ref+"/pay-links").sees("Le lien est prêt", "F2026-0001, F2026-0002")
		address := linkIn(ada.page.body)
		payer := s.visitor("en").visit(strings.Replace(address, "/fr/", "/en/", 1)).status(200).sees("F2026-0001", "F2026-0002", "€120.00").missing(o.Name, o.LegalName, "Ada", "ada@")
		if payer.page.header.Get("Referrer-Policy") != "no-referrer" {
			t.Error("the address of the link is told to others")
		}
		payer.send("Pay €240.00", nil).presses(paymenttest.Card.Number).at("/en/collections/").sees("It is paid", "F2026-0001").missing(o.Name, o.LegalName)
		ada.visit("/fr/o/"+o.Ref+"/pay-links").send("Reprendre ce lien", nil).sees("ne mène plus nulle part")
		s.visitor("fr").visit(address).status(404).sees("n'est plus valable")
		s.owes(t, ada.user)
		ada.visit("/fr/o/"+o.Ref+"/collections/new").send("Créer un lien", nil)
		fresh := linkIn(ada.page.body)
		s.visitor("fr").visit(fresh).status(200).visit(otherEnd(fresh)).status(404)
		storetest.SetClock(s.db, storetest.Noon.Add(61*24*time.Hour))
		s.visitor("fr").visit(fresh).status(404).sees("n'est plus valable")
	})
}

// otherEnd is a link with another last sign.
func otherEnd(link string) string {
	if body, ours := strings.CutSuffix(link, "x"); ours {
		return body + "y"
	}
	return link[:len(link)-1] + "x"
}

// linkIn finds the link to pay on the page of links.
func linkIn(body string) string {
	at := strings.Index(body, "/fr/pay/")
	if at < 0 {
		return ""
	}
	end := strings.IndexAny(body[at:], "\"<& \n")
	return body[at : at+end]
}

func TestSavedMethodsAreSeenChosenChargedAndTakenAway(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	stripe := s.collects(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	methods := "/fr/o/" + o.Ref + "/methods"
	ada.visit(methods).sees("Aucun moyen de paiement").send("Ajouter sur la page de Stripe", nil).presses(paymenttest.Card.Number).sees("est enregistré").follow("Moyens de paiement").sees("Visa qui finit par 4242", "celui qui est débité")
	ada.send("Ajouter sur la page de Stripe", nil).presses(paymenttest.Account.Number).visit(methods).send("Débiter celui-ci", nil).sees("Compte qui finit par 2606")
	s.owes(t, ada.user)
	ada.visit("/fr/o/" + o.Ref + "/collections/new").sees("Débiter maintenant : Compte qui finit par 2606")
	for _, a := range ada.all("button", nil) {
		if strings.Contains(inner(a), "Débiter maintenant") {
			values := url.Values{}
			for _, box := range ada.all("input", nil) {
				collect(box, values)
			}
			ada.post(attribute(a, "formaction"), values)
		}
	}
	ada.at("/fr/collections/")
	jobstest.Drain(t, s.worker)
	ada.visit(ada.page.path).sees("Le prélèvement est autorisé")
	ada.visit(methods).follow("Retirer Compte").sees("Il ne sera plus débité").send("Retirer", nil).sees("C'est retiré").missing("2606")
	jobstest.Drain(t, s.worker)
	for _, id := range stripe.All("payment_method") {
		if m := stripe.Get(id); m["type"] == "sepa_debit" && m["customer"] != nil {
			t.Error("Stripe still holds the account")
		}
	}
}

func TestF10_AStripeThatIsDownIsSaidInWordsAndTheChoiceIsKept(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	stripe := s.collects(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	i := s.owes(t, ada.user)
	stripe.Behave(paymenttest.Trouble{Do: paymenttest.Busy})
	ada.visit("/fr/o/"+o.Ref+"/invoices/"+i.Ref).send("Payer 120,00", nil).status(503).sees("La page de paiement ne répond pas", "Rien n'a été débité")
	if ada.page.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	ada.send("Réessayer", nil).status(503)
	stripe.Behave()
	ada.send("Réessayer", nil).presses(paymenttest.Card.Number).sees("C'est payé")
	s.visitor("fr").visit("/fr/collections/nowhere").status(404)
}

func TestWithoutKeysOnlyOfflineWaysAreOffered(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	i := s.owes(t, ada.user)
	ada.visit("/fr/o/" + o.Ref + "/invoices/" + i.Ref).sees("Payer par virement").missing("Payer en ligne")
	ada.post("/fr/o/"+o.Ref+"/collections", url.Values{"invoice": {i.Ref}}).status(404)
	s.staffed(t, people.Operator).visit("/fr/desk/payments").sees("Les paiements en ligne ne sont pas ouverts")
	if strings.Contains(ada.page.header.Get("Content-Security-Policy"), "stripe") {
		t.Error("the policy names Stripe without need")
	}
}
