package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/views/emails"
	"chatiere/views/papers"
)

// noticeFiled acknowledges a cancellation or a withdrawal, with the proof attached. Without an e-mail address an operator answers by post.
func (w Worker) noticeFiled(ctx context.Context, news billing.NoticeFiled) error {
	n, err := billing.LoadNotice(ctx, w.DB, news.NoticeID)
	if err != nil || n.Email == "" {
		return err
	}
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	pdf, err := papers.Notice(n, host)
	if err != nil {
		return err
	}
	kept, err := n.File(ctx, w.DB, papers.FileName("notice-"+n.Ref), pdf)
	if err != nil {
		return err
	}
	return w.postTo(ctx, n.Email, emails.NoticeFiled(n, papers.NoticeWords(n.Locale, n), host.Location(), kept.Ref))
}

// noticeSettled says what a notice brings, or why nothing could be done.
func (w Worker) noticeSettled(ctx context.Context, news billing.NoticeSettled) error {
	n, err := billing.LoadNotice(ctx, w.DB, news.NoticeID)
	if err != nil || n.Email == "" {
		return err
	}
	return w.postTo(ctx, n.Email, emails.NoticeSettled(n))
}

// endsDue ends the cancelled contracts whose last day is over.
func (w Worker) endsDue(ctx context.Context, _ billing.EndsDue) error {
	n, err := billing.EndDue(ctx, w.DB)
	if n > 0 {
		w.Log.Info("subscriptions ended", "count", n)
	}
	return err
}

// subscriptionEnded tells the owners that a contract is over, and how long their data is kept.
func (w Worker) subscriptionEnded(ctx context.Context, news billing.SubscriptionEnded) error {
	s, err := billing.LoadSubscription(ctx, w.DB, news.SubscriptionID)
	if err != nil {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, s.OrganisationID)
	for _, to := range owners {
		label, err := billing.LabelOf(ctx, w.DB, s, to.Locale)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.SubscriptionEnded(s, label, to)); err != nil {
			return err
		}
	}
	return err
}
