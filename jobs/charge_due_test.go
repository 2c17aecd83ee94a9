package jobs_test

import (
	"context"
	"fmt"
	"mime"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
)

// saves lets somebody leave a method for later.
func (w *till) saves(u people.User, m paymenttest.Means) {
	w.t.Helper()
	c, err := billing.BeginSetup(context.Background(), w.db, w.keys(), u, u.Memberships[0].Organisation, "fr")
	w.must(err)
	address, err := w.w.Till.Open(context.Background(), c)
	w.must(err)
	w.s.Pay(paymenttest.SessionAt(address), m)
	w.news()
}

// until lives through the days to one day, at noon: the calendar, and what Stripe tells.
func (w *till) until(day string) {
	w.t.Helper()
	for store.Now(w.db).Format(time.DateOnly) < day {
		w.passes(24 * time.Hour)
		w.keeps("calendar_due")
		w.news()
	}
}

// tried is how often an invoice was charged, and the state of the last time.
func (w *till) tried(i billing.Invoice) string {
	w.t.Helper()
	var states []string
	w.must(w.db.Raw("select k.state from collections k join collection_parts p on p.collection_id = k.id where p.invoice_id = ? and k.kind = 'charge' order by k.id", i.ID).Scan(&states).Error)
	return fmt.Sprintf("%d %s", len(states), strings.Join(states, " "))
}

// TestX23_SDD5_WhatIsDueIsTriedOnItsDaysAndAFailureForgetsNoMethod holds the table of billing.md 8: cards on the day, three and seven days
// later; a debit once more, a week later and only for want of money; after a hard refusal nothing by itself.
func TestX23_SDD5_WhatIsDueIsTriedOnItsDaysAndAFailureForgetsNoMethod(t *testing.T) {
	type moment struct{ day, tried string }
	for _, c := range []struct {
		means paymenttest.Means
		days  []moment
	}{
		{paymenttest.Card, []moment{{"2026-12-24", "0 "}, {"2026-12-25", "1 succeeded"}, {"2027-01-03", "1 succeeded"}}},
		{paymenttest.CardLaterEmpty, []moment{
			{"2026-12-24", "0 "},
			{"2026-12-25", "1 failed"},
			{"2026-12-27", "1 failed"},
			{"2026-12-28", "2 failed failed"},
			{"2026-12-31", "2 failed failed"},
			{"2027-01-01", "3 failed failed failed"},
			{"2027-01-20", "3 failed failed failed"},
		}},
		{paymenttest.CardAsksAgain, []moment{{"2026-12-25", "1 asks"}, {"2027-01-03", "1 asks"}}},
		{paymenttest.AccountFails, []moment{
			{"2026-12-25", "1 processing"},
			{"2026-12-30", "1 failed"},
			{"2026-12-31", "1 failed"},
			{"2027-01-01", "2 failed processing"},
			{"2027-01-06", "2 failed failed"},
			{"2027-01-20", "2 failed failed"},
		}},
		{paymenttest.AccountClosed, []moment{{"2026-12-30", "1 failed"}, {"2027-01-20", "1 failed"}}},
	} {
		eachTill(t, func(t *testing.T, w *till) {
			_, ada := w.asked("ada@fee.example")
			i := w.owes(ada) // due on 25 December
			w.saves(ada, c.means)
			for _, m := range c.days {
				if w.until(m.day); w.tried(i) != m.tried {
					t.Errorf("%s on %s: tried %s, want %s", c.means.Number, m.day, w.tried(i), m.tried)
				}
			}
			if all := w.methods(ada); len(all) != 1 || !all[0].Preferred || !all[0].Chargeable(store.Now(w.db)) {
				t.Errorf("%s: the method was forgotten: %+v", c.means.Number, all)
			}
			w.sound()
		})
	}
}

func TestTAG1_WhoIsTreatedApartIsNotChargedByItself(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		w.saves(ada, paymenttest.Card)
		o := ada.Memberships[0].Organisation
		w.until("2026-12-24")
		today := store.Now(w.db)
		for _, tag := range []billing.Tag{billing.PaysByTransfer, billing.NoAutoCharge} {
			w.must(billing.PutTag(ctx, w.db, w.ops, o, billing.TagForm{Tag: tag, Reason: "Mairie"}, today))
			w.until(store.Now(w.db).AddDate(0, 0, 1).Format(time.DateOnly))
			if w.tried(i) != "0 " {
				t.Errorf("charged against %s", tag)
			}
			w.must(billing.RemoveTag(ctx, w.db, w.ops, o, tag))
		}
		_, err := billing.ProposeDate(ctx, w.db, ada, o, billing.DeferralForm{UntilOn: "2027-01-15", Reason: "Subvention"})
		w.must(err)
		if w.until("2027-01-10"); w.tried(i) != "0 " {
			t.Error("charged before the day that was agreed")
		}
		if w.until("2027-01-17"); w.tried(i) != "1 succeeded" {
			t.Error("not charged once it is like the others:", w.tried(i))
		}
	})
}

func TestDUN1_AnInvoiceThatIsDisagreedWithIsNotChargedByItselfUntilThatIsSettled(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		w.saves(ada, paymenttest.Card)
		o := ada.Memberships[0].Organisation
		said := func(ticket, number string) {
			t.Helper()
			w.must(billing.Disagree(ctx, w.db, w.ops, o.ID, ticket, number, "Trop cher"))
			if w.until(store.Now(w.db).AddDate(0, 0, 2).Format(time.DateOnly)); w.tried(i) != "0 " {
				t.Errorf("charged in spite of a disagreement about %q", number)
			}
			w.must(billing.SettleDisagreement(ctx, w.db, w.ops, ticket))
		}
		w.until("2026-12-22")
		w.must(i.Disagree(ctx, w.db, ada, "first", "Nous ne sommes pas douze"))
		if w.until("2026-12-26"); w.tried(i) != "0 " {
			t.Error("charged while its payer disagrees")
		}
		w.must(billing.SettleDisagreement(ctx, w.db, w.ops, "first"))
		said("second", i.FullName())
		said("third", "")
		if w.until("2027-01-05"); w.tried(i) != "1 succeeded" {
			t.Error("not charged once that is settled:", w.tried(i))
		}
	})
}

// TestREA1_DUN1_ADebitOpensAtOnceAndStopsTheCountButOnlyOnce lets a service become read-only, a debit begin and come back, and another begin.
func TestREA1_DUN1_ADebitOpensAtOnceAndStopsTheCountButOnlyOnce(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		w.must(billing.Delivered(ctx, w.db, ada.Actor(), *i.SubscriptionID, store.Now(w.db)))
		access := func() billing.Access {
			t.Helper()
			s, err := billing.LoadSubscription(ctx, w.db, *i.SubscriptionID)
			w.must(err)
			return s.Access
		}
		counted := func() int {
			t.Helper()
			late, err := billing.ChasedOf(ctx, w.db, nil, i.OrganisationID, store.Now(w.db))
			w.must(err)
			return late[0].Chase.Counted
		}
		if w.until("2027-02-08"); access() != billing.ReadOnly {
			t.Fatal("not yet reduced:", access())
		}
		before := counted()
		_, page := w.pages(ada, false, i)
		w.s.Pay(page, paymenttest.AccountFails)
		if w.news(); access() != billing.FullAccess {
			t.Error("a debit has begun, and nothing opens")
		}
		if w.until("2027-02-12"); counted() != before {
			t.Errorf("days under way count: %d after %d", counted(), before)
		}
		if w.until("2027-02-13"); access() != billing.ReadOnly {
			t.Error("the debit came back, and the step before does not")
		}
		_, page = w.pages(ada, false, i)
		w.s.Pay(page, paymenttest.Account)
		if w.news(); access() != billing.ReadOnly {
			t.Error("trusted twice")
		}
		if w.until("2027-02-18"); access() != billing.FullAccess || w.invoice(i).DueCents() != 0 {
			t.Error("paid, and still reduced")
		}
		w.sound()
	})
}

// TestDUN2_EveryReminderNamesEverythingAndPaysByOneLink reads the letters of all six steps.
func TestDUN2_EveryReminderNamesEverythingAndPaysByOneLink(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		i, j := w.owes(ada), w.owes(ada)
		for _, one := range []billing.Invoice{i, j} {
			w.must(billing.Delivered(ctx, w.db, ada.Actor(), *one.SubscriptionID, store.Now(w.db)))
		}
		w.until("2027-05-01")
		var all []post.Letter
		for _, l := range box(t, w.db, "ada@fee.example") {
			if l.Kind == "organisation_chased" {
				all = append(all, l)
			}
		}
		nexts := []string{"un autre rappel", "un autre rappel", "lecture seule", "seul l’export", "les contrats prennent fin", ""}
		if len(all) != len(nexts) {
			t.Fatalf("%d letters for %d steps", len(all), len(nexts))
		}
		for n, l := range all {
			text := strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(l.Text)), " ")
			wanted := []string{i.FullName(), j.FullName(), "120,00 €", "240,00 €", "25 décembre 2026", "Proposez une date ici : https://portail.example/fr/o/", "répondez à ce courriel", nexts[n]}
			for _, want := range wanted {
				if !strings.Contains(text, want) {
					t.Errorf("letter %d lacks %q: %s", n+1, want, text)
				}
			}
			if nexts[n] != "" && !strings.Contains(text, "au plus tôt le") {
				t.Errorf("letter %d does not say when: %s", n+1, text)
			}
			if l.LinkPurpose != "paying" || strings.Count(l.Text, post.Placeholder) != 1 {
				t.Errorf("letter %d: not one signed link (%s)", n+1, l.LinkPurpose)
			}
			link, err := billing.FindPayLink(ctx, w.db, l.LinkRef)
			if n == 5 { // older links have run out by now
				w.must(err)
				if len(link.Invoices) != 2 || link.MadeByID != nil {
					t.Errorf("letter %d pays %+v", n+1, link)
				}
			}
		}
	})
}

// TestMAI2_X26_LettersAboutMoneyComeFromTheAddressForInvoices reads who sent the letters that a mail server got.
func TestMAI2_X26_LettersAboutMoneyComeFromTheAddressForInvoices(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		server := mailtest.Start(t)
		sender, err := mail.Open(server.URL())
		w.must(err)
		w.w.Mail = sender
		w.must(w.db.Model(&collective.Collective{}).Where("id > 0").Update("billing_email", "factures@indie.example").Error)
		_, ada := w.asked("ada@fee.example")
		i := w.owes(ada)
		w.drains()
		from := map[string]string{}
		for _, r := range server.Letters() {
			subject, err := new(mime.WordDecoder).DecodeHeader(r.Message.Header.Get("Subject"))
			w.must(err)
			from[strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(subject)] = r.Message.Header.Get("From")
		}
		found := 0
		for subject, sender := range from {
			about := strings.Contains(subject, "Facture ")
			if about != strings.Contains(sender, "factures@indie.example") {
				t.Errorf("%q comes from %s", subject, sender)
			}
			if about {
				found++
				if !strings.Contains(subject, i.FullName()) || !strings.Contains(subject, "120,00 €") || !strings.Contains(subject, "25 décembre 2026") {
					t.Errorf("the subject of an invoice: %q", subject)
				}
			}
		}
		if found == 0 || len(from) == found {
			t.Errorf("%v", from)
		}
	})
}

func TestBAT3_SeveralInvoicesMadeAtOnceComeInOneLetter(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		_, ada := w.asked("ada@fee.example")
		for range 2 {
			i := w.owes(ada)
			w.must(billing.Delivered(ctx, w.db, ada.Actor(), *i.SubscriptionID, store.Now(w.db)))
		}
		w.drains()
		alone := 0
		for _, l := range box(t, w.db, "ada@fee.example") {
			if l.Kind == "invoice_issued" {
				alone++
			}
		}
		w.passes(361 * 24 * time.Hour) // ten days late
		w.keeps("calendar_due")
		w.keeps("calendar_due")
		var together []post.Letter
		for _, l := range box(t, w.db, "ada@fee.example") {
			switch l.Kind {
			case "invoices_issued":
				together = append(together, l)
			case "invoice_issued":
				alone--
			}
		}
		if len(together) != 1 || alone != 0 {
			t.Fatalf("%d letters of several, %d more of one", len(together), -alone)
		}
		l := together[0]
		link, err := billing.FindPayLink(ctx, w.db, l.LinkRef)
		w.must(err)
		if len(l.Files()) != 2 || len(link.Invoices) != 2 || !strings.Contains(l.Text, "F2027-0001") || !strings.Contains(l.Text, "F2027-0002") || !strings.Contains(strings.ReplaceAll(l.Subject, "\u00a0", " "), "240,00") {
			t.Errorf("%s\n%s\n%v", l.Subject, l.Text, l.Files())
		}
	})
}
