package billing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMatchingWaitsForNobodyWhereNothingIsToBeMatched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		i := issued(t, db, ready(t, db, "part@fee.example"))
		paid(t, db, operator(t, db), i.Ref, 5000)
		held, matched, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() {
			done <- store.InTx(ctx, db, func(tx *gorm.DB) error { // somebody writes meanwhile, about the same organisation
				err := tx.Exec("update organisations set version = version + 1 where id = ?", i.OrganisationID).Error
				close(held)
				<-matched
				return err
			})
		}()
		<-held
		soon, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		err := billing.LetterAll(soon, db)
		close(matched)
		must(t, errors.Join(err, <-done))
		paid(t, db, operator(t, db), i.Ref, 7000)
		must(t, billing.LetterAll(ctx, db))
		var open int64
		must(t, db.Raw("select count(*) from ledger_transfers t join ledger_accounts a on a.id in (t.debit_id, t.credit_id) where a.path like 'receivable:%' and not exists (select 1 from ledger_letters l where l.transfer_id = t.id)").Scan(&open).Error)
		if open != 0 {
			t.Errorf("%d are not matched", open)
		}
	})
}
