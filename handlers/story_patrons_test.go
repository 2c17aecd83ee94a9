package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// patron is a company that gives: its owner, an operator, and a space that gathers gifts.
type patron struct {
	*testing.T
	s         *site
	lang      string
	omar, bob *person
	copeaux   people.Organisation
	space     commons.SharedSpace
}

func newPatron(t *testing.T, s *site, lang string) *patron {
	t.Helper()
	y := &patron{T: t, s: s, lang: lang, omar: s.staffed(t, people.Operator)}
	u := s.meets(t, "bob@copeaux.example")
	var err error
	if y.copeaux, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Les Copeaux", Sort: people.Company, Locale: lang, Country: "FR"}, u); err != nil {
		t.Fatal(err)
	}
	err = s.db.Model(&people.Organisation{}).Where("id = ?", y.copeaux.ID).Updates(map[string]any{"legal_name": "Les Copeaux SARL", "street": "2 quai du Bois", "postcode": "69002", "city": "Lyon", "registry_number": "12345678200010"}).Error
	if err != nil {
		t.Fatal(err)
	}
	if y.space, err = s.gathers(y.user(y.omar), "Des notes pour toutes les écoles"); err != nil {
		t.Fatal(err)
	}
	y.bob = s.enters(t, u)
	return y
}

func (y *patron) user(p *person) people.User {
	y.Helper()
	u, err := people.LoadUser(context.Background(), y.s.db, p.user.ID)
	if err != nil {
		y.Fatal(err)
	}
	return u
}

func (y *patron) w(key string, args ...any) string { return plain(locales.T(y.lang, key, args...)) }

// declares that gifts give right to a reduction, for whose gifts being forgotten at first.
func (y *patron) declares(articles ...string) {
	y.Helper()
	f := url.Values{"basis": {"self"}, "object": {"Des outils libres"}, "category": {"general_interest"}, "name": {"Omar"}, "role": {"Présidence"}, "sure": {"true"}, "articles": {}}
	y.omar.visit(paths.GiftReceipts(y.lang)).send(y.w("donations.declare"), f).refused("articles", y.w("error.choose"), map[string]string{"object": "Des outils libres"})
	y.omar.send(y.w("donations.declare"), url.Values{"articles": articles, "sure": {"true"}}).status(200)
}

// TestACompanyGivesEachQuarterAndHasReceiptsForMoneyAndThings walks through both with plain forms, in both languages on both databases.
func TestACompanyGivesEachQuarterAndHasReceiptsForMoneyAndThings(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *site) {
				y := newPatron(t, s, lang)
				y.promisesEachQuarter()
				y.hasItsReceipt()
				y.givesThings()
				y.isDeclared()
			})
		})
	}
}

func (y *patron) promisesEachQuarter() {
	y.Helper()
	size := y.w("pledges.each_quarter", "Size", plain(locales.Money(y.lang, 20_000, "EUR")))
	y.bob.visit(paths.NewPledge(y.lang, y.space, commons.Cents)).sees(y.w("pledges.every_quarter")).
		send(y.w("pledges.send_gift"), url.Values{"amount": {"200"}, "every": {"quarter"}, "for": {y.copeaux.Ref}}).status(200).sees(size)
	y.bob.visit(paths.Pledges(y.lang)).sees(size)
	y.s.letters(y.T, "bob@copeaux.example")
	y.s.gotLetter(y.T, "bob@copeaux.example", "pledge_made", plain(locales.T("fr", "pledges.each_quarter", "Size", locales.Money("fr", 20_000, "EUR"))))
	y.s.visitor(y.lang).visit(paths.SharedSpaces(y.lang)).sees(plain(locales.Money(y.lang, 80_000, "EUR"))) // in a year
	y.omar.visit(paths.DeskSpace(y.lang, y.space)).send(y.w("pledges.start"), nil).status(200)
	y.omar.visit(paths.Donations(y.lang)).follow("Les Copeaux").send(y.w("donations.arrival"), url.Values{"method": {"transfer"}}).status(200)
}

func (y *patron) hasItsReceipt() {
	y.Helper()
	y.bob.visit(paths.Pledges(y.lang)).follow(y.space.Title).missing(y.w("donations.ask_receipt")).sees(y.w("donations.no_receipts_company", "Name", "Chatière"))
	y.declares(commons.ForPersons)
	y.bob.visit(paths.Pledges(y.lang)).follow(y.space.Title).missing(y.w("donations.ask_receipt")).sees(y.w("donations.no_receipts_company", "Name", "Chatière"))
	y.declares(commons.Articles...)
	y.omar.sees(y.w("donations.article_companies"), y.w("donations.article_persons"))
	y.bob.visit(paths.Pledges(y.lang)).follow(y.space.Title).follow(y.w("donations.ask_receipt")).sees(y.w("donations.for_companies"))
	page := y.bob.page.path
	y.bob.send(y.w("donations.issue"), url.Values{"siren": {"123 456 789"}, "legal_form": {"SARL"}}).refused("siren", y.w("error.siren"), map[string]string{"name": "Les Copeaux SARL", "legal_form": "SARL", "street": "2 quai du Bois"})
	y.s.enters(y.T, y.s.meets(y.T, "eve@ailleurs.example")).visit(page).status(404)
	y.bob.send(y.w("donations.issue"), url.Values{"siren": {"123 456 782"}}).status(200).sees(y.w("donations.flash.receipt")).follow("R2026-00001").isPDF()
	exactly(y.T, y.s.db, 1, "gift_receipts", "form = '16216' and siren = '123456782' and length(file_sha256) = 64")
	first := y.bob.page.body
	if y.bob.visit(y.bob.page.path); y.bob.page.body != first {
		y.Error("printed twice it has other bytes")
	}
}

func (y *patron) givesThings() {
	y.Helper()
	c, err := y.s.lent(y.T, y.user(y.bob), y.copeaux, y.user(y.s.staffed(y.T, people.Steward)), "Douze ordinateurs")
	if err != nil {
		y.Fatal(err)
	}
	y.s.visitor(y.lang).visit(paths.Contribution(y.lang, c)).status(200).missing(y.w("donations.ask_receipt"))
	y.bob.visit(paths.Contribution(y.lang, c)).follow(y.w("donations.ask_receipt")).sees("800").
		send(y.w("donations.issue"), url.Values{"thing": {"12 ordinateurs de 2021"}}).refused("cost", y.w("error.tick"), map[string]string{"thing": "12 ordinateurs de 2021", "siren": "123456782", "legal_form": "SARL"}) // the legal form as on the last receipt
	y.bob.send(y.w("donations.issue"), url.Values{"cost": {"true"}}).status(200).sees("R2026-00002").missing(y.w("donations.ask_receipt")).follow("R2026-00002").isPDF()
	y.bob.visit(paths.NewInKindReceipt(y.lang, c)).status(404)
}

// isDeclared is the desk's page: each form, the sums of the year, the file, and a receipt made void.
func (y *patron) isDeclared() {
	y.Helper()
	year := "2 · " + plain(locales.Money(y.lang, 100_000, "EUR"))
	y.omar.visit(paths.GiftReceipts(y.lang)).sees(y.w("donations.form_company"), y.w("donations.form_kind"), year)
	rows := y.omar.rows(paths.GiftReceiptsFile("fr"))
	if len(rows) != 3 || len(rows[1]) != 10 || rows[1][1] != "16216" || rows[1][4] != "123456782" || rows[1][7] != "12 ordinateurs de 2021" || len(rows[2][9]) != 64 {
		y.Errorf("%v", rows)
	}
	y.omar.visit(paths.GiftReceipts(y.lang)).send(y.w("donations.make_void"), url.Values{"reason": {"mauvais numéro"}}).status(200).sees("1 · ")
	exactly(y.T, y.s.db, 1, "gift_receipts", "voided_at is not null and length(file_sha256) = 64")
}
