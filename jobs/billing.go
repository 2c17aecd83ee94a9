package jobs

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/files"
	"chatiere/models/hosting"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
	"chatiere/views/papers"
	"chatiere/views/paths"
)

// addressConfirmed accepts what the person had asked for.
func (w Worker) addressConfirmed(ctx context.Context, news people.AddressConfirmed) error {
	if err := billing.AcceptOf(ctx, w.DB, news.UserID); err != nil {
		return err
	}
	return billing.ConfirmRequestsOf(ctx, w.DB, news.UserID)
}

// subscriptionRequested writes the first letter: the pro forma, and the link that confirms the address unless it needs none.
func (w Worker) subscriptionRequested(ctx context.Context, news billing.SubscriptionRequested) error {
	s, err := billing.LoadSubscription(ctx, w.DB, news.SubscriptionID)
	if err != nil {
		return err
	}
	p, err := billing.ProFormaOf(ctx, w.DB, s.ID)
	if err != nil {
		return err
	}
	pdf, err := w.proFormaFile(ctx, p)
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	var link identity.SignInLink
	if s.State == billing.Requested {
		if link, err = identity.NewLinkTo(ctx, w.DB, s.RequestedBy.Email, paths.ProForma(p.Locale, p), p.Locale); err != nil {
			return err
		}
	}
	return w.post(ctx, s.RequestedBy, emails.SubscriptionRequested(p, s.Organisation, s.RequestedBy, host, link, pdf.Ref, w.BaseURL))
}

// proFormaFile draws a pro forma once and keeps it.
func (w Worker) proFormaFile(ctx context.Context, p billing.ProForma) (files.File, error) {
	pdf, err := papers.ProForma(p)
	if err != nil {
		return files.File{}, err
	}
	return p.File(ctx, w.DB, papers.FileName(p.PaymentReference), pdf)
}

// proFormaForwarded sends it to the treasurer or the board.
func (w Worker) proFormaForwarded(ctx context.Context, news billing.ProFormaForwarded) error {
	f, p, err := billing.LoadForwarding(ctx, w.DB, news.ForwardingID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	o, err := people.LoadOrganisation(ctx, w.DB, p.OrganisationID)
	if err != nil {
		return err
	}
	pdf, err := w.proFormaFile(ctx, p)
	if err != nil {
		return err
	}
	return w.postTo(ctx, f.Email, emails.ProFormaForwarded(p, o, pdf.Ref, "pro_forma_forwarded:"+p.Ref+":"+f.Email))
}

// subscriptionAccepted asks for the services of a subscription that somebody real stands behind (delivery on trust, decisions.md 4), and tells the operators.
func (w Worker) subscriptionAccepted(ctx context.Context, news billing.SubscriptionAccepted) error {
	if err := hosting.Ask(ctx, w.DB, news.SubscriptionID); err != nil {
		return err
	}
	s, err := billing.LoadSubscription(ctx, w.DB, news.SubscriptionID)
	if err != nil || s.State != billing.Accepted {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		label, err := billing.LabelOf(ctx, w.DB, s, to.Locale)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.SubscriptionAccepted(s, label, to)); err != nil {
			return err
		}
	}
	return err
}

// accessChanged brings the services after what people may do now, and tells the owners when they may only read, or everything again.
func (w Worker) accessChanged(ctx context.Context, news billing.AccessChanged) error {
	if err := hosting.Follow(ctx, w.DB, news.SubscriptionID); err != nil {
		return err
	}
	s, err := billing.LoadSubscription(ctx, w.DB, news.SubscriptionID)
	if err != nil || !s.Turned() {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, s.OrganisationID)
	for _, to := range owners {
		label, err := billing.LabelOf(ctx, w.DB, s, to.Locale)
		if err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.AccessChanged(s, label, to)); err != nil {
			return err
		}
	}
	return err
}

// invoiceIssued draws the document once, keeps it with its hash, and sends it to those who keep the organisation's money.
func (w Worker) invoiceIssued(ctx context.Context, news billing.InvoiceIssued) error {
	i, file, err := w.drawn(ctx, news.InvoiceID)
	if err != nil {
		return err
	}
	paying, err := w.paying(ctx, i)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, i.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return paying(emails.InvoiceIssued(i, o, lang, to, file))
	})
}

// invoicesIssued does the same for several that were made at once: one letter with all of them (BAT3).
func (w Worker) invoicesIssued(ctx context.Context, news billing.InvoicesIssued) error {
	var all []billing.Invoice
	var files []string
	for _, id := range news.InvoiceIDs {
		i, file, err := w.drawn(ctx, id)
		if err != nil {
			return err
		}
		all, files = append(all, i), append(files, file)
	}
	paying, err := w.paying(ctx, all...)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, news.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return paying(emails.InvoicesIssued(all, o, lang, to, files))
	})
}

// drawn is an invoice whose paper is kept, and the ref of that file.
func (w Worker) drawn(ctx context.Context, id uint) (billing.Invoice, string, error) {
	i, err := billing.LoadInvoice(ctx, w.DB, id)
	if err != nil {
		return i, "", err
	}
	if i.FileID == nil {
		electronic, err := i.XML(ctx, w.DB)
		if err != nil {
			return i, "", err
		}
		pdf, err := papers.Invoice(i, i.Every, electronic)
		if err != nil {
			return i, "", err
		}
		if i, err = i.File(ctx, w.DB, papers.FileName(i.FullName()), pdf); err != nil {
			return i, "", err
		}
	}
	file, _, err := i.Document(ctx, w.DB)
	return i, file.Ref, err
}

// paymentReceived thanks those who keep the organisation's money.
func (w Worker) paymentReceived(ctx context.Context, news billing.PaymentReceived) error {
	p, err := billing.LoadPayment(ctx, w.DB, news.PaymentID)
	if err != nil {
		return err
	}
	return w.toTreasurers(ctx, p.OrganisationID, func(o people.Organisation, lang, to string) emails.Letter {
		return emails.PaymentReceived(p, o, lang, to)
	})
}

// toTreasurers writes to the address named for invoices, to the treasurers, and where there is neither to the owners (MAI1).
func (w Worker) toTreasurers(ctx context.Context, organisationID uint, letter func(o people.Organisation, lang, to string) emails.Letter) error {
	o, err := people.LoadOrganisation(ctx, w.DB, organisationID)
	if err != nil {
		return err
	}
	readers, address, err := billing.TreasurersOf(ctx, w.DB, o)
	if err != nil {
		return err
	}
	for _, u := range readers {
		if err := w.post(ctx, u, letter(o, u.Locale, u.Ref)); err != nil {
			return err
		}
	}
	if address == "" {
		return nil
	}
	return w.postTo(ctx, address, letter(o, o.Locale, address))
}

// invoicesDue numbers the pro formas whose time has come.
func (w Worker) invoicesDue(ctx context.Context, _ billing.InvoicesDue) error {
	n, err := billing.FinaliseDue(ctx, w.DB)
	if n > 0 {
		w.Log.Info("invoices numbered", "count", n)
	}
	return err
}
