package views

import (
	"context"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/billing/statement"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// sureness says how sure a proposal is.
func sureness(ctx context.Context, s billing.Sureness) (ui.Tone, string) {
	switch s {
	case billing.Certain:
		return ui.Good, t(ctx, "bank.certain")
	case billing.Likely:
		return ui.Info, t(ctx, "bank.likely")
	}
	return ui.Warn, t(ctx, "bank.maybe")
}

// reasonWords says why something is proposed.
func reasonWords(ctx context.Context, r billing.Reason) string {
	switch r.Code {
	case billing.ByReference:
		return t(ctx, "bank.why.reference", "Text", r.Text)
	case billing.ByNumber:
		return t(ctx, "bank.why.number", "Text", r.Text)
	case billing.ByAccount:
		return t(ctx, "bank.why.account", "Text", r.Text)
	case billing.ByName:
		return t(ctx, "bank.why.name", "Text", r.Text)
	case billing.ByAmount:
		return t(ctx, "bank.why.amount")
	case billing.BySum:
		return t(ctx, "bank.why.sum")
	case billing.Partial:
		return t(ctx, "bank.why.partial")
	case billing.Surplus:
		return t(ctx, "bank.why.surplus")
	case billing.ByCashier:
		return t(ctx, "bank.why.cashier")
	case billing.ByDay:
		return t(ctx, "bank.why.day")
	}
	return overWords(ctx, r)
}

// overWords say why nothing is due on a document any more; with its name, where the money goes to others.
func overWords(ctx context.Context, r billing.Reason) string {
	why := t(ctx, "bank.why.settled_before")
	switch {
	case r.Code == billing.Lost:
		why = t(ctx, "bank.why.lost", "Date", dateOnly(ctx, r.On))
	case r.Code == billing.CreditedOff:
		why = t(ctx, "bank.why.cancelled", "Date", dateOnly(ctx, r.On))
	case r.On != "":
		why = t(ctx, "bank.why.settled", "Date", dateOnly(ctx, r.On))
	}
	if r.Text != "" {
		return t(ctx, "bank.why.nothing_there", "Number", r.Text, "Why", why)
	}
	if r.Code == billing.Lost {
		return why + " " + t(ctx, "bank.why.lost_credit")
	}
	return why + " " + t(ctx, "bank.why.becomes_credit")
}

// returnWords says why a line may take another one back.
func returnWords(ctx context.Context, r billing.Reason) string {
	switch r.Code {
	case billing.ByReference:
		return t(ctx, "bank.why.same_reference", "Text", r.Text)
	case billing.ByName:
		return t(ctx, "bank.why.name", "Text", r.Text)
	}
	return t(ctx, "bank.why.same_amount")
}

// proposalReasons says all reasons of a proposal.
func proposalReasons(ctx context.Context, p billing.Proposal) []string {
	var all []string
	for _, r := range p.Reasons {
		switch {
		case p.Returns != nil:
			all = append(all, returnWords(ctx, r))
		case p.Moves != nil && r.Code == billing.ByAmount && p.Moves.Kind == "noted":
			all = append(all, t(ctx, "bank.why.noted_amount"))
		case p.Moves != nil && r.Code == billing.ByDay && p.Moves.Kind == "noted":
			all = append(all, t(ctx, "bank.why.noted_day"))
		case p.Moves != nil && r.Code == billing.ByAmount && strings.HasPrefix(p.Moves.Kind, "repaid"):
			all = append(all, t(ctx, "bank.why.repaid_amount"))
		case p.Moves != nil && r.Code == billing.ByDay && strings.HasPrefix(p.Moves.Kind, "repaid"):
			all = append(all, t(ctx, "bank.why.repaid_day"))
		case p.Moves != nil && r.Code == billing.ByAmount:
			all = append(all, t(ctx, "bank.why.payout_amount"))
		default:
			all = append(all, reasonWords(ctx, r))
		}
	}
	return all
}

func categoryName(ctx context.Context, c billing.Category) string {
	switch c {
	case billing.FeeCategory:
		return t(ctx, "bank.category.bank_fee")
	case billing.PurchaseCategory:
		return t(ctx, "bank.category.purchase")
	case billing.GiftCategory:
		return t(ctx, "bank.category.gift")
	case billing.MembershipCategory:
		return t(ctx, "bank.category.membership")
	case billing.CardCategory:
		return t(ctx, "bank.category.card")
	case billing.UpstreamCategory:
		return t(ctx, "payouts.category")
	}
	return t(ctx, "bank.category.unclear")
}

// ownMoney says which sum of ours a line may be.
func ownMoney(ctx context.Context, p billing.Payable) string {
	day := dateOnly(ctx, p.Since)
	switch p.Kind {
	case "payout_back":
		return t(ctx, "bank.is_payout_back", "Date", day)
	case "repaid":
		return t(ctx, "bank.is_repaid", "Date", day)
	case "repaid_back":
		return t(ctx, "bank.is_repaid_back", "Date", day)
	case "noted":
		return t(ctx, "bank.is_noted", "Organisation", p.Organisation, "Date", day)
	}
	return t(ctx, "bank.is_payout", "Date", day)
}

// confirmOwn is the button that says so.
func confirmOwn(ctx context.Context, p billing.Payable) string {
	if strings.HasPrefix(p.Kind, "repaid") {
		return t(ctx, "bank.confirm_repaid")
	}
	if p.Kind == "noted" {
		return t(ctx, "bank.confirm_noted")
	}
	return t(ctx, "bank.confirm_payout")
}

// matchWords says what was decided.
func matchWords(ctx context.Context, m billing.BankMatch) string {
	switch {
	case m.PayoutID != nil && m.AmountCents < 0:
		return t(ctx, "bank.was_payout_back")
	case m.PayoutID != nil:
		return t(ctx, "bank.was_payout")
	case m.RefundID != nil && m.AmountCents > 0:
		return t(ctx, "bank.was_repaid_back")
	case m.RefundID != nil:
		return t(ctx, "bank.was_repaid")
	}
	switch m.Kind {
	case billing.PaymentMatch:
		return t(ctx, "bank.was_payment", "Organisation", payerOf(m))
	case billing.ReversalMatch:
		return t(ctx, "bank.was_return", "Organisation", payerOf(m))
	case billing.MovementMatch:
		return categoryName(ctx, m.Category)
	}
	return t(ctx, "bank.was_aside")
}

func payerOf(m billing.BankMatch) string {
	if m.Payment == nil {
		return ""
	}
	return m.Payment.Organisation.Name
}

// unreadWords says what could not be read of a row.
func unreadWords(ctx context.Context, w statement.Why) string {
	switch w {
	case statement.NoDate:
		return t(ctx, "bank.unread.date")
	case statement.NoAmount:
		return t(ctx, "bank.unread.amount")
	}
	return t(ctx, "bank.unread.row")
}

// unsaidWords says what a mapping lacks.
func unsaidWords(ctx context.Context, m statement.Mistake) string {
	switch m {
	case statement.NeedsDate:
		return t(ctx, "error.mapping_date")
	case statement.NeedsAmount:
		return t(ctx, "error.mapping_amount")
	case statement.BothAmounts:
		return t(ctx, "error.mapping_both")
	case statement.NeedsLabel:
		return t(ctx, "error.mapping_label")
	}
	return t(ctx, "bank.unsaid_setting")
}

// checkWords says whether a statement's balances agree with its lines.
func checkWords(ctx context.Context, s statement.Statement) (ui.Tone, string) {
	switch check, off := s.Check(); check {
	case statement.Agrees:
		return ui.Good, t(ctx, "bank.balances_agree", "Opening", cents(ctx, *s.Opening, s.Currency), "Closing", cents(ctx, *s.Closing, s.Currency))
	case statement.Differs:
		return ui.Bad, t(ctx, "bank.balances_differ", "Amount", cents(ctx, off, s.Currency))
	}
	return ui.Info, t(ctx, "bank.balances_unknown")
}

// BankRows begins the table of lines with its heads.
func BankRows(ctx context.Context) [][]string {
	return [][]string{{
		t(ctx, "bank.booked_on"), t(ctx, "bank.value_on"), t(ctx, "bank.account"), t(ctx, "bank.counterparty"), t(ctx, "bank.counter_account"), t(ctx, "bank.text"),
		t(ctx, "bank.reference"), t(ctx, "bank.amount"), t(ctx, "bank.left"), t(ctx, "invoices.currency"),
	}}
}

// BankCells is one line of the table.
func BankCells(ctx context.Context, l billing.BankLine) []string {
	return []string{
		l.BookedOn, l.ValueOn, store.Cell(l.Account), store.Cell(l.Counterparty), store.Cell(l.CounterAccount), store.Cell(l.Label), store.Cell(l.Reference),
		amount(ctx, l.AmountCents), amount(ctx, l.LeftCents), l.Currency,
	}
}

// statementName says a file by its days, or its name before they are known.
func statementName(ctx context.Context, s billing.BankStatement) string {
	if s.FromOn == "" {
		return s.Name
	}
	return fromTo(ctx, s.FromOn, s.ToOn)
}

// anotherAccount reports whether the file is of another account than ours.
func (p BankStatementPage) anotherAccount() bool {
	return p.Ours != "" && p.Statement.Account != "" && strings.ReplaceAll(p.Statement.Account, " ", "") != p.Ours
}

// bankState says whether the lines of a file are in.
func bankState(ctx context.Context, s billing.BankStatement) (ui.Tone, string) {
	if s.State == billing.Imported {
		return ui.Good, t(ctx, "bank.state_imported")
	}
	return ui.Warn, t(ctx, "bank.state_waiting")
}
