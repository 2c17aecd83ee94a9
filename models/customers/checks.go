package customers

import (
	"errors"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
)

// check says what does not fit: between the files, and with what is here.
func (m *mover) check() error {
	there := map[string]bool{}
	for key := range m.known[AnOrganisation] {
		there[key] = true
	}
	for _, b := range m.bodies {
		there[b.key] = true
	}
	m.checkPlaces(there)
	for _, c := range m.contracts {
		c.checkBody(there)
		m.checkContract(c)
		_, here := m.known[ASubscription][c.key]
		m.checkOpen(c.line, c.organisation, here)
	}
	for _, checks := range []func(map[string]bool) error{m.checkNumbers, m.checkTags, m.checkMoney} {
		if err := checks(there); err != nil {
			return err
		}
	}
	return nil
}

// checkBody says when a line names an organisation that nobody knows.
func (l line) checkBody(there map[string]bool) {
	if key := l.cells["organisation"]; key != "" && !there[key] {
		l.Add("organisation", "customers.fault.organisation", "Key", key)
	}
}

// shut reports whether an organisation that came before was closed here since.
func (m *mover) shut(organisation string) bool {
	e, here := m.known[AnOrganisation][organisation]
	return here && m.bodyOf[e.SubjectID].ClosedAt != nil
}

// checkOpen says when a line would begin something for an organisation that was closed.
func (m *mover) checkOpen(l line, organisation string, here bool) {
	if !here && m.shut(organisation) {
		l.Add("organisation", "customers.fault.closed", "Name", m.bodyOf[m.known[AnOrganisation][organisation].SubjectID].Name)
	}
}

func (m *mover) checkPlaces(there map[string]bool) {
	for _, p := range m.places {
		p.checkBody(there)
		_, came := m.known[AMembership][p.organisation+" "+fingerprint(p.email)]
		m.checkOpen(p.line, p.organisation, came)
		if u, here := m.userOf[p.email]; here && u.DisabledAt != nil && u.ErasedAt == nil {
			p.Add("email", "customers.fault.person_left")
		}
		if p.role == people.Owner && m.userOf[p.email].ErasedAt == nil && m.owners[p.organisation] == 0 {
			m.owners[p.organisation] = unnumbered
		}
	}
}

// unnumbered stands for a person who is made by this folder.
const unnumbered = ^uint(0)

func (m *mover) checkContract(c contract) {
	o, sold := m.offers[c.offer]
	if c.offer != "" && !sold {
		c.Add("offer", "customers.fault.offer", "Offer", c.offer)
	}
	if c.organisation != "" && m.owners[c.organisation] == 0 {
		c.Add("organisation", "customers.fault.no_owner", "Key", c.organisation)
	}
	if !sold || c.every == "" {
		return
	}
	if _, priced := priceOf(o, c); !priced {
		c.Add("tier", "customers.fault.price", "Offer", c.offer, "Tier", string(c.tier), "Interval", string(c.every))
	}
	c.place(o.Services)
}

// priceOf is the newest price of an offer for a tier and a period.
func priceOf(o catalogue.Offer, c contract) (catalogue.Price, bool) {
	for _, p := range o.Prices { // newest list first
		if p.Tier == c.tier && string(p.Period) == string(c.every) {
			return p, true
		}
	}
	return catalogue.Price{}, false
}

// checkNumbers says when a new organisation has the number of one that is here, or of another line.
func (m *mover) checkNumbers(map[string]bool) error {
	seen := keys{}
	var numbers []string
	for _, b := range m.bodies {
		if n := b.form.RegistryNumber; n != "" {
			if seen.once(b.line, "registry_number", n) {
				numbers = append(numbers, n)
			}
		}
	}
	here := map[string]people.Organisation{}
	if err := inPortions(numbers, func(some []string) error {
		rows, err := store.From[people.Organisation](m.tx).Where("registry_number in ? and closed_at is null", some).Find(m.ctx)
		for _, o := range rows {
			here[o.RegistryNumber] = o
		}
		return err
	}); err != nil {
		return err
	}
	for _, b := range m.bodies {
		if o, taken := here[b.form.RegistryNumber]; taken && m.known[AnOrganisation][b.key].SubjectID != o.ID {
			b.Add("registry_number", "customers.fault.number_here", "Name", o.Name)
		}
	}
	return nil
}

// checkTags finds in whose name accounts are treated apart.
func (m *mover) checkTags(map[string]bool) error {
	for _, b := range m.bodies {
		if len(b.tags) == 0 {
			continue
		}
		admin, err := people.FirstAdmin(m.ctx, m.tx)
		if errors.Is(err, store.ErrNotFound) {
			b.Add("tags", "customers.fault.no_admin")
			return nil
		}
		m.admin = admin
		return err
	}
	return nil
}

// told prices of the folder are as they were: an empty cell takes the price of the catalogue.
func (m *mover) priced(c contract) (catalogue.Price, int64) {
	p, _ := priceOf(m.offers[c.offer], c)
	if c.kept {
		return p, c.price
	}
	return p, p.Cents
}

// subscription is the row that a contract becomes.
func (m *mover) subscription(c contract) billing.Subscription {
	price, unit := m.priced(c)
	return billing.Subscription{
		OrganisationID: m.ids[AnOrganisation][c.organisation], OfferID: m.offers[c.offer].ID, PriceID: price.ID, Tier: c.tier, Period: c.every, Quantity: c.quantity,
		UnitCents: unit, Currency: price.Currency, RequestedByID: m.owners[c.organisation], AnchorOn: c.anchor, InvoicedUntil: c.until,
	}
}
