package billing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// LetteringDue asks, once a day, which entries of customers cancel each other and are not matched yet.
type LetteringDue struct{}

// Kind names the promise.
func (LetteringDue) Kind() string { return "lettering_due" }

// LetterAll matches what can be matched for every customer (a credit note, or a promise that failed, is caught up so).
func LetterAll(ctx context.Context, db *gorm.DB) error {
	var ids []uint
	err := db.WithContext(ctx).Raw(`select a.owner_id from ledger_accounts a where a.path like 'receivable:party/%' and a.unit = ?
		and (exists (select 1 from ledger_transfers t where t.debit_id = a.id and not exists (select 1 from ledger_letters l where l.transfer_id = t.id and l.account_id = a.id))
		or exists (select 1 from ledger_transfers t where t.credit_id = a.id and not exists (select 1 from ledger_letters l where l.transfer_id = t.id and l.account_id = a.id)))
		order by a.owner_id`,
		euros).Scan(&ids).Error
	for _, id := range ids {
		err = errors.Join(err, Letter(ctx, db, id)) // one that fails does not keep the others
	}
	return err
}

// Letter matches, on a customer's account, each group of documents and payments that is settled to the last cent: an invoice, what paid
// it, what was taken back of that. What is matched stays so; told again, it changes nothing.
func Letter(ctx context.Context, db *gorm.DB, organisationID uint) error {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return err
	}
	if groups, err := settledOf(ctx, db, organisationID); len(groups) == 0 || err != nil { // long books are read without keeping anybody waiting
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, organisationID); err != nil {
			return err
		}
		groups, err := settledOf(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		day := ledger.Day(store.Today(tx, host.Location()))
		for _, group := range groups {
			if _, err := ledger.Letter(ctx, tx, receivable(organisationID), euros, day, group...); err != nil {
				return err
			}
		}
		return nil
	})
}

// settledOf are the entries of a customer's account that cancel each other and are not matched yet, group by group.
func settledOf(ctx context.Context, db *gorm.DB, organisationID uint) ([][]uint, error) {
	lines, err := ledger.OpenLinesOn(db.WithContext(ctx), receivable(organisationID), euros)
	if len(lines) == 0 || err != nil {
		return nil, err
	}
	ties, err := tiesOf(ctx, db, organisationID)
	return settledGroups(lines, ties), err
}

// tie is two things that belong together: invoice:3 and payment:5.
type tie [2]string

// tiesOf says what belongs together for one customer. A piece that was taken from the account credit is an entry of its own, about its
// invoice: it does not tie the invoice to the payment.
func tiesOf(ctx context.Context, tx *gorm.DB, organisationID uint) ([]tie, error) {
	var rows []struct{ A, B string }
	err := tx.WithContext(ctx).Raw(`select 'payment:' || a.payment_id as a, 'invoice:' || a.invoice_id as b from allocations a
			where a.organisation_id = ? and a.payment_id is not null
			and not exists (select 1 from ledger_entries e where e.idempotency_key = 'advance_applied:' || a.id)
		union all select 'invoice:' || credit_note_id, 'invoice:' || invoice_id from allocations where organisation_id = ? and credit_note_id is not null
		union all select 'payment:' || id, 'payment:' || reverses_id from payments where organisation_id = ? and reverses_id is not null`,
		organisationID, organisationID, organisationID).Scan(&rows).Error
	ties := make([]tie, len(rows))
	for n, r := range rows {
		ties[n] = tie{r.A, r.B}
	}
	return ties, err
}

// settledGroups are the entries of each group of open lines that sums to nought.
func settledGroups(lines []ledger.Line, ties []tie) [][]uint {
	leader := map[string]string{}
	var find func(string) string
	find = func(name string) string {
		if up, known := leader[name]; known && up != name {
			leader[name] = find(up)
			return leader[name]
		}
		return name
	}
	for _, t := range ties {
		leader[find(t[0])] = find(t[1])
	}
	open, sums := map[string][]uint{}, map[string]int64{}
	var order []string
	for _, l := range lines {
		if l.Debit == l.Credit {
			continue
		}
		group := find(aboutOf(l))
		if open[group] == nil {
			order = append(order, group)
		}
		open[group] = append(open[group], l.EntryID)
		sums[group] += l.Debit - l.Credit
	}
	var settled [][]uint
	for _, group := range order {
		if sums[group] == 0 && len(open[group]) > 1 {
			settled = append(settled, open[group])
		}
	}
	return settled
}

// aboutOf names what an entry on a customer's account is about. A reversal is about what it takes back, as every entry of one subject.
func aboutOf(l ledger.Line) string {
	if l.SubjectType == "" {
		return "entry:" + strconv.FormatUint(uint64(l.EntryID), 10)
	}
	return fmt.Sprintf("%s:%d", strings.TrimSpace(l.SubjectType), l.SubjectID)
}
