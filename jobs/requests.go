package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/files"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/views/emails"
	"chatiere/views/papers"
	"chatiere/views/paths"
)

// requestSent writes the first letter to the person who asked.
func (w Worker) requestSent(ctx context.Context, news billing.RequestSent) error {
	r, err := billing.LoadRequest(ctx, w.DB, news.RequestID)
	if err != nil {
		return err
	}
	offer, err := w.offerOf(ctx, r, r.Locale)
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	var link identity.SignInLink
	if r.State == billing.RequestUnconfirmed {
		if link, err = identity.NewLinkTo(ctx, w.DB, r.RequestedBy.Email, paths.Request(r.Locale, r), r.Locale); err != nil {
			return err
		}
	}
	return w.post(ctx, r.RequestedBy, emails.RequestSent(r, offer, host, link))
}

// offerOf is what the offer of a request is called in a language.
func (w Worker) offerOf(ctx context.Context, r billing.Request, lang string) (string, error) {
	return billing.LabelOf(ctx, w.DB, billing.Subscription{OfferID: r.OfferID}, lang)
}

// requestConfirmed tells the operators that a request waits for an answer.
func (w Worker) requestConfirmed(ctx context.Context, news billing.RequestConfirmed) error {
	r, err := billing.LoadRequest(ctx, w.DB, news.RequestID)
	if err != nil || r.State != billing.RequestAsked {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		offer, err := w.offerOf(ctx, r, to.Locale)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.RequestConfirmed(r, offer, to)); err != nil {
			return err
		}
	}
	return err
}

// requestResponded brings the answer, with the quote.
func (w Worker) requestResponded(ctx context.Context, news billing.RequestResponded) error {
	r, err := billing.LoadRequest(ctx, w.DB, news.RequestID)
	if err != nil || r.Version != news.Version { // answered again meanwhile
		return err
	}
	offer, err := w.offerOf(ctx, r, r.RequestedBy.Locale)
	if err != nil {
		return err
	}
	var quote billing.Quote
	var pdf files.File
	if r.State == billing.RequestAnswered {
		if quote, pdf, err = w.quoteFile(ctx, r); err != nil {
			return err
		}
	}
	return w.post(ctx, r.RequestedBy, emails.RequestResponded(r, offer, quote, pdf.Ref))
}

// quoteFile draws the quote as it was answered and keeps it, once for each answer.
func (w Worker) quoteFile(ctx context.Context, r billing.Request) (billing.Quote, files.File, error) {
	q, err := billing.QuoteOf(ctx, w.DB, r, r.Organisation.Locale)
	if err != nil {
		return q, files.File{}, err
	}
	pdf, err := papers.Quote(q)
	if err != nil {
		return q, files.File{}, err
	}
	kept, err := r.File(ctx, w.DB, papers.FileName("quote-"+r.Ref), pdf)
	return q, kept, err
}

// quoteForwarded sends a quote to the board.
func (w Worker) quoteForwarded(ctx context.Context, news billing.QuoteForwarded) error {
	f, r, err := billing.LoadQuoteForwarding(ctx, w.DB, news.ForwardingID)
	if err != nil || r.AgreedCents == 0 {
		return err
	}
	offer, err := w.offerOf(ctx, r, r.Organisation.Locale)
	if err != nil {
		return err
	}
	q, pdf, err := w.quoteFile(ctx, r)
	if err != nil {
		return err
	}
	return w.postTo(ctx, f.Email, emails.QuoteForwarded(r, offer, q, pdf.Ref, "quote_forwarded:"+r.Ref+":"+f.Email))
}
