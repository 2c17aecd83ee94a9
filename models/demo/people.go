package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"chatiere/models/demo/folder"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// nobody is the portal itself: what it writes never overwrites what a person wrote.
var nobody = people.User{}

// people loads accounts, organisations and who belongs where.
func (im *importer) people() error {
	for _, part := range []func() error{im.users, im.organisations, im.memberships} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) users() error {
	for i, u := range im.folder.People.Users {
		form := people.AppointForm{Email: u.Email, Name: u.Name, Locale: u.Locale}
		for _, role := range u.Staff {
			form.Roles = append(form.Roles, people.Role(role))
		}
		_, err := im.load(thing{
			kind: "user", name: u.Ref, file: "people.toml", at: at("users", i), says: u, table: "users", where: "email = ?", args: []any{u.Email}, once: true,
			make: func(tx *gorm.DB) (uint, error) {
				row, err := people.ImportUser(im.ctx, tx, form, im.since(func(m folder.Membership) bool { return m.User == u.Ref }))
				if err != nil || im.options.Password == "" {
					return row.ID, err
				}
				return row.ID, identity.StorePassword(im.ctx, tx, row.ID, im.options.Password)
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// since is when somebody or something first appeared: the earliest of some memberships, at the latest when all was set up.
func (im *importer) since(of func(folder.Membership) bool) time.Time {
	days, first := 0, store.Now(im.tx)
	for _, m := range im.folder.People.Memberships {
		if of(m) {
			days = max(days, m.FromDaysAgo)
		}
	}
	if days == 0 || im.ago(days).After(first) {
		return first
	}
	return im.ago(days)
}

// organisations loads heads of networks first, then those that lean on them.
func (im *importer) organisations() error {
	all := im.folder.People.Organisations
	order := make([]int, len(all))
	for i := range all {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(all[a].Network) - len(all[b].Network) })
	for _, i := range order {
		o := all[i]
		_, err := im.load(thing{
			kind: "organisation", name: o.Ref, file: "people.toml", at: at("organisations", i), says: o, table: "organisations", where: "1 = 0", once: true,
			make: func(tx *gorm.DB) (uint, error) {
				var network *uint
				if id := im.idOf("organisation", o.Network); id != 0 {
					network = &id
				}
				since := im.since(func(m folder.Membership) bool { return m.Organisation == o.Ref })
				row, err := people.ImportOrganisation(im.ctx, tx, detailsForm(o, im.folder.Profile.Country), o.Locale, network, since)
				if err != nil {
					return 0, err
				}
				return row.ID, people.ImportPlace(im.ctx, tx, row, o.Members, since)
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func detailsForm(o folder.Organisation, country string) people.DetailsForm {
	return people.DetailsForm{
		Name: o.Name, LegalName: o.LegalName, Sort: people.Sort(o.Kind), Street: o.Address.Street, Postcode: o.Address.Postcode,
		City: o.Address.City, Country: cmp.Or(o.Address.Country, country), RegistryNumber: registryNumber(o.Registration), VATNumber: o.Registration.VATNumber,
		FiscalStatus: people.FiscalStatus(o.FiscalStatus), TreasurerEmail: o.Email,
	}
}

func (im *importer) memberships() error {
	for _, m := range im.folder.People.Memberships {
		user, organisation := im.idOf("user", m.User), im.idOf("organisation", m.Organisation)
		if user == 0 || organisation == 0 { // somebody had that name here before, or the folder is wrong: said already
			continue
		}
		name := fmt.Sprintf("%s/%s/%s/%d", m.User, m.Organisation, m.Role, m.FromDaysAgo)
		_, err := im.load(thing{
			kind: "membership", name: name, file: "people.toml", says: m, table: "memberships", once: true,
			where: "user_id = ? and organisation_id = ? and until_at is null and ?", args: []any{user, organisation, m.UntilDaysAgo == nil},
			make: func(tx *gorm.DB) (uint, error) {
				var until *time.Time
				if m.UntilDaysAgo != nil {
					day := im.ago(*m.UntilDaysAgo)
					until = &day
				}
				row, err := people.ImportMembership(im.ctx, tx, user, organisation, people.MemberRole(m.Role), im.ago(m.FromDaysAgo), until)
				return row.ID, err
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
