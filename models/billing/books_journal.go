package billing

import (
	"context"
	"io"
	"slices"
	"strings"

	"chatiere/models/ledger"
	"chatiere/models/ledger/hledger"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// WriteJournal writes a year's entries, minutes and pieces among them, as plain text for hledger. Written one after the other, the
// years make the whole books: nothing is carried over twice. `hledger check --strict ordereddates` finds nothing to say about it.
func WriteJournal(ctx context.Context, db *gorm.DB, by people.User, year Books, w io.Writer) error {
	if err := readsBooks(by); err != nil {
		return err
	}
	db = db.WithContext(ctx)
	entries, err := ledger.EntriesBetween(db, year.From(), year.To())
	if err != nil {
		return err
	}
	names, err := ownerNames(db)
	if err != nil {
		return err
	}
	scales, err := scalesOf(db)
	if err != nil {
		return err
	}
	accounts, err := ledger.Accounts(db, "")
	if err != nil {
		return err
	}
	return hledger.Write(w, declared(accounts, names), postings(entries, scales))
}

// scalesOf are how many digits of each unit stand behind the point.
func scalesOf(db *gorm.DB) (map[string]int, error) {
	var units []ledger.Unit
	err := db.Find(&units).Error
	scales := map[string]int{}
	for _, u := range units {
		scales[u.Code] = u.Scale
	}
	return scales, err
}

func declared(accounts []ledger.Account, names map[string]string) []hledger.Account {
	var all []hledger.Account
	for _, a := range accounts {
		note := a.Code
		if rule, err := ledger.RuleFor(a.Path); err == nil && rule.Label != "" {
			note += " " + rule.Label
		}
		if name := names[ownerKey(a.OwnerType, a.OwnerID)]; name != "" && a.OwnerType != "" {
			note += " - " + name
		}
		if !slices.ContainsFunc(all, func(h hledger.Account) bool { return h.Path == a.Path }) {
			all = append(all, hledger.Account{Path: a.Path, Note: note})
		}
	}
	return all
}

func postings(entries []ledger.Entry, scales map[string]int) []hledger.Entry {
	var all []hledger.Entry
	for _, e := range entries {
		one := hledger.Entry{On: e.EffectiveOn, Number: e.Number(), Text: e.PieceRef + " " + e.Kind + " " + e.Memo}
		for _, t := range e.Transfers {
			one.Postings = append(one.Postings,
				hledger.Posting{Path: t.Debit, Unit: t.Unit, Scale: scales[t.Unit], Amount: t.Amount},
				hledger.Posting{Path: t.Credit, Unit: t.Unit, Scale: scales[t.Unit], Amount: -t.Amount})
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b hledger.Entry) int { return strings.Compare(a.On, b.On) })
	return all
}
