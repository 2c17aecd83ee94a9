package handlers

import (
	"context"
	"net/url"

	"chatiere/locales"
	"chatiere/models/billing"

	"golang.org/x/net/html"
)

// isServedOnTrust is the operator's work: each service of the subscription by its checklist, before any money came.
func (y *story) isServedOnTrust() {
	y.Helper()
	omar := y.knows("omar@indie-host.example")
	omar.visit(y.at("/desk")).status(200).goes("/desk/deployments").status(200).sees(piedsVerts)
	for range 3 { // chat, files and notes
		omar.visit(y.at("/desk/deployments")).follow(piedsVerts).status(200)
		var steps []string
		for _, box := range omar.all("input", func(n *html.Node) bool { return attribute(n, "name") == "done" }) {
			steps = append(steps, attribute(box, "value"))
		}
		if len(steps) < 2 {
			y.Fatalf("the checklist has %d steps", len(steps))
		}
		omar.send(y.w("hosting.save_steps"), url.Values{"done": steps[:1], "address": {"pieds-verts"}, "note": {"Espace de Nour"}}).
			refused("address", y.w("error.web_address"), map[string]string{"address": "pieds-verts", "note": "Espace de Nour"})
		omar.send(y.w("hosting.save_steps"), url.Values{"done": steps, "address": {"https://pieds-verts.indie-host.example"}}).status(200)
	}
	y.hasWritten(nourEmail, "deployment_turned", 0)
	y.hasWritten(nourEmail, "invoice_issued", 1) // delivered and complete: the invoice has its number and goes out as a document
	y.nour.visit(y.at("/o/" + y.org.Ref)).status(200).leads("https://pieds-verts.indie-host.example")
}

// pays is what the operator reads on the bank's statement; with it the pro forma becomes a numbered invoice.
func (y *story) pays() {
	y.Helper()
	var p billing.ProForma
	if err := y.s.db.Where("organisation_id = ?", y.org.ID).Take(&p).Error; err != nil {
		y.Fatal(err)
	}
	omar := y.knows("omar@indie-host.example")
	omar.visit(y.at("/desk")).status(200).sees(piedsVerts).leads(y.at("/desk/payments")).visit(y.at("/desk/payments")).status(200)
	omar.send(y.w("action.search"), url.Values{"q": {p.PaymentReference}}).sees(piedsVerts).goes("/desk/payments/new?for=").status(200)
	omar.send(y.w("payments.confirm"), url.Values{"amount": {"beaucoup"}, "reference": {"VIR PIEDS VERTS"}}).
		refused("amount", y.w("error.money"), map[string]string{"amount": "beaucoup", "reference": "VIR PIEDS VERTS"})
	omar.send(y.w("payments.confirm"), url.Values{"amount": {locales.Amount(y.lang, 333)}}).at(y.at("/desk/payments/")).status(200).sees(locales.Money(y.lang, 333, "EUR"))
	y.nour.visit(y.at("/o/" + y.org.Ref)).sees(locales.Money(y.lang, p.TotalCents-333, "EUR")) // the rest is still due
	omar.visit(y.at("/desk/payments")).goes("/desk/payments/new?for=").send(y.w("payments.confirm"), nil).at(y.at("/desk/payments/")).status(200).
		sees(locales.Money(y.lang, p.TotalCents-333, "EUR"))
	y.hasWritten(nourEmail, "payment_received", 0)
}

// seesWhatTheyHave is the first page of the association: the services, the invoice with its number, nothing to be paid.
func (y *story) seesWhatTheyHave() {
	y.Helper()
	invoices, err := billing.InvoicesOf(context.Background(), y.s.db, y.org, billing.Filter{})
	if err != nil || len(invoices.Items) != 1 {
		y.Fatalf("%d invoices, %v", len(invoices.Items), err)
	}
	i := invoices.Items[0]
	if i.Number == nil || i.DueCents() != 0 {
		y.Errorf("invoice %q, %d due", i.FullName(), i.DueCents())
	}
	y.nour.visit(y.at("/o/"+y.org.Ref)).status(200).sees(i.FullName(), locales.Money(y.lang, i.TotalCents, "EUR"))
	page := y.nour.page
	y.nour.follow(i.FullName()).status(200).sees(piedsVerts)
	y.nour.page = page
	y.nour.goes("/" + i.Ref + "/pdf").isPDF()
	if n := len(y.nour.all("a", nil)); n > 0 {
		y.Error("a document is no page")
	}
}
