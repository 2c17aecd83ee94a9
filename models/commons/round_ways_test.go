package commons_test

import (
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
)

func TestARoundSaysHowItIsKnownWhereItsProjectsArePaid(t *testing.T) {
	const manifest = "https://site.example/funding.json"
	each(t, func(t *testing.T, v village) {
		f := v.fair()
		r := f.opened()
		w := treasury{village: v, upstreams: []catalogue.Upstream{f.upstreams["alpha"], f.upstreams["beta"], f.upstreams["gamma"]}}
		w.proposes(0, func(form *commons.ChannelForm) { form.Manifest = manifest })
		w.proposes(1, beta)
		w.verifies(1)
		way := func(i int) commons.PaidWay {
			all, err := r.Ways(ctx, v.db)
			v.must(err)
			return all[w.upstreams[i].ID]
		}
		if a := way(0); a.UpstreamID == 0 || a.Provenance != "" || a.Manifest != manifest {
			t.Errorf("read and proven, not verified: %+v", a)
		}
		if b := way(1); b.Provenance != commons.FromManual || b.Manifest != "" || way(2).UpstreamID != 0 {
			t.Errorf("%+v %+v", b, way(2))
		}
		c := w.channel(0)
		v.must(c.Verify(ctx, v.db, v.colette, commons.VerifyForm{Provenance: commons.FromManifest, Version: c.Version}))
		if a := way(0); a.Provenance != commons.FromManifest || a.Manifest != manifest {
			t.Errorf("%+v", a)
		}
		v.must(v.db.Exec("update payout_channels set state = 'stale', manifest_proven = ? where id = ?", false, c.ID).Error)
		if a := way(0); a.Provenance != "" || a.Manifest != "" {
			t.Errorf("its proof is gone: %+v", a)
		}
	})
}
