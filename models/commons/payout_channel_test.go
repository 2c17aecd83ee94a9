package commons_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestAChannelIsPaidTwoWeeksAfterItWasVerified(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		c := w.proposes(0)
		if c.State != commons.ChannelVerifying || c.AddressHint != "0189" {
			t.Errorf("%+v", c)
		}
		for _, f := range []struct {
			form       commons.VerifyForm
			field, key string
		}{
			{commons.VerifyForm{}, "provenance", "error.choose"},
			{commons.VerifyForm{Provenance: commons.FromManifest}, "provenance", "payouts.wrong.manifest_unproven"},
			{commons.VerifyForm{Provenance: commons.FromLink}, "verify_evidence", "error.required"},
			{commons.VerifyForm{Provenance: commons.FromLink, Evidence: "http://alpha.example"}, "verify_evidence", "payouts.wrong.https"},
			{commons.VerifyForm{Provenance: commons.FromManual}, "called", "payouts.wrong.called"},
		} {
			f.form.Version = c.Version
			refusal(t, c.Verify(ctx, v.db, v.colette, f.form), f.field, f.key)
		}
		is(t, c.Verify(ctx, v.db, v.samia, commons.VerifyForm{}), store.ErrForbidden)
		w.verifies(0)
		for days, want := range []commons.ChannelState{13: commons.ChannelCooling, 14: commons.ChannelActive} {
			if want == "" {
				continue
			}
			w.at(days)
			v.must(commons.TurnChannels(ctx, v.db))
			if s := w.channel(0).State; s != want {
				t.Error(days, s)
			}
		}
	})
}

func TestAnAddressCannotBeReadInTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		c := w.proposes(0)
		if strings.Contains(string(c.AddressSealed), "30006") || strings.Contains(c.Fingerprint, "30006") {
			t.Error("it lies open")
		}
		if got, err := c.Address(sealKey); err != nil || got != exampleIBAN {
			t.Errorf("%q %v", got, err)
		}
		if _, err := c.Address([]byte("another key of thirty-two bytes.")); !errors.Is(err, store.ErrSealed) {
			t.Error(err)
		}
	})
}

func TestWhatIsTypedForAChannelIsChecked(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		for name, c := range map[string]struct {
			spoil      func(*commons.ChannelForm)
			field, key string
		}{
			"a wrong account":  {func(f *commons.ChannelForm) { f.Address = "FR7630006000011234567890188" }, "address", "error.iban"},
			"no account":       {func(f *commons.ChannelForm) { f.Address = "" }, "address", "error.required"},
			"no type":          {func(f *commons.ChannelForm) { f.Type = "cash" }, "type", "error.choose"},
			"no holder":        {func(f *commons.ChannelForm) { f.Holder = " " }, "holder", "error.required"},
			"a long holder":    {func(f *commons.ChannelForm) { f.Holder = strings.Repeat("é", 71) }, "holder", "error.too_long"},
			"no address":       {func(f *commons.ChannelForm) { f.Email = "x" }, "email", "error.email"},
			"a plain manifest": {func(f *commons.ChannelForm) { f.Manifest = "http://alpha.example/funding.json" }, "manifest", "payouts.wrong.https"},
			"another site": {func(f *commons.ChannelForm) {
				f.Type, f.Address = commons.ByLiberapay, "https://liberapay.example/alpha"
			}, "address", "payouts.wrong.address"},
			"nobody there": {func(f *commons.ChannelForm) { f.Type, f.Address = commons.ByLiberapay, "https://liberapay.com/" }, "address", "payouts.wrong.address"},
		} {
			f := channelForm()
			c.spoil(&f)
			_, err := commons.SaveChannel(ctx, v.db, sealKey, v.colette, w.upstreams[0], f)
			t.Log(name)
			refusal(t, err, c.field, c.key)
		}
		_, err := commons.SaveChannel(ctx, v.db, sealKey, v.samia, w.upstreams[0], channelForm())
		is(t, err, store.ErrForbidden)
		if _, err := commons.ChannelOf(ctx, v.db, v.ada, w.upstreams[0].ID); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestAnyChangeRestartsTheCooldownAndTellsWhoWasReachedBefore(t *testing.T) {
	for name, change := range map[string]func(*commons.ChannelForm){
		"address": func(f *commons.ChannelForm) { f.Address = otherIBAN },
		"holder":  func(f *commons.ChannelForm) { f.Holder = "Alpha again" },
		"contact": func(f *commons.ChannelForm) { f.Email = "new@alpha.example" },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, v village) {
				w := endow(v).open()
				b := w.submits()
				w.approves(b, v.omar, v.samia)
				c := w.channel(0)
				f := c.Filled()
				change(&f)
				_, err := commons.SaveChannel(ctx, v.db, sealKey, v.omar, w.upstreams[0], f)
				v.must(err)
				if c := w.channel(0); c.State != commons.ChannelProposed || c.Provenance != "" || c.CooldownUntil != nil {
					t.Errorf("%+v", c)
				}
				b = w.reloads(b)
				if b.State != commons.BatchSubmitted || b.Approver1ID != nil || b.Approver2ID != nil || b.Rows != 1 || b.SumCents != 572 {
					t.Errorf("%+v", b)
				}
				if b.Payments[0].State != commons.PaymentRemoved || b.Payments[0].RemovedReason != "channel_changed" {
					t.Errorf("%+v", b.Payments[0])
				}
				var h commons.ChannelChange
				v.must(v.db.Take(&h).Error)
				if h.PreviousEmail != "tresor@alpha.example" || h.PreviousHint != "0189" || v.promised("payout_channel_changed") != 1 {
					t.Errorf("%+v", h)
				}
				w.must(commons.Looked(ctx, v.db, sealKey, c.ID, w.upstreams[0], commons.Sight{}))
				w.verifies(0)
				w.at(14 + 13)
				v.must(commons.TurnChannels(ctx, v.db))
				owed, err := commons.OwedToProjects(ctx, v.db, v.colette, ledger.Day(store.Now(v.db)))
				v.must(err)
				if owed[0].Cents != 857 || owed[0].Payable(1) { // a changed account within its cooldown is not paid
					t.Errorf("%+v", owed[0])
				}
			})
		})
	}
}

func TestTheSameFormAgainChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		c := w.channel(0)
		f := c.Filled()
		f.Address, f.Evidence = exampleIBAN, "https://alpha.example/donate"
		_, err := commons.SaveChannel(ctx, v.db, sealKey, v.colette, w.upstreams[0], f)
		v.must(err)
		if again := w.channel(0); again.State != commons.ChannelActive || again.EvidenceURL != f.Evidence {
			t.Errorf("%+v", again)
		}
		_, err = commons.SaveChannel(ctx, v.db, sealKey, v.colette, w.upstreams[0], f) // an older version of it
		is(t, err, store.ErrConflict)
	})
}

func TestFlagsWarnOfSharedAddressesAndOtherHolders(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		w.proposes(0)
		c := w.proposes(1)
		flags, err := commons.PayoutFlagsOf(ctx, v.db, c)
		v.must(err)
		found := map[commons.Rule]string{}
		for _, f := range flags {
			found[f.Rule] = string(f.Level) + " " + f.Fact + f.FactSlug
		}
		if len(found) != 2 || found[commons.PayoutShared] != "high Alpha"+w.upstreams[0].Slug || found[commons.HolderMismatch] != "medium Alpha e.V." {
			t.Errorf("%v", found)
		}
		refusal(t, c.ClearPayoutFlag(ctx, v.db, v.samia, commons.PayoutShared, " "), "clear_reason", "error.required")
		v.must(c.ClearPayoutFlag(ctx, v.db, v.samia, commons.PayoutShared, "One association runs both"))
		if flags, err = commons.PayoutFlagsOf(ctx, v.db, c); err != nil || !flags[1].Cleared() || flags[1].ClearedBy.Called() != "La samia" || flags[1].ClearedReason != "One association runs both" {
			t.Errorf("%+v (%v)", flags, err)
		}
		is(t, c.ClearPayoutFlag(ctx, v.db, v.samia, commons.PayoutShared, "again"), store.ErrNotFound)
		is(t, c.ClearPayoutFlag(ctx, v.db, v.ada, commons.HolderMismatch, "x"), store.ErrForbidden)
	})
}

func TestTheHolderMayBeTheEntityOfAProvenManifest(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		f := channelForm()
		f.Manifest, f.Holder = alphaAt, "Förderverein Freie Karten e.V."
		c, err := commons.SaveChannel(ctx, v.db, sealKey, v.colette, w.upstreams[0], f)
		v.must(err)
		theirs := strings.Replace(alphaManifest, `"owner","name":"Alpha"`, `"owner","name":"Förderverein Freie Karten"`, 1)
		for list, warned := range map[string]bool{alphaAt + "\n": false, "": true} {
			s, err := c.Look(ctx, sealKey, w.upstreams[0], web{alphaAt: theirs, "https://git.example/.well-known/funding-manifest-urls": list}.fetch)
			v.must(err)
			v.must(v.db.Exec("update payout_channels set state = 'proposed'").Error)
			v.must(v.db.Exec("delete from payout_flags").Error)
			v.must(commons.Looked(ctx, v.db, sealKey, c.ID, w.upstreams[0], s))
			flags, err := commons.PayoutFlagsOf(ctx, v.db, w.channel(0))
			v.must(err)
			if warned != (len(flags) == 1) {
				t.Errorf("proven: %v, warned: %v", s.Fault == "", flags)
			}
		}
	})
}

const alphaManifest = `{"version":"v1.0.0","entity":{"type":"group","role":"owner","name":"Alpha","email":"tresor@alpha.example","description":"Makers of Alpha","webpageUrl":{"url":"https://alpha.example"}},
"projects":[{"guid":"alpha","name":"Alpha","description":"An editor","webpageUrl":{"url":"https://Alpha.example"},"repositoryUrl":{"url":"https://git.example/Alpha","wellKnown":"https://git.example/.well-known/funding-manifest-urls"},"licenses":["spdx:AGPL-3.0"],"tags":["editor"]}],
"funding":{"channels":[{"guid":"bank","type":"bank","address":"FR76 3000 6000 0112 3456 7890 189"}],"plans":[{"guid":"any","status":"active","name":"Any","amount":0,"currency":"EUR","frequency":"yearly","channels":["bank"]}]}}`

const alphaAt = "https://elsewhere.example/funding.json"

// web is what lies at some addresses.
type web map[string]string

func (w web) fetch(_ context.Context, address string) ([]byte, error) {
	if text, ok := w[address]; ok {
		return []byte(text), nil
	}
	return nil, errors.New("nothing is there")
}

func TestAManifestProvesAChannelAndIsReadAgainEveryMonth(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		list := "https://git.example/.well-known/funding-manifest-urls"
		whole := web{alphaAt: alphaManifest, list: alphaAt + "\n"}
		f := channelForm()
		f.Manifest = alphaAt
		c, err := commons.SaveChannel(ctx, v.db, sealKey, v.colette, w.upstreams[0], f)
		v.must(err)
		for fault, seen := range map[string]web{
			commons.FaultUnreachable: {}, commons.FaultOther: {alphaAt: `{"drips":{}}`}, commons.FaultWrong: {alphaAt: strings.Replace(alphaManifest, "v1.0.0", "v2.0.0", 1)},
			commons.FaultProject:  {alphaAt: strings.NewReplacer("https://Alpha.example", "https://x.example", "https://alpha.example", "https://x.example", "git.example/Alpha", "git.example/x").Replace(alphaManifest)},
			commons.FaultUnproven: {alphaAt: alphaManifest}, commons.FaultAddress: {alphaAt: strings.Replace(alphaManifest, "7890 189", "7890 188", 1), list: alphaAt + "\n"}, "": whole,
		} {
			s, err := c.Look(ctx, sealKey, w.upstreams[0], seen.fetch)
			if err != nil || s.Fault != fault {
				t.Errorf("%q: %+v %v", fault, s, err)
			}
		}
		inside := func(context.Context, string) ([]byte, error) { return nil, commons.ErrNotPublic }
		if s, err := c.Look(ctx, sealKey, w.upstreams[0], inside); err != nil || s.Fault != commons.FaultRefused {
			t.Errorf("%+v %v", s, err)
		}
		looks := func(seen web) commons.PayoutChannel {
			s, err := w.channel(0).Look(ctx, sealKey, w.upstreams[0], seen.fetch)
			v.must(err)
			v.must(commons.Looked(ctx, v.db, sealKey, c.ID, w.upstreams[0], s))
			return w.channel(0)
		}
		c = looks(whole)
		v.must(c.Verify(ctx, v.db, v.colette, commons.VerifyForm{Provenance: commons.FromManifest, Version: c.Version}))
		w.at(31)
		before := v.promised("payout_channel_proposed")
		v.must(commons.TurnChannels(ctx, v.db))
		if now := v.promised("payout_channel_proposed"); now != before+1 {
			t.Errorf("%d promises, then %d", before, now)
		}
		if c = looks(web{}); c.State != commons.ChannelActive {
			t.Errorf("a page that does not answer once: %s", c.State)
		}
		if flags, _ := commons.PayoutFlagsOf(ctx, v.db, c); len(flags) != 1 || flags[0].Rule != commons.ManifestStale || flags[0].Fact != commons.FaultUnreachable {
			t.Errorf("%+v", flags)
		}
		if c = looks(web{alphaAt: alphaManifest}); c.State != commons.ChannelStale {
			t.Errorf("its proof is gone: %s", c.State)
		}
		was := c.ManifestSHA256
		v.must(v.db.Exec("delete from river_job where kind = 'payout_channel_proposed'").Error) // the jobs kept them
		w.at(33)
		v.must(commons.TurnChannels(ctx, v.db))
		if now := v.promised("payout_channel_proposed"); now != 1 {
			t.Errorf("nobody looks whether it was mended: %d promises", now)
		}
		mended := web{alphaAt: alphaManifest + "\n", list: alphaAt + "\n"}
		if c = looks(mended); c.State != commons.ChannelStale || !c.ManifestProven || c.ManifestSHA256 == was {
			t.Errorf("mended, it waits for a person: %+v", c)
		}
		v.must(c.Verify(ctx, v.db, v.colette, commons.VerifyForm{Provenance: commons.FromManifest, Version: c.Version}))
		flags, err := commons.PayoutFlagsOf(ctx, v.db, c)
		v.must(err)
		c = looks(mended)
		if again, _ := commons.PayoutFlagsOf(ctx, v.db, c); c.State != commons.ChannelCooling || len(again) != len(flags) {
			t.Errorf("what was verified has not changed since: %+v %v", c, again)
		}
	})
}

func TestTheDatabaseItselfKeepsChannelsHonest(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		c := w.proposes(0)
		for _, statement := range []string{
			"update payout_channels set state = 'active' where id = ?", // nobody verified it
			"update payout_channels set state = 'revoked' where id = ?",
		} {
			if err := store.InTx(ctx, v.db, func(tx *gorm.DB) error { return tx.Exec(statement, c.ID).Error }); err == nil {
				t.Error(statement)
			}
		}
		refusal(t, c.Revoke(ctx, v.db, v.colette, ""), "revoke_reason", "error.required")
		v.must(c.Revoke(ctx, v.db, v.colette, "The project ended"))
		w.proposes(0) // another one may take its place
	})
}
