package views

import (
	"context"
	"slices"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// Online is how the page of a document offers to pay it online; zero where it cannot.
type Online struct {
	Action   string
	Invoice  string // ref of the invoice it pays; empty where the address says it
	Cards    bool
	Debits   bool
	Cents    int64
	Currency string
	UnderWay int64 // of what is due, being debited
	Keeps    bool  // the reader keeps the organisation's money: their method may be saved
}

// means are the ways that are offered, in words.
func means(ctx context.Context, cards, debits bool) string {
	switch {
	case cards && debits:
		return t(ctx, "collect.card_or_debit")
	case debits:
		return t(ctx, "collect.by_debit")
	}
	return t(ctx, "collect.by_card")
}

// leaves are the attributes of a form that leads to another site: it is never sent by script.
var leaves = ui.Attrs{"hx-boost": "false"}

// CollectPage is where an organisation chooses what to pay at once.
type CollectPage struct {
	Organisation people.Organisation
	Keys         collective.PaymentKeys
	Due          []billing.Invoice
	UnderWay     []billing.Underway
	Methods      []billing.SavedMethod
	Chosen       string // one invoice only
	Today        string
	Wrong        store.Invalid
}

// busy is what of an invoice is being debited.
func (p CollectPage) busy(id uint) (sum int64) {
	for _, u := range p.UnderWay {
		if u.InvoiceID != nil && *u.InvoiceID == id {
			sum += u.AmountCents
		}
	}
	return sum
}

// payable are the invoices of which something is left that is not being debited.
func (p CollectPage) payable() []billing.Invoice {
	return slices.DeleteFunc(slices.Clone(p.Due), func(i billing.Invoice) bool { return i.DueCents() <= p.busy(i.ID) })
}

// choice is the question which invoices to pay: all of them, unless one was meant.
func (p CollectPage) choice(ctx context.Context) ui.Choice {
	q := ui.Choice{Name: "invoice", Label: t(ctx, "collect.which"), Error: said(ctx, p.Wrong, "invoice")}
	for _, i := range p.payable() {
		hint := t(ctx, "collect.due_on", "Date", dateOnly(ctx, i.Due()))
		if i.Due() < p.Today {
			hint = t(ctx, "collect.was_due_on", "Date", dateOnly(ctx, i.Due()))
		}
		q.Options = append(q.Options, ui.Option{Value: i.Ref, Text: i.FullName(), Hint: hint, Extra: cents(ctx, i.DueCents()-p.busy(i.ID), i.Currency)})
		if p.Chosen == "" || p.Chosen == i.Ref {
			q.Values = append(q.Values, i.Ref)
		}
	}
	return q
}

// total is what all that can be paid makes.
func (p CollectPage) total() (sum int64) {
	for _, i := range p.payable() {
		sum += i.DueCents() - p.busy(i.ID)
	}
	return sum
}

// preferred is the saved method that would be charged, if there is one that can.
func (p CollectPage) preferred() (billing.SavedMethod, bool) {
	for _, m := range p.Methods {
		if m.Preferred {
			return m, m.StoppedAt == nil && (m.Kind == billing.ByCard || m.MandateState == billing.MandateActive)
		}
	}
	return billing.SavedMethod{}, false
}

// CollectionPage is where one comes back to from the hosted page.
type CollectionPage struct {
	Collection   billing.Collection
	ProForma     billing.ProForma
	Upgrade      billing.PaidUpgrade  // zero: it pays for none
	Upgraded     billing.Subscription // whose
	Payment      billing.Payment
	Organisation people.Organisation
	Member       bool // the reader keeps the organisation's money
	Left         bool // they came back without paying
}

// title says how far it has come: never "paid" before the portal knows.
func (p CollectionPage) title(ctx context.Context) string {
	switch p.Collection.State {
	case billing.Collected:
		if p.Collection.Kind == billing.BySetup {
			return t(ctx, "collect.saved_title")
		}
		return t(ctx, "collect.paid_title")
	case billing.Collecting:
		return t(ctx, "collect.under_way_title")
	case billing.Questioned:
		return t(ctx, "collect.questioned_title")
	case billing.NotPaid, billing.Asking:
		return t(ctx, "collect.failed_title")
	case billing.PageOver:
		return t(ctx, "collect.over_title")
	}
	if p.Left {
		return t(ctx, "collect.left_title")
	}
	return t(ctx, "collect.waiting_title")
}

// upgrade says what becomes of the upgrade it pays for.
func (p CollectionPage) upgrade(ctx context.Context) string {
	switch {
	case p.Upgrade.ID == 0:
		return ""
	case p.Upgrade.State == billing.UpgradeMade:
		return t(ctx, "collect.upgrade_made")
	case p.Upgrade.State == billing.UpgradeVoid && p.Payment.ID != 0:
		return t(ctx, "collect.upgrade_overtaken")
	case p.Upgrade.State == billing.UpgradeVoid:
		return t(ctx, "collect.upgrade_void")
	case p.Collection.State == billing.Collected || p.Collection.State == billing.Collecting:
		return t(ctx, "collect.upgrade_soon")
	}
	return t(ctx, "collect.upgrade_waits")
}

// waits reports whether the answer may come at any moment.
func (p CollectionPage) waits() bool {
	return !p.Left && (p.Collection.State == billing.OnPage || p.Collection.State == billing.Preparing)
}

// NoPagePage is what one reads when Stripe does not answer.
type NoPagePage struct {
	Again string // leads to the page, if it answers by then
	Back  string
}

// methodName names a saved method as its owner knows it.
func methodName(ctx context.Context, m billing.SavedMethod) string {
	if m.Kind == billing.BySEPA {
		return t(ctx, "methods.account", "Last", m.Last4)
	}
	return t(ctx, "methods.card", "Brand", brandName(m.Brand), "Last", m.Last4)
}

// brandName writes a brand as on the card.
func brandName(brand string) string {
	switch brand {
	case "visa":
		return "Visa"
	case "mastercard":
		return "Mastercard"
	case "amex":
		return "American Express"
	case "cartes_bancaires":
		return "CB"
	}
	return brand
}
