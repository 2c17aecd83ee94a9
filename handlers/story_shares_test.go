package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// splitting is the third step of the story: an association, a sponsor of the portal, and a foundation that is written to.
type splitting struct {
	*testing.T
	s       *site
	lang    string
	fee     people.Organisation
	ada     *person
	sponsor people.Organisation
	maud    *person
	form    billing.ProForma
}

func newSplitting(t *testing.T, s *site, lang string) *splitting {
	t.Helper()
	s.sells(t)
	y := &splitting{T: t, s: s, lang: lang}
	y.form, y.fee, y.ada = s.bought(t, "ada@fee.example")
	u := s.meets(t, "maud@marraine.example")
	var err error
	if y.form, err = billing.LoadProForma(context.Background(), s.db, y.form.ID); err != nil {
		t.Fatal(err)
	}
	if y.sponsor, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Association Marraine", Locale: lang, Country: "FR"}, u); err != nil {
		t.Fatal(err)
	}
	err = s.db.Model(&people.Organisation{}).Where("id = ?", y.sponsor.ID).Updates(map[string]any{
		"legal_name": "Association Marraine", "street": "1 rue du Don", "postcode": "75001", "city": "Paris", "fiscal_status": people.NotSubject, "details_at": store.Now(s.db),
	}).Error
	if err != nil {
		t.Fatal(err)
	}
	y.maud = s.enters(t, u)
	return y
}

func (y *splitting) w(key string, args ...any) string {
	y.Helper()
	return plain(locales.T(y.lang, key, args...))
}

func (y *splitting) money(cents int64) string { return locales.Money(y.lang, cents, "EUR") }

func (y *splitting) payers() string {
	return paths.Payers(y.lang, y.fee, y.form.Subscription)
}

const foundation = "fred@fondation.example"

// TestStory3_TheYearlyBillIsSplitAndEverybodyPaysTheirOwnPart walks through the split with plain forms, in both languages on both databases.
func TestStory3_TheYearlyBillIsSplitAndEverybodyPaysTheirOwnPart(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *site) {
				y := newSplitting(t, s, lang)
				stripe := s.collects(t)
				y.proposes()
				y.theSponsorAccepts()
				fred, fondation := y.theFoundationComesInAndAccepts()
				y.threeInvoices(fred, fondation)
				fred.visit(paths.Invoices(lang, fondation)).follow("F2026-0003").sees(y.w("papers.for_whom"), "25")
				fred.send(y.w("collect.pay", "Amount", y.money(3000)), nil).presses(paymenttest.Card.Number).at("/" + lang + "/collections/")
				s.hears(t, stripe.News()...)
				exactly(t, s.db, 1, "invoice_dues", "due_cents = 0")
				y.theSharedPageKeepsDiscretion()
				y.theSponsorLeaves()
			})
		})
	}
}

// proposes errs once, loses nothing, and asks two others.
func (y *splitting) proposes() {
	y.Helper()
	send := y.w("shares.ask")
	wrong := url.Values{"own": {"40"}, "who_1": {"Association Marraine"}, "percent_1": {"35"}, "who_2": {foundation}, "percent_2": {"30,5"}, "stays_open": {"true"}}
	y.ada.visit(y.payers()).sees(y.w("shares.split_title")).send(send, wrong).
		refused("own", y.w("error.not_whole", "Sum", locales.Percent(y.lang, 10550)), map[string]string{"who_1": "Association Marraine", "percent_1": "35", "who_2": foundation, "percent_2": "30,5"})
	y.ada.send(send, url.Values{"percent_2": {"25"}}).status(200).sees(y.w("shares.flash.asked"), "Association Marraine", foundation, "40", y.money(3500))
	if y.s.letters(y.T, "maud@marraine.example") != 1 || y.s.letters(y.T, foundation) != 1 {
		y.Error("not everybody was written to once")
	}
}

// theSponsorAccepts sees the question on their first page, forgets the terms, then says yes.
func (y *splitting) theSponsorAccepts() {
	y.Helper()
	accept := y.w("shares.accept", "Amount", y.money(4200))
	y.maud.visit(paths.Organisation(y.lang, y.sponsor)).sees(y.w("organisation.advice.share"), y.fee.Name)
	y.maud.visit(paths.Carried(y.lang, y.sponsor)).follow(y.fee.Name).sees(y.w("shares.stop"), y.money(4200)).send(accept, nil).refused("terms", y.w("error.terms"), nil)
	y.maud.send(accept, url.Values{"terms": {"true"}}).status(200).sees(y.w("shares.flash.accepted"))
}

// theFoundationComesInAndAccepts is a stranger who opens the letter, makes their organisation, completes it and says yes, discreetly.
func (y *splitting) theFoundationComesInAndAccepts() (*person, people.Organisation) {
	y.Helper()
	ctx := context.Background()
	fred := y.s.visitor(y.lang).visit(strings.Replace(y.s.linkTo(y.T, foundation), "/fr/", "/"+y.lang+"/", 1)).status(200).sees(y.fee.Name, "25", y.money(3000), y.w("shares.stop"))
	fred.send(y.w("shares.go_on"), url.Values{"organisation": {""}, "name": {"Fred"}}).refused("organisation", y.w("error.required"), map[string]string{"name": "Fred"})
	fred.send(y.w("shares.go_on"), url.Values{"organisation": {"Fondation Exemple"}}).status(200).at("/" + y.lang + "/o/").sees(y.w("shares.details"))
	fred.follow(y.w("pro_forma.details_button")).send(y.w("action.save"), url.Values{"street": {"9 quai du Don"}, "postcode": {"69002"}, "city": {"Lyon"}, "fiscal_status": {"not_subject"}}).status(200)
	fred.send(y.w("shares.accept", "Amount", y.money(3000)), url.Values{"terms": {"true"}, "discreet": {"true"}}).status(200).sees(y.w("shares.flash.accepted"))
	u, err := people.FindUserByEmail(ctx, y.s.db, foundation)
	if err == nil {
		err = people.WithMemberships(ctx, y.s.db, &u)
	}
	if err != nil || len(u.Memberships) != 1 || u.ConfirmedAt == nil {
		y.Fatal("the foundation did not come in", err)
	}
	return fred, u.Memberships[0].Organisation
}

// threeInvoices lets the association ask for its invoice: everybody gets theirs, with numbers in a row, together to the cent.
func (y *splitting) threeInvoices(fred *person, fondation people.Organisation) {
	y.Helper()
	y.ada.visit(paths.Invoices(y.lang, y.fee)).sees(y.money(4800)).send(y.w("invoices.ask_now"), nil).status(200).sees("F2026-0001", y.money(4800))
	var all []billing.Invoice
	if err := y.s.db.Where("kind = 'invoice'").Order("id").Find(&all).Error; err != nil || len(all) != 3 {
		y.Fatalf("%d invoices, %v", len(all), err)
	}
	var sum int64
	for n, i := range all {
		sum += i.NetCents
		if *i.Number != n+1 || i.ForName != y.fee.Name || i.NetCents != []int64{4000, 3500, 2500}[n] || i.OrganisationID != []uint{y.fee.ID, y.sponsor.ID, fondation.ID}[n] {
			y.Errorf("%+v", i)
		}
	}
	if sum != 10000 {
		y.Errorf("together %d", sum)
	}
	if l := y.s.lastLetter(y.T, foundation); !strings.Contains(l.Text, y.fee.Name) || l.Locale != y.lang {
		y.Errorf("%s: %s", l.Locale, l.Text)
	}
	fred.visit(paths.Organisation(y.lang, fondation)).sees(y.w("shares.carried_title"), y.fee.Name)
	y.maud.visit(paths.Invoices(y.lang, fondation)).status(404)
}

// theSharedPageKeepsDiscretion is what anybody who knows the address sees.
func (y *splitting) theSharedPageKeepsDiscretion() {
	y.Helper()
	y.s.visitor(y.lang).visit(paths.Shared(y.lang, y.form.Subscription)).status(200).
		sees(y.fee.Name, "Association Marraine", plain(locales.N(y.lang, "shares.discreet_more", 1)), y.money(10000), y.w("shares.untellable")).missing("Fondation Exemple", y.money(2500), y.money(3500), "fred@")
	y.maud.visit(y.payers()).status(404)
	y.ada.visit(y.payers()).sees("Fondation Exemple", y.money(2500))
}

// theSponsorLeaves with one click; the association hears of it and carries the part itself.
func (y *splitting) theSponsorLeaves() {
	y.Helper()
	y.maud.visit(paths.Carried(y.lang, y.sponsor)).follow(y.fee.Name).send(y.w("shares.stop_now"), nil).status(200).sees(y.w("shares.flash.ended"))
	if l := y.s.lastLetter(y.T, "ada@fee.example"); l.Kind != "share_left" {
		y.Errorf("%s: %s", l.Kind, l.Subject)
	}
	y.s.visitor(y.lang).visit(paths.Shared(y.lang, y.form.Subscription)).missing("Association Marraine").sees(y.w("shares.shared_gap_untold", "Organisation", y.fee.Name))
	y.ada.visit(y.payers()).sees(y.w("shares.gap", "Amount", y.money(3500))).send(y.w("shares.carry"), nil).status(200).sees(y.w("shares.flash.carried"))
	exactly(y.T, y.s.db, 1, "invoices", "kind = 'invoice' and organisation_id = ? and net_cents = 3500", y.fee.ID)
}
