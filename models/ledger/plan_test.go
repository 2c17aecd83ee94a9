package ledger_test

import (
	"context"
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestThePlanKnowsItsAccountsAndNoOther(t *testing.T) {
	for path, want := range map[string]string{
		"asset:bank": "512", "receivable:party/7": "411", "liability:upstream:project/12": "467", "class8:864": "864",
	} {
		if r, err := ledger.RuleFor(path); err != nil || r.Code != want {
			t.Errorf("%s: %+v (%v)", path, r, err)
		}
	}
	for _, path := range []string{
		"", "asset", "asset:bank:x", "asset:bank/7", "receivable", "receivable:party", "receivable:party/", "receivable:party/N",
		"receivable:party/0", "receivable:party/07", "receivable:party/-1", "receivable:party/7/8", "receivable:project/7", "receivable:party/99999999999999999999",
	} {
		_, err := ledger.RuleFor(path)
		refusedAs(t, err, ledger.ErrNoAccount)
	}
	if p := ledger.Project("liability:upstream", 3); p != "liability:upstream:project/3" {
		t.Error(p)
	}
}

func TestTheAccountantMayGiveAnAccountAnotherCode(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		post(t, db, invoice("1"))
		ctx := context.Background()
		if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return ledger.Recode(ctx, tx, "income:subscriptions", "EUR", "7061") }); err != nil {
			t.Fatal(err)
		}
		if all, err := ledger.Accounts(db, "income"); err != nil || len(all) != 1 || all[0].Code != "7061" {
			t.Errorf("%+v (%v)", all, err)
		}
		refusedAs(t, ledger.Recode(ctx, db, "income:gifts", "EUR", "754"), store.ErrNotFound)
	})
}

func TestWhatCannotBeWrittenIsRefusedBeforeTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		for _, spoil := range []func(*ledger.Entry){
			func(e *ledger.Entry) { e.Journal = "XX" }, func(e *ledger.Entry) { e.Kind = "" }, func(e *ledger.Entry) { e.Key = "" },
			func(e *ledger.Entry) { e.EffectiveOn = "" }, func(e *ledger.Entry) { e.EffectiveOn = "2026-02-30" },
			func(e *ledger.Entry) { e.PieceOn = "3/2/2026" }, func(e *ledger.Entry) { e.Memo = "a\x00b" }, func(e *ledger.Entry) { e.Memo = "\xff" },
		} {
			e := invoice("1")
			spoil(&e)
			_, err := try(db, e)
			refusedAs(t, err, ledger.ErrMalformed)
		}
		_, err := ledger.Post(context.Background(), db, invoice("1"))
		refusedAs(t, err, ledger.ErrOutsideTx)
		_, err = try(db, entry(ledger.Bank, "x", "x", eur("asset:bank", "asset:gold", 1)))
		refusedAs(t, err, ledger.ErrNoAccount)
		if n := rows(t, db, "ledger_accounts"); n != 0 {
			t.Errorf("%d accounts were left behind", n)
		}
	})
}
