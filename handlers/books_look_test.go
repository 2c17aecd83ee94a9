package handlers

import (
	"context"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/people"
	"chatiere/models/store"
)

func TestTheStaffIsAlarmedWhenTheBooksAreNotSound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops := s.sold(t)
		ops.visit("/fr/desk/accounting").sees("Solidité des comptes", "La vérification de chaque nuit n'est pas encore passée")
		look := func() {
			t.Helper()
			if err := s.worker.Keep(context.Background(), "books_due", []byte("{}")); err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, s.worker)
		}
		look()
		ops.visit("/fr/desk/accounting").sees("tout s'équilibre, rien n'a été changé après coup")
		ops.visit("/fr/desk").missing("dans les comptes")
		guard := "drop trigger ledger_transfers_no_update"
		if store.Postgres(s.db) {
			guard += " on ledger_transfers"
		}
		for _, err := range []error{s.db.Exec(guard).Error, s.db.Exec("update ledger_transfers set amount = amount + 1 where id = 1").Error} {
			if err != nil {
				t.Fatal(err)
			}
		}
		look()
		ops.visit("/fr/desk").follow("anomalies dans les comptes").sees("Une écriture a été changée, ou un garde-fou de la base manque", "Le solde gardé n'est pas la somme des mouvements", "Les comptes ne se corrigent pas à la main")
		ops.visit("/en/desk/accounting").sees("An entry was changed, or a guard of the database is missing")
		s.staffed(t, people.Accountant).visit("/fr/desk/accounting").sees("Une écriture a été changée")
		var letters int64
		if err := s.db.Table("letters").Where("kind = 'books_wrong'").Count(&letters).Error; err != nil || letters == 0 {
			t.Errorf("%d letters: %v", letters, err)
		}
	})
}
