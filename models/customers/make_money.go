package customers

import (
	"errors"
	"slices"

	"chatiere/models/billing"
	"chatiere/models/store"
)

// checkMoney says what of balances, mandates and series does not fit.
func (m *mover) checkMoney(there map[string]bool) error {
	if len(m.contracts)+len(m.balances) > 0 && !m.pricing.Declared() {
		line{file: "subscriptions.csv", book: m.folder}.Add("", "customers.fault.no_regime")
	}
	var numbers []string
	for _, b := range m.balances {
		b.checkBody(there)
		if _, here := m.known[ABalance][b.key()]; !b.credit && !here {
			numbers = append(numbers, b.number)
		}
	}
	taken := map[string]bool{}
	if err := inPortions(numbers, func(some []string) error {
		here, err := billing.Numbered(m.ctx, m.tx, some)
		for _, n := range here {
			taken[n] = true
		}
		return err
	}); err != nil {
		return err
	}
	for _, b := range m.balances {
		if _, here := m.known[ABalance][b.key()]; !here && !b.credit && taken[b.number] {
			b.Add("number", "customers.fault.number_taken", "Number", b.number)
		}
	}
	if err := m.checkMandates(there); err != nil {
		return err
	}
	return m.checkSeries()
}

// checkMandates says when the payment provider's name is another organisation's here, or the organisation has another name.
func (m *mover) checkMandates(there map[string]bool) error {
	if len(m.mandates) == 0 {
		return nil
	}
	payers, err := billing.Accounts(m.ctx, m.tx, m.mandates[0].method.Live)
	if err != nil {
		return err
	}
	whose, name := map[string]uint{}, map[uint]string{}
	for _, p := range payers {
		whose[p.CustomerID], name[p.OrganisationID] = p.OrganisationID, p.CustomerID
	}
	ofBody := map[string]string{}
	for _, one := range m.mandates {
		one.checkBody(there)
		_, here := m.known[AMandate][one.method.MethodID]
		m.checkOpen(one.line, one.organisation, here)
		id, customer := m.known[AnOrganisation][one.organisation].SubjectID, one.method.CustomerID
		other := whose[customer] != 0 && whose[customer] != id || name[id] != "" && name[id] != customer
		if first := ofBody[one.organisation]; first != "" && first != customer {
			other = true
		}
		if ofBody[one.organisation] = customer; other {
			one.Add("customer", "customers.fault.other_payer", "Customer", customer)
		}
	}
	return nil
}

func (m *mover) checkSeries() error {
	now, err := billing.AllSeries(m.ctx, m.tx)
	for _, s := range m.series {
		if _, here := m.known[ASeries][s.Name]; here {
			continue
		}
		if c, counting := now[s.Name]; counting && c.Last != s.Last && (c.Given || c.Last > s.Last) {
			s.Add("next", "customers.fault.series_ahead", "Series", s.Name, "Next", c.Last+1)
		}
	}
	return err
}

func (m *mover) makeBalances() error {
	var debts []billing.Debt
	var fresh []balance
	slices.SortStableFunc(m.balances, func(a, b balance) int { return byDay(a, b) }) // older numbers first
	for _, b := range m.balances {
		o := m.bodyOf[m.ids[AnOrganisation][b.organisation]]
		kind := ABalance
		if b.credit {
			kind = ACredit
		}
		if e, here := m.known[kind][b.key()]; here {
			var fields []string
			if e.Cents != b.cents {
				fields = []string{"amount"}
			}
			m.told(kind, b.key(), o.Name, keptOr(fields), fields...)
			continue
		}
		if b.credit {
			m.bring(entry{Kind: ACredit, Name: b.key(), SubjectID: o.ID, Cents: b.cents, OnDay: b.on, Words: b.number}, o.Name)
			continue
		}
		debts = append(debts, billing.Debt{
			Organisation: o, Number: b.number, IssuedOn: b.on, DueOn: b.due, Cents: b.cents, Label: m.options.Carried(o.Locale, b.number), Note: m.options.Exempt(o.Locale),
		})
		fresh = append(fresh, b)
	}
	rows, err := billing.Carry(m.ctx, m.tx, m.pricing, debts)
	for n, r := range rows {
		b := fresh[n]
		m.bring(entry{Kind: ABalance, Name: b.key(), SubjectID: r.ID, Cents: b.cents, OnDay: b.on, Words: b.number}, debts[n].Organisation.Name)
	}
	return err
}

func byDay(a, b balance) int {
	switch {
	case a.on < b.on:
		return -1
	case a.on > b.on:
		return 1
	}
	return 0
}

func (m *mover) makeMandates() error {
	var rows []billing.SavedMethod
	var fresh []mandate
	preferred := map[uint]bool{}
	for _, one := range m.mandates {
		if _, here := m.known[AMandate][one.method.MethodID]; here {
			m.told(AMandate, one.method.MethodID, one.organisation, Same)
			continue
		}
		known, err := billing.MethodKnown(m.ctx, m.tx, one.method.MethodID)
		if err != nil {
			return err
		}
		if known {
			m.told(AMandate, one.method.MethodID, one.organisation, Same)
			continue
		}
		r := one.method
		r.OrganisationID = m.ids[AnOrganisation][one.organisation]
		if _, asked := preferred[r.OrganisationID]; !asked {
			all, err := billing.MethodsOf(m.ctx, m.tx, m.bodyOf[r.OrganisationID])
			if err != nil {
				return err
			}
			preferred[r.OrganisationID] = len(all) > 0
		}
		r.Preferred = !preferred[r.OrganisationID]
		preferred[r.OrganisationID] = true
		rows, fresh = append(rows, r), append(fresh, one)
	}
	payers, err := billing.KeepMethods(m.ctx, m.tx, &rows)
	for n := range payers {
		if payers[n] != 0 {
			m.brought(APayer, fresh[n].method.CustomerID, fresh[n].organisation, payers[n])
		}
	}
	if err != nil {
		return err
	}
	for n, one := range fresh {
		m.brought(AMandate, one.method.MethodID, m.bodyOf[rows[n].OrganisationID].Name, rows[n].ID)
	}
	return nil
}

func (m *mover) makeSeries() error {
	now, err := billing.AllSeries(m.ctx, m.tx)
	if err != nil {
		return err
	}
	for n, s := range m.series {
		before := now[s.Name]
		if _, here := m.known[ASeries][s.Name]; here || before.Last == s.Last && before.Last > 0 {
			fields := []string(nil)
			if before.Last != s.Last {
				fields = []string{"next"}
			}
			m.told(ASeries, s.Name, s.Name, keptOr(fields), fields...)
			continue
		}
		if err := billing.GoOn(m.ctx, m.tx, s.Series); errors.Is(err, store.ErrConflict) {
			s.Add("last_on", "customers.fault.series_day", "Series", s.Name, "On", before.LastOn)
			continue
		} else if err != nil {
			return err
		}
		m.bring(entry{Kind: ASeries, Name: s.Name, SubjectID: uint(n + 1), Cents: int64(before.Last), OnDay: before.LastOn}, s.Name)
	}
	return nil
}
