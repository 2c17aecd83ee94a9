package customers

import (
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"
)

// make brings in what is not here yet.
func (m *mover) make() error {
	for _, step := range []func() error{m.makeBodies, m.makeUsers, m.makePlaces, m.makeTags, m.makeContracts, m.makeDeployments, m.makeBalances, m.makeMandates, m.makeSeries} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (m *mover) makeBodies() error {
	var rows []people.Organisation
	var fresh []body
	for _, b := range m.bodies {
		o := people.Organisation{
			Name: b.form.Name, LegalName: b.form.LegalName, Sort: b.form.Sort, Street: b.form.Street, Postcode: b.form.Postcode, City: b.form.City, Country: b.form.Country,
			RegistryNumber: b.form.RegistryNumber, VATNumber: b.form.VATNumber, FiscalStatus: b.form.FiscalStatus, Locale: b.locale, TreasurerEmail: b.form.TreasurerEmail,
			BuyerReference: b.form.BuyerReference, PurchaseOrder: b.form.PurchaseOrder,
		}
		if e, here := m.known[AnOrganisation][b.key]; here {
			fields := b.otherwise(m.bodyOf[e.SubjectID], o)
			m.told(AnOrganisation, b.key, b.form.Name, keptOr(fields), fields...)
			continue
		}
		rows, fresh = append(rows, o), append(fresh, b)
	}
	if err := people.MoveInOrganisations(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for n, b := range fresh {
		m.bodyOf[rows[n].ID] = rows[n]
		m.brought(AnOrganisation, b.key, b.form.Name, rows[n].ID)
	}
	return nil
}

// otherwise names the columns of the file that say otherwise than what is here.
func (b body) otherwise(here, file people.Organisation) (fields []string) {
	for _, f := range []struct{ column, here, file string }{
		{"name", here.Name, file.Name},
		{"legal_name", here.LegalName, file.LegalName},
		{"street", here.Street, file.Street},
		{"postcode", here.Postcode, file.Postcode},
		{"city", here.City, file.City},
		{"country", here.Country, file.Country},
		{"registry_number", here.RegistryNumber, file.RegistryNumber},
		{"vat_status", string(here.FiscalStatus), string(file.FiscalStatus)},
		{"vat_number", here.VATNumber, file.VATNumber},
		{"kind", string(here.Sort), string(file.Sort)},
		{"language", here.Locale, file.Locale},
		{"treasurer_email", here.TreasurerEmail, file.TreasurerEmail},
		{"buyer_reference", here.BuyerReference, file.BuyerReference},
		{"purchase_order", here.PurchaseOrder, file.PurchaseOrder},
	} {
		if _, said := b.cells[f.column]; said && f.here != f.file {
			fields = append(fields, f.column)
		}
	}
	return fields
}

func (m *mover) makeUsers() error {
	var rows []people.User
	seen := map[string]bool{}
	for _, p := range m.places {
		if seen[p.email] {
			continue
		}
		seen[p.email] = true
		if u, here := m.userOf[p.email]; here {
			m.told(APerson, p.email, u.Called(), keptOr(moved(u, p.email)), moved(u, p.email)...)
			continue
		}
		rows = append(rows, people.User{Email: p.email, Name: p.name, Locale: p.locale})
	}
	if err := people.MoveInUsers(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for _, u := range rows {
		m.userOf[u.Email] = u
		m.bringAs(entry{Kind: APerson, Name: fingerprint(u.Email), SubjectID: u.ID}, u.Email, u.Called())
	}
	return nil
}

// moved names the column that says otherwise of a person who came before and has another address now, or has left.
func moved(u people.User, email string) []string {
	if u.Email != email {
		return []string{"email"}
	}
	return nil
}

func (m *mover) makePlaces() error {
	present, err := m.presentPlaces()
	if err != nil {
		return err
	}
	var rows []people.Membership
	var fresh []place
	for _, p := range m.places {
		if m.userOf[p.email].ErasedAt != nil { // who left stays away
			m.told(AMembership, p.organisation+" "+p.email, p.name, Kept, "email")
			continue
		}
		row := people.Membership{UserID: m.userOf[p.email].ID, OrganisationID: m.ids[AnOrganisation][p.organisation], Role: p.role}
		if p.role == people.Owner && (m.owners[p.organisation] == 0 || m.owners[p.organisation] == unnumbered) {
			m.owners[p.organisation] = row.UserID
		}
		if role, here := present[[2]uint{row.UserID, row.OrganisationID}]; here {
			what, fields := Same, []string(nil)
			if role != p.role {
				what, fields = Kept, []string{"roles"}
			}
			m.told(AMembership, p.organisation+" "+p.email, p.name, what, fields...)
			continue
		}
		if m.shut(p.organisation) { // who left before it was closed stays away
			m.told(AMembership, p.organisation+" "+p.email, p.name, Kept, "organisation")
			continue
		}
		rows, fresh = append(rows, row), append(fresh, p)
	}
	if err := people.MoveInMemberships(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for n, p := range fresh {
		m.bringAs(entry{Kind: AMembership, Name: p.organisation + " " + fingerprint(p.email), SubjectID: rows[n].ID}, p.organisation+" "+p.email, p.name)
	}
	return nil
}

// presentPlaces are the offices that people of the folder hold already.
func (m *mover) presentPlaces() (map[[2]uint]people.MemberRole, error) {
	var ids []uint
	for key := range m.known[AnOrganisation] {
		ids = append(ids, m.ids[AnOrganisation][key])
	}
	present := map[[2]uint]people.MemberRole{}
	return present, inPortions(ids, func(some []uint) error {
		rows, err := store.From[people.Membership](m.tx).Where("organisation_id in ? and until_at is null", some).Find(m.ctx)
		for _, r := range rows {
			present[[2]uint{r.UserID, r.OrganisationID}] = r.Role
		}
		return err
	})
}

func (m *mover) makeTags() error {
	var rows []billing.ControlTag
	var names [][2]string
	for _, b := range m.bodies {
		for _, t := range b.tags {
			key := b.key + " " + string(t.Tag)
			if _, here := m.known[ATag][key]; here {
				m.told(ATag, key, b.form.Name, Same)
				continue
			}
			t.OrganisationID, t.ByID = m.ids[AnOrganisation][b.key], m.admin.ID
			rows, names = append(rows, t), append(names, [2]string{key, b.form.Name})
		}
	}
	if err := billing.TagAll(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for n, r := range rows {
		m.brought(ATag, names[n][0], names[n][1], r.ID)
	}
	return nil
}

func (m *mover) makeContracts() error {
	here, err := m.presentContracts()
	if err != nil {
		return err
	}
	var rows []billing.Subscription
	var fresh []contract
	for _, c := range m.contracts {
		s := m.subscription(c)
		if e, known := m.known[ASubscription][c.key]; known {
			if !c.kept { // the file says no price of its own
				s.UnitCents = here[e.SubjectID].UnitCents
			}
			fields := otherwise(here[e.SubjectID], s)
			m.told(ASubscription, c.key, m.named(c), keptOr(fields), fields...)
			continue
		}
		rows, fresh = append(rows, s), append(fresh, c)
	}
	if err := billing.MoveIn(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for n, c := range fresh {
		m.brought(ASubscription, c.key, m.named(c), rows[n].ID)
		rows[n].Organisation = m.bodyOf[rows[n].OrganisationID]
	}
	concluded, err := billing.Conclude(m.ctx, m.tx, m.pricing, rows)
	for n, p := range concluded {
		m.entries = append(m.entries, entry{Kind: AContract, Name: fresh[n].key, SubjectID: p.ID})
	}
	return err
}

// named is what a contract is called in the list of differences.
func (m *mover) named(c contract) string {
	return fmt.Sprintf("%s, %s", m.bodyOf[m.ids[AnOrganisation][c.organisation]].Name, c.offer)
}

func (m *mover) presentContracts() (map[uint]billing.Subscription, error) {
	var ids []uint
	for _, e := range m.known[ASubscription] {
		ids = append(ids, e.SubjectID)
	}
	here := map[uint]billing.Subscription{}
	return here, inPortions(ids, func(some []uint) error {
		rows, err := store.From[billing.Subscription](m.tx).Where("id in ?", some).Find(m.ctx)
		for _, s := range rows {
			here[s.ID] = s
		}
		return err
	})
}

// otherwise names the columns of subscriptions.csv that say otherwise than what is here.
func otherwise(here, file billing.Subscription) (fields []string) {
	for _, f := range []struct {
		column string
		same   bool
	}{
		{"organisation", here.OrganisationID == file.OrganisationID},
		{"offer", here.OfferID == file.OfferID},
		{"tier", here.Tier == file.Tier},
		{"interval", here.Period == file.Period},
		{"price", here.UnitCents == file.UnitCents},
		{"anchor", here.AnchorOn == file.AnchorOn},
		{"invoiced_until", here.InvoicedUntil == file.InvoicedUntil},
		{"quantity", here.Quantity == file.Quantity},
	} {
		if !f.same {
			fields = append(fields, f.column)
		}
	}
	return fields
}

func (m *mover) makeDeployments() error {
	var rows []hosting.Deployment
	var names [][2]string
	for _, c := range m.contracts {
		if _, known := m.known[ASubscription][c.key]; known {
			continue
		}
		at := c.place(m.offers[c.offer].Services)
		for _, s := range m.offers[c.offer].Services {
			rows = append(rows, hosting.Deployment{
				SubscriptionID: m.ids[ASubscription][c.key], ServiceID: s.ServiceID, OrganisationID: m.ids[AnOrganisation][c.organisation], Address: at[s.ServiceID],
			})
			names = append(names, [2]string{c.key + " " + s.Slug, at[s.ServiceID]})
		}
	}
	if err := hosting.Adopt(m.ctx, m.tx, &rows); err != nil {
		return err
	}
	for n, r := range rows {
		m.brought(ADeployment, names[n][0], names[n][1], r.ID)
	}
	return nil
}
