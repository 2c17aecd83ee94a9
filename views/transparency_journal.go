package views

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/ledger/hledger"
	"chatiere/models/overview"
	"chatiere/models/store"
)

// The accounts of the public journal.
const (
	journalBank     = "assets:bank"
	journalIncome   = "income:received"
	journalShare    = "expenses:redistribution"
	journalPot      = "liabilities:pot"
	journalSpending = "expenses:"
)

// journalEntry is one entry with two sides.
func journalEntry(on, number, text, debit, credit string, cents int64) hledger.Entry {
	return hledger.Entry{On: on, Number: number, Text: text, Postings: []hledger.Posting{{Path: debit, Unit: "EUR", Scale: 2, Amount: cents}, {Path: credit, Unit: "EUR", Scale: 2, Amount: -cents}}}
}

// PublicJournal writes what everybody may know as a journal for hledger, entry by entry in the order of their days: the months, what went out,
// what projects were given, pay as a sum.
type PublicJournal struct {
	ctx     context.Context
	w       io.Writer
	waiting []hledger.Entry // by day
}

// BeginJournal writes the accounts, and keeps what is known beforehand until its day comes.
func BeginJournal(ctx context.Context, w io.Writer, p overview.Public) (*PublicJournal, error) {
	accounts := []hledger.Account{{Path: journalBank}, {Path: journalIncome, Note: t(ctx, "transparency.received")}, {Path: journalShare, Note: t(ctx, "transparency.set_aside")}, {Path: journalPot, Note: t(ctx, "transparency.the_pot")}}
	for _, g := range euro.Groups {
		accounts = append(accounts, hledger.Account{Path: journalSpending + string(g), Note: purposeName(ctx, g)})
	}
	for _, s := range p.Shares {
		accounts = append(accounts, hledger.Account{Path: journalPot + ":" + s.Slug, Note: s.Name})
	}
	j := &PublicJournal{ctx: ctx, w: w}
	if p.Figures.Enough() {
		j.months(p)
		j.today(p)
	}
	slices.SortStableFunc(j.waiting, func(a, b hledger.Entry) int { return strings.Compare(a.On, b.On) })
	return j, hledger.Write(w, accounts, nil)
}

// months are what came in, and what of it was set aside.
func (j *PublicJournal) months(p overview.Public) {
	today := p.Today.Format(time.DateOnly)
	for _, m := range p.Figures.Months {
		at, err := time.Parse("2006-01", m.Month)
		if err != nil {
			continue // nothing else is ever kept
		}
		on, name := min(at.AddDate(0, 1, -1).Format(time.DateOnly), max(today, m.Month+"-01")), monthName(j.ctx, m.Month)
		j.waiting = append(j.waiting, journalEntry(on, "R"+m.Month, name, journalBank, journalIncome, m.ReceivedCents), journalEntry(on, "P"+m.Month, name, journalShare, journalPot, m.SetAsideCents))
	}
}

// today is what is only told as a sum so far.
func (j *PublicJournal) today(p overview.Public) {
	today := p.Today.Format(time.DateOnly)
	for _, s := range p.Shares {
		j.waiting = append(j.waiting, journalEntry(today, "G"+s.Slug, s.Name, journalPot, journalPot+":"+s.Slug, s.Given))
	}
	if sum := p.Spent.Sums()[euro.People]; sum > 0 {
		words := t(j.ctx, "euro.people_sum", "Amount", locales.Money(lang(j.ctx), sum, "EUR"), "From", monthName(j.ctx, p.Spent.From), "To", monthName(j.ctx, p.Spent.To))
		j.waiting = append(j.waiting, journalEntry(today, "S", words, journalSpending+string(euro.People), journalBank, sum))
	}
}

// Spend writes one line that went out, after all that came before its day.
func (j *PublicJournal) Spend(s billing.PublicSpending) error {
	before := 0
	for before < len(j.waiting) && j.waiting[before].On <= s.BookedOn {
		before++
	}
	due := append(j.waiting[:before:before], journalEntry(s.BookedOn, "D"+store.Key(s.ID), spendingWords(j.ctx, s), journalSpending+string(s.Purpose), journalBank, s.Cents))
	j.waiting = j.waiting[before:]
	return hledger.Write(j.w, nil, due)
}

// End writes what is left.
func (j *PublicJournal) End() error { return hledger.Write(j.w, nil, j.waiting) }
