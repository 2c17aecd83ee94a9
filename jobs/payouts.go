package jobs

import (
	"context"
	"errors"

	"chatiere/integrations/outbound"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// maintainerLinkLasts is how many months a maintainer's link shows what became of their money.
const maintainerLinkLasts = 18

// pays are the promises about what projects are paid.
func (w Worker) pays(b book) {
	b.write(keep(w.payoutChannelProposed))
	b.write(keep(w.payoutChannelChanged))
	b.write(keep(w.payoutChannelsDue))
	b.write(keep(w.payoutBatchSubmitted))
	b.write(keep(w.payoutPlanned))
	b.write(keep(w.payoutAnswered))
}

// payoutChannelProposed reads the manifest of a channel, if it has one, and what proves it; without the web nothing can be reached.
func (w Worker) payoutChannelProposed(ctx context.Context, news commons.PayoutChannelProposed) error {
	c, err := commons.LoadChannel(ctx, w.DB, news.ChannelID)
	if err != nil {
		return err
	}
	u, err := w.upstream(ctx, c.UpstreamID)
	if err != nil {
		return err
	}
	var seen commons.Sight
	if c.ManifestURL != "" {
		if seen, err = c.Look(ctx, w.Secret, u, w.fetch); err != nil {
			return err
		}
	}
	err = commons.Looked(ctx, w.DB, w.Secret, c.ID, u, seen)
	if errors.Is(err, store.ErrConflict) {
		return nil // it changed meanwhile, and that promised to look again
	}
	return err
}

// fetch reads a public page.
func (w Worker) fetch(ctx context.Context, address string) ([]byte, error) {
	if w.Web == nil {
		return nil, errors.New("jobs: no page can be fetched")
	}
	content, err := w.Web.Fetch(ctx, address)
	if errors.Is(err, outbound.ErrRefused) {
		err = commons.ErrNotPublic
	}
	return content, err
}

func (w Worker) upstream(ctx context.Context, id uint) (catalogue.Upstream, error) {
	return store.From[catalogue.Upstream](w.DB).Where("id = ?", id).Take(ctx)
}

// payoutChannelsDue opens what has cooled down and reads again what was not read for a month.
func (w Worker) payoutChannelsDue(ctx context.Context, _ commons.PayoutChannelsDue) error {
	return commons.TurnChannels(ctx, w.DB)
}

// payoutChannelChanged tells whoever was reached before.
func (w Worker) payoutChannelChanged(ctx context.Context, news commons.PayoutChannelChanged) error {
	h, c, err := commons.LoadChange(ctx, w.DB, news.ChangeID)
	if err != nil || h.PreviousEmail == "" { // they have left
		return err
	}
	u, err := w.upstream(ctx, c.UpstreamID)
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	return w.postTo(ctx, h.PreviousEmail, emails.PayoutChannelChanged(h, u.Name, host))
}

// payoutBatchSubmitted asks the council for two approvals; whoever put the batch together knows already.
func (w Worker) payoutBatchSubmitted(ctx context.Context, news commons.PayoutBatchSubmitted) error {
	b, err := commons.LoadBatch(ctx, w.DB, news.BatchID)
	if err != nil || b.State != commons.BatchSubmitted {
		return err
	}
	return w.toCouncil(ctx, []people.Role{people.Steward, people.Operator, people.Accountant}, b.CreatedByID, func(to people.User) emails.Letter { return emails.BatchSubmitted(b, to) })
}

// toCouncil writes to everybody with one of some roles, once each.
func (w Worker) toCouncil(ctx context.Context, roles []people.Role, but uint, letter func(people.User) emails.Letter) error {
	seen := map[uint]bool{but: true}
	for _, r := range roles {
		readers, err := people.StaffAs(ctx, w.DB, r)
		if err != nil {
			return err
		}
		for _, to := range readers {
			if seen[to.ID] {
				continue
			}
			seen[to.ID] = true
			if err := w.post(ctx, to, letter(to)); err != nil {
				return err
			}
		}
	}
	return nil
}

// payoutPlanned writes to the maintainer, unless the payment was taken out meanwhile.
func (w Worker) payoutPlanned(ctx context.Context, news commons.PayoutPlanned) error {
	p, err := commons.LoadUpstreamPayment(ctx, w.DB, news.PaymentID)
	if err != nil || !p.Answerable() || p.ContactEmail == "" {
		return err
	}
	b, err := commons.LoadBatch(ctx, w.DB, p.BatchID)
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	until := p.CreatedAt.AddDate(0, maintainerLinkLasts, 0)
	return w.postTo(ctx, p.ContactEmail, emails.PayoutPlanned(p, b, host, until))
}

// payoutAnswered tells those who keep the payouts.
func (w Worker) payoutAnswered(ctx context.Context, news commons.PayoutAnswered) error {
	p, err := commons.LoadUpstreamPayment(ctx, w.DB, news.PaymentID)
	if err != nil {
		return err
	}
	return w.toCouncil(ctx, []people.Role{people.Operator, people.Accountant}, 0, func(to people.User) emails.Letter { return emails.PayoutAnswered(p, to) })
}
