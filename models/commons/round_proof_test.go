package commons_test

import (
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/files"
)

func TestARoundsPublicFilesSayWhatProvesEachPayment(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		w := f.treasury()
		r := f.approved()
		b := w.exports()
		proofs := func() (alpha, beta string) {
			t.Helper()
			for _, one := range f.whole(r).Publish("").Projects {
				switch one.Name {
				case f.upstreams["alpha"].Name:
					alpha = one.Proof
				case f.upstreams["beta"].Name:
					beta = one.Proof
				}
			}
			return alpha, beta
		}
		v.must(b.Payments[0].Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{URL: "https://alpha.example/thanks"}))
		if alpha, _ := proofs(); alpha != "" {
			t.Errorf("%q proves what has not arrived", alpha)
		}
		w.at(22)
		for i := range b.Payments {
			v.must(b.Payments[i].Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-16", Reference: "B"}))
		}
		v.must(b.Payments[1].Receive(ctx, v.db, v.colette, commons.PayoutReceiptForm{Upload: files.Upload{Name: "recu.txt", Content: []byte("reçu")}}))
		alpha, beta := proofs()
		if alpha != "https://alpha.example/thanks" || beta != "sha256:"+b.Payments[1].ReceiptSHA256 || len(beta) != 7+64 {
			t.Errorf("%q %q", alpha, beta)
		}
		if p := f.part(r, "alpha"); p.Provenance != commons.FromManual {
			t.Errorf("%+v", p)
		}
		table, err := f.whole(r).Publish("").CSV()
		v.must(err)
		if again, err := formula.Recompute(table); err != nil || len(again.Wrong) > 0 || !strings.Contains(string(table), ",2026-12-16,https://alpha.example/thanks,") {
			t.Errorf("%v %+v\n%s", err, again, table)
		}
	})
}
