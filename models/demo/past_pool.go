package demo

import (
	"strconv"
	"time"

	"chatiere/models/billing"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// pool is how a network head began to pay for its members: its budget, and for each member the offer, the member's yes, the invoice and its
// payment.
func (t *teller) pool(p folder.Pool) []event {
	set := "pool " + p.Head
	all := []event{{t.at(p.DaysAgo, set), set, func(tx *gorm.DB) (uint, error) { return t.setPool(tx, p) }}}
	for _, c := range p.Carried {
		offer, answer, bill, paid := "carriage "+c.Organisation, "carriage answer "+c.Organisation, "carriage bill "+c.Organisation, "carriage payment "+c.Organisation
		all = append(all,
			event{t.at(c.DaysAgo, offer), offer, func(tx *gorm.DB) (uint, error) { return t.offersToPay(tx, p, c) }},
			event{t.at(c.DaysAgo, offer).Add(time.Hour), answer, func(tx *gorm.DB) (uint, error) { return t.agrees(tx, c) }},
			event{t.at(c.BilledDaysAgo, bill), bill, func(tx *gorm.DB) (uint, error) { return t.billed(tx, p) }},
			event{t.at(c.BilledDaysAgo-c.PaysAfterDays, paid), paid, func(tx *gorm.DB) (uint, error) { return t.paysBill(tx, bill) }},
		)
	}
	return all
}

func (t *teller) setPool(tx *gorm.DB, p folder.Pool) (uint, error) {
	by, head, err := t.keeper(tx, p.By, p.Head)
	if err != nil {
		return 0, err
	}
	return head.ID, billing.SavePool(t.ctx, tx, by, head, billing.PoolForm{Together: "yes", Percent: strconv.Itoa(p.Percent), BudgetCents: p.BudgetCents, ComingCents: p.BudgetCents})
}

func (t *teller) offersToPay(tx *gorm.DB, p folder.Pool, c folder.Carried) (uint, error) {
	by, head, err := t.keeper(tx, p.By, p.Head)
	if err != nil {
		return 0, err
	}
	a, err := t.affiliation(tx, c.Organisation)
	if err != nil {
		return 0, err
	}
	a.Head = head
	return a.ID, billing.OfferCarriage(t.ctx, tx, by, a, billing.CarriageForm{Percent: strconv.Itoa(c.Percent), Version: a.Version})
}

func (t *teller) agrees(tx *gorm.DB, c folder.Carried) (uint, error) {
	by, _, err := t.keeper(tx, c.By, c.Organisation)
	if err != nil {
		return 0, err
	}
	a, err := t.affiliation(tx, c.Organisation)
	if err != nil {
		return 0, err
	}
	return a.ID, billing.AcceptCarriage(t.ctx, tx, by, a)
}

// billed writes what waits for the head's invoice and returns it.
func (t *teller) billed(tx *gorm.DB, p folder.Pool) (uint, error) {
	if _, err := billing.ConsolidateDue(t.ctx, tx); err != nil {
		return 0, err
	}
	made, err := store.From[billing.Invoice](tx).Where("organisation_id = ? and origin like 'pool:%'", t.idOf("organisation", p.Head)).Order("id desc").Limit(1).Find(t.ctx)
	if err != nil || len(made) == 0 {
		return 0, err
	}
	return made[0].ID, nil
}

// paysBill confirms the transfer of what an event invoiced.
func (t *teller) paysBill(tx *gorm.DB, bill string) (uint, error) {
	if t.made(bill) == 0 {
		return 0, nil
	}
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	i, err := billing.LoadInvoice(t.ctx, tx, t.made(bill))
	if err != nil {
		return 0, err
	}
	paid, err := billing.ConfirmTransfer(t.ctx, tx, operator, billing.PaymentForm{
		For: i.Ref, Cents: i.DueCents(), ReceivedOn: store.Today(tx, t.zone).Format(time.DateOnly), Reference: "VIR " + i.PaymentReference, Key: "demo:" + bill,
	})
	return paid.ID, err
}

// keeper is a person of the folder and an organisation whose money they keep.
func (t *teller) keeper(tx *gorm.DB, user, organisation string) (people.User, people.Organisation, error) {
	by, err := t.user(tx, user)
	if err != nil {
		return by, people.Organisation{}, err
	}
	o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", organisation))
	return by, o, err
}

func (t *teller) affiliation(tx *gorm.DB, organisation string) (people.Affiliation, error) {
	o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", organisation))
	if err != nil {
		return people.Affiliation{}, err
	}
	return people.HeadOf(t.ctx, tx, o)
}
