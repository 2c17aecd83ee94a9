package views

import (
	"context"
	"net/url"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// GiftReceiptPage is where who gave asks for a receipt: for money, or for what a company gave in kind.
type GiftReceiptPage struct {
	Donation     commons.Donation
	Contribution *commons.Contribution
	Form         commons.ReceiptForm
	Wrong        store.Invalid
}

// company reports whether it is a company's receipt.
func (p *GiftReceiptPage) company() bool {
	return p.Contribution != nil || p.Donation.OrganisationID != nil
}

// LegalForm is what the file of an organisation says of its legal form; of a company it does not say which.
func LegalForm(ctx context.Context, o people.Organisation) string {
	if o.Sort == people.Association {
		return t(ctx, "donations.legal_form_association")
	}
	return ""
}

func (p *GiftReceiptPage) action(ctx context.Context) string {
	if p.Contribution != nil {
		return paths.NewInKindReceipt(lang(ctx), *p.Contribution)
	}
	return paths.NewGiftReceipt(lang(ctx), p.Donation)
}

func (p *GiftReceiptPage) trail(ctx context.Context) []ui.Link {
	here := ui.Link{Text: t(ctx, "donations.receipt"), Current: true}
	if p.Contribution != nil {
		return []ui.Link{{Href: paths.Contribution(lang(ctx), *p.Contribution), Text: titleOf(ctx, *p.Contribution)}, here}
	}
	return []ui.Link{{Href: paths.Pledges(lang(ctx)), Text: t(ctx, "pledges.mine")}, {Href: paths.Pledge(lang(ctx), p.Donation.Pledge), Text: p.Donation.Space.Title}, here}
}

// value is what was accepted for what was given in kind.
func (p *GiftReceiptPage) value(ctx context.Context) string {
	_, cents := p.Contribution.Effective()
	return money(ctx, cents)
}

func (p *GiftReceiptPage) lead(ctx context.Context) string {
	switch {
	case p.Contribution != nil:
		return t(ctx, "donations.ask_lead_kind", "Amount", p.value(ctx), "Date", dateOnly(ctx, p.Contribution.ToOn))
	case p.company():
		return t(ctx, "donations.ask_lead_company", "Amount", money(ctx, p.Donation.Cents), "Date", dateOnly(ctx, p.Donation.ReceivedOn))
	}
	return t(ctx, "donations.ask_lead", "Amount", money(ctx, p.Donation.Cents), "Date", dateOnly(ctx, p.Donation.ReceivedOn))
}

func (p *GiftReceiptPage) mistakes(ctx context.Context) []ui.Mistake {
	name := t(ctx, "donations.donor_name")
	if p.company() {
		name = t(ctx, "donations.company_name")
	}
	return mistakes(ctx, p.Wrong, "name", name, "legal_form", t(ctx, "donations.legal_form"), "siren", t(ctx, "donations.siren"), "street", t(ctx, "details.street"), "postcode", t(ctx, "details.postcode"), "city", t(ctx, "details.city"),
		"country", t(ctx, "subscribe.country"), "thing", t(ctx, "donations.thing"), "cost", t(ctx, "donations.value"), "basis", t(ctx, "donations.receipt"))
}

// GiftReceiptsPage is the desk's list of receipts, with the declaration that allows them.
type GiftReceiptsPage struct {
	Page    store.Page[commons.GiftReceipt]
	Years   []commons.ReceiptYear
	Now     commons.Eligibility
	Filter  commons.ReceiptFilter
	Form    commons.EligibilityForm
	Voiding string // the receipt that is being made void
	Wrong   store.Invalid
}

func (p GiftReceiptsPage) next(ctx context.Context) ui.Link {
	if p.Page.Next == "" {
		return ui.Link{}
	}
	q := url.Values{"after": {p.Page.Next}, "q": {p.Filter.Query}, "year": {p.Filter.Year}}
	return ui.Link{Href: paths.GiftReceipts(lang(ctx)) + "?" + q.Encode(), Text: t(ctx, "action.next")}
}

func (p GiftReceiptsPage) file(ctx context.Context) string {
	return paths.GiftReceiptsFile(lang(ctx)) + "?" + url.Values{"q": {p.Filter.Query}, "year": {p.Filter.Year}}.Encode()
}

func (p GiftReceiptsPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "articles", t(ctx, "donations.articles"), "basis", t(ctx, "donations.basis"), "rescrit", t(ctx, "donations.rescrit"), "object", t(ctx, "donations.object"), "category", t(ctx, "donations.category"),
		"name", t(ctx, "donations.signer"), "role", t(ctx, "donations.role"), "sure", t(ctx, "donations.sure"), "reason", t(ctx, "donations.reason"))
}

// voidID names the field of one receipt: the one that is wrong is where the summary leads.
func (p GiftReceiptsPage) voidID(r commons.GiftReceipt) string {
	if r.Ref == p.Voiding {
		return "reason"
	}
	return "reason-" + r.Ref
}

// voidError is what is wrong with the reason given for one receipt.
func (p GiftReceiptsPage) voidError(ctx context.Context, r commons.GiftReceipt) string {
	if r.Ref != p.Voiding {
		return ""
	}
	return said(ctx, p.Wrong, "reason")
}

// ReceiptRows are the receipts as a table.
func ReceiptRows(ctx context.Context, all []commons.GiftReceipt) [][]string {
	rows := [][]string{{
		t(ctx, "donations.number"), t(ctx, "donations.form"), t(ctx, "donations.issued_on"), t(ctx, "donations.donor"), t(ctx, "donations.siren"), t(ctx, "donations.amount"), t(ctx, "donations.received_on"),
		t(ctx, "donations.thing"), t(ctx, "donations.void"), t(ctx, "donations.sum"),
	}}
	for _, r := range all {
		rows = append(rows, []string{
			r.Number, r.Form, r.IssuedOn, store.Cell(r.DonorName), r.SIREN, amount(ctx, r.Cents), r.ReceivedOn, store.Cell(r.Thing), strconv.FormatBool(r.VoidedAt != nil), r.FileSHA256,
		})
	}
	return rows
}

// receiptForm says which form a receipt has: a person's, a company's, in money or in kind.
func receiptForm(ctx context.Context, r commons.GiftReceipt) string {
	switch {
	case r.InKind():
		return t(ctx, "donations.form_kind")
	case r.Company():
		return t(ctx, "donations.form_company")
	}
	return t(ctx, "donations.form_person")
}

// companiesOf is how many of a year's receipts are those of companies, and for how much.
func companiesOf(ctx context.Context, y commons.ReceiptYear) string {
	if y.Companies == 0 {
		return "–"
	}
	return locales.Number(lang(ctx), int64(y.Companies)) + " · " + money(ctx, y.CompanyCents)
}

func articleName(ctx context.Context, article string) string {
	if article == commons.ForCompanies {
		return t(ctx, "donations.article_companies")
	}
	return t(ctx, "donations.article_persons")
}

func articleOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range commons.Articles {
		all = append(all, ui.Option{Value: one, Text: articleName(ctx, one)})
	}
	return all
}

// noReceipts says that no receipts are issued for gifts of such a giver.
func noReceipts(ctx context.Context, p commons.Pledge) string {
	if p.OrganisationID != nil {
		return t(ctx, "donations.no_receipts_company", "Name", siteName(ctx))
	}
	return t(ctx, "donations.no_receipts", "Name", siteName(ctx))
}
