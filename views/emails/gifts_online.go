package emails

import (
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
)

// GiftWays is how a gift may come beside a transfer.
type GiftWays struct {
	Online bool                // it can be paid on the page of its promise
	Method *commons.GiftMethod // it is taken from there by itself
}

// of completes the letter that asks for a gift: it is taken by itself and there is nothing to do, or here is how to pay.
func (g GiftWays) of(l Letter, d commons.Donation, host collective.Collective) Letter {
	if g.Method != nil {
		l.Lines = []string{locales.T(l.Lang, "emails.donation.taken", "Title", d.Space.Title, "Date", dayOf(l.Lang, d.TakenOn()), "Method", giftMethod(l.Lang, g.Method.Kind, g.Method.Last4))}
		l.After = []string{locales.T(l.Lang, "emails.donation.taken_stop")}
		return l
	}
	l.Facts = payFacts(l.Lang, d.Transfer(host), "EUR")
	if g.Online {
		l.After = append([]string{locales.T(l.Lang, "emails.donation.online")}, l.After...)
	}
	return l
}

func giftMethod(lang string, kind billing.Method, last string) string {
	if kind == billing.BySEPA {
		return locales.T(lang, "emails.donation.from_account", "Last", last)
	}
	return locales.T(lang, "emails.donation.from_card", "Last", last)
}

// GiftNotPaid tells a giver that nothing was taken, or that their bank wants them to confirm; nobody owes a gift.
func GiftNotPaid(p Standing, g commons.GiftPayment) Letter {
	lang, amount := p.lang(), locales.Money(p.lang(), g.Cents, g.Currency)
	l := p.letter("gift_not_paid", g.Ref)
	l.Subject = locales.T(lang, "emails.donation.not_paid_subject", "Title", g.Donation.Space.Title)
	l.Lines = []string{locales.T(lang, "emails.donation.not_paid", "Amount", amount, "Method", giftMethod(lang, g.Method, g.Last4))}
	if g.State == billing.Asking {
		l.Lines = []string{locales.T(lang, "emails.donation.asks", "Amount", amount, "Method", giftMethod(lang, g.Method, g.Last4))}
	}
	l.After = []string{locales.T(lang, "emails.donation.free"), locales.T(lang, "pledges.how_to_stop_more")}
	return l
}

// GiftSentBack tells a giver that their gift is on its way back.
func GiftSentBack(p Standing, g commons.GiftPayment, r commons.GiftReturn) Letter {
	lang, amount := p.lang(), locales.Money(p.lang(), r.Cents, g.Currency)
	l := p.letter("gift_sent_back", r.Ref)
	l.Subject = locales.T(lang, "emails.donation.back_subject", "Amount", amount)
	l.Lines = []string{locales.T(lang, "emails.donation.back", "Amount", amount, "Method", giftMethod(lang, g.Method, g.Last4), "Reason", r.Reason)}
	return l
}
