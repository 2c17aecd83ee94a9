package overview

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/content"
	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// Public is all that everybody may know of the collective's money and of what is given to it.
type Public struct {
	Figures commons.Figures
	Spent   billing.Spent // the last twelve months
	Sources []Source
	Shares  []commons.Share
	Rounds  []commons.RoundFigure
	Spaces  []commons.SpaceFigure
	Today   time.Time
}

// Source is what the subscriptions to one offer brought, by the offer's name; the small ones together have none.
type Source struct {
	commons.Source
	Name content.Text
}

// PublicOf gathers it for readers of a language, from kept sums, in at most a dozen statements however long the books are.
func PublicOf(ctx context.Context, db *gorm.DB, lang string, today time.Time) (Public, error) {
	p := Public{Today: today}
	var err error
	if p.Figures, err = commons.PublicFigures(ctx, db); err != nil {
		return p, err
	}
	from := time.Date(today.Year(), today.Month()-11, 1, 0, 0, 0, 0, time.UTC)
	if p.Spent, err = billing.SpentBetween(ctx, db, from.Format("2006-01"), today.Format("2006-01")); err != nil {
		return p, err
	}
	if p.Rounds, err = commons.RoundFigures(ctx, db); err != nil {
		return p, err
	}
	if p.Spaces, err = commons.SpaceFigures(ctx, db, today); err != nil {
		return p, err
	}
	if p.Shares, err = commons.SharesOfPot(ctx, db); err != nil || !p.Figures.Enough() {
		return p, err
	}
	sources, err := commons.Sources(ctx, db)
	if err != nil || len(sources) == 0 {
		return p, err
	}
	names, err := catalogue.OfferNames(ctx, db, lang)
	for _, s := range sources {
		one := Source{Source: s}
		for _, n := range names {
			if n.ID == s.OfferID {
				one.Name = n.Text
			}
		}
		p.Sources = append(p.Sources, one)
	}
	return p, err
}

// KeptSums names the sums that public pages and balances are read from.
type KeptSums string

// The kept sums.
const (
	LedgerBalances KeptSums = "ledger balances"
	GivenSums      KeptSums = "what was given and set aside"
	SpendingSums   KeptSums = "what went out"
)

// SumsDue is the promise to compare, once a day, the sums that public pages are read from with what they sum.
type SumsDue struct{}

// Kind names it.
func (SumsDue) Kind() string { return "sums_due" }

// CompareSums compares every kept sum with the rows it sums, builds anew those that are not true any more, and names them.
func CompareSums(ctx context.Context, db *gorm.DB) ([]KeptSums, error) {
	var wrong []KeptSums
	for _, one := range []struct {
		kept    KeptSums
		drifted func(context.Context, *gorm.DB) (int64, error)
		rebuild func(context.Context, *gorm.DB) error
	}{
		{LedgerBalances, func(ctx context.Context, db *gorm.DB) (int64, error) {
			all, err := ledger.Drifted(ctx, db)
			return int64(len(all)), err
		}, ledger.Rebuild},
		{GivenSums, commons.Drifted, commons.Rebuild},
		{SpendingSums, billing.SpendingsDrifted, billing.RebuildSpendings},
	} {
		n, err := one.drifted(ctx, db)
		if err != nil {
			return wrong, err
		}
		if n == 0 {
			continue
		}
		wrong = append(wrong, one.kept)
		if err := one.rebuild(ctx, db); err != nil {
			return wrong, err
		}
	}
	return wrong, nil
}
