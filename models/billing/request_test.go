package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func requestForm(email string) billing.RequestForm {
	return billing.RequestForm{
		Offer: "reseau", Need: "Trois outils pour des écoles", People: "250", Tier: billing.OwnAmount, Cents: 36000, Period: "year",
		Organisation: "Faire École Ensemble", Name: "Ada", Email: email, Country: "FR", Key: store.NewRef(), Lang: "fr",
	}
}

func asked(t *testing.T, db *gorm.DB, by people.User, f billing.RequestForm) billing.Request {
	t.Helper()
	r, err := billing.AskOffer(ctx, db, by, f)
	must(t, err)
	return r
}

func again(t *testing.T, db *gorm.DB, r billing.Request) billing.Request {
	t.Helper()
	r, err := billing.LoadRequest(ctx, db, r.ID)
	must(t, err)
	return r
}

func TestAReviewedOfferGoesFromRequestToContract(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		r := asked(t, db, visitor, requestForm("ada@fee.example"))
		if r.State != billing.RequestUnconfirmed || r.Organisation.Usable() || promised(t, db, "request_sent") != 1 || promised(t, db, "request_confirmed") != 0 {
			t.Fatalf("%+v", r)
		}
		ada, err := people.LoadUser(ctx, db, r.RequestedByID)
		must(t, err)
		must(t, ada.Confirm(ctx, db))
		must(t, billing.ConfirmRequestsOf(ctx, db, ada.ID))
		if r = again(t, db, r); r.State != billing.RequestAsked || !r.Organisation.Usable() || promised(t, db, "request_confirmed") != 1 {
			t.Fatalf("after the address confirmed: %+v", r)
		}
		ops := operator(t, db)
		must(t, r.Respond(ctx, db, ops, billing.AnswerForm{Verdict: "list", Version: r.Version}))
		must(t, r.Respond(ctx, db, ops, billing.AnswerForm{Verdict: "agree", Cents: 30000, Version: r.Version}))
		q, err := billing.QuoteOf(ctx, db, again(t, db, r), "fr")
		must(t, err)
		if q.Totals.Total != 36000 || r.ValidUntil != "2027-01-24" {
			t.Errorf("%+v until %s", q.Totals, r.ValidUntil)
		}
		ada, err = people.LoadUser(ctx, db, ada.ID)
		must(t, err)
		must(t, people.WithMemberships(ctx, db, &ada))
		if _, err := r.Accept(ctx, db, ops, billing.AcceptForm{Terms: true}); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("an operator accepted for the organisation: %v", err)
		}
		if _, err := r.Accept(ctx, db, ada, billing.AcceptForm{}); err == nil {
			t.Error("accepted without the terms")
		}
		p, err := r.Accept(ctx, db, ada, billing.AcceptForm{Terms: true, EarlyStart: true, TermsVersion: "1"})
		must(t, err)
		twice, err := r.Accept(ctx, db, ada, billing.AcceptForm{Terms: true})
		must(t, err)
		if p.TotalCents != 36000 || twice.ID != p.ID || p.EarlyStartAt == nil || p.Lines[0].Label != q.Lines[0].Label {
			t.Errorf("%+v, quoted as %s", p, q.Lines[0].Label)
		}
		if s := contract(t, db, p.SubscriptionID); s.State != billing.Accepted || s.UnitCents != 30000 {
			t.Errorf("%+v", s)
		}
	})
}

// TestAnyMemberAsksAndOnlyAnOwnerAccepts is why a quote can be sent to the board: asking binds nobody.
func TestAnyMemberAsksAndOnlyAnOwnerAccepts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		r := asked(t, db, visitor, requestForm("ada@fee.example"))
		ada, err := people.LoadUser(ctx, db, r.RequestedByID)
		must(t, err)
		must(t, ada.Confirm(ctx, db))
		must(t, people.WithMemberships(ctx, db, &ada))
		chloe, now := people.User{Ref: store.NewRef(), Name: "Chloé", Email: "chloe@fee.example", Locale: "fr"}, store.Now(db)
		chloe.ConfirmedAt = &now
		must(t, db.Create(&chloe).Error)
		must(t, db.Create(&people.Membership{Ref: store.NewRef(), UserID: chloe.ID, OrganisationID: r.OrganisationID, Role: people.Member, FromAt: now}).Error)
		must(t, people.WithMemberships(ctx, db, &chloe))
		f := requestForm(chloe.Email)
		f.For = again(t, db, r).Organisation.Ref
		second := asked(t, db, chloe, f)
		if second.OrganisationID != r.OrganisationID || second.State != billing.RequestAsked {
			t.Fatalf("%+v", second)
		}
		must(t, second.Respond(ctx, db, operator(t, db), billing.AnswerForm{Verdict: "agree", Cents: 30000, Version: second.Version}))
		if _, err := second.Accept(ctx, db, chloe, billing.AcceptForm{Terms: true}); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a member accepted: %v", err)
		}
		if _, err := second.Accept(ctx, db, ada, billing.AcceptForm{Terms: true}); err != nil {
			t.Error(err)
		}
		direct := form(chloe.Email)
		direct.For = f.For
		if _, err := billing.Subscribe(ctx, db, chloe, direct); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a member subscribed: %v", err)
		}
		eve := requestForm("eve@x.example")
		eve.For = f.For
		if _, err := billing.AskOffer(ctx, db, people.User{ID: 999, ConfirmedAt: &now}, eve); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a stranger asked for them: %v", err)
		}
	})
}

func TestAQuoteRunsOutAfterSixtyDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		r := asked(t, db, visitor, requestForm("ada@fee.example"))
		ada, err := people.LoadUser(ctx, db, r.RequestedByID)
		must(t, err)
		must(t, ada.Confirm(ctx, db))
		must(t, billing.ConfirmRequestsOf(ctx, db, ada.ID))
		r = again(t, db, r)
		must(t, r.Respond(ctx, db, operator(t, db), billing.AnswerForm{Verdict: "agree", Cents: 30000, Version: r.Version}))
		must(t, people.WithMemberships(ctx, db, &ada))
		if _, err := r.Accept(ctx, at(db, "2027-01-25"), ada, billing.AcceptForm{Terms: true}); !errors.Is(err, store.ErrConflict) {
			t.Errorf("accepted after it ran out: %v", err)
		}
		if _, err := r.Accept(ctx, at(db, "2027-01-24"), ada, billing.AcceptForm{Terms: true}); err != nil {
			t.Error(err)
		}
	})
}

func TestARequestSaysWhatIsWrong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		for field, change := range map[string]func(*billing.RequestForm){
			"need":         func(f *billing.RequestForm) { f.Need = " " },
			"people":       func(f *billing.RequestForm) { f.People = "beaucoup" },
			"amount":       func(f *billing.RequestForm) { f.Cents = 0 },
			"email":        func(f *billing.RequestForm) { f.Email = "ada@" },
			"organisation": func(f *billing.RequestForm) { f.Organisation = "" },
		} {
			f := requestForm("ada@fee.example")
			change(&f)
			_, err := billing.AskOffer(ctx, db, visitor, f)
			if wrong, bad := store.AsInvalid(err); !bad || wrong[field].Key == "" || len(wrong) != 1 {
				t.Errorf("%s: %v", field, err)
			}
		}
		f := requestForm("ada@fee.example")
		if a, b := asked(t, db, visitor, f), asked(t, db, visitor, f); a.ID != b.ID {
			t.Error("the same form is two requests")
		}
		direct := requestForm("bob@fee.example")
		direct.Offer = "ensemble"
		if _, err := billing.AskOffer(ctx, db, visitor, direct); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a direct offer was asked for: %v", err)
		}
		if _, err := billing.Subscribe(ctx, db, visitor, func() billing.SubscribeForm { f := form("eve@x.example"); f.Offer = "reseau"; return f }()); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a reviewed offer was sold: %v", err)
		}
	})
}
