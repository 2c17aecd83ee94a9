package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// MyAgreementsPage is what one is a side of.
type MyAgreementsPage struct {
	Agreements []commons.Agreement
	Proposals  []commons.Proposal
}

// AgreementPage is an agreement, or its proposal, as one of its sides sees it, with what was typed.
type AgreementPage struct {
	A          commons.Agreement
	P          commons.Proposal
	Words      []commons.Acceptance // of both sides, of an agreement that was accepted here
	Counters   []commons.CounterInvoice
	Credits    []commons.Credit
	CreditLeft int64
	Offsets    []commons.Offset
	Open       []billing.Invoice // that wait to be paid by the other side; for those who keep the collective's money
	Today      string
	Key        string
	Wrong      store.Invalid
	At         string // which form was sent
	Text       string
	End        commons.EndForm
	Counter    commons.CounterForm
	Credit     commons.CreditForm
	Offset     commons.OffsetForm
	Taken      commons.TakeBackForm
	Rests      []commons.CounterPayment // what was paid in money of the other side's invoices
	Rest       commons.RestForm
	RestBack   commons.RestBackForm
	Moved      bool
}

func (p AgreementPage) wrongAt(form string) store.Invalid {
	if p.At == form {
		return p.Wrong
	}
	return nil
}

func (p AgreementPage) textAt(form string) string {
	if p.At == form {
		return p.Text
	}
	return ""
}

// keeps reports whether the reader speaks for the collective.
func (p AgreementPage) keeps(ctx context.Context) bool {
	return me(ctx).Is(people.Operator, people.Accountant)
}

// hands reports whether the reader may hand in an invoice of the other side.
func (p AgreementPage) hands(ctx context.Context) bool {
	if p.A.OrganisationID == nil || p.A.LegalBasis != commons.Compensation {
		return false
	}
	m, in := me(ctx).In(*p.A.OrganisationID)
	return in && m.May(people.Treasurer) && m.Organisation.ClosedAt == nil
}

// document asks for the one document of an invoice; it is here already when the form is shown again.
func (p AgreementPage) document(ctx context.Context) ui.Input {
	in := ui.Input{Name: "files", Label: t(ctx, "counter.file"), Error: said(ctx, p.wrongAt("counter"), "files")}
	if len(p.Counter.Files) > 0 {
		in.Optional = t(ctx, "page.optional")
	}
	return in
}

// ends reports whether the reader may let it end.
func (p AgreementPage) ends(ctx context.Context) bool {
	return p.A.EndedAt == nil && (p.A.EndsOn == "" || p.A.EndsOn >= p.Today) && (p.keeps(ctx) || p.A.Party(me(ctx)))
}

func (p AgreementPage) version() string { return strconv.Itoa(p.P.Version) }

func (p AgreementPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "accept", t(ctx, "agreements.accept"), "reason", t(ctx, "agreements.reason"), "end_on", t(ctx, "agreements.end_on"), "credit_until", t(ctx, "agreements.credit_until"), "end_reason", t(ctx, "agreements.reason"),
		"number", t(ctx, "counter.number"), "issued_on", t(ctx, "counter.issued_on"), "net", t(ctx, "counter.net"), "vat", t(ctx, "counter.vat"), "files", t(ctx, "counter.file"), "marked", t(ctx, "counter.marked"),
		"credit_amount", t(ctx, "offsets.credit_amount"), "credit_reason", t(ctx, "agreements.reason"), "invoice", t(ctx, "offsets.invoice"), "counter", t(ctx, "offsets.counter"), "offset_amount", t(ctx, "offsets.amount"), "taken", t(ctx, "offsets.which"), "taken_reason", t(ctx, "agreements.reason"),
		"rest_counter", t(ctx, "rests.counter"), "rest_amount", t(ctx, "rests.amount"), "rest_on", t(ctx, "rests.day"), "rest_reference", t(ctx, "rests.reference"), "rest_taken", t(ctx, "rests.which"), "rest_reason", t(ctx, "agreements.reason"))
}

// partyOf is the other side of an agreement.
func partyOf(ctx context.Context, o people.Organisation, u people.User) string {
	if o.ID != 0 {
		return o.Name
	}
	if u.ID != 0 {
		return u.Called()
	}
	return t(ctx, "commons.somebody")
}

// capsOf are the limits of an agreement in words.
func capsOf(ctx context.Context, points int, cents int64) string {
	var all []string
	if points > 0 {
		all = append(all, t(ctx, "agreements.cap_part", "Part", bp(ctx, points)))
	}
	if cents > 0 {
		all = append(all, t(ctx, "agreements.cap_year", "Amount", money(ctx, cents)))
	}
	if len(all) == 0 {
		return t(ctx, "agreements.no_cap")
	}
	return strings.Join(all, " · ")
}

// termOf are the days of an agreement.
func termOf(ctx context.Context, from, to string) string {
	if to == "" {
		return t(ctx, "agreements.since", "From", dateOnly(ctx, from))
	}
	return t(ctx, "commons.span", "From", dateOnly(ctx, from), "To", dateOnly(ctx, to))
}

// agreementState says whether an agreement runs.
func agreementState(ctx context.Context, a commons.Agreement, today string) string {
	switch {
	case a.EndsOn != "" && a.EndsOn < today:
		return t(ctx, "agreements.state.over")
	case !a.Runs(today):
		return t(ctx, "agreements.state.later")
	case a.EndedAt != nil:
		return t(ctx, "agreements.state.ending", "Date", dateOnly(ctx, a.EndsOn))
	}
	return t(ctx, "agreements.state.runs")
}

func proposalState(ctx context.Context, s commons.ProposalState) string {
	switch s {
	case commons.Signed:
		return t(ctx, "agreements.state.runs")
	case commons.ProposalRefused:
		return t(ctx, "agreements.state.refused")
	case commons.ProposalWithdrawn:
		return t(ctx, "agreements.state.withdrawn")
	}
	return t(ctx, "agreements.state.proposed")
}

func counterState(ctx context.Context, s commons.CounterState) string {
	switch s {
	case commons.CounterAccepted:
		return t(ctx, "counter.accepted")
	case commons.CounterRefused:
		return t(ctx, "counter.refused")
	}
	return t(ctx, "counter.sent")
}

func counterTone(s commons.CounterState) ui.Tone {
	switch s {
	case commons.CounterAccepted:
		return ui.Good
	case commons.CounterRefused:
		return ui.Bad
	}
	return ui.Info
}

// openOptions are the invoices that may be settled.
func (p AgreementPage) openOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, i := range p.Open {
		all = append(all, ui.Option{Value: i.Ref, Text: t(ctx, "offsets.due_on", "Number", i.FullName(), "Amount", cents(ctx, i.DueCents(), i.Currency))})
	}
	return all
}

// counterOptions are accepted invoices of which something is left.
func (p AgreementPage) counterOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range p.Counters {
		if c.LeftCents() > 0 {
			all = append(all, ui.Option{Value: c.Ref, Text: t(ctx, "offsets.left_of", "Number", c.Number, "Amount", money(ctx, c.LeftCents()))})
		}
	}
	return all
}

// offsetBy is what settled.
func (p AgreementPage) offsetBy(ctx context.Context, o commons.Offset) string {
	for _, c := range p.Counters {
		if o.CounterInvoiceID != nil && c.ID == *o.CounterInvoiceID {
			return t(ctx, "offsets.by_counter", "Number", c.Number)
		}
	}
	return t(ctx, "offsets.by_credit")
}

// standing are the offsets that may be taken back.
func (p AgreementPage) standing(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, o := range p.Offsets {
		if o.Stands() {
			all = append(all, ui.Option{Value: o.Ref, Text: t(ctx, "offsets.choice", "Number", o.Invoice.FullName(), "Amount", money(ctx, o.Cents), "Date", dateOnly(ctx, o.OnDay))})
		}
	}
	return all
}

// offsetHref leads to the invoice, for whoever looks.
func (p AgreementPage) offsetHref(ctx context.Context, o commons.Offset) string {
	if p.keeps(ctx) {
		return paths.DeskInvoice(lang(ctx), o.Invoice)
	}
	return paths.Invoice(lang(ctx), p.A.Organisation, o.Invoice)
}

// ProposalFormPage is where an agreement is proposed.
type ProposalFormPage struct {
	Form          commons.ProposalForm
	Organisations []people.Organisation
	Wrong         store.Invalid
	Editing       *commons.Proposal
	Stale         bool
}

func (p ProposalFormPage) action(ctx context.Context) string {
	if p.Editing != nil {
		return paths.EditProposal(lang(ctx), p.Editing.Ref)
	}
	return paths.AgreementProposals(lang(ctx))
}

func (p ProposalFormPage) version() string { return strconv.Itoa(p.Form.Version) }

func (p ProposalFormPage) organisationOptions() []ui.Option {
	return AgreementsPage{Organisations: p.Organisations}.organisationOptions()
}

func allBasisOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, b := range commons.AllBases {
		all = append(all, ui.Option{Value: string(b), Text: basisName(ctx, b), Hint: basisMore(ctx, b)})
	}
	return all
}

func (p ProposalFormPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "organisation", t(ctx, "commons.agreements.organisation"), "email", t(ctx, "agreements.form.email"), "legal_basis", t(ctx, "commons.agreements.basis"), "title", t(ctx, "commons.agreements.name"),
		"terms", t(ctx, "commons.agreements.terms"), "cap_percent", t(ctx, "agreements.form.cap_percent"), "cap_amount", t(ctx, "agreements.form.cap_amount"), "starts_on", t(ctx, "commons.agreements.starts_on"), "ends_on", t(ctx, "commons.agreements.ends_on"))
}

// settling is how an invoice stands, by what settled it.
func (p InvoicePage) settling() billing.Settling {
	pieces, payments := []billing.Allocation{}, map[uint]billing.Payment{}
	for _, s := range p.Settled {
		pieces = append(pieces, s.Piece)
		payments[s.Payment.ID] = s.Payment
	}
	return billing.SettlingOf(p.Invoice, pieces, payments)
}

// settlementPaper is where the sheet is that says how it was settled, for whoever looks.
func (p InvoicePage) settlementPaper(ctx context.Context) string {
	if p.Desk {
		return paths.DeskInvoice(lang(ctx), p.Invoice) + "/settlement"
	}
	return paths.Invoice(lang(ctx), p.Organisation, p.Invoice) + "/settlement"
}

// proposalFacts are what a proposal says in short.
func (p AgreementPage) proposalFacts(ctx context.Context) []ui.Named {
	return append(basisFacts(ctx, p.P.LegalBasis, p.P.StartsOn, p.P.EndsOn, p.P.CapBP, p.P.CapCents),
		ui.Named{Name: t(ctx, "agreements.version"), Value: ui.Value{Text: p.version()}},
		ui.Named{Name: t(ctx, "agreements.fingerprint"), Value: ui.Value{Drawn: hash(p.P.SHA256)}})
}

// agreementFacts are what an agreement says in short.
func (p AgreementPage) agreementFacts(ctx context.Context) []ui.Named {
	day := func(on string) ui.Value { return ui.Value{Text: dateOnly(ctx, on)} }
	facts := append(basisFacts(ctx, p.A.LegalBasis, p.A.StartsOn, p.A.EndsOn, p.A.CapBP, p.A.CapCents),
		ui.Named{Name: t(ctx, "commons.agreements.accepted_on"), Value: day(p.A.AcceptedOn)},
		ui.Named{Name: t(ctx, "agreements.credit_until"), Value: day(p.A.CreditUntil)},
		ui.Named{Name: t(ctx, "agreements.ended_because"), Value: ui.Value{Text: p.A.EndedReason, Name: true}})
	if len(p.Words) == 0 { // signed on paper: where both sides accepted here, the hash of all that they accepted stands with their names
		facts = append(facts, ui.Named{Name: t(ctx, "agreements.fingerprint"), Value: ui.Value{Drawn: hash(p.A.TermsSHA256)}})
	}
	return facts
}

// basisFacts are what agreements and their proposals have in common.
func basisFacts(ctx context.Context, basis commons.Basis, from, to string, capBP int, capCents int64) []ui.Named {
	all := []ui.Named{
		{Name: t(ctx, "commons.agreements.basis"), Value: ui.Value{Text: basisName(ctx, basis), More: basisMore(ctx, basis)}},
		{Name: t(ctx, "agreements.days"), Value: ui.Value{Text: termOf(ctx, from, to)}},
	}
	if basis.Counts() {
		all = append(all, ui.Named{Name: t(ctx, "agreements.caps"), Value: ui.Value{Text: capsOf(ctx, capBP, capCents)}})
	}
	return all
}

// why asks for a word of why, in one of the forms of the page.
func (p AgreementPage) why(ctx context.Context, form, name string) ui.Input {
	return ui.Input{Name: name, ID: form + "-" + name, Label: t(ctx, "agreements.reason"), Value: p.textAt(form), Error: said(ctx, p.wrongAt(form), name), Rows: 3, Max: commons.LongestBody}
}

// endReason is why an agreement ends.
func (p AgreementPage) endReason(ctx context.Context) ui.Input {
	return ui.Input{Name: "end_reason", Label: t(ctx, "agreements.reason"), Value: p.End.Reason, Error: said(ctx, p.wrongAt("end"), "end_reason"), Rows: 3, Max: commons.LongestBody}
}
