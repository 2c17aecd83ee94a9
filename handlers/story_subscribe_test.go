package handlers

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"

	"golang.org/x/net/html"
)

const (
	nourEmail  = "nour@pieds-verts.example"
	piedsVerts = "Les Pieds verts"
)

// findsAService goes from the front door to the form of an offer, and counts the clicks from the catalogue on.
func (y *story) findsAService() {
	y.Helper()
	y.nour.visit("/").at(y.at("/")).status(200)
	y.nour.visit(y.at("/")).goes(y.at("/catalogue")).status(200)
	y.nour.goes(y.at("/services/files")).status(200).sees("Nextcloud", "AGPL-3.0") // the first click, and who stands behind the service
	y.nour.goes("/offers/essentiel/subscribe?").status(200)                        // the second: tier and period stand on the card
	fields := y.nour.all("input", func(n *html.Node) bool {
		return typed(n) && !folded(n) && form(n) == y.at("/offers/essentiel/subscribe")
	})
	if len(fields)+1 > 4 { // and the country, already chosen
		y.Errorf("the form asks %d fields", len(fields)+1)
	}
}

// typed reports whether a person types into an input.
func typed(n *html.Node) bool {
	switch attribute(n, "type") {
	case "hidden", "checkbox", "radio", "submit", "search":
		return false
	}
	return true
}

// form is the address that the form around an element sends to.
func form(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == "form" {
			return strings.SplitN(attribute(n, "action"), "?", 2)[0]
		}
	}
	return ""
}

// subscribes fills the form wrongly, then rightly, which is the third click, and gets a pro forma with its square code and its PDF.
func (y *story) subscribes() {
	y.Helper()
	send := y.w("subscribe.send")
	y.nour.send(send, url.Values{"organisation": {piedsVerts}, "name": {"Nour"}, "email": {"nour@"}, "country": {"FR"}, "early_start": {"true"}}).
		refused("email", y.w("error.email"), map[string]string{"organisation": piedsVerts, "name": "Nour", "email": "nour@", "early_start": "true"}).
		refused("terms", y.w("error.terms"), nil)
	y.nour.send(send, url.Values{"email": {nourEmail}, "terms": {"true"}}).at(y.at("/pro-formas/")).status(200)
	p := y.proForma()
	y.nour.sees(reference.Spaced(p.PaymentReference), "FR76", locales.Money(y.lang, p.TotalCents, "EUR"))
	if len(y.nour.all("svg", func(n *html.Node) bool { return n.Parent != nil && attribute(n.Parent, "class") == "qr" })) != 1 {
		y.Error("the pro forma shows no square code")
	}
	page := y.nour.page
	y.nour.goes("/pdf").isPDF()
	y.nour.page = page
	var err error
	if y.org, err = people.LoadOrganisation(context.Background(), y.s.db, p.OrganisationID); err != nil || y.org.Usable() {
		y.Fatalf("before the address is confirmed, the organisation is usable: %t, %v", y.org.Usable(), err)
	}
}

func (y *story) proForma() billing.ProForma {
	y.Helper()
	ref := strings.TrimPrefix(y.nour.page.path, y.at("/pro-formas/"))
	p, err := billing.FindProForma(context.Background(), y.s.db, ref)
	if err != nil {
		y.Fatal(err)
	}
	return p
}

// isPDF demands that the answer is a document.
func (p *person) isPDF() *person {
	p.s.t.Helper()
	if p.status(200); !strings.HasPrefix(p.page.body, "%PDF-") || p.page.header.Get("Content-Type") != "application/pdf" {
		p.s.t.Errorf("%s is no PDF but %s", p.page.path, p.page.header.Get("Content-Type"))
	}
	return p
}

// confirmsTheAddress opens the link of the letter: whoever reads mail at that address is the owner.
func (y *story) confirmsTheAddress() {
	y.Helper()
	y.hasWritten(nourEmail, "subscription_requested", 1)
	y.nour.visit(y.s.linkTo(y.T, nourEmail)).status(200).sees(nourEmail)
	y.nour.send(y.w("sign_in.enter"), nil).at(y.at("/pro-formas/")).status(200)
	y.s.lastLetter(y.T, nourEmail) // the promises of a confirmed address are kept
}

// completesTheDetails tells what an invoice must know; what is missing is said where it is missing.
func (y *story) completesTheDetails() {
	y.Helper()
	y.nour.visit(y.nour.page.path).follow(y.w("pro_forma.details_button")).status(200)
	y.nour.send(y.w("action.save"), url.Values{"street": {"3 chemin des Prés"}, "postcode": {""}, "city": {"Crest"}, "registry_number": {"12"}, "fiscal_status": {"not_subject"}}).
		refused("postcode", y.w("error.required"), map[string]string{"street": "3 chemin des Prés", "city": "Crest", "registry_number": "12"})
	y.nour.send(y.w("action.save"), url.Values{"postcode": {"26400"}, "registry_number": {"W263000001"}}).status(200)
	o, err := people.LoadOrganisation(context.Background(), y.s.db, y.org.ID)
	if err != nil || !o.Complete() {
		y.Fatal("the details are not complete", err)
	}
	y.org = o
	y.s.lastLetter(y.T, nourEmail)
}

// folded reports whether a field is out of sight until somebody opens what it stands in.
func folded(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "details" && !slices.ContainsFunc(p.Attr, func(a html.Attribute) bool { return a.Key == "open" }) {
			return true
		}
	}
	return false
}
