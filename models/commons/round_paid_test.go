package commons_test

import (
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/journal"
)

// treasury pays the projects of the fair, alpha and beta by an account each.
func (f fair) treasury() treasury {
	f.t.Helper()
	h, err := collective.Find(ctx, f.db)
	f.must(err)
	host := h.Filled()
	host.IBAN, host.BIC, host.BankHolder = ourIBAN, "PSSTFRPPXXX", "Les Chats libres"
	f.must(collective.Save(ctx, f.db, journal.Actor{}, host))
	w := treasury{f.village, []catalogue.Upstream{f.upstreams["alpha"], f.upstreams["beta"], f.upstreams["gamma"]}}.open()
	f.clock(0)
	return w
}

// part is where a project's part of a round is.
func (f fair) part(r commons.Round, slug string) commons.RoundPart {
	f.t.Helper()
	return f.whole(r).Books.Parts[f.upstreams[slug].ID]
}

// equally runs a round that shares 20.00 € more between alpha, beta and gamma from a day on, until two people have approved it.
func (f fair) equally(from int) commons.Round {
	f.t.Helper()
	f.accrue(commons.Received{Source: "next", On: day(from - 1), NetCents: 20000})
	r := f.draft(func(form *commons.RoundForm) {
		form.Rule, form.MinPayoutCents = formula.Equal, 0
		form.From, form.To, form.Opens, form.Closes, form.Computed, form.Paid, form.Published = day(from-1), day(from-1), day(from), day(from), day(from+2), day(from+60), day(from+70)
	})
	f.must(r.Open(ctx, f.db, f.samia))
	f.turn(from + 1)
	r = f.in(r, commons.RoundComputed)
	f.must(r.Approve(ctx, f.db, f.samia, says(f.db, r.ResultSHA256)))
	f.must(r.Approve(ctx, f.db, f.colette, says(f.db, r.ResultSHA256)))
	return f.in(r, commons.RoundApproved)
}

func TestTheDayAnEarlierRoundWasPaidStaysWhateverIsPaidLater(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		w := f.treasury()
		one := f.approved()
		alpha := w.exports().Payments[0]
		if p := f.part(one, "alpha"); p.InTransit != 857 || p.Arrived() != "" || p.Owed != 0 {
			t.Errorf("sent: %+v", p)
		}
		if p := f.part(one, "gamma"); p.InTransit != 0 || p.Owed != 571+f.extra(one, "beta") {
			t.Errorf("gamma has no account yet: %+v", p)
		}
		beta := w.reloads(w.batchOf(alpha)).Payments[1]
		w.at(22)
		v.must(alpha.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-1"}))
		v.must(beta.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B-2"}))
		if day := f.part(one, "beta").Arrived(); day != "2026-12-16" {
			t.Error(day)
		}
		v.must(beta.Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-17", Reason: "compte clos"}))
		if p := f.part(one, "beta"); p.Arrived() != "" || p.Paid != 0 || p.Owed != beta.Cents {
			t.Errorf("returned: %+v", p)
		}
		two := f.equally(22)
		b, err := commons.DraftBatch(ctx, v.db, v.colette, commons.BatchForm{ExecuteOn: "2026-12-28", LeastCents: commons.LeastPaid})
		v.must(err)
		v.must(b.Submit(ctx, v.db, v.colette))
		w.approves(&b, v.colette, v.samia)
		v.must(b.Export(ctx, v.db, sealKey, v.colette, onSite))
		again := w.reloads(&b)
		if p := f.part(one, "alpha"); p.Arrived() != "2026-12-16" || p.InTransit != 0 {
			t.Errorf("the next payment is on its way, this one has arrived: %+v", p)
		}
		if p := f.part(two, "alpha"); p.Paid != 0 || p.InTransit == 0 {
			t.Errorf("%+v", p)
		}
		w.at(34)
		for _, p := range again.Payments {
			v.must(p.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-28", Reference: "B-3"}))
		}
		for _, c := range []struct {
			round     commons.Round
			slug, day string
		}{{one, "alpha", "2026-12-16"}, {one, "beta", "2026-12-28"}, {two, "alpha", "2026-12-28"}, {two, "beta", "2026-12-28"}, {two, "gamma", ""}} {
			if day := f.part(c.round, c.slug).Arrived(); day != c.day {
				t.Errorf("%s was paid on %q, not on %q", c.slug, day, c.day)
			}
		}
	})
}

// batchOf is the batch of a payment.
func (w treasury) batchOf(p commons.UpstreamPayment) *commons.Batch {
	w.t.Helper()
	b, err := commons.LoadBatch(ctx, w.db, p.BatchID)
	w.must(err)
	return &b
}

func TestAPartGivenBackOrPassedOnIsNotToldAsPaid(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.approved()
		const pot = "liability:upstream:unallocated"
		f.pays("back", f.account("alpha"), pot, 857)
		f.pays("passed", f.account("gamma"), f.account("beta"), 571+f.extra(r, "beta"))
		f.pays("sent", f.account("beta"), "liability:in_transit", 1143)
		f.pays("ok", "liability:in_transit", "asset:bank", 1143)
		if p := f.part(r, "alpha"); p.Returned != 857 || p.Arrived() != "" || !p.Complete() {
			t.Errorf("%+v", p)
		}
		if p := f.part(r, "gamma"); p.Passed != 571+f.extra(r, "beta") || p.Arrived() != "" || !p.Complete() {
			t.Errorf("%+v", p)
		}
		if b := f.whole(r).Books; b.Allocated != b.Paid+b.Owed+b.InTransit+b.Returned+b.Passed || b.Paid != 572-f.extra(r, "beta") || f.part(r, "beta").Arrived() != day(11) {
			t.Errorf("%+v", b)
		}
	})
}
