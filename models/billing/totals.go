package billing

import (
	"context"
	"strings"

	"chatiere/models/ledger"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// SpanTotals are the totals of one day, month or year, from the ledger.
type SpanTotals struct {
	Span          string // 2026, 2026-11 or 2026-11-25
	SalesCents    int64  // before tax, credit notes taken off
	VATCents      int64  // collected, credit notes taken off
	GivenCents    int64  // gifts and memberships
	InCents       int64  // into the bank and from cards
	OutCents      int64  // out of the bank, payments taken back among them
	ExpensesCents int64
}

// TotalsBetween returns the totals of the days from first to last by span (ledger.ByDay, ByMonth or ByYear), oldest first.
func TotalsBetween(ctx context.Context, db *gorm.DB, by people.User, first, last string, span int) ([]SpanTotals, error) {
	if err := readsBooks(by); err != nil {
		return nil, err
	}
	flows, err := ledger.Flows(db.WithContext(ctx), euros, first, last, span)
	return spansOf(flows), err
}

// TotalsByYear returns the totals of every year of the books, oldest first, however long they are.
func TotalsByYear(ctx context.Context, db *gorm.DB, by people.User) ([]SpanTotals, error) {
	if err := readsBooks(by); err != nil {
		return nil, err
	}
	flows, err := ledger.YearFlows(db.WithContext(ctx), euros)
	return spansOf(flows), err
}

func spansOf(flows []ledger.Flow) (all []SpanTotals) {
	for _, f := range flows {
		if len(all) == 0 || all[len(all)-1].Span != f.Span {
			all = append(all, SpanTotals{Span: f.Span})
		}
		all[len(all)-1].add(f)
	}
	return all
}

func (s *SpanTotals) add(f ledger.Flow) {
	switch {
	case f.Path == "income:subscriptions":
		s.SalesCents += f.Credits - f.Debits
	case f.Path == "liability:vat_collected":
		s.VATCents += f.Credits - f.Debits
	case strings.HasPrefix(f.Path, "income:"):
		s.GivenCents += f.Credits - f.Debits
	case f.Path == "asset:bank":
		s.InCents += f.Debits
		s.OutCents += f.Credits
	case strings.HasPrefix(f.Path, "expense:"):
		s.ExpensesCents += f.Debits - f.Credits
	}
}

// SumOf adds totals up.
func SumOf(all []SpanTotals) SpanTotals {
	var sum SpanTotals
	for _, s := range all {
		sum.SalesCents += s.SalesCents
		sum.VATCents += s.VATCents
		sum.GivenCents += s.GivenCents
		sum.InCents += s.InCents
		sum.OutCents += s.OutCents
		sum.ExpensesCents += s.ExpensesCents
	}
	return sum
}

// BookYears returns the years of the books, newest first, for those who may read them.
func BookYears(ctx context.Context, db *gorm.DB, by people.User) ([]ledger.Year, error) {
	if err := readsBooks(by); err != nil {
		return nil, err
	}
	return ledger.Years(db.WithContext(ctx), euros)
}
