package handlers

import (
	"context"
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// owes gives a project a part of the pot, as a round does.
func (s *site) owesProject(t *testing.T, slug, key string, cents int64) catalogue.Upstream {
	t.Helper()
	ctx := context.Background()
	u, err := catalogue.FindUpstream(ctx, s.db, "fr", slug)
	if err == nil {
		err = store.InTx(ctx, s.db, func(tx *gorm.DB) error {
			_, err := ledger.Post(ctx, tx, ledger.Entry{
				Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: "alloc:" + key, EffectiveOn: "2026-11-25",
				Transfers: []ledger.Transfer{{Debit: "expense:redistribution", Credit: ledger.Project("liability:upstream", u.ID), Unit: "EUR", Amount: cents}},
			})
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// opensChannel lets a project be paid at once: its two weeks are over.
func (s *site) opensChannel(t *testing.T, by people.User, u catalogue.Upstream, f commons.ChannelForm) {
	t.Helper()
	ctx := context.Background()
	if before, err := commons.ChannelOf(ctx, s.db, by, u.ID); err == nil { // the demo has some
		f.Version = before.Version
	}
	c, err := commons.SaveChannel(ctx, s.db, secret, by, u, f)
	if err == nil {
		err = s.db.Exec("update payout_channels set state = 'active', provenance = 'manual', verified_by_id = ?, cooldown_until = ? where id = ?", by.ID, store.Now(s.db), c.ID).Error
	}
	if err != nil {
		t.Fatal(err)
	}
}

func exampleChannel(email string) commons.ChannelForm {
	return commons.ChannelForm{Type: commons.ByIBAN, Address: "FR7630006000011234567890189", Holder: "Association du projet", Email: email, Locale: "fr"}
}

// growPayouts adds a project that is owed 10 € and can be paid; with the tenth and the last all that wait are put into one batch, and some
// maintainers want to pass theirs on.
func growPayouts(w *world, n int) {
	ctx, admin := context.Background(), w.as("admin")
	slug := "projet-" + string(rune('a'+n/26)) + string(rune('a'+n%26))
	u, err := catalogue.NewUpstream(ctx, w.s.db, admin, catalogue.UpstreamForm{
		Slug: slug, Name: slug, Licence: "AGPL-3.0-only", SourceURL: "https://git.example/" + slug, SiteURL: "https://" + slug + ".example", SourceLang: "fr",
	})
	w.must(err)
	w.s.owesProject(w.t, slug, slug, 1000)
	w.s.opensChannel(w.t, admin, u, exampleChannel(slug+"@projets.example"))
	w.things["project"] = slug
	if n != 9 && n != 99 {
		return
	}
	day := commons.NextPayday(ledger.Day(store.Now(w.s.db)))
	b, err := commons.DraftBatch(ctx, w.s.db, admin, commons.BatchForm{ExecuteOn: day, LeastCents: 1})
	w.must(err)
	w.must(b.Submit(ctx, w.s.db, admin))
	for i := range n / 4 {
		w.must(b.Payments[i].Reply(ctx, w.s.db, commons.AnswerForm{Answer: commons.PassedOn, Name: "Un projet"}))
	}
	w.things["batch"], w.things["upstream payment"] = b.Ref, b.Payments[len(b.Payments)-1].Ref
}

// paysProjects puts a batch together that waits for its second approval.
func (l *lived) paysProjects(alix people.User) {
	l.t.Helper()
	ctx := context.Background()
	for slug, cents := range map[string]int64{"nextcloud": 3700, "hedgedoc": 1210} {
		u := l.owesProject(l.t, slug, slug, cents)
		l.opensChannel(l.t, alix, u, exampleChannel(slug+"@projets.example"))
	}
	day := commons.NextPayday(ledger.Day(store.Now(l.db)))
	b, err := commons.DraftBatch(ctx, l.db, alix, commons.BatchForm{ExecuteOn: day, LeastCents: 1000})
	l.must(err)
	l.must(b.Submit(ctx, l.db, alix))
	one := b.Payments[0].Ref
	l.made["/:lang/desk/payouts/batches/:ref"], l.made["/:lang/desk/payouts/payments/:ref"] = b.Ref, one
	l.made["/:lang/received/:token"] = identity.NewSealer(secret).Token(identity.ForMaintainer, one, store.Now(l.db).AddDate(1, 0, 0))
}
