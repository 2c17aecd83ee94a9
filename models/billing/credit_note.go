package billing

import (
	"context"
	"errors"

	"chatiere/models/billing/money"
	"chatiere/models/billing/reference"
	"chatiere/models/billing/tax"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// longestReason is how much of a reason a credit note prints.
const longestReason = 200

// CreditForm is why and how far an invoice is corrected. Without an amount all that was not credited yet is.
type CreditForm struct {
	Amount string `form:"amount"` // before tax, as typed; the page reads it into Cents
	Reason string `form:"reason"`
	Then   Then   `form:"then"`
	Key    string `form:"key"`

	Cents    int64   `form:"-"`
	line     *Line   // of an invoice for many spaces: the one that is credited
	span     stretch // the days whose price goes back, where they are not all of the invoice's
	releases bool    // the period will be invoiced again when its time comes: the plan changed, or the contract ends before
}

// Then is what becomes of a corrected invoice's period and of the money that had paid it.
type Then string

// What may follow a credit note. Whatever it is, the period stays taken care of: a credit is no reason to invoice it once more.
const (
	KeepCredit   Then = "keep"  // what was paid waits as account credit
	InvoiceAgain Then = "again" // another invoice for the same period at once, with today's details; what was paid settles it
	RepayIt      Then = "repay" // what was paid is paid back
)

// Correct issues a credit note on a final invoice: own series, same regime and rates, lines of the invoice, the reason (CRN1). It lowers
// what is due; what was paid already becomes account credit (CRN2). All credit notes together never pass the invoice (R-a4.1).
func (i Invoice) Correct(ctx context.Context, db *gorm.DB, by people.User, f CreditForm) (Invoice, error) {
	if !by.Is(people.Operator) {
		return Invoice{}, store.ErrForbidden
	}
	wrong := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		wrong.Add("reason", "error.required")
	}
	if len([]rune(f.Reason)) > longestReason {
		wrong.Add("reason", "error.too_long", "Max", longestReason)
	}
	if f.Amount != "" && f.Cents < 1 {
		wrong.Add("amount", "error.money")
	}
	if f.Then != "" && f.Then != KeepCredit && f.Then != InvoiceAgain && f.Then != RepayIt {
		wrong.Add("then", "error.choose")
	}
	if err := wrong.Err(); err != nil {
		return Invoice{}, err
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	var note Invoice
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		note, err = i.correct(ctx, tx, by, f)
		return err
	})
	return note, refused(err)
}

func (i Invoice) correct(ctx context.Context, tx *gorm.DB, by people.User, f CreditForm) (Invoice, error) {
	if err := oneAtATime(tx, i.OrganisationID); err != nil {
		return Invoice{}, err
	}
	before, err := store.From[Invoice](tx).Where("origin = ?", "credit:"+f.Key).Take(ctx)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	fresh, err := LoadInvoice(ctx, tx, i.ID)
	if err != nil {
		return fresh, err
	}
	if fresh.State != Final || fresh.Kind != AnInvoice || fresh.Carried { // who issued a document corrects it
		return fresh, store.ErrConflict
	}
	if err := fresh.expectAgain(ctx, tx, by, f.Reason); err != nil {
		return fresh, err
	}
	left, err := fresh.uncredited(ctx, tx)
	if err != nil {
		return fresh, err
	}
	lines, err := creditLines(fresh, left, f)
	if err != nil {
		return fresh, err
	}
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return fresh, err
	}
	note := Invoice{
		Kind: CreditNote, Origin: "credit:" + f.Key, OrganisationID: fresh.OrganisationID, SubscriptionID: fresh.SubscriptionID, CorrectsID: &fresh.ID, Corrects: &fresh,
		Reason: f.Reason, Locale: fresh.Locale, Currency: fresh.Currency, Regime: fresh.Regime, Seller: fresh.Seller, Buyer: fresh.Buyer,
		ServiceFrom: fresh.ServiceFrom, ServiceTo: fresh.ServiceTo, PaymentReference: fresh.PaymentReference, Released: f.releases,
		ForName: fresh.ForName, ShareBP: fresh.ShareBP,
	}
	if f.span.From != "" {
		note.ServiceFrom, note.ServiceTo = f.span.From, f.span.To
	}
	if note, err = issue(ctx, tx, by.Actor(), note, lines, pricing); err != nil {
		return note, err
	}
	if note.freed, err = settleByCreditNote(ctx, tx, &fresh, note); err != nil {
		return note, err
	}
	switch {
	case f.Then == RepayIt && len(note.freed) == 0:
		return note, store.Invalid{"then": {Key: "error.credit_nothing_paid"}}
	case f.Then == RepayIt:
		return note, Repayment{OrganisationID: note.OrganisationID, CreditNoteID: &note.ID, Currency: note.Currency}.owe(ctx, tx, by.Actor(), note.freed, store.Now(tx))
	case f.Then == InvoiceAgain && fresh.CreditedCents < fresh.TotalCents:
		return note, store.Invalid{"then": {Key: "error.credit_again_whole"}}
	case f.Then == InvoiceAgain:
		return note, fresh.again(ctx, tx, by, note, pricing)
	}
	return note, nil
}

// again invoices what a wholly credited invoice had, to its party as it is called and taxed today; what had paid the first one settles it.
func (i Invoice) again(ctx context.Context, tx *gorm.DB, by people.User, note Invoice, pricing Pricing) error {
	o, err := people.LoadOrganisation(ctx, tx, i.OrganisationID)
	if err != nil {
		return err
	}
	next := Invoice{
		Kind: AnInvoice, Origin: "again:" + note.Ref, OrganisationID: i.OrganisationID, SubscriptionID: i.SubscriptionID, Locale: o.Locale, Currency: i.Currency,
		Regime: pricing.Regime.Regime, Seller: sellerOf(pricing.Host, pricing.Regime.Regime), Buyer: buyerOf(o), PaymentReference: reference.New(),
		ServiceFrom: i.ServiceFrom, ServiceTo: i.ServiceTo, ForName: i.ForName, ShareBP: i.ShareBP,
	}
	asked, err := i.stillAsked(ctx, tx)
	if err != nil {
		return err
	}
	var lines []Line
	for _, was := range asked {
		l, err := newLine(was.Kind, was.Label, was.Quantity, was.UnitCents, pricing.treatment(next.Buyer))
		if err != nil {
			return err
		}
		l.PeriodFrom, l.PeriodTo = was.PeriodFrom, was.PeriodTo
		lines = append(lines, l)
	}
	if next, err = issue(ctx, tx, by.Actor(), next, lines, pricing); err != nil {
		return err
	}
	if _, err := store.From[PoolPart](tx).Where("invoice_id = ? and credited_cents < cents", i.ID).Update(ctx, "invoice_id", next.ID); err != nil {
		return err
	}
	return settleFromAdvances(ctx, tx, &next, 0)
}

// uncredited are the tax groups of an invoice less those of its credit notes.
func (i Invoice) uncredited(ctx context.Context, tx *gorm.DB) ([]money.Group, error) {
	lines, err := store.From[InvoiceLine](tx).Where("invoice_id in (?)", tx.Model(&Invoice{}).Select("id").Where("corrects_id = ?", i.ID)).Find(ctx)
	if err != nil {
		return nil, err
	}
	byNote := map[uint]Invoice{}
	for _, l := range lines {
		n := byNote[l.InvoiceID]
		n.Lines = append(n.Lines, l)
		byNote[l.InvoiceID] = n
	}
	left := i.Totals().Groups
	for _, n := range byNote {
		for _, g := range n.Totals().Groups {
			for k := range left {
				if left[k].Category == g.Category && left[k].RateBP == g.RateBP {
					left[k].Net -= g.Net
					left[k].VAT -= g.VAT
				}
			}
		}
	}
	return left, nil
}

// creditLines are the lines of a credit note: all of the invoice's when nothing was credited before and nothing less is asked for,
// else one for each tax group, shared by what is left of it.
func creditLines(i Invoice, left []money.Group, f CreditForm) ([]Line, error) {
	var whole int64
	cents := f.Cents
	weights := make([]int64, len(left))
	for n, g := range left {
		whole += g.Net
		weights[n] = g.Net
	}
	if cents == 0 {
		cents = whole
	}
	if cents < 1 || cents > whole {
		return nil, invalidAmount("error.credit_too_much")
	}
	if cents == i.NetCents {
		return i.PlainLines(), nil
	}
	var lines []Line
	if f.line != nil {
		weights = f.line.alone(left)
	}
	for n, part := range money.Split(cents, weights) {
		g := left[n]
		if part == 0 {
			continue
		}
		if rest := g.Net - part; money.Percent(rest, int64(g.RateBP)) != g.VAT-money.Percent(part, int64(g.RateBP)) {
			return nil, invalidAmount("error.credit_rounding") // the last cent of tax could never be credited
		}
		l, err := newLine(Service, i.labelOfGroup(g), 1, part, i.treatmentOfGroup(g))
		if err != nil {
			return nil, err
		}
		if f.line != nil {
			l.Label, l.PeriodFrom, l.PeriodTo = f.line.Label, f.line.PeriodFrom, f.line.PeriodTo
		}
		if f.span.From != "" {
			l.PeriodFrom, l.PeriodTo = f.span.From, f.span.To
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// alone gives all weight to the tax group of the line.
func (l Line) alone(groups []money.Group) []int64 {
	weights := make([]int64, len(groups))
	for n, g := range groups {
		if g.Category == string(l.Category) && g.RateBP == l.RateBP {
			weights[n] = 1
		}
	}
	return weights
}

func invalidAmount(key string) error {
	return store.Invalid{"amount": store.Wrong{Key: key}}
}

// lineOfGroup is the first line of a tax group.
func (i Invoice) lineOfGroup(g money.Group) Line {
	for _, l := range i.Lines {
		if string(l.Category) == g.Category && l.RateBP == g.RateBP {
			return l.Line
		}
	}
	return Line{}
}

func (i Invoice) labelOfGroup(g money.Group) string { return i.lineOfGroup(g).Label }

func (i Invoice) treatmentOfGroup(g money.Group) tax.Treatment {
	l := i.lineOfGroup(g)
	return tax.Treatment{Category: l.Category, RateBP: l.RateBP, Code: l.ExemptionCode, Note: l.ExemptionNote}
}

// settleByCreditNote lowers what is due; what payments settled beyond that is freed first, waits as account credit, and is returned.
func settleByCreditNote(ctx context.Context, tx *gorm.DB, i *Invoice, note Invoice) (all []freed, err error) {
	if excess := note.TotalCents - i.DueCents(); excess > 0 {
		if all, err = free(ctx, tx, i, excess); err != nil {
			return nil, err
		}
	}
	if _, err := allocate(ctx, tx, i, Allocation{CreditNoteID: &note.ID, AmountCents: note.TotalCents}); err != nil {
		return nil, err
	}
	return together(all), Restore(ctx, tx, i.ID) // what nobody owes any more keeps nobody out
}

// free takes back pieces of payments, newest first, until that much is due again; the last one may be freed in part.
func free(ctx context.Context, tx *gorm.DB, i *Invoice, cents int64) (all []freed, err error) {
	pieces, err := standing(ctx, tx, "payment_id is not null and invoice_id = ?", i.ID)
	for _, a := range pieces {
		if cents == 0 {
			break
		}
		part, err := freePiece(ctx, tx, i, a, cents)
		if err != nil {
			return all, err
		}
		cents -= part
		all = append(all, freed{*a.PaymentID, part})
	}
	return all, err
}

// freePiece takes back a piece of a payment, or that much of it, and says how much it was: it waits as account credit.
func freePiece(ctx context.Context, tx *gorm.DB, i *Invoice, a Allocation, cents int64) (int64, error) {
	if err := takeBack(ctx, tx, i, a); err != nil {
		return 0, err
	}
	freed := min(cents, a.AmountCents)
	if kept := a.AmountCents - freed; kept > 0 {
		if _, err := allocate(ctx, tx, i, Allocation{PaymentID: a.PaymentID, AmountCents: kept}); err != nil {
			return 0, err
		}
	}
	a.AmountCents, a.CreatedAt = freed, store.Now(tx)
	return freed, move(ctx, tx, *i, a, "payment_freed", receivable(i.OrganisationID), advances(i.OrganisationID))
}
