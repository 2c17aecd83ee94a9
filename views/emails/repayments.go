package emails

import (
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// repaid is what all letters about money that goes back have: whom they are for and where to read more.
func repaid(kind, once string, r billing.Repayment, o people.Organisation, lang, to string) Letter {
	return Letter{
		Kind: kind, Once: kind + ":" + once + ":" + to, Lang: lang, OrganisationID: o.ID, Action: locales.T(lang, "emails.repaid.action"), Path: paths.Invoices(lang, o),
		Why: locales.T(lang, "emails.invoice.why", "Organisation", o.Name),
	}
}

// RepaymentOwed tells one of those who keep an organisation's money what it gets back and by when.
func RepaymentOwed(r billing.Repayment, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l, amount := repaid("repayment_owed", r.Ref, r, o, lang, to), locales.Money(lang, r.AmountCents, r.Currency)
	l.Subject = locales.T(lang, "emails.repaid.owed_subject", "Amount", amount)
	l.Lines = []string{locales.T(lang, "emails.repaid.owed", "Amount", amount, "Organisation", o.Name, "Date", dayOf(lang, r.DueOn)), locales.T(lang, "emails.repaid.same_way")}
	l.After = []string{locales.T(lang, "emails.repaid.may_keep")}
	return l
}

// RepaymentSent tells them that it is on its way: through the cashier, or by a transfer.
func RepaymentSent(f billing.Refund, r billing.Repayment, o people.Organisation, zone *time.Location, lang, to string) Letter {
	lang = spoken(lang)
	l, amount := repaid("repayment_sent", f.Ref, r, o, lang, to), locales.Money(lang, f.AmountCents, f.Currency)
	l.Subject = locales.T(lang, "emails.repaid.sent_subject", "Amount", amount)
	if f.ByTransfer {
		l.Lines = []string{locales.T(lang, "emails.repaid.transferred", "Amount", amount, "Organisation", o.Name, "Date", dayOf(lang, f.SentOn))}
		l.Facts = []Fact{{locales.T(lang, "emails.repaid.words"), f.Reference}}
		return l
	}
	l.Lines = []string{locales.T(lang, "emails.repaid.sent", "Amount", amount, "Organisation", o.Name, "Date", locales.Date(lang, f.CreatedAt.In(zone)))}
	return l
}

// RepaymentKept confirms that it waits as account credit, as the organisation wished.
func RepaymentKept(r billing.Repayment, cents int64, o people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	l, amount := repaid("repayment_kept", r.Ref, r, o, lang, to), locales.Money(lang, cents, r.Currency)
	l.Subject = locales.T(lang, "emails.repaid.kept_subject", "Amount", amount)
	l.Lines = []string{locales.T(lang, "emails.repaid.kept", "Amount", amount, "Organisation", o.Name)}
	if r.KeptReason != "" {
		l.Quote = r.KeptReason
	}
	l.After = []string{locales.T(lang, "emails.repaid.not_you")}
	return l
}
