package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

var aKey = []byte("a secret of thirty-two characters")

// charged is a monthly subscription at 12.00 of an organisation that saved a card, the day it is changed, and the keys.
func charged(t *testing.T, db *gorm.DB) (billing.Subscription, people.User, *gorm.DB, collective.PaymentKeys) {
	t.Helper()
	s, _, u := monthly(t, db, 1, 1200)
	must(t, collective.SavePaymentKeys(ctx, db, u.Actor(), aKey, collective.PaymentKeysForm{Key: "sk_test_" + "51234567890", Hook: "whsec_" + "1234567890", Cards: true, Debits: true}))
	keys, err := collective.FindPaymentKeys(ctx, db)
	must(t, err)
	_, err = billing.KeepCustomer(ctx, db, s.OrganisationID, "EUR", keys.Live, "cus_ada")
	must(t, err)
	must(t, billing.KeepMethod(ctx, db, cashier.Method{ID: "pm_ada", Kind: "card", Brand: "visa", Last4: "4242", ExpMonth: 1, ExpYear: 2032, Customer: "cus_ada"}, cashier.Mandate{}))
	return s, u, at(db, "2027-04-11"), keys
}

var dearer = wished("trente", "standard", period.Month, "1")

// upgradeAsked is the sum of 14.40 that is about to be paid for the change to 30.00.
func upgradeAsked(t *testing.T, then *gorm.DB, keys collective.PaymentKeys, u people.User, s billing.Subscription) billing.Collection {
	t.Helper()
	first, err := billing.PaysUpgrades(ctx, then, keys, u, people.Organisation{ID: s.OrganisationID})
	if must(t, err); !first {
		t.Fatal("nobody is asked to pay")
	}
	shown, err := billing.PreviewChange(ctx, then, u, s, dearer, because)
	must(t, err)
	_, c, err := s.AskUpgrade(ctx, then, keys, u, dearer, shown.Digest(), "fr", because)
	must(t, err)
	if c.AmountCents != 1440 || c.UpgradeID == nil || len(c.Parts) != 1 || c.Parts[0].InvoiceID != nil {
		t.Fatalf("%+v", c)
	}
	return c
}

// untouched demands that plan, quantity, invoices and numbers are those of before.
func untouched(t *testing.T, db *gorm.DB, s billing.Subscription) {
	t.Helper()
	if now := contract(t, db, s.ID); now.Plan() != s.Plan() || now.ChangeOn != "" {
		t.Errorf("the plan is %+v", now.Plan())
	}
	var documents, numbers, changes int64
	must(t, db.Table("invoices").Count(&documents).Error)
	must(t, db.Table("invoice_counters").Select("sum(last)").Scan(&numbers).Error)
	must(t, db.Table("subscription_changes").Count(&changes).Error)
	if documents != 1 || numbers != 1 || changes != 0 {
		t.Errorf("%d documents, %d numbers, %d changes", documents, numbers, changes)
	}
}

func intent(status string) billing.Seen {
	i := cashier.Intent{ID: "pi_1", Status: status, Currency: "EUR", Kind: "card", Last4: "4242", Charge: "ch_1"}
	if status == "succeeded" {
		i.Received = 1440
	}
	return billing.Seen{Intent: &i}
}

func TestCHG3_AnUpgradeTakesEffectWhenItsDifferenceIsPaidByCard(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, u, then, keys := charged(t, db)
		c := upgradeAsked(t, then, keys, u, s)
		untouched(t, db, s)
		must(t, billing.MakeUpgrade(ctx, then, *c.UpgradeID, because)) // not paid yet
		untouched(t, db, s)
		_, err := billing.See(ctx, then, c.ID, intent("succeeded"))
		must(t, err)
		if promised(t, db, "upgrade_paid") != 1 || promised(t, db, "payment_received") != 1 { // the first month's
			t.Error("promises")
		}
		for range 2 {
			must(t, billing.MakeUpgrade(ctx, then, *c.UpgradeID, because))
		}
		all := invoicesOf(t, db, s.OrganisationID)
		if now := contract(t, db, s.ID); now.UnitCents != 3000 || len(all) != 3 {
			t.Fatalf("%+v, %d documents", now.Plan(), len(all))
		}
		for _, i := range all {
			if i.DueCents() != 0 {
				t.Errorf("%s: %d is due", i.FullName(), i.DueCents())
			}
		}
		if promised(t, db, "payment_received") != 2 || promised(t, db, "subscription_changed") != 1 {
			t.Error("promises after it is made")
		}
		if left := balance(t, db, "liability:advances:party/1"); left != 0 {
			t.Errorf("%d waits", left)
		}
	})
}

func TestCHG3_ADebitThatHasBegunMakesTheUpgradeAndPaysItLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, u, then, keys := charged(t, db)
		c := upgradeAsked(t, then, keys, u, s)
		_, err := billing.See(ctx, then, c.ID, intent("processing"))
		must(t, err)
		must(t, billing.MakeUpgrade(ctx, then, *c.UpgradeID, because))
		if now := contract(t, db, s.ID); now.UnitCents != 3000 {
			t.Fatalf("%+v", now.Plan())
		}
		busy, err := billing.UnderwayOf(ctx, db, s.OrganisationID)
		must(t, err)
		if len(busy) != 1 || busy[0].InvoiceID == nil || busy[0].AmountCents != 1440 {
			t.Fatalf("%+v", busy)
		}
		_, err = billing.See(ctx, at(db, "2027-04-18"), c.ID, intent("succeeded"))
		must(t, err)
		must(t, billing.MakeUpgrade(ctx, at(db, "2027-04-18"), *c.UpgradeID, because))
		i, err := billing.LoadInvoice(ctx, db, *busy[0].InvoiceID)
		must(t, err)
		if i.Payment() != billing.Paid || len(invoicesOf(t, db, s.OrganisationID)) != 3 {
			t.Errorf("%+v", i)
		}
	})
}

func TestCHG3_AnAbandonedPaymentLeavesEverythingAndBurnsNoNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, u, then, keys := charged(t, db)
		first := upgradeAsked(t, then, keys, u, s)
		_, err := billing.See(ctx, then, first.ID, billing.Seen{Page: &cashier.Page{ID: "cs_1", Status: "expired"}})
		must(t, err)
		untouched(t, db, s)
		second := upgradeAsked(t, then, keys, u, s)
		third := upgradeAsked(t, then, keys, u, s) // the page before is closed
		if promised(t, db, "collection_replaced") != 1 {
			t.Error("two pages are open")
		}
		if forgot, err := s.Forget(ctx, then, u); err != nil || !forgot {
			t.Error(forgot, err)
		}
		untouched(t, db, s)
		for _, c := range []billing.Collection{first, second, third} {
			must(t, billing.MakeUpgrade(ctx, then, *c.UpgradeID, because))
		}
		untouched(t, db, s)
	})
}

func TestCHG3_WhoPaysByTransferOrSavedNothingHasTheUpgradeAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, u, then, keys := charged(t, db)
		o := people.Organisation{ID: s.OrganisationID}
		for name, c := range map[string]struct {
			keys collective.PaymentKeys
			by   people.User
		}{"no keys": {collective.PaymentKeys{}, u}, "an operator": {keys, operator(t, db)}} {
			if first, err := billing.PaysUpgrades(ctx, then, c.keys, c.by, o); err != nil || first {
				t.Errorf("%s: %v %v", name, first, err)
			}
		}
		must(t, billing.PutTag(ctx, then, operator(t, db), o, billing.TagForm{Tag: billing.PaysByTransfer, Reason: "Mairie"}, day(t, "2027-04-11")))
		if first, err := billing.PaysUpgrades(ctx, then, keys, u, o); err != nil || first {
			t.Errorf("pays by transfer: %v %v", first, err)
		}
		_, c, err := s.AskUpgrade(ctx, then, keys, u, dearer, "other terms", "fr", because)
		if !errors.Is(err, billing.ErrOutdated) || c.ID != 0 {
			t.Errorf("terms that were not shown: %v", err)
		}
		done, c, err := s.AskUpgrade(ctx, then, keys, u, wished("ensemble", "standard", period.Month, "1"), "", "fr", because)
		if err != nil || c.ID != 0 || done.DueCents != 40 {
			t.Errorf("too little for the cashier: %v %+v", err, done.Terms)
		}
		changed(t, then, operator(t, db), s.ID, dearer)
		if done, c, err = s.AskUpgrade(ctx, then, keys, u, wished("douze", "standard", period.Month, "1"), "", "fr", because); err != nil || c.ID != 0 || done.Direction != billing.Downgrade {
			t.Errorf("a downgrade: %v %+v", err, done.Terms)
		}
	})
}

func TestCHG3_MoneyForAnUpgradeThatIsOvertakenWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, u, then, keys := charged(t, db)
		c := upgradeAsked(t, then, keys, u, s)
		done := changed(t, then, operator(t, db), s.ID, wished("soixante", "standard", period.Month, "1")) // an operator was quicker
		_, err := billing.See(ctx, then, c.ID, intent("succeeded"))
		must(t, err)
		must(t, billing.MakeUpgrade(ctx, then, *c.UpgradeID, because))
		if now := contract(t, db, s.ID); now.UnitCents != 6000 || len(invoicesOf(t, db, s.OrganisationID)) != 3 {
			t.Errorf("%+v", now.Plan())
		}
		if left := balance(t, db, "liability:advances:party/1"); left != 1440 {
			t.Errorf("%d waits of %d", left, done.DueCents)
		}
		var acts int64
		must(t, db.Table("journal_entries").Where("verb = 'upgrade_void'").Count(&acts).Error)
		if acts != 1 {
			t.Error("nobody is told")
		}
	})
}
