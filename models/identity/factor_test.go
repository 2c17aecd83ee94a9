package identity_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/identity/totp"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// keyed sets up an app for a person and returns its secret, the recovery codes and the session.
func keyed(t *testing.T, db *gorm.DB, u people.User) (secret []byte, codes []string, s identity.Session) {
	t.Helper()
	s, _ = opened(t, db, u, identity.Visit{})
	p, err := seal.ProposeApp(u, store.Now(db))
	if err == nil {
		codes, err = s.SetApp(context.Background(), db, seal, identity.AppForm{Sealed: p.Sealed, Code: totp.Code(p.Secret, totp.Step(store.Now(db)))})
	}
	if err != nil || len(codes) != 10 {
		t.Fatal(codes, err)
	}
	s, err = identity.LoadSession(context.Background(), db, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	later(db, totp.Period) // the code that set it up is spent
	return p.Secret, codes, s
}

// halfway signs a person in by a link and returns where they stop.
func halfway(t *testing.T, db *gorm.DB, u people.User) identity.Halfway {
	t.Helper()
	l, err := identity.NewLinkTo(context.Background(), db, u.Email, "/fr/tickets", "fr")
	if err != nil {
		t.Fatal(err)
	}
	e, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{Agent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", Stays: true})
	if err != nil || !e.Halfway || e.Session.ID != 0 || opens(db, e.Secret) {
		t.Fatalf("%+v %v", e, err)
	}
	h, err := identity.FindHalfway(context.Background(), db, e.Secret)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func now(db *gorm.DB, secret []byte) string { return totp.Code(secret, totp.Step(store.Now(db))) }

// wrong is a code that the app does not show: three of a million count, so that no fixed one is always wrong.
func wrong(db *gorm.DB, secret []byte) string {
	for n := 0; ; n++ {
		code := fmt.Sprintf("%06d", n)
		if _, counts := totp.Check(secret, code, store.Now(db), 0); !counts {
			return code
		}
	}
}

func pass(db *gorm.DB, h identity.Halfway, code string) (identity.Entry, error) {
	return h.Pass(context.Background(), db, seal, identity.CodeForm{Code: code})
}

func TestWhoHasAnAppShowsItsCodeAfterALink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		secret, _, _ := keyed(t, db, ada)
		h := halfway(t, db, ada)
		for typed, key := range map[string]string{"": "error.required", wrong(db, secret): "error.factor_code", "12345": "error.factor_code"} {
			_, err := pass(db, h, typed)
			saysAt(t, err, "code", key)
		}
		code := now(db, secret)
		e, err := pass(db, h, code[:3]+" "+code[3:])
		if err != nil || e.Next != "/fr/tickets" || !e.Session.Stays || e.Session.Agent != "Firefox, Linux" || e.Session.Means(store.Now(db)) != 2 || !opens(db, e.Secret) {
			t.Fatalf("%+v %v", e, err)
		}
		if _, err := pass(db, h, code); err == nil {
			t.Error("the same stop let in twice")
		}
		saysAt(t, second(pass(db, halfway(t, db, ada), code)), "code", "error.factor_code") // the step is spent
		if later(db, totp.Period); second(pass(db, halfway(t, db, ada), now(db, secret))) != nil {
			t.Error("the next step was refused")
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestOneOfTwoParallelUsesOfACodeGetsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		secret, _, _ := keyed(t, db, ada)
		first, other, code := halfway(t, db, ada), halfway(t, db, ada), now(db, secret)
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, h := range []identity.Halfway{first, other} {
			wait.Go(func() { errs[i] = second(pass(db, h, code)) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Error(errs)
		}
	})
}

func TestFiveWrongCodesMakeOneWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		secret, _, _ := keyed(t, db, ada)
		h := halfway(t, db, ada)
		for range 5 {
			saysAt(t, second(pass(db, h, "123")), "code", "error.factor_code")
		}
		var wait identity.Wait
		if _, err := pass(db, h, now(db, secret)); !errors.As(err, &wait) || wait.For > 15*time.Minute {
			t.Fatal(err)
		}
		if later(db, 15*time.Minute); second(pass(db, halfway(t, db, ada), now(db, secret))) != nil {
			t.Error("the wait does not end")
		}
	})
}

func TestTheSecondMeansMayTakeTenMinutes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		keyed(t, db, ada)
		l, err := identity.NewLink(context.Background(), db, ada.Email, "fr")
		if err != nil {
			t.Fatal(err)
		}
		e, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{})
		if err != nil {
			t.Fatal(err)
		}
		later(db, identity.HalfwayLife)
		if _, err := identity.FindHalfway(context.Background(), db, e.Secret); !errors.Is(err, identity.ErrExpired) {
			t.Error(err)
		}
	})
}

func TestARecoveryCodeWorksOnceAndNewOnesReplaceAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada, eve := person(t, db, "ada@fee.example"), person(t, db, "eve@ailleurs.example")
		_, codes, s := keyed(t, db, ada)
		keyed(t, db, eve)
		saysAt(t, second(pass(db, halfway(t, db, eve), codes[0])), "code", "error.factor_code") // hers only
		if _, err := pass(db, halfway(t, db, ada), strings.ToUpper(strings.ReplaceAll(codes[0], "-", " "))); err != nil {
			t.Fatal(err)
		}
		saysAt(t, second(pass(db, halfway(t, db, ada), codes[0])), "code", "error.factor_code")
		own, err := seal.OwnCodes(ctx, db, ada, codes)
		if err != nil || len(own) != 9 {
			t.Fatal(own, err)
		}
		if _, err := seal.OwnCodes(ctx, db, eve, codes); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		anew, err := s.MakeCodes(ctx, db, seal)
		if err != nil || len(anew) != 10 {
			t.Fatal(err)
		}
		saysAt(t, second(pass(db, halfway(t, db, ada), codes[1])), "code", "error.factor_code")
		if _, err := pass(db, halfway(t, db, ada), anew[1]); err != nil {
			t.Error(err)
		}
		var rows []identity.RecoveryCode
		if err := db.Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if strings.Contains(row.Hash, strings.ReplaceAll(anew[0], "-", "")) || len(row.Hash) != 64 {
				t.Error("a code lies in the database")
			}
		}
	})
}

func TestTheSecretLiesSealedAndOnlyACodeEnablesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada, eve := person(t, db, "ada@fee.example"), person(t, db, "eve@ailleurs.example")
		s, _ := opened(t, db, ada, identity.Visit{})
		p, err := seal.ProposeApp(ada, store.Now(db))
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.SetApp(ctx, db, seal, identity.AppForm{Sealed: p.Sealed, Code: wrong(db, p.Secret)})
		saysAt(t, err, "code", "error.factor_code")
		if has, _ := identity.HasFactor(ctx, db, ada.ID); has {
			t.Error("enabled without a code")
		}
		if _, err := seal.ReadApp(eve, p.Sealed, store.Now(db)); !errors.Is(err, identity.ErrExpired) {
			t.Error("somebody else's proposal", err)
		}
		secret, _, _ := keyed(t, db, ada)
		f, err := identity.FactorsOf(ctx, db, ada.ID)
		if err != nil || f.App == nil || strings.Contains(string(f.App.Sealed), string(secret)) {
			t.Error("the secret lies open", err)
		}
		if later(db, 2*time.Hour); func() bool { _, err := seal.ReadApp(ada, p.Sealed, store.Now(db)); return err == nil }() {
			t.Error("an old proposal is still good")
		}
	})
}

func TestWhatChangesASecondMeansIsAskedLatelyAndEndsOtherSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada := person(t, db, "ada@fee.example")
		other, otherSecret := opened(t, db, ada, identity.Visit{})
		secret, _, s := keyed(t, db, ada)
		if other, _ = identity.LoadSession(ctx, db, other.ID); other.Fresh(store.Now(db)) || !opens(db, otherSecret) {
			t.Error("a session with one means counts as proven")
		}
		later(db, identity.LatelyFor)
		if err := s.RemoveApp(ctx, db, false); !errors.Is(err, identity.ErrProve) {
			t.Error(err)
		}
		if _, err := s.MakeCodes(ctx, db, seal); !errors.Is(err, identity.ErrProve) {
			t.Error(err)
		}
		if err := s.Prove(ctx, db, seal, identity.CodeForm{Code: now(db, secret)}); err != nil {
			t.Fatal(err)
		}
		s, _ = identity.LoadSession(ctx, db, s.ID)
		if !s.Lately(store.Now(db)) || s.Means(store.Now(db)) != 2 {
			t.Errorf("%+v", s)
		}
		saysAt(t, s.RemoveApp(ctx, db, true), "removal", "factors.owed_removal")
		if err := s.RemoveApp(ctx, db, false); err != nil {
			t.Fatal(err)
		}
		s, _ = identity.LoadSession(ctx, db, s.ID)
		f, _ := identity.FactorsOf(ctx, db, ada.ID)
		if s.EndedAt != nil || opens(db, otherSecret) || s.FactorAt != nil || f.Any() || f.CodesLeft != 0 {
			t.Errorf("%+v %+v", s, f)
		}
		if err := s.RemoveApp(ctx, db, false); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestAPasswordChangeProvesNothingAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		_, _, s := keyed(t, db, ada)
		later(db, identity.LatelyFor)
		e, err := s.SetPassword(context.Background(), db, identity.NewPasswordForm{Password: good})
		if err != nil || e.Session.Lately(store.Now(db)) || e.Session.FactorAt == nil {
			t.Fatalf("%+v %v", e.Session, err)
		}
		e, err = identity.SignIn(context.Background(), db, seal, identity.PasswordForm{Email: ada.Email, Password: good}, identity.Visit{}, identity.Origin{})
		if err != nil || !e.Halfway {
			t.Fatal("a password alone lets in", err)
		}
	})
}

func TestTheStaffOweASecondMeansFromADayOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		alix, err := people.Appoint(ctx, db, people.AppointForm{Email: "alix@host.example", Locale: "fr", Roles: []people.Role{people.Admin}})
		if err == nil {
			f := collective.Form{Name: "Les Chats", Country: "FR", Zone: "Europe/Paris", InvoicePrefix: "F", RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62}
			err = collective.Save(ctx, db, alix.Actor(), f)
		}
		if err != nil {
			t.Fatal(err)
		}
		rules := func(on string, payouts bool) error {
			host, _ := collective.Find(ctx, db)
			return identity.SaveFactorRules(ctx, db, alix, collective.FactorRules{Version: host.Version, StaffOn: on, Payouts: payouts})
		}
		day := store.Now(db).AddDate(0, 0, 2).Format(time.DateOnly)
		saysAt(t, rules("soon", false), "staff_on", "error.date")
		saysAt(t, rules(day, false), "staff_on", "factors.wrong.own_first")
		saysAt(t, rules("", true), "payouts", "factors.wrong.two_approvers")
		keyed(t, db, alix)
		omar, err := people.Appoint(ctx, db, people.AppointForm{Email: "omar@host.example", Locale: "fr", Roles: []people.Role{people.Operator}})
		if err != nil {
			t.Fatal(err)
		}
		saysAt(t, rules(day, true), "payouts", "factors.wrong.two_approvers")
		if n, err := identity.Unprotected(ctx, db); n != 1 || err != nil {
			t.Error(n, err)
		}
		keyed(t, db, omar)
		if err := rules(day, true); err != nil {
			t.Fatal(err)
		}
		if err := identity.SaveFactorRules(ctx, db, alix, collective.FactorRules{}); !errors.Is(err, store.ErrConflict) {
			t.Error(err)
		}
		if err := identity.SaveFactorRules(ctx, db, omar, collective.FactorRules{}); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
		host, _ := collective.Find(ctx, db)
		if identity.Owes(host, omar, store.Now(db)) || !host.PayoutFactors {
			t.Error("owed too early")
		}
		if later(db, 48*time.Hour); !identity.Owes(host, omar, store.Now(db)) || identity.Owes(host, person(t, db, "ada@fee.example"), store.Now(db)) {
			t.Error("owed by the wrong people")
		}
		page, err := identity.Colleagues(ctx, db, omar, 0)
		if err != nil || len(page.Items) != 2 || !page.Items[0].Protected {
			t.Errorf("%+v %v", page, err)
		}
	})
}
