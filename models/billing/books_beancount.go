package billing

import (
	"context"
	"io"
	"slices"
	"strings"

	"chatiere/models/ledger"
	"chatiere/models/ledger/beancount"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// WriteBeancount writes all entries from the first day to the end of a year, minutes and pieces among them, as plain text for Beancount: one file
// stands alone, with every balance in it.
func WriteBeancount(ctx context.Context, db *gorm.DB, by people.User, year Books, w io.Writer) error {
	if err := readsBooks(by); err != nil {
		return err
	}
	db = db.WithContext(ctx)
	entries, err := ledger.EntriesBetween(db, "0001-01-01", year.To())
	if err != nil {
		return err
	}
	scales, err := scalesOf(db)
	if err != nil {
		return err
	}
	var all []beancount.Entry
	for _, e := range entries {
		one := beancount.Entry{On: e.EffectiveOn, Number: e.String(), Text: e.PieceRef + " " + e.Kind + " " + e.Memo}
		for _, t := range e.Transfers {
			one.Postings = append(one.Postings, beancount.Posting{Account: beancountName(t.Debit), Unit: t.Unit, Scale: scales[t.Unit], Amount: t.Amount},
				beancount.Posting{Account: beancountName(t.Credit), Unit: t.Unit, Scale: scales[t.Unit], Amount: -t.Amount})
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b beancount.Entry) int { return strings.Compare(a.On, b.On) })
	return beancount.Write(w, year.Body, euros, all)
}

// beancountName is an account under one of the five roots: those of contributions in kind among charges and income, minutes and pieces among what is
// held and where it came from.
func beancountName(path string) string {
	words := strings.Split(path, ":")
	rule, _ := ledger.RuleFor(path) // in the books there are none without
	debit := rule.Normal == ledger.Debit
	switch words[0] {
	case "asset":
		return beancount.Name(beancount.Assets, words[1:]...)
	case "liability":
		return beancount.Name(beancount.Liabilities, words[1:]...)
	case "equity":
		return beancount.Name(beancount.Equity, words[1:]...)
	case "income":
		return beancount.Name(beancount.Income, words[1:]...)
	case "expense":
		return beancount.Name(beancount.Expenses, words[1:]...)
	case "receivable":
		return beancount.Name(beancount.Assets, words...)
	case "payable":
		return beancount.Name(beancount.Liabilities, words...)
	case "class8":
		if debit {
			return beancount.Name(beancount.Expenses, words...)
		}
		return beancount.Name(beancount.Income, words...)
	}
	if debit {
		return beancount.Name(beancount.Assets, words...)
	}
	return beancount.Name(beancount.Equity, words...)
}
