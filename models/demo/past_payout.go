package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// channel is how a project came to be paid somewhere: told, verified, open after its two weeks, and stale once its proof is gone.
func (t *teller) channel(c folder.Channel) []event {
	told, verified := fmt.Sprintf("channel %s %d", c.Upstream, c.DaysAgo), fmt.Sprintf("channel verified %s %d", c.Upstream, c.DaysAgo)
	all := []event{{t.at(c.DaysAgo, told), told, func(tx *gorm.DB) (uint, error) { return t.saysWhere(tx, c) }}}
	if c.VerifiedDaysAgo > 0 {
		at := t.at(c.VerifiedDaysAgo, verified)
		all = append(all,
			event{at, verified, func(tx *gorm.DB) (uint, error) { return t.verifies(tx, c) }},
			event{at.Add(commons.Cooldown), "channel opened " + told, func(tx *gorm.DB) (uint, error) { return 0, commons.TurnChannels(t.ctx, tx) }},
		)
	}
	if c.StaleDaysAgo > 0 {
		stale := "channel stale " + c.Upstream
		all = append(all, event{t.at(c.StaleDaysAgo, stale), stale, func(tx *gorm.DB) (uint, error) { return t.losesProof(tx, c) }})
	}
	return all
}

func (t *teller) project(tx *gorm.DB, ref string) (catalogue.Upstream, error) {
	return catalogue.FindUpstream(t.ctx, tx, t.folder.Profile.Languages[0], ref)
}

func (t *teller) saysWhere(tx *gorm.DB, c folder.Channel) (uint, error) {
	by, err := t.user(tx, c.By)
	if err != nil {
		return 0, err
	}
	u, err := t.project(tx, c.Upstream)
	if err != nil {
		return 0, err
	}
	f := commons.ChannelForm{
		Type: commons.ChannelType(c.Type), Address: c.Address, Holder: c.Holder, Email: c.Email, Locale: c.Locale, Manifest: c.Manifest, Evidence: c.Evidence,
	}
	if before, err := commons.ChannelOf(t.ctx, tx, by, u.ID); err == nil {
		f.Version = before.Version
	}
	made, err := commons.SaveChannel(t.ctx, tx, t.telling.Secret, by, u, f)
	return made.ID, err
}

// verifies reads the manifest, where there is one, and says how it is known whose the channel is.
func (t *teller) verifies(tx *gorm.DB, c folder.Channel) (uint, error) {
	if c.Manifest != "" {
		if _, err := t.reads(tx, c, ""); err != nil {
			return 0, err
		}
	}
	by, err := t.user(tx, c.By)
	if err != nil {
		return 0, err
	}
	u, err := t.project(tx, c.Upstream)
	if err != nil {
		return 0, err
	}
	one, err := commons.ChannelOf(t.ctx, tx, by, u.ID)
	if err != nil {
		return 0, err
	}
	return one.ID, one.Verify(t.ctx, tx, by, commons.VerifyForm{Provenance: commons.Provenance(c.Provenance), Evidence: c.Evidence, Called: true, Version: one.Version})
}

func (t *teller) losesProof(tx *gorm.DB, c folder.Channel) (uint, error) {
	return t.reads(tx, c, commons.FaultUnproven)
}

// reads is what the portal saw of a manifest: nothing of the web is asked.
func (t *teller) reads(tx *gorm.DB, c folder.Channel, fault string) (uint, error) {
	by, err := t.user(tx, c.By)
	if err != nil {
		return 0, err
	}
	u, err := t.project(tx, c.Upstream)
	if err != nil {
		return 0, err
	}
	one, err := commons.ChannelOf(t.ctx, tx, by, u.ID)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256([]byte(c.Manifest + fault))
	return one.ID, commons.Looked(t.ctx, tx, t.telling.Secret, one.ID, u, commons.Sight{SHA256: hex.EncodeToString(sum[:]), Fault: fault})
}

// batch is how a round's projects were paid: put together, answered, approved by two people, given to the bank, confirmed or returned.
func (t *teller) batch(b folder.Batch) []event {
	if !t.tells(b.Round) {
		return nil
	}
	name := "batch " + b.Ref
	all := []event{{t.at(b.DaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.submits(tx, b) }}}
	add := func(daysAgo int, part string, do func(tx *gorm.DB) (uint, error)) {
		if daysAgo > 0 {
			all = append(all, event{t.at(daysAgo, part+name), part + name, do})
		}
	}
	for n, p := range b.Payments {
		add(p.AnsweredDaysAgo, fmt.Sprint("answer ", n, " in "), func(tx *gorm.DB) (uint, error) { return t.answers(tx, b, p) })
		add(p.ConfirmedDaysAgo, fmt.Sprint("confirmation ", n, " in "), func(tx *gorm.DB) (uint, error) { return t.confirms(tx, b, p) })
		add(p.ReturnedDaysAgo, fmt.Sprint("return ", n, " in "), func(tx *gorm.DB) (uint, error) { return t.returns(tx, b, p) })
	}
	for n, by := range b.ApprovedBy {
		add(b.ApprovedDaysAgo, fmt.Sprint("approval ", n, " of "), func(tx *gorm.DB) (uint, error) { return t.approvesBatch(tx, b, by) })
	}
	add(b.ExportedDaysAgo, "export of ", func(tx *gorm.DB) (uint, error) { return t.exports(tx, b) })
	return all
}

func (t *teller) submits(tx *gorm.DB, b folder.Batch) (uint, error) {
	by, err := t.user(tx, b.By)
	if err != nil {
		return 0, err
	}
	made, err := commons.DraftBatch(t.ctx, tx, by, commons.BatchForm{ExecuteOn: commons.NextPayday(t.day(b.DaysAgo)), LeastCents: b.LeastCents})
	if err != nil {
		return 0, err
	}
	return made.ID, made.Submit(t.ctx, tx, by)
}

// paid is a payment of a batch to a project.
func (t *teller) paid(tx *gorm.DB, b folder.Batch, p folder.Payout) (commons.UpstreamPayment, error) {
	batch, err := commons.LoadBatch(t.ctx, tx, t.made("batch "+b.Ref))
	if err != nil {
		return commons.UpstreamPayment{}, err
	}
	for _, one := range batch.Payments {
		if one.UpstreamID == t.idOf("upstream", p.Upstream) {
			return one, nil
		}
	}
	return commons.UpstreamPayment{}, store.ErrNotFound
}

func (t *teller) answers(tx *gorm.DB, b folder.Batch, p folder.Payout) (uint, error) {
	one, err := t.paid(tx, b, p)
	if err != nil {
		return 0, err
	}
	f := commons.AnswerForm{Answer: commons.Answer(p.Answer), Months: p.Months, Name: p.Name, Words: p.Words}
	if p.To != "" {
		if f.To, err = t.upstreamRef(tx, p.To); err != nil {
			return 0, err
		}
	}
	return one.ID, one.Reply(t.ctx, tx, f)
}

func (t *teller) approvesBatch(tx *gorm.DB, b folder.Batch, ref string) (uint, error) {
	by, err := t.user(tx, ref)
	if err != nil {
		return 0, err
	}
	batch, err := commons.LoadBatch(t.ctx, tx, t.made("batch "+b.Ref))
	if err != nil {
		return 0, err
	}
	return batch.ID, batch.Approve(t.ctx, tx, by, commons.ApprovalForm{SHA256: batch.SHA256, NoInterest: true, ProvenAt: store.Now(tx), Factors: 1})
}

func (t *teller) exports(tx *gorm.DB, b folder.Batch) (uint, error) {
	by, err := t.user(tx, b.By)
	if err != nil {
		return 0, err
	}
	batch, err := commons.LoadBatch(t.ctx, tx, t.made("batch "+b.Ref))
	if err != nil {
		return 0, err
	}
	return batch.ID, batch.Export(t.ctx, tx, t.telling.Secret, by, t.telling.Pages)
}

// confirms is what the bank's statement or a person said, and the receipt that came then.
func (t *teller) confirms(tx *gorm.DB, b folder.Batch, p folder.Payout) (uint, error) {
	by, err := t.user(tx, b.By)
	if err != nil {
		return 0, err
	}
	one, err := t.paid(tx, b, p)
	if err != nil {
		return 0, err
	}
	if p.Reference != "" {
		err = one.Confirm(t.ctx, tx, by, commons.ConfirmForm{On: store.Today(tx, t.zone).Format(time.DateOnly), Reference: p.Reference})
	} else {
		err = t.bankSays(tx, by, one)
	}
	if err != nil || p.Receipt == "" && p.ReceiptURL == "" {
		return one.ID, err
	}
	if one, err = t.paid(tx, b, p); err != nil {
		return 0, err
	}
	f := commons.PayoutReceiptForm{URL: p.ReceiptURL}
	if p.Receipt != "" {
		f.Upload = files.Upload{Name: "recu-" + strings.ToLower(one.EndToEndID) + ".txt", Content: []byte(p.Receipt + "\n")}
	}
	return one.ID, one.Receive(t.ctx, tx, by, f)
}

// bankSays brings in the line of the bank that names the payment.
func (t *teller) bankSays(tx *gorm.DB, by people.User, p commons.UpstreamPayment) error {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("Date;Tiers;Libellé;Montant\n%s;%s;VIR SEPA %s;-%d,%02d\n", store.Today(tx, t.zone).Format("02/01/2006"), p.HolderName, p.EndToEndID, p.Cents/100, p.Cents%100)
	s, err := billing.ReceiveStatement(t.ctx, tx, operator, billing.Upload{Name: "releve-" + p.EndToEndID + ".csv", Content: []byte(line)})
	if err != nil {
		return err
	}
	if _, err := s.Import(t.ctx, tx, operator, billing.ImportForm{Version: s.Version}); err != nil {
		return err
	}
	_, err = commons.ReadBank(t.ctx, tx, by)
	return err
}

func (t *teller) returns(tx *gorm.DB, b folder.Batch, p folder.Payout) (uint, error) {
	by, err := t.user(tx, b.By)
	if err != nil {
		return 0, err
	}
	one, err := t.paid(tx, b, p)
	if err != nil {
		return 0, err
	}
	return one.ID, one.Return(t.ctx, tx, by, commons.ReturnPayoutForm{On: store.Today(tx, t.zone).Format(time.DateOnly), Reason: p.Reason})
}
