package commons_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/pain"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestABatchTakesWhatProjectsWithAnOpenChannelAreOwed(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.drafts()
		if b.Rows != 2 || b.SumCents != 1429 || b.State != commons.BatchDraft || v.promised("payout_planned") != 0 {
			t.Errorf("%+v", b)
		}
		_, err := commons.DraftBatch(ctx, v.db, v.colette, commons.BatchForm{ExecuteOn: "2026-12-16", LeastCents: 1})
		refusal(t, err, "least", "payouts.wrong.batch_empty") // both are planned, Gamma has no channel
		for day, key := range map[string]string{"2026-12-19": "payouts.wrong.banking_day", "2026-12-25": "payouts.wrong.banking_day", "2026-11-30": "error.date_past", "": "error.date"} {
			_, err := commons.DraftBatch(ctx, v.db, v.colette, commons.BatchForm{ExecuteOn: day, LeastCents: 1})
			refusal(t, err, "execute_on", key)
		}
		_, err = commons.DraftBatch(ctx, v.db, v.samia, commons.BatchForm{})
		is(t, err, store.ErrForbidden)
		v.must(b.Submit(ctx, v.db, v.colette))
		if v.promised("payout_planned") != 2 || v.promised("payout_batch_submitted") != 1 {
			t.Error("nobody was told")
		}
	})
}

func TestWhatIsOwedBelowTheLeastWaits(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		endow(v).open()
		b, err := commons.DraftBatch(ctx, v.db, v.colette, commons.BatchForm{ExecuteOn: "2026-12-16", LeastCents: 600})
		v.must(err)
		if b.Rows != 1 || b.SumCents != 857 {
			t.Errorf("%+v", b)
		}
	})
}

func TestTwoDifferentPeopleApproveExactlyWhatTheySaw(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		form := w.approval(b)
		is(t, b.Approve(ctx, v.db, v.ada, form), store.ErrForbidden)
		old := form
		old.ProvenAt = store.Now(v.db).Add(-commons.ProofAge)
		refusal(t, b.Approve(ctx, v.db, v.colette, old), "approve", "payouts.wrong.approve_proof")
		interested := form
		interested.NoInterest = false
		refusal(t, b.Approve(ctx, v.db, v.colette, interested), "no_interest", "payouts.wrong.approve_interest")
		other := form
		other.SHA256 = strings.Repeat("0", 64)
		is(t, b.Approve(ctx, v.db, v.colette, other), store.ErrConflict)
		v.must(b.Approve(ctx, v.db, v.colette, form))
		refusal(t, b.Approve(ctx, v.db, v.colette, form), "approve", "payouts.wrong.approve_twice") // nobody approves alone, nor by sending it again
		is(t, b.Export(ctx, v.db, sealKey, v.colette, onSite), commons.ErrMoved)
		v.must(b.Approve(ctx, v.db, v.samia, form))
		if b.State != commons.BatchApproved {
			t.Error(b.State)
		}
		is(t, b.Approve(ctx, v.db, v.omar, form), commons.ErrMoved)
		flags, err := b.FlagsOn(ctx, v.db)
		v.must(err)
		if len(flags[0]) != 2 || flags[0][0].Rule != commons.No2FA || flags[0][0].Level != commons.Low {
			t.Errorf("%+v", flags)
		}
	})
}

func TestApprovalsByTwoMeansRaiseNoWarningAndMayBeDemanded(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		v.must(v.db.Model(&collective.Collective{}).Where("id > 0").Update("payout_factors", true).Error)
		form := w.approval(b)
		refusal(t, b.Approve(ctx, v.db, v.colette, form), "approve", "payouts.wrong.approve_factor")
		form.Factors = 2
		v.must(b.Approve(ctx, v.db, v.colette, form))
		v.must(b.Approve(ctx, v.db, v.samia, form))
		flags, err := b.FlagsOn(ctx, v.db)
		v.must(err)
		if len(flags[0]) != 0 {
			t.Errorf("%+v", flags)
		}
	})
}

func TestOneOfTheTwoTouchedNoChannel(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		w.proposes(0) // colette
		f := channelForm()
		beta(&f)
		c, err := commons.SaveChannel(ctx, v.db, sealKey, v.omar, w.upstreams[1], f)
		v.must(err)
		v.must(commons.Looked(ctx, v.db, sealKey, c.ID, w.upstreams[1], commons.Sight{}))
		w.verifies(0)
		w.verifies(1)
		w.at(14)
		v.must(commons.TurnChannels(ctx, v.db))
		b := w.submits()
		w.approves(b, v.colette)
		refusal(t, b.Approve(ctx, v.db, v.omar, w.approval(b)), "approve", "payouts.wrong.approve_channels")
		w.approves(b, v.samia)
	})
}

func TestWhoIsPaidDoesNotApprove(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		w.proposes(0, func(f *commons.ChannelForm) { f.Email = v.samia.Email })
		w.verifies(0)
		w.at(14)
		v.must(commons.TurnChannels(ctx, v.db))
		b := w.submits()
		refusal(t, b.Approve(ctx, v.db, v.samia, w.approval(b)), "approve", "payouts.wrong.approve_paid")
	})
}

func TestAnyChangeTakesBothApprovalsBack(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		first := w.approval(b)
		w.approves(b, v.colette, v.samia)
		v.must(b.Reschedule(ctx, v.db, v.colette, "2026-12-17"))
		if b.State != commons.BatchSubmitted || b.Approver1ID != nil || b.Approver2ID != nil || b.SHA256 == first.SHA256 {
			t.Errorf("%+v", b)
		}
		is(t, b.Approve(ctx, v.db, v.colette, first), store.ErrConflict) // the old approval sent again
		w.approves(b, v.colette)
		refusal(t, b.Remove(ctx, v.db, v.colette, b.Payments[1].Ref, ""), "remove_reason", "error.required")
		v.must(b.Remove(ctx, v.db, v.colette, b.Payments[1].Ref, "They asked us to wait"))
		if b.Approver1ID != nil || b.SumCents != 857 {
			t.Errorf("%+v", b)
		}
		refusal(t, b.Reject(ctx, v.db, v.samia, ""), "reject_reason", "error.required")
		v.must(b.Reject(ctx, v.db, v.samia, "Wait for the council"))
		is(t, b.Approve(ctx, v.db, v.colette, w.approval(b)), commons.ErrMoved)
		w.sums(0)
		w.drafts() // all of it can be planned again
	})
}

func TestTheDatabaseRefusesOneApproverTwice(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		for _, statement := range []string{
			"update payment_batches set approver1_id = @u, approved1_at = @t, approver2_id = @u, approved2_at = @t where id = @b",
			"update payment_batches set approver2_id = @u, approved2_at = @t where id = @b",
			"update payment_batches set state = 'approved' where id = @b",
			"update payment_batches set state = 'exported' where id = @b",
			"update upstream_payments set cents = 100000 where batch_id = @b",
			"update upstream_payments set fingerprint = '' where batch_id = @b",
			"delete from upstream_payments where batch_id = @b",
			"delete from payment_batches where id = @b",
		} {
			err := store.InTx(ctx, v.db, func(tx *gorm.DB) error {
				return tx.Exec(statement, map[string]any{"u": v.colette.ID, "t": store.Now(tx), "b": b.ID}).Error
			})
			if err == nil {
				t.Error(statement)
			}
		}
	})
}

func TestTheBankGetsOneFileAndTheSameBytesAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		v.must(b.Export(ctx, v.db, sealKey, v.colette, "another.example")) // sent twice
		order, err := b.File(ctx, v.db, sealKey, v.colette, false)
		v.must(err)
		again, err := b.File(ctx, v.db, sealKey, v.omar, false)
		v.must(err)
		if err := pain.Check(order); err != nil || !bytes.Equal(order, again) {
			t.Errorf("%v\n%s", err, order)
		}
		for _, want := range []string{exampleIBAN, otherIBAN, "<CtrlSum>14.29</CtrlSum>", "<Dt>2026-12-16</Dt>", "Redistribution R2026-1-1 chats.example/en/transparency/projects/project-0<", b.MessageID, "Les Chats libres"} {
			if !strings.Contains(string(order), want) {
				t.Errorf("%s is not in it\n%s", want, order)
			}
		}
		table, err := b.File(ctx, v.db, sealKey, v.colette, true)
		v.must(err)
		if !strings.Contains(string(table), "R2026-1-1,iban,Alpha e.V.,"+exampleIBAN+",8.57,EUR") {
			t.Errorf("%s", table)
		}
		if _, err := b.File(ctx, v.db, sealKey, v.samia, false); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		var lies int64
		v.must(v.db.Raw("select count(*) from file_blobs where substr(cast(content as text), 1, 20000) like '%30006000%'").Scan(&lies).Error)
		if lies != 0 {
			t.Error("an account number lies open in a stored file")
		}
		v.holds("EUR", map[string]int64{"liability:in_transit": 1429, w.account(0): 0, w.account(1): 0, w.account(2): 571})
		w.sums(0)
	})
}

func TestNothingIsExportedThatIsNotAsItWasApproved(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		w.approves(b, v.colette, v.samia)
		is(t, b.Export(ctx, v.db, sealKey, v.samia, onSite), store.ErrForbidden)
		v.must(v.db.Exec("update payout_channels set state = 'stale' where upstream_id = ?", w.upstreams[0].ID).Error)
		refusal(t, b.Export(ctx, v.db, sealKey, v.colette, onSite), "export", "payouts.wrong.export_channel")
		v.must(v.db.Exec("update payout_channels set state = 'active' where upstream_id = ?", w.upstreams[0].ID).Error)
		w.at(30)
		refusal(t, b.Export(ctx, v.db, sealKey, v.colette, onSite), "execute_on", "error.date_past")
		v.holds("EUR", map[string]int64{"liability:in_transit": 0, w.account(0): 857})
	})
}

func TestWhatIsNoAccountIsATaskAndStandsInNoFile(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		w.proposes(0, func(f *commons.ChannelForm) { f.Type, f.Address = commons.ByLiberapay, "https://liberapay.com/alpha/" })
		w.verifies(0)
		w.at(14)
		v.must(commons.TurnChannels(ctx, v.db))
		b := w.exports()
		if b.OrderFileID != nil || b.TableFileID == nil {
			t.Errorf("%+v", b)
		}
		p := b.Payments[0]
		if address, err := p.Address(sealKey); err != nil || address != "https://liberapay.com/alpha" {
			t.Errorf("%q %v", address, err)
		}
		if code, _, err := p.Code(sealKey, onSite); err != nil || code.IBAN != "" {
			t.Errorf("%+v %v", code, err)
		}
		v.must(p.Confirm(ctx, v.db, v.colette, commons.ConfirmForm{On: "2026-12-09", Reference: "liberapay 12"}))
		v.holds("EUR", map[string]int64{"liability:in_transit": 0, "asset:bank": -857})
		w.sums(857)
	})
}

func TestASmallCollectiveScansASquareCode(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		b := endow(v).open().exports()
		code, _, err := b.Payments[0].Code(sealKey, onSite)
		v.must(err)
		payload, err := code.Payload()
		want := "BCD\n002\n1\nSCT\n\nAlpha e.V.\n" + exampleIBAN + "\nEUR8.57\n\n\nRedistribution R2026-1-1 chats.example/en/transparency/projects/project-0"
		if err != nil || payload != want {
			t.Errorf("%v\n%s", err, payload)
		}
	})
}

func TestApprovalsRaceAndOneContentIsApprovedOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.submits()
		done := make(chan error, 8)
		for range 8 {
			go func() {
				mine := commons.Batch{ID: b.ID}
				done <- mine.Approve(ctx, v.db, v.colette, w.approval(b))
			}()
		}
		approved := 0
		for range 8 {
			select {
			case err := <-done:
				if err == nil {
					approved++
				}
			case <-time.After(30 * time.Second):
				t.Fatal("nobody answers")
			}
		}
		if again := w.reloads(b); approved != 1 || again.Approver2ID != nil {
			t.Errorf("%d approvals of one person, %+v", approved, again)
		}
	})
}
