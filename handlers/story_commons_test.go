package handlers

import (
	"net/url"
	"strings"

	"chatiere/locales"
	"chatiere/models/commons"
)

const (
	gift      = "Le guide de la boîte commune"
	agreement = "Traductions de l’année"
)

// gives tells of six hours of documentation, given; two people who are not of the same organisation say that it is so.
func (y *story) gives() {
	y.Helper()
	y.nour.visit(y.at("/contributions")).goes("/contributions/new").status(200).goes("choice=words").status(200)
	y.nour.send(y.w("commons.form.send"), url.Values{"title": {gift}, "kind": {"doc"}, "from_on": {"2026-11-24"}, "hours": {"six"}, "evidence": {"https://wiki.pieds-verts.example/boite"}}).
		refused("hours", y.w("error.hours"), map[string]string{"title": gift, "kind": "doc", "hours": "six", "evidence": "https://wiki.pieds-verts.example/boite"})
	y.nour.send(y.w("commons.form.send"), url.Values{"hours": {"6"}}).at(y.at("/contributions/")).status(200).sees(gift, locales.Minutes(y.lang, 360))
	y.gift = strings.SplitN(y.nour.page.path, "?", 2)[0]
	for _, witness := range []string{"kim@contributrice.example", "colette@indie-host.example"} {
		y.knows(witness).visit(y.gift).send(y.w("commons.attest.confirm"), nil).status(200)
	}
	y.hasWritten(nourEmail, "contribution_attested", 0)
}

// isNeverCounted tries to turn a volunteer's hours into something that lowers a price: it is offered nowhere, whoever tries is told why not, and
// nothing changes.
func (y *story) isNeverCounted() {
	y.Helper()
	omar, samia := y.knows("omar@indie-host.example"), y.knows("samia@indie-host.example")
	omar.visit(y.at("/desk/agreements")).status(200)
	omar.send(y.w("commons.agreements.save"), url.Values{"organisation": {y.refOf("Babel Bleu")}, "legal_basis": {"b2b_compensation"}, "title": {agreement}, "terms": {"Deux factures."}, "accepted_on": {""}}).
		refused("accepted_on", y.w("error.date"), map[string]string{"title": agreement, "terms": "Deux factures."})
	if omar.byID("f-starts_on-error") != nil {
		y.Error("what is wrong with one day is said of two")
	}
	omar.send(y.w("commons.agreements.save"), url.Values{"accepted_on": {"2026-01-05"}}).at(y.at("/desk/agreements")).sees(agreement)
	var ref string
	if err := y.s.db.Raw("select ref from agreements where title = ?", agreement).Scan(&ref).Error; err != nil || ref == "" {
		y.Fatal("no agreement", err)
	}
	for _, p := range []*person{samia, omar} {
		p.visit(y.gift).sees(y.w("error.no_credit_for_volunteers"), y.w("commons.count.volunteer")).missing(y.w("commons.count.send"))
		p.post(y.gift+"/counting", url.Values{"agreement": {ref}}).status(422).sees(y.w("commons.count.title"), y.w("error.no_credit_for_volunteers"))
	}
	samia.visit(y.gift).send(y.w("commons.decide.send"), url.Values{"decision": {string(commons.Accepted)}}).status(200).sees(y.w("commons.given"))
	y.hasWritten(nourEmail, "contribution_decided", 0)
}

// refOf is the address of an organisation of the demo.
func (y *story) refOf(name string) (ref string) {
	y.Helper()
	if err := y.s.db.Raw("select ref from organisations where name = ?", name).Scan(&ref).Error; err != nil || ref == "" {
		y.Fatal(name, err)
	}
	return ref
}

// isSeenByEverybody is the transparency page, exact: ten euros came in before tax and two cents of others, fifty cents are set aside, six hours were given.
func (y *story) isSeenByEverybody() {
	y.Helper()
	y.s.othersPaid(y.T)
	v := y.s.visitor(y.lang).visit(y.at("/transparency")).status(200)
	v.sees(locales.Minutes(y.lang, 360), locales.Money(y.lang, 1002, "EUR"), locales.Money(y.lang, 50, "EUR"), y.w("transparency.of_ten", "Part", locales.Money(y.lang, 50, "EUR")), gift)
	v.missing(locales.Money(y.lang, 1200, "EUR")).follow(gift).at(y.gift).sees("Nour", locales.Minutes(y.lang, 360), y.w("commons.given"))
}
