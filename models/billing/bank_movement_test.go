package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestOtherMovementsGoToTheLedgerUnderACategory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		received(t, db, bankFile("24/11/2026;FRAIS;-8,90", "24/11/2026;DON;50,00", "24/11/2026;LOYER;-300,00"))
		fee, gift, rent := lineWith(t, db, "FRAIS"), lineWith(t, db, "DON"), lineWith(t, db, "LOYER")
		must(t, fee.Book(ctx, db, ops, billing.MovementForm{Category: billing.FeeCategory, Key: "k"}))
		must(t, fee.Book(ctx, db, ops, billing.MovementForm{Category: billing.FeeCategory, Key: "k"})) // sent twice
		must(t, gift.Book(ctx, db, ops, billing.MovementForm{Category: billing.GiftCategory}))
		must(t, rent.SetAside(ctx, db, ops, billing.AsideForm{Reason: "in the other books"}))
		if balance(t, db, "asset:bank") != 4110 || balance(t, db, "expense:bank_fees") != 890 || balance(t, db, "income:gifts") != 5000 {
			t.Error("the books")
		}
		if err := fee.SetAside(ctx, db, ops, billing.AsideForm{Reason: "x"}); !errors.Is(err, store.ErrConflict) {
			t.Error("a line that is done was put aside:", err)
		}
		if _, bad := store.AsInvalid(rent.Book(ctx, db, ops, billing.MovementForm{Category: billing.GiftCategory})); !bad {
			t.Error("money that went out is a gift")
		}
		if _, bad := store.AsInvalid(rent.SetAside(ctx, db, ops, billing.AsideForm{})); !bad {
			t.Error("put aside without a reason")
		}
		for _, l := range []billing.BankLine{fee, gift, rent} {
			matches, err := billing.MatchesOf(ctx, db, l)
			must(t, err)
			must(t, matches[0].Undo(ctx, db, ops, "not that"))
		}
		piles, err := billing.PilesOf(ctx, db)
		must(t, err)
		if balance(t, db, "asset:bank") != 0 || piles.In != 1 || piles.Out != 2 {
			t.Errorf("%+v", piles)
		}
		must(t, fee.Book(ctx, db, ops, billing.MovementForm{Category: billing.UnclearCategory}))
		b, err := billing.BooksOf(ctx, db, ops, 2026)
		must(t, err)
		if !b.Report.Sound() || !b.Tied() {
			t.Errorf("%+v", b.Report)
		}
	})
}

func TestWhatTheBankTakesBackIsDueAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		file := func(day, text, amount string) []byte {
			return []byte("Date;Libellé;Référence;Montant\n" + day + ";" + text + ";E2E-7;" + amount + "\n")
		}
		received(t, db, file("20/11/2026", "VIR "+i.PaymentReference, "120,00"))
		l := lineWith(t, db, "VIR")
		must(t, l.Match(ctx, db, ops, proposed(t, db, l).Form("")))
		received(t, db, file("24/11/2026", "REJET", "-120,00"))
		back := lineWith(t, db, "REJET")
		p := proposed(t, db, back)
		if p.Returns == nil || p.Returns.ID != l.ID || p.Sureness != billing.Likely {
			t.Fatalf("%+v", p)
		}
		must(t, back.Return(ctx, db, ops, billing.ReturnForm{Line: l.Ref, Key: "k"}))
		must(t, back.Return(ctx, db, ops, billing.ReturnForm{Line: l.Ref, Key: "k"}))
		if reloaded(t, db, i).DueCents() != 12000 || lineWith(t, db, "REJET").Open() || lineWith(t, db, "VIR").Open() || balance(t, db, "asset:bank") != 0 {
			t.Error("the payment was not taken back")
		}
		matches, err := billing.MatchesOf(ctx, db, back)
		must(t, err)
		if len(matches) != 1 || matches[0].Kind != billing.ReversalMatch || matches[0].Reversible() || matches[0].Payment.ReceivedOn != "2026-11-24" {
			t.Errorf("%+v", matches)
		}
		sound(t, db)
	})
}

func TestWhatIsUsedOfALineIsSharedOldestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		old := issued(t, db, ready(t, db, "a@fee.example"))
		storetest.SetClock(db, noon("2026-12-20"))
		young, third := issued(t, db, ready(t, db, "b@fee.example")), issued(t, db, ready(t, db, "c@fee.example"))
		received(t, db, bankFile("20/12/2026;VIR;200,00"))
		l := bankLines(t, db)[0]
		must(t, l.Match(ctx, db, ops, billing.MatchForm{Targets: []string{third.Ref, young.Ref, old.Ref}, UseCents: 15000}))
		if reloaded(t, db, old).DueCents() != 0 || reloaded(t, db, young).DueCents() != 9000 || reloaded(t, db, third).DueCents() != 12000 || bankLines(t, db)[0].LeftCents != 5000 {
			t.Error("shared otherwise")
		}
		sound(t, db)
	})
}

func TestALineOfAClosedPeriodSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		received(t, db, bankFile("30/10/2026;VIR "+i.PaymentReference+";120,00", "30/10/2026;FRAIS;-1,00"))
		must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
			_, err := ledger.Close(ctx, tx, ledger.Period{StartsOn: "2026-10-01", EndsOn: "2026-10-31"})
			return err
		}))
		l := lineWith(t, db, "VIR")
		if said, bad := store.AsInvalid(l.Match(ctx, db, ops, proposed(t, db, l).Form(""))); !bad || said["target"].Key != "error.period_closed" {
			t.Error(said)
		}
		if said, bad := store.AsInvalid(lineWith(t, db, "FRAIS").Book(ctx, db, ops, billing.MovementForm{Category: billing.FeeCategory})); !bad || said["category"].Key != "error.period_closed" {
			t.Error(said)
		}
		sound(t, db)
	})
}
