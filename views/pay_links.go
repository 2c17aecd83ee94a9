package views

import (
	"chatiere/models/billing"
	"chatiere/models/billing/bank"
	"chatiere/models/people"
)

// PayLinkPage is what anybody sees who holds a link to pay: numbers and amounts, nothing of the organisation (PAY5).
type PayLinkPage struct {
	Link   billing.PayLink
	Token  string
	Today  string
	Online Online
}

// transfer is how it is paid by bank, when it is one invoice; several have a reference each.
func (p PayLinkPage) transfer() bank.Transfer {
	if len(p.Link.Invoices) != 1 {
		return bank.Transfer{}
	}
	return p.Link.Invoices[0].Transfer()
}

// account is the collective's, for several transfers.
func (p PayLinkPage) account() bank.Transfer {
	for _, i := range p.Link.Invoices {
		if i.DueCents() > 0 {
			return i.Transfer()
		}
	}
	return bank.Transfer{}
}

// PayLinksPage are the links of an organisation that still hold.
type PayLinksPage struct {
	Organisation people.Organisation
	Links        []PayLinkRow
}

// PayLinkRow is one link with its whole address.
type PayLinkRow struct {
	Link    billing.PayLink
	Address string
}
