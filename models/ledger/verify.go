package ledger

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Invariant is the name of a rule that always holds (quality.md 3.3).
type Invariant string

// The invariants that Verify checks; the I numbers are those of reciprocity.md 10.5.
const (
	Balanced    Invariant = "V1" // debits equal credits per unit, units are never mixed (I1, I2, I15)
	Summed      Invariant = "V2" // each cached balance is the sum of its transfers (I13)
	Caused      Invariant = "V3" // no transfer without an entry, no entry without all its transfers, none in a closed period (I7, I8)
	Once        Invariant = "V4" // one entry per key, one reversal per entry, its exact mirror, numbers without gap (I4, I6, I11)
	Chained     Invariant = "V5" // the hash chain is unbroken and the guards of the database are in place (I3)
	NeverBelow0 Invariant = "V6" // no account without overdraft is below zero (I5, I14)
)

// Finding is something wrong in the books: where, and what in plain words for the operator and the log.
type Finding struct {
	Invariant Invariant
	EntryID   uint   // 0 when it is not about one entry
	Entry     string // `VE00042/2026`
	Account   string
	Detail    string
}

// String is the finding on one line.
func (f Finding) String() string {
	where := f.Entry
	if f.Account != "" {
		where += " " + f.Account
	}
	return fmt.Sprintf("%s %s: %s", f.Invariant, where, f.Detail)
}

// Verify reads the whole books and returns everything that is wrong with them; nothing, when all is well.
// It changes nothing: nightly, after each fault test, and on every restored copy.
func Verify(ctx context.Context, db *gorm.DB) ([]Finding, error) {
	db = db.WithContext(ctx)
	var all []Finding
	for _, check := range rowChecks {
		some, err := check.run(db)
		if err != nil {
			return all, fmt.Errorf("ledger: verifying %s: %w", check.detail, err)
		}
		all = append(all, some...)
	}
	for _, check := range []func(*gorm.DB) ([]Finding, error){verifySides, verifyChain, verifyGuards} {
		some, err := check(db)
		if err != nil {
			return all, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// verifySides checks that all accounts that grow by debit hold as much as all that grow by credit, for each unit.
func verifySides(db *gorm.DB) ([]Finding, error) {
	var units []struct {
		Unit          string
		Debit, Credit int64
	}
	err := db.Raw(`select unit, cast(sum(case normal when 'D' then balance else 0 end) as bigint) as debit,
		cast(sum(case normal when 'C' then balance else 0 end) as bigint) as credit from ledger_balances group by unit`).Scan(&units).Error
	var all []Finding
	for _, u := range units {
		if u.Debit != u.Credit {
			all = append(all, Finding{Invariant: Balanced, Detail: fmt.Sprintf("in %s the debit side holds %d, the credit side %d", u.Unit, u.Debit, u.Credit)})
		}
	}
	return all, err
}
