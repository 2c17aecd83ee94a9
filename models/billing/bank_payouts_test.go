package billing_test

import (
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func payout(t *testing.T, db *gorm.DB, id, status string, cents int64, on string) {
	t.Helper()
	_, err := billing.SeePayout(ctx, db, cashier.Payout{ID: id, Status: status, Cents: cents, Currency: "EUR", ArrivesAt: noon(on)})
	must(t, err)
}

func TestALineThatIsAPayoutOfTheCashierIsNobodysPaymentAndIsBookedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, called(t, db, ready(t, db, "a@fee.example"), "Faire École Ensemble"))
		payout(t, db, "po_told", "paid", 12000, "2026-11-23")
		payout(t, db, "po_coming", "in_transit", 7700, "2026-11-24")
		payout(t, db, "po_past", "paid", 9900, "2026-10-01")
		received(t, db, bankFile("24/11/2026;STRIPE TECHNOLOGY EUROPE;120,00", "24/11/2026;VIR SEPA RECU;77,00", "24/11/2026;STRIPE;99,00", "24/11/2026;VIR "+i.PaymentReference+";120,00"))
		for text, want := range map[string]string{
			"STRIPE TECHNOLOGY": "certain  [cashier,amount,day]", "SEPA RECU": "likely  [amount,day]", i.PaymentReference: "certain F2026-0001=12000 [reference,amount]",
		} {
			if got := told(proposed(t, db, lineWith(t, db, text))); got != want {
				t.Errorf("%q: %s, want %s", text, got, want)
			}
		}
		for _, l := range bankLines(t, db) {
			if l.AmountCents == 9900 && told(proposed(t, db, l)) != "  []" {
				t.Errorf("a payout of two months ago: %s", told(proposed(t, db, l)))
			}
		}
		told, coming := lineWith(t, db, "STRIPE TECHNOLOGY"), lineWith(t, db, "SEPA RECU")
		n, err := billing.ConfirmCertain(ctx, db, ops, []string{told.Ref})
		must(t, err)
		if n != 1 || balance(t, db, "asset:bank") != 12000+9900 {
			t.Errorf("%d confirmed, the bank holds %d", n, balance(t, db, "asset:bank"))
		}
		must(t, coming.Book(ctx, db, ops, billing.MovementForm{Category: billing.CardCategory, Key: "by-hand"})) // the category alone finds it
		payout(t, db, "po_coming", "paid", 7700, "2026-11-24")                                                   // the cashier says so later
		if bank := balance(t, db, "asset:bank"); bank != 12000+9900+7700 || balance(t, db, "asset:card") != -bank {
			t.Errorf("the bank holds %d", bank)
		}
		if reloaded(t, db, i).DueCents() != 12000 || lineWith(t, db, "SEPA RECU").Open() {
			t.Error("somebody was told to have paid, or the line waits")
		}
		if err := told.Book(ctx, db, ops, billing.MovementForm{Moves: "po_told"}); err == nil {
			t.Error("twice")
		}
		undone(t, db, coming)
		if l := lineWith(t, db, "SEPA RECU"); !l.Open() || balance(t, db, "asset:bank") != 12000+9900+7700 {
			t.Error("undoing the match is not about the payout itself")
		}
		must(t, lineWith(t, db, "SEPA RECU").Book(ctx, db, ops, billing.MovementForm{Moves: "po_coming"}))
	})
}

func TestAPayoutThatGoesBackIsToldOnceWhoeverSaysSoFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		payout(t, db, "po_one", "paid", 12000, "2026-11-20")
		payout(t, db, "po_two", "paid", 7700, "2026-11-20")
		payout(t, db, "po_never", "failed", 5500, "2026-11-20")
		received(t, db, bankFile("20/11/2026;STRIPE UN;120,00", "20/11/2026;STRIPE DEUX;77,00", "24/11/2026;RETOUR UN;-120,00", "24/11/2026;RETOUR DEUX;-77,00", "24/11/2026;RETOUR TROIS;-55,00"))
		for _, text := range []string{"STRIPE UN", "STRIPE DEUX"} {
			must(t, lineWith(t, db, text).Book(ctx, db, ops, billing.MovementForm{Category: billing.CardCategory}))
		}
		payout(t, db, "po_one", "failed", 12000, "2026-11-20") // the cashier says so before the bank does
		if bank := balance(t, db, "asset:bank"); bank != 7700 {
			t.Fatalf("the bank holds %d", bank)
		}
		if got := told(proposed(t, db, lineWith(t, db, "RETOUR UN"))); got != "likely  [amount,day]" {
			t.Error(got)
		}
		for _, text := range []string{"RETOUR UN", "RETOUR DEUX"} {
			must(t, lineWith(t, db, text).Book(ctx, db, ops, billing.MovementForm{Category: billing.CardCategory})) // by hand, by its category alone
		}
		payout(t, db, "po_two", "failed", 7700, "2026-11-20") // the cashier says so after the bank did
		if bank := balance(t, db, "asset:bank"); bank != 0 || balance(t, db, "asset:card") != 0 || lineWith(t, db, "RETOUR UN").Open() || lineWith(t, db, "RETOUR DEUX").Open() {
			t.Errorf("the bank holds %d", bank)
		}
		if got := told(proposed(t, db, lineWith(t, db, "RETOUR TROIS"))); got != "  []" {
			t.Errorf("one that never arrived cannot go back: %s", got)
		}
	})
}

func TestALineThatMayBeTwoPayoutsIsNotBookedByItsCategoryAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		payout(t, db, "po_one", "paid", 12000, "2026-11-20")
		payout(t, db, "po_two", "paid", 12000, "2026-11-21")
		received(t, db, bankFile("20/11/2026;STRIPE UN;120,00"))
		if wrong, bad := store.AsInvalid(lineWith(t, db, "STRIPE UN").Book(ctx, db, operator(t, db), billing.MovementForm{Category: billing.CardCategory})); !bad || wrong["category"].Key != "error.which_payout" {
			t.Errorf("%v", wrong)
		}
		must(t, lineWith(t, db, "STRIPE UN").Book(ctx, db, operator(t, db), billing.MovementForm{Moves: "po_two"}))
	})
}

func undone(t *testing.T, db *gorm.DB, l billing.BankLine) {
	t.Helper()
	matches, err := billing.MatchesOf(ctx, db, l)
	must(t, err)
	must(t, matches[0].Undo(ctx, db, operator(t, db), "Autre ligne"))
}

func TestPAY4_AProposalKnowsWhatWentBackAndWhatAnotherProFormaReplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		p := subscribe(t, db, form("ada@fee.example"))
		confirmed(t, db, p)
		pay := paid(t, db, ops, p.Ref, 5000)
		must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
			return tx.Exec("update payments set returned_cents = 2000 where id = ?", pay.ID).Error
		}))
		must(t, db.Exec("update pro_formas set state = 'cancelled' where id = ?", p.ID).Error)
		must(t, db.Exec(`insert into pro_formas (ref, organisation_id, subscription_id, payment_reference, state, locale, currency, regime, seller, buyer, lines, net_cents, vat_cents, total_cents,
			issued_on, valid_until, terms_version, terms_accepted_at, accepted_by_id, created_at, updated_at)
			select 'next', organisation_id, subscription_id, 'CHAT-NEXT', 'open', locale, currency, regime, seller, buyer, lines, net_cents, vat_cents, total_cents,
			issued_on, valid_until, terms_version, terms_accepted_at, accepted_by_id, created_at, updated_at from pro_formas where id = ?`, p.ID).Error)
		received(t, db, bankFile("24/11/2026;VIR FAIRE ECOLE ENSEMBLE;90,00"))
		if got := told(proposed(t, db, lineWith(t, db, "FAIRE ECOLE"))); got != "likely =9000 [name,amount]" {
			t.Error(got)
		}
	})
}
