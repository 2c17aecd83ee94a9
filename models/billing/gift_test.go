package billing_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func giftForm(code, percent string) billing.GiftCodeForm {
	return billing.GiftCodeForm{Code: code, Kind: billing.GiftPercentage, Percent: percent, Lasts: "once", EachMost: "1", Reason: "Fête des associations"}
}

func gave(t *testing.T, db *gorm.DB, f billing.GiftCodeForm) billing.GiftCode {
	t.Helper()
	c, err := billing.MakeGiftCode(ctx, db, operator(t, db), f)
	must(t, err)
	return c
}

// withGift is the form of a person who typed a code.
func withGift(email, code string) billing.SubscribeForm {
	f := form(email)
	f.Gift = code
	return f
}

// refusedGift is the word with which a code was refused; empty when it was not.
func refusedGift(err error) string {
	wrong, _ := store.AsInvalid(err)
	return wrong["gift"].Key
}

func TestCPN1_ACodeThatCannotBeHadSaysWhyAndNothingIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		offer(t, db, "autre", catalogue.Direct, 500, 5000)
		gave(t, db, giftForm("bien venue", "20"))
		early, over, other, new, once := giftForm("TOT", "20"), giftForm("TARD", "20"), giftForm("AUTRE", "20"), giftForm("NOUVEAU", "20"), giftForm("UN", "20")
		early.StartsOn, over.EndsOn, other.Offers, new.Newcomers, once.UsesMost = "2026-11-26", "2026-11-24", []string{"autre"}, true, "1"
		for _, f := range []billing.GiftCodeForm{early, over, other, new, once} {
			gave(t, db, f)
		}
		stopped := gave(t, db, giftForm("FINI", "20"))
		must(t, stopped.Stop(ctx, db, operator(t, db)))
		u := confirmed(t, db, subscribe(t, db, withGift("ada@fee.example", " bienvenue ")))
		must(t, people.WithMemberships(ctx, db, &u))
		subscribe(t, db, withGift("eve@ailleurs.example", "un"))
		for code, want := range map[string]string{
			"INCONNU": "error.gift_unknown", "FINI": "error.gift_stopped", "TOT": "error.gift_early", "TARD": "error.gift_over", "AUTRE": "error.gift_other_offer",
			"NOUVEAU": "error.gift_newcomers", "BIENVENUE": "error.gift_had", "UN": "error.gift_used_up",
		} {
			f := withGift("", code)
			f.For = u.Memberships[0].Organisation.Ref
			if _, err := billing.Subscribe(ctx, db, u, f); refusedGift(err) != want {
				t.Errorf("%s: %v, want %s", code, err, want)
			}
		}
		var n int64
		must(t, db.Table("subscriptions").Count(&n).Error)
		if n != 2 {
			t.Errorf("%d subscriptions", n)
		}
	})
}

func TestAGiftCodeIsMadeOnceAndSaysWhatIsWrongWithIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		gave(t, db, giftForm("ETE-2027", "20"))
		for field, f := range map[string]billing.GiftCodeForm{
			"code":      giftForm("été", "20"),
			"percent":   giftForm("A", "101"),
			"kind":      {Code: "A", Lasts: "once", Reason: "x"},
			"amount":    {Code: "A", Kind: billing.GiftFixed, Lasts: "once", Reason: "x"},
			"cycles":    {Code: "A", Kind: billing.GiftPercentage, Percent: "5", Lasts: "cycles", Cycles: "0", Reason: "x"},
			"ends_on":   {Code: "A", Kind: billing.GiftPercentage, Percent: "5", Lasts: "once", StartsOn: "2027-02-01", EndsOn: "2027-01-01", Reason: "x"},
			"uses_most": {Code: "A", Kind: billing.GiftPercentage, Percent: "5", Lasts: "once", UsesMost: "-1", Reason: "x"},
			"reason":    {Code: "A", Kind: billing.GiftPercentage, Percent: "5", Lasts: "once"},
			"offers":    {Code: "A", Kind: billing.GiftPercentage, Percent: "5", Lasts: "once", Reason: "x", Offers: []string{"ailleurs"}},
		} {
			_, err := billing.MakeGiftCode(ctx, db, operator(t, db), f)
			if wrong, ok := store.AsInvalid(err); !ok || wrong[field].Key == "" || len(wrong) != 1 {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := billing.MakeGiftCode(ctx, db, operator(t, db), giftForm("ete-2027", "5")); err == nil {
			t.Error("the same word twice")
		}
		if _, err := billing.MakeGiftCode(ctx, db, visitor, giftForm("B", "5")); err != store.ErrForbidden {
			t.Error(err)
		}
	})
}

func TestCPN2_TheDiscountStandsBelowItsLineBeforeTaxOnEveryPaper(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		gave(t, db, giftForm("BIENVENUE", "20"))
		p := subscribe(t, db, withGift("ada@fee.example", "bienvenue"))
		if p.NetCents != 8000 || p.VATCents != 1600 || p.TotalCents != 9600 || len(p.Lines) != 2 {
			t.Fatalf("%+v", p)
		}
		confirmed(t, db, p)
		completed(t, db, p.OrganisationID)
		i := issued(t, db, p)
		l := i.Lines[1]
		if i.TotalCents != 9600 || l.Kind != billing.Discount || l.Label != "BIENVENUE −20 %" || l.NetCents != -2000 || l.Category != tax.Standard || l.RateBP != 2000 {
			t.Errorf("%+v", i)
		}
		if i.XMLFileID == nil {
			t.Errorf("no electronic form: %v", i.Broken())
		}
		note, err := i.Correct(ctx, db, operator(t, db), billing.CreditForm{Reason: "Erreur", Key: "k"})
		must(t, err)
		if note.TotalCents != 9600 { // what was given away is never paid back
			t.Errorf("credited %d", note.TotalCents)
		}
		sound(t, db)
	})
}

func TestCPN2_AFixedGiftNeverPassesTheLine(t *testing.T) {
	c := billing.GiftCode{Kind: billing.GiftFixed, Cents: 500}
	if c.Off(1200) != 500 || c.Off(300) != 300 {
		t.Error("a fixed amount")
	}
	if p := (billing.GiftCode{Kind: billing.GiftPercentage, Percent: 33}); p.Off(150) != 50 || p.Off(0) != 0 {
		t.Errorf("a percentage: %d", p.Off(150))
	}
}

func TestCPN3_AUseIsReservedADayThenFreedAndCountedOnceByTheDocument(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		f := giftForm("UN", "50")
		f.UsesMost = "1"
		gave(t, db, f)
		first := subscribe(t, db, withGift("ada@fee.example", "UN"))
		if _, err := billing.Subscribe(ctx, store.AtTime(db, store.Now(db).Add(23*time.Hour)), visitor, withGift("eve@ailleurs.example", "UN")); refusedGift(err) != "error.gift_used_up" {
			t.Fatalf("while it is reserved: %v", err)
		}
		tomorrow := store.AtTime(db, store.Now(db).Add(25*time.Hour))
		second, err := billing.Subscribe(ctx, tomorrow, visitor, withGift("eve@ailleurs.example", "UN"))
		must(t, err)
		confirmed(t, tomorrow, second)
		confirmed(t, tomorrow, first) // too late: somebody else has it
		if s := contract(t, db, first.SubscriptionID); s.State != billing.Accepted {
			t.Fatalf("%+v", s)
		}
		again, err := billing.ProFormaOf(ctx, db, first.SubscriptionID)
		must(t, err)
		if again.ID == first.ID || again.TotalCents != 12000 || len(again.Lines) != 1 {
			t.Errorf("drawn again: %+v", again)
		}
		completed(t, tomorrow, second.OrganisationID)
		i := issued(t, tomorrow, second)
		if issued(t, tomorrow, second).ID != i.ID || i.TotalCents != 6000 {
			t.Errorf("%+v", i)
		}
		var uses []billing.GiftUse
		must(t, db.Find(&uses).Error)
		if len(uses) != 1 || *uses[0].InvoiceID != i.ID || uses[0].Cents != 5000 || uses[0].Cycle != 1 {
			t.Errorf("%+v", uses)
		}
		copied := uses[0]
		copied.ID = 0
		if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return tx.Create(&copied).Error }); err == nil {
			t.Error("counted twice on one document")
		}
	})
}

func TestCPN3_AContractThatEndsBeforeAnyDocumentFreesItsUse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		f := giftForm("UN", "50")
		f.UsesMost = "1"
		gave(t, db, f)
		p := subscribe(t, db, withGift("ada@fee.example", "UN"))
		u := confirmed(t, db, p)
		must(t, people.WithMemberships(ctx, db, &u))
		if _, err := billing.Subscribe(ctx, at(db, "2026-12-20"), visitor, withGift("eve@ailleurs.example", "UN")); refusedGift(err) != "error.gift_used_up" {
			t.Fatalf("a contract was concluded at that price: %v", err)
		}
		declared(t, db, u, noticeForm(billing.Withdrawal, "ada@fee.example", p.PaymentReference))
		if s := contract(t, db, p.SubscriptionID); s.State != billing.Ended {
			t.Fatalf("%+v", s)
		}
		subscribe(t, at(db, "2026-12-20"), withGift("eve@ailleurs.example", "UN"))
	})
}

func TestCPN3_TheLastUseIsGrantedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		f := giftForm("DERNIER", "50")
		f.UsesMost = "3"
		gave(t, db, f)
		var all sync.WaitGroup
		var granted, refused atomic.Int64
		for n := range 20 {
			all.Go(func() {
				_, err := billing.Subscribe(ctx, db, visitor, withGift(fmt.Sprintf("p%d@fee.example", n), "DERNIER"))
				switch {
				case err == nil:
					granted.Add(1)
				case refusedGift(err) == "error.gift_used_up":
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if granted.Load() != 3 || refused.Load() != 17 {
			t.Errorf("%d granted, %d refused", granted.Load(), refused.Load())
		}
	})
}

// gifted is a monthly subscription at 12.50 delivered on 1 April 2027, with a code.
func gifted(t *testing.T, db *gorm.DB, f billing.GiftCodeForm) (billing.ProForma, people.User) {
	t.Helper()
	world(t, db, collective.VATRegistered)
	gave(t, db, f)
	s := withGift("ada@fee.example", f.Code)
	s.Period = period.Month
	p := subscribe(t, db, s)
	u := confirmed(t, db, p)
	must(t, people.WithMemberships(ctx, db, &u))
	completed(t, db, p.OrganisationID)
	must(t, billing.Delivered(ctx, at(db, "2027-04-01"), u.Actor(), p.SubscriptionID, day(t, "2027-04-01")))
	return p, u
}

func TestCPN1_ACodeLowersItsPeriodsAtRenewalThenNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f := giftForm("DEUX", "20")
		f.Lasts, f.Cycles = "cycles", "2"
		p, _ := gifted(t, db, f)
		renewed(t, db, "2027-06-01")
		all := invoicesOf(t, db, p.OrganisationID)
		var nets []int64
		for n := range all {
			nets = append(nets, all[len(all)-1-n].TotalCents)
		}
		if fmt.Sprint(nets) != "[1200 1200 1500]" {
			t.Errorf("%v", nets)
		}
		sound(t, db)
	})
}

func TestZER1_APeriodThatACodeMakesFreeHasNoInvoiceAndTheNextOneHas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f := giftForm("OFFERT", "100")
		f.Lasts, f.Cycles = "cycles", "2"
		p, _ := gifted(t, db, f)
		if p.TotalCents != 0 {
			t.Fatalf("%+v", p)
		}
		if renewed(t, db, "2027-04-20") != 0 || renewed(t, db, "2027-05-01") != 1 || len(invoicesOf(t, db, p.OrganisationID)) != 0 {
			t.Error("a free period has no invoice and begins on its day")
		}
		if renewed(t, db, "2027-05-17") != 0 || renewed(t, db, "2027-05-18") != 1 {
			t.Error("the first period that costs something is invoiced two weeks ahead")
		}
		all := invoicesOf(t, db, p.OrganisationID)
		if len(all) != 1 || all[0].ServiceFrom != "2027-06-01" || all[0].TotalCents != 1500 {
			t.Errorf("%+v", all)
		}
		var acts int64
		must(t, db.Table("journal_entries").Where("verb = 'gift_period'").Count(&acts).Error)
		if acts != 2 {
			t.Errorf("%d periods in the account's history", acts)
		}
	})
}

func TestCHG5_WithACodeTheCreditIsOfWhatWasReallyPaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		offer(t, db, "douze", catalogue.Direct, 1200, 12000)
		offer(t, db, "trente", catalogue.Direct, 3000, 30000)
		f := giftForm("MOITIE", "50")
		f.Offers = []string{"douze"}
		gave(t, db, f)
		s := withGift("ada@fee.example", "MOITIE")
		s.Offer, s.Period = "douze", period.Month
		p := subscribe(t, db, s)
		u := confirmed(t, db, p)
		must(t, people.WithMemberships(ctx, db, &u))
		completed(t, db, p.OrganisationID)
		must(t, billing.Delivered(ctx, at(db, "2027-04-01"), u.Actor(), p.SubscriptionID, day(t, "2027-04-01")))
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		must(t, err)
		paid(t, db, operator(t, db), i.Ref, 720)
		done := changed(t, at(db, "2027-04-11"), u, p.SubscriptionID, wished("trente", "standard", period.Month, "1"))
		if done.Credits[0].NetCents != 400 || done.Charges[0].NetCents != 2000 || done.NextCents != 3600 {
			t.Errorf("%+v", done.Terms)
		}
	})
}

func TestACodeGoesOnThroughAChangeWithoutBeingUsedUpTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f := giftForm("DEUX", "20")
		f.Lasts, f.Cycles = "cycles", "2"
		p, u := gifted(t, db, f)
		i, err := billing.InvoiceOf(ctx, db, p.ID)
		must(t, err)
		paid(t, db, operator(t, db), i.Ref, i.TotalCents)
		done := changed(t, at(db, "2027-04-16"), u, p.SubscriptionID, wished("ensemble", "standard", period.Month, "2"))
		// half a month is left: 5.00 of the 10.00 paid is credited, 12.50 less 20 % is charged, and May is lowered too
		if done.Credits[0].NetCents != 500 || done.Charges[0].NetCents != 1000 || done.NextCents != 2400 || len(done.Charges[0].Lines) != 2 {
			t.Errorf("%+v", done.Terms)
		}
		renewed(t, db, "2027-05-20")
		if all := invoicesOf(t, db, p.OrganisationID); all[0].TotalCents != 3000 || all[1].TotalCents != 2400 {
			t.Errorf("%d then %d", all[1].TotalCents, all[0].TotalCents)
		}
		sound(t, db)
	})
}
