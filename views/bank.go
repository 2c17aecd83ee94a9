package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/statement"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// BankShown is how many lines of a file a page shows.
const BankShown = 50

// BankPage is one pile of lines with what each may be.
type BankPage struct {
	Page      store.Page[billing.BankLine]
	Filter    billing.LineFilter
	Piles     billing.Piles
	Proposals map[uint][]billing.Proposal
	Gifts     map[uint][]commons.GiftProposal
	Last      billing.BankStatement // that told its closing balance
	HasLast   bool
	Books     int64 // what the ledger says is in the bank
	Wrong     store.Invalid
	Acts      bool // the reader may decide, not only read
}

// BankLinePage is one line, what it may be, and what was decided.
type BankLinePage struct {
	Line       billing.BankLine
	Matches    []billing.BankMatch
	Proposals  []billing.Proposal
	Gifts      []commons.GiftProposal
	Search     string
	Found      []billing.Payable
	Match      billing.MatchForm
	Movement   billing.MovementForm
	Aside      billing.AsideForm
	Undo       string // ref of the match to be undone
	UndoReason string
	Key        string
	Wrong      store.Invalid
	Acts       bool
}

// BankStatementPage is one file, before and after its lines come in.
type BankStatementPage struct {
	Statement billing.BankStatement
	Reading   billing.Reading
	Lines     []billing.BankLine
	Form      billing.MappingForm
	Wrong     store.Invalid
	Ours      string // the collective's own account
	Acts      bool
}

// PileOf is where a line waits.
func PileOf(l billing.BankLine) string {
	if l.Incoming() {
		return billing.PileIn
	}
	return billing.PileOut
}

// certain are the lines of a page whose first proposal is.
func (p BankPage) certain() []billing.BankLine {
	var all []billing.BankLine
	for _, l := range p.Page.Items {
		proposals, gifts := p.Proposals[l.ID], p.Gifts[l.ID]
		if len(gifts) > 0 && gifts[0].Sureness == billing.Certain || len(gifts) == 0 && len(proposals) > 0 && proposals[0].Sureness == billing.Certain {
			all = append(all, l)
		}
	}
	return all
}

// query is the filter as an address carries it.
func (p BankPage) query(after string) string {
	values := url.Values{"pile": {p.Filter.Pile}}
	if p.Filter.Query != "" {
		values.Set("q", p.Filter.Query)
	}
	if after != "" {
		values.Set("after", after)
	}
	return values.Encode()
}

func bankPiles(ctx context.Context, p BankPage) []ui.Link {
	link := func(pile, text string, n int64) ui.Link {
		l := ui.Link{Href: paths.BankPile(lang(ctx), pile), Text: text, Current: p.Filter.Pile == pile}
		if n > 0 {
			l.Count = locales.Number(lang(ctx), n)
		}
		return l
	}
	return []ui.Link{
		link(billing.PileIn, t(ctx, "bank.pile_in"), p.Piles.In), link(billing.PileOut, t(ctx, "bank.pile_out"), p.Piles.Out),
		link(billing.PileDone, t(ctx, "bank.pile_done"), 0), link(billing.PileAll, t(ctx, "bank.pile_all"), 0),
	}
}

// bankNext leads to the page after; nothing on the last one.
func bankNext(ctx context.Context, p BankPage) ui.Link {
	if p.Page.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: paths.Bank(lang(ctx)) + "?" + p.query(p.Page.Next), Text: t(ctx, "bank.next")}
}

// statementsNext leads to older files; nothing on the last page.
func statementsNext(ctx context.Context, next string) ui.Link {
	if next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: paths.BankStatements(lang(ctx)) + "?after=" + next, Text: t(ctx, "bank.next")}
}

// who is the other side of a line, as far as the bank says.
func who(ctx context.Context, l billing.BankLine) string {
	switch {
	case l.Counterparty != "":
		return l.Counterparty
	case l.Label != "":
		return l.Label
	}
	return t(ctx, "bank.nobody")
}

// readWho is the other side of a line that is not in yet, as far as the bank says.
func readWho(ctx context.Context, l billing.ReadLine) string {
	return short(who(ctx, billing.BankLine{Counterparty: l.Counterparty, Label: l.Text}))
}

// readMore is what else the bank says of such a line.
func readMore(l billing.ReadLine) string {
	if l.Counterparty == "" {
		return short(l.Reference)
	}
	return short(strings.TrimSpace(l.Text + " " + l.Reference))
}

// recognised reports whether the bank is known and its file needs no more words.
func (p BankStatementPage) recognised() bool {
	return p.Statement.Bank != "" && len(p.Wrong) == 0 && len(p.Reading.Unsaid) == 0
}

// bankPart is the number of an invoice, or the words for a pro forma, with whose it is.
func bankPart(ctx context.Context, p billing.Payable) string {
	return t(ctx, "bank.part", "Document", payableName(ctx, p), "Organisation", p.Organisation)
}

// payableOptions are documents as answers, with what is due.
func payableOptions(ctx context.Context, all []billing.Payable) []ui.Option {
	var options []ui.Option
	for _, p := range all {
		options = append(options, ui.Option{Value: p.Ref, Text: bankPart(ctx, p), Extra: cents(ctx, p.DueCents, p.Currency), Hint: t(ctx, "bank.since", "Date", dateOnly(ctx, p.Since))})
	}
	return options
}

// use is how much of the line a person wants used: all that is left, unless they said otherwise.
func (p BankLinePage) use(ctx context.Context) string {
	if p.Match.Amount != "" {
		return p.Match.Amount
	}
	return locales.Amount(lang(ctx), max(0, p.Line.LeftCents))
}

// undoable are the matches that can be undone.
func (p BankLinePage) undoable(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range p.Matches {
		if m.Reversible() {
			all = append(all, ui.Option{Value: m.Ref, Text: t(ctx, "bank.undo_this", "What", matchWords(ctx, m), "Amount", cents(ctx, m.AmountCents, p.Line.Currency))})
		}
	}
	return all
}

// chosenUndo is the match a person picked, or the only one.
func (p BankLinePage) chosenUndo(options []ui.Option) string {
	if p.Undo == "" && len(options) > 0 {
		return options[0].Value
	}
	return p.Undo
}

func categoryOptions(ctx context.Context, l billing.BankLine) []ui.Option {
	var all []ui.Option
	for _, c := range billing.CategoriesFor(l) {
		all = append(all, ui.Option{Value: string(c), Text: categoryName(ctx, c)})
	}
	return all
}

// shown are the first lines of a list.
func shown(lines []billing.ReadLine) []billing.ReadLine { return lines[:min(len(lines), BankShown)] }

func knownOptions(ctx context.Context, lines []billing.ReadLine) []ui.Option {
	var all []ui.Option
	for _, l := range shown(lines) {
		all = append(all, ui.Option{Value: l.Place(), Text: dateOnly(ctx, l.BookedOn) + " · " + strings.TrimSpace(l.Counterparty+" "+l.Text), Extra: cents(ctx, l.Cents, l.Currency)})
	}
	return all
}

// columnOptions are the columns of a file, each with its head and its first cell.
func (p BankStatementPage) columnOptions(ctx context.Context) []ui.Option {
	table := p.Reading.Table
	heads := table.Heads(p.Form.HeadRow)
	samples := table.Samples(p.Form.HeadRow, 20)
	var all []ui.Option
	for column := range table.Columns() {
		text := t(ctx, "bank.column", "Number", strconv.Itoa(column+1))
		if column < len(heads) && heads[column] != "" {
			text += " · " + heads[column]
		}
		if cell := firstCell(samples, column); cell != "" {
			text += " (" + short(cell) + ")"
		}
		all = append(all, ui.Option{Value: strconv.Itoa(column), Text: text})
	}
	return all
}

// firstCell is the first that says something in a column.
func firstCell(rows [][]string, column int) string {
	for _, row := range rows {
		if column < len(row) && strings.TrimSpace(row[column]) != "" {
			return row[column]
		}
	}
	return ""
}

// short is the beginning of a text.
func short(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}

func encodingOptions() []ui.Option {
	var all []ui.Option
	for _, e := range statement.Encodings {
		all = append(all, ui.Option{Value: string(e), Text: strings.ToUpper(string(e))})
	}
	return all
}

func delimiterOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: ";", Text: t(ctx, "bank.semicolon")}, {Value: ",", Text: t(ctx, "bank.comma")}, {Value: "\t", Text: t(ctx, "bank.tab")}, {Value: "|", Text: t(ctx, "bank.bar")},
	}
}

func decimalOptions() []ui.Option {
	return []ui.Option{{Value: ",", Text: "12,50"}, {Value: ".", Text: "12.50"}}
}

// dateOptions show each way to write a day by the example of 2 January 2006.
func dateOptions() []ui.Option {
	var all []ui.Option
	for _, f := range statement.DateFormats {
		all = append(all, ui.Option{Value: string(f), Text: string(f)})
	}
	return all
}
