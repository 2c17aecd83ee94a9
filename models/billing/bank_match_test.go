package billing_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// lineWith is the line of the bank whose words hold a text.
func lineWith(t *testing.T, db *gorm.DB, text string) billing.BankLine {
	t.Helper()
	for _, l := range bankLines(t, db) {
		if strings.Contains(l.Words(), text) {
			return l
		}
	}
	t.Fatalf("no line says %q", text)
	return billing.BankLine{}
}

// proposed is the first proposal for a line.
func proposed(t *testing.T, db *gorm.DB, l billing.BankLine) billing.Proposal {
	t.Helper()
	all, err := billing.ProposalsFor(ctx, db, operator(t, db), []billing.BankLine{l})
	must(t, err)
	if len(all[l.ID]) == 0 {
		return billing.Proposal{}
	}
	return all[l.ID][0]
}

// called gives an organisation another name, so that names tell them apart.
func called(t *testing.T, db *gorm.DB, p billing.ProForma, name string) billing.ProForma {
	t.Helper()
	must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{"name": name, "legal_name": "Association " + name}).Error)
	return p
}

func told(p billing.Proposal) string {
	var parts []string
	for _, part := range p.Parts {
		parts = append(parts, fmt.Sprintf("%s=%d", part.Number, part.Cents))
	}
	return fmt.Sprintf("%s %s [%s]", p.Sureness, strings.Join(parts, "+"), p.Told())
}

func TestPAY4_EveryProposalSaysWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		one := issued(t, db, called(t, db, ready(t, db, "a@fee.example"), "Faire École Ensemble"))
		two := issued(t, db, called(t, db, ready(t, db, "b@fee.example"), "L’Œuvre du Chat"))
		done := issued(t, db, called(t, db, ready(t, db, "c@fee.example"), "Jardins Partagés"))
		paid(t, db, ops, done.Ref, 12000)
		gone := issued(t, db, called(t, db, ready(t, db, "d@fee.example"), "Le Terrier"))
		lost(t, db, gone, false)
		low := strings.ToLower(reference.Spaced(one.PaymentReference))
		for text, want := range map[string]string{
			"vir " + low + " merci;120,00":                                 "certain F2026-0001=12000 [reference,amount]",
			"VIR" + one.PaymentReference + ";50,00":                        "likely F2026-0001=5000 [reference,partial]",
			"de " + one.PaymentReference + ";130,00":                       "likely F2026-0001=13000 [reference,surplus]",
			one.PaymentReference + " " + two.PaymentReference + ";240,00":  "certain F2026-0001=12000+F2026-0002=12000 [reference,reference,sum]",
			"encore " + done.PaymentReference + ";119,00":                  "likely F2026-0003=11900 [reference,settled]",
			"enfin " + gone.PaymentReference + ";120,00":                   "likely F2026-0004=12000 [reference,lost]",
			"enfin F2026-0004;120,00":                                      "likely F2026-0004=12000 [number,lost]",
			"deux fois f 2026 0003;90,00":                                  "likely F2026-0003=9000 [number,settled]",
			one.PaymentReference + " " + done.PaymentReference + ";119,00": "likely F2026-0001=11900 [reference,reference,partial,settled]",
			"noté " + done.PaymentReference + ";120,00":                    "certain  [reference,amount,day]",
			"facture F 2026-0002;120,00":                                   "certain F2026-0002=12000 [number,amount]",
			"facture F2026-00021;7,00":                                     "  []",
			"VIR FAIRE ECOLE ENSEM;120,00":                                 "likely F2026-0001=12000 [name,amount]",
			"ASSO OEUVRE DU CHAT;60,00":                                    "maybe F2026-0002=6000 [name,partial]",
			"JARDINS PARTAGES;120,00":                                      "likely  [name,amount,day]",
			"quelqu’un;77,00":                                              "  []",
		} {
			received(t, db, bankFile("24/11/2026;"+text))
			l := lineWith(t, db, strings.SplitN(text, ";", 2)[0])
			if got := told(proposed(t, db, l)); got != want {
				t.Errorf("%q: %s, want %s", text, got, want)
			}
		}
	})
}

func TestPAY1_OneTransferPaysSeveralInvoicesOfOneOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		p := called(t, db, ready(t, db, "a@fee.example"), "Faire École Ensemble")
		first := issued(t, db, p)
		who, err := people.LoadUser(ctx, db, p.AcceptedByID)
		must(t, err)
		f := form("a@fee.example")
		f.For = who.Memberships[0].Organisation.Ref
		next, err := billing.Subscribe(ctx, db, who, f)
		must(t, err)
		second := issued(t, db, next)
		received(t, db, bankFile("24/11/2026;VIR FAIRE ECOLE ENSEMBLE;240,00"))
		l := lineWith(t, db, "FAIRE ECOLE")
		proposal := proposed(t, db, l)
		if got := told(proposal); got != "likely F2026-0001=12000+F2026-0002=12000 [name,sum]" {
			t.Fatal(got)
		}
		must(t, l.Match(ctx, db, ops, proposal.Form("k")))
		must(t, l.Match(ctx, db, ops, proposal.Form("k"))) // sent twice
		if reloaded(t, db, first).DueCents() != 0 || reloaded(t, db, second).DueCents() != 0 || lineWith(t, db, "FAIRE ECOLE").Open() {
			t.Error("not settled")
		}
		matches, err := billing.MatchesOf(ctx, db, l)
		must(t, err)
		if len(matches) != 2 || matches[0].Payment.ReceivedOn != "2026-11-24" || matches[0].Told != "name,sum" || promised(t, db, "payment_received") != 2 || promised(t, db, "payment_allocated") != 2 {
			t.Errorf("%+v", matches)
		}
		sound(t, db)
	})
}

func TestAnAccountThatPaidBeforeIsRemembered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		one := issued(t, db, called(t, db, ready(t, db, "a@fee.example"), "Faire École Ensemble"))
		file := func(day, text, amount string) []byte {
			return []byte("Date;Libellé;IBAN;Montant\n" + day + ";" + text + ";FR1420041010050500013M02606;" + amount + "\n")
		}
		received(t, db, file("24/11/2026", "VIR DUPONT "+one.PaymentReference, "50,00"))
		l := lineWith(t, db, "DUPONT")
		must(t, l.Match(ctx, db, ops, proposed(t, db, l).Form("k")))
		received(t, db, file("25/11/2026", "VIR ANNUEL", "70,00"))
		if got := told(proposed(t, db, lineWith(t, db, "ANNUEL"))); got != "likely F2026-0001=7000 [account,amount]" {
			t.Error(got)
		}
		sound(t, db)
	})
}

// TestALineIsNeverMatchedTwice lets eight people confirm one line at once, for two invoices: one of them does.
func TestALineIsNeverMatchedTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		invoices := []billing.Invoice{issued(t, db, ready(t, db, "a@fee.example")), issued(t, db, ready(t, db, "b@fee.example"))}
		received(t, db, bankFile("24/11/2026;VIR;120,00"))
		l := bankLines(t, db)[0]
		var group sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for n := range 8 {
			group.Go(func() {
				i := invoices[n%2]
				err := l.Match(ctx, db, ops, billing.MatchForm{Targets: []string{i.Ref}, Cents: map[string]int64{i.Ref: 12000}})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrBusy) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var payments, matches int64
		must(t, db.Raw("select count(*) from payments").Scan(&payments).Error)
		must(t, db.Raw("select count(*) from bank_matches").Scan(&matches).Error)
		if won != 1 || payments != 1 || matches != 1 || bankLines(t, db)[0].LeftCents != 0 {
			t.Errorf("%d won, %d payments, %d matches", won, payments, matches)
		}
		if err := db.Exec(`insert into bank_matches (ref, idempotency_key, line_id, kind, amount_cents, reason, created_at) values ('x', 'x', ?, 'aside', 1, 'x', ?)`, l.ID, store.Now(db)).Error; err == nil {
			t.Error("the database takes one cent more than the line")
		}
		if err := db.Exec(`update bank_lines set amount_cents = 1 where id = ?`, l.ID).Error; err == nil {
			t.Error("what the bank said can be changed")
		}
		sound(t, db)
	})
}

// TestGroupedTransfersInEitherOrderDoNotBlockEachOther pays the same two organisations from several lines at once.
func TestGroupedTransfersInEitherOrderDoNotBlockEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		a, b := ready(t, db, "a@fee.example"), issued(t, db, ready(t, db, "b@fee.example"))
		rows := []string{}
		for n := range 6 {
			rows = append(rows, fmt.Sprintf("24/11/2026;VIR %d;20,00", n))
		}
		received(t, db, bankFile(rows...))
		var group sync.WaitGroup
		for n, l := range bankLines(t, db) {
			group.Go(func() {
				targets := []string{a.Ref, b.Ref}
				if n%2 == 0 {
					targets = []string{b.Ref, a.Ref}
				}
				if err := l.Match(ctx, db, ops, billing.MatchForm{Targets: targets, Cents: map[string]int64{a.Ref: 1000, b.Ref: 1000}}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if due := reloaded(t, db, b).DueCents(); due != 6000 {
			t.Errorf("%d are due", due)
		}
		sound(t, db)
	})
}

func TestAMatchIsUndoneFromEitherSideAndTheLineWaitsAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		received(t, db, bankFile("24/11/2026;VIR "+i.PaymentReference+";120,00"))
		for n, undo := range []func(billing.BankMatch) error{
			func(m billing.BankMatch) error { return m.Undo(ctx, db, ops, "wrong") },
			func(m billing.BankMatch) error {
				p, err := billing.LoadPayment(ctx, db, *m.PaymentID)
				must(t, err)
				return p.Undo(ctx, db, ops, "wrong")
			},
		} {
			l := bankLines(t, db)[0]
			must(t, l.Match(ctx, db, ops, proposed(t, db, l).Form("")))
			matches, err := billing.MatchesOf(ctx, db, l)
			must(t, err)
			must(t, undo(matches[n]))
			if !bankLines(t, db)[0].Open() || reloaded(t, db, i).DueCents() != 12000 {
				t.Error("the line does not wait again")
			}
			if err := matches[n].Undo(ctx, db, ops, "again"); !errors.Is(err, store.ErrConflict) {
				t.Error("undone twice:", err)
			}
		}
		sound(t, db)
	})
}

func TestTheCertainOnesAreConfirmedTogetherAndADoublePaymentStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		one, two := issued(t, db, ready(t, db, "a@fee.example")), issued(t, db, ready(t, db, "b@fee.example"))
		received(t, db, bankFile("23/11/2026;"+one.PaymentReference+";120,00", "24/11/2026;encore "+one.PaymentReference+";120,00", "24/11/2026;"+two.PaymentReference+";100,00"))
		var refs []string
		for _, l := range bankLines(t, db) {
			refs = append(refs, l.Ref)
		}
		done, err := billing.ConfirmCertain(ctx, db, ops, refs)
		must(t, err)
		if done != 1 || reloaded(t, db, one).DueCents() != 0 || reloaded(t, db, two).DueCents() != 12000 {
			t.Errorf("%d confirmed", done)
		}
		if got := told(proposed(t, db, lineWith(t, db, "encore"))); got != "likely F2026-0001=12000 [reference,settled]" {
			t.Error(got)
		}
		l := lineWith(t, db, "encore")
		must(t, l.Match(ctx, db, ops, proposed(t, db, l).Form("")))
		owed, err := billing.OwedBy(ctx, db, one.OrganisationID, "2026-11-25")
		must(t, err)
		if owed.CreditCents != 12000 {
			t.Errorf("%+v", owed)
		}
		sound(t, db)
	})
}

func TestAWrongMatchIsRefusedInWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		i := issued(t, db, ready(t, db, "a@fee.example"))
		received(t, db, bankFile("24/11/2026;VIR;120,00"))
		l := bankLines(t, db)[0]
		for name, c := range map[string]struct {
			form billing.MatchForm
			at   string
		}{
			"nothing chosen": {billing.MatchForm{}, "target"},
			"more than left": {billing.MatchForm{Targets: []string{i.Ref}, Cents: map[string]int64{i.Ref: 12001}}, "amount"},
			"no amount":      {billing.MatchForm{Targets: []string{i.Ref}, Cents: map[string]int64{i.Ref: -1}}, "target"},
			"unreadable":     {billing.MatchForm{Targets: []string{i.Ref}, UseCents: -1}, "amount"},
		} {
			if said, bad := store.AsInvalid(l.Match(ctx, db, ops, c.form)); !bad || said[c.at].Key == "" {
				t.Errorf("%s: %v", name, said)
			}
		}
		if err := l.Match(ctx, db, accountant(t, db), billing.MatchForm{}); !errors.Is(err, store.ErrForbidden) {
			t.Error("an accountant confirms:", err)
		}
		if _, err := billing.FindBankLine(ctx, db, people.User{ID: 5, Roles: "agent"}, l.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Error("an agent reads the bank:", err)
		}
		must(t, l.Match(ctx, db, ops, billing.MatchForm{Targets: []string{i.Ref}, Cents: map[string]int64{i.Ref: 5000}}))
		if left := bankLines(t, db)[0].LeftCents; left != 7000 {
			t.Errorf("%d are left", left)
		}
		seen := billing.MatchForm{Targets: []string{i.Ref}, Cents: map[string]int64{i.Ref: 7000}, Due: map[string]int64{i.Ref: 12000}}
		if err := l.Match(ctx, db, ops, seen); !errors.Is(err, store.ErrConflict) {
			t.Error("what is due changed, and nobody looked again:", err)
		}
	})
}
