package commons_test

import (
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/commons"
	"chatiere/models/store"
)

// banks brings in the lines of a bank's file and returns them, the oldest first.
func (v village) banks(rows ...string) []billing.BankLine {
	v.t.Helper()
	s, err := billing.ReceiveStatement(ctx, v.db, v.omar, billing.Upload{Name: "releve.csv", Content: []byte("Date;Libellé;Montant\n" + strings.Join(rows, "\n") + "\n")})
	v.must(err)
	_, err = s.Import(ctx, v.db, v.omar, billing.ImportForm{Version: s.Version})
	v.must(err)
	return v.lines()
}

func (v village) lines() []billing.BankLine {
	v.t.Helper()
	var all []billing.BankLine
	v.must(v.db.Order("id").Find(&all).Error)
	return all
}

func (v village) giftsFor(l billing.BankLine) []commons.GiftProposal {
	v.t.Helper()
	all, err := commons.GiftsFor(ctx, v.db, v.colette, []billing.BankLine{l})
	v.must(err)
	return all[l.ID]
}

func codes(p commons.GiftProposal) string {
	var all []string
	for _, r := range p.Reasons {
		all = append(all, string(r.Code))
	}
	return strings.Join(all, " ")
}

func TestTheReferenceOfAGiftInABankFileIsProposedAndMatchedOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		p := v.pledges(s, v.kim, 2_500, every(commons.Once))
		v.must(s.Start(ctx, v.db, v.omar))
		d := v.gifts(p)[0]
		lines := v.banks("24/11/2026;VIR KIM "+strings.ToLower(reference.Spaced(d.PaymentReference))+";25,00", "24/11/2026;VIR KIM "+d.PaymentReference+" BIS;25,00", "24/11/2026;VIR QUELQU'UN;25,00")
		got := v.giftsFor(lines[0])
		if len(got) != 1 || got[0].Donation.ID != d.ID || got[0].Sureness != billing.Certain || codes(got[0]) != "reference amount" || got[0].Reasons[0].Text != reference.Spaced(d.PaymentReference) {
			t.Fatalf("%+v", got)
		}
		if len(v.giftsFor(lines[2])) != 0 {
			t.Error("a line that names nobody is somebody's gift")
		}
		is(t, d.ArriveBy(ctx, v.db, v.colette, lines[0], "k"), store.ErrForbidden)
		v.must(d.ArriveBy(ctx, v.db, v.omar, lines[0], "k"))
		v.must(d.ArriveBy(ctx, v.db, v.omar, lines[0], "k")) // sent twice
		is(t, d.ArriveBy(ctx, v.db, v.omar, lines[1], "l"), store.ErrConflict)
		v.holds("EUR", map[string]int64{"asset:bank": 2_500, "income:gifts": 2_500})
		if d = v.gifts(p)[0]; d.State != commons.DonationReceived || d.ReceivedOn != "2026-11-24" || d.Method != "transfer" || d.BankMatchID == nil || v.pledge(p).State != commons.PledgeFulfilled {
			t.Errorf("%+v", d)
		}
		lines = v.lines()
		if lines[0].LeftCents != 0 || len(v.giftsFor(lines[1])) != 0 {
			t.Error("a gift that came is proposed again")
		}
		is(t, d.ArriveBy(ctx, v.db, v.omar, lines[2], "m"), store.ErrConflict)
		if v.lines()[2].LeftCents != 2_500 {
			t.Error("a refused match took the line")
		}
	})
}

func TestAStandingOrderWithAnOldReferenceIsExplainedAndAnotherSumCountsAsItCame(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		p := v.pledges(s, v.kim, 1_000, every(commons.EveryMonth))
		v.must(s.Start(ctx, v.db, v.omar))
		first := v.gifts(p)[0]
		lines := v.banks("25/11/2026;VIR " + first.PaymentReference + ";12,00")
		if got := v.giftsFor(lines[0]); len(got) != 1 || got[0].Sureness != billing.Likely || codes(got[0]) != "reference other_sum" {
			t.Fatalf("%+v", got)
		}
		done, err := commons.ConfirmCertain(ctx, v.db, v.omar, []string{lines[0].Ref})
		if err != nil || done != 0 {
			t.Error("confirmed although it is another sum", done, err)
		}
		v.must(first.ArriveBy(ctx, v.db, v.omar, lines[0], "k"))
		if d := v.gifts(p)[0]; d.Cents != 1_200 {
			t.Errorf("%d came", d.Cents)
		}
		v.turns(32)
		lines = v.banks("25/12/2026;VIR "+first.PaymentReference+";10,00", "26/12/2026;VIR LA KIM;10,00")
		got := v.giftsFor(lines[1])
		if len(got) != 1 || got[0].Donation.ID == first.ID || got[0].Sureness != billing.Likely || codes(got[0]) != "earlier_reference amount" {
			t.Errorf("%+v", got)
		}
		v.must(v.db.Exec("update users set name = 'Kimberley Exemple' where id = ?", v.kim.ID).Error)
		lines = v.banks("27/12/2026;VIR KIMBERLEY EXEMPLE;10,00", "27/12/2026;VIR KIMBERLEY EXEMPLE;11,00")
		if got := v.giftsFor(lines[3]); len(got) != 1 || got[0].Sureness != billing.Likely || codes(got[0]) != "name amount" {
			t.Errorf("%+v", got)
		}
		if got := v.giftsFor(lines[4]); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}

func TestALineThatIsUndoneLetsItsGiftBeAwaitedAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		p := v.pledges(s, v.kim, 2_500, every(commons.EveryMonth))
		v.must(s.Start(ctx, v.db, v.omar))
		lines := v.banks("24/11/2026;VIR "+v.gifts(p)[0].PaymentReference+";25,00", "24/11/2026;VIR;9,00")
		done, err := commons.ConfirmCertain(ctx, v.db, v.omar, []string{lines[0].Ref, lines[1].Ref, "nothing"})
		if err != nil || done != 1 {
			t.Fatal(done, err)
		}
		v.must(commons.Declare(ctx, v.db, v.omar, &commons.EligibilityForm{Articles: commons.Articles, Basis: "self", Object: "Des outils libres", Category: commons.GeneralInterest, Name: "Omar", Role: "Président", Sure: true}))
		r, err := v.gifts(p)[0].Certify(ctx, v.db, v.kim, &commons.ReceiptForm{Name: "Kim", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Lang: "fr"})
		v.must(err)
		matches, err := billing.MatchesOf(ctx, v.db, lines[0])
		v.must(err)
		refusal(t, commons.UndoMatch(ctx, v.db, v.omar, matches[0], "erreur"), "undo_reason", "error.receipt_first")
		v.must(r.Void(ctx, v.db, v.omar, "erreur"))
		v.must(commons.UndoMatch(ctx, v.db, v.omar, matches[0], "erreur"))
		v.holds("EUR", map[string]int64{"asset:bank": 0, "income:gifts": 0})
		if d := v.gifts(p)[0]; d.State != commons.DonationAsked || d.BankMatchID != nil || d.ReceivedOn != "" || v.lines()[0].LeftCents != 2_500 {
			t.Errorf("%+v", d)
		}
		if got := v.giftsFor(v.lines()[0]); len(got) != 1 || got[0].Sureness != billing.Certain {
			t.Errorf("%+v", got)
		}
	})
}
