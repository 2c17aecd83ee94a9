package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// repays are the promises about money that goes back.
func (w Worker) repays(b book) {
	b.write(keep(w.repaymentOwed))
	b.write(keep(w.repaymentSent))
	b.write(keep(w.repaymentKept))
}

// repaymentOwed tells those who keep an organisation's money that it gets some back. Who declared a notice reads it in its answer too.
func (w Worker) repaymentOwed(ctx context.Context, news billing.RepaymentOwed) error {
	r, err := billing.LoadRepayment(ctx, w.DB, news.RepaymentID)
	if err != nil || !r.Open() {
		return err
	}
	return w.toTreasurers(ctx, r.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.RepaymentOwed(r, o, lang, to)
	})
}

// repaymentSent tells them that it is on its way; one that came back meanwhile is not.
func (w Worker) repaymentSent(ctx context.Context, news billing.RepaymentSent) error {
	sent, r, err := billing.SentRefund(ctx, w.DB, news.RefundID)
	if err != nil || sent.State != billing.RefundDone {
		return err
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, r.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.RepaymentSent(sent, r, o, host.Location(), lang, to)
	})
}

// repaymentKept confirms that it waits as account credit.
func (w Worker) repaymentKept(ctx context.Context, news billing.RepaymentKept) error {
	r, err := billing.LoadRepayment(ctx, w.DB, news.RepaymentID)
	if err != nil || !r.Kept() {
		return err
	}
	kept, err := r.KeptCents(ctx, w.DB)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, r.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.RepaymentKept(r, kept, o, lang, to)
	})
}
