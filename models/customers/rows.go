package customers

import (
	"maps"
	"slices"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
)

// body is a row of organisations.csv.
type body struct {
	line
	key    string
	form   people.DetailsForm
	locale string
	tags   []billing.ControlTag
}

// place is a row of people.csv: a person in an organisation.
type place struct {
	line
	organisation string
	email        string
	name         string
	locale       string
	role         people.MemberRole
}

// columnOf are the file's words for fields that the portal calls otherwise.
var columnOf = map[string]string{"sort": "kind", "fiscal_status": "vat_status"}

func (f *folder) bodies(host collective.Collective, o Options) (all []body) {
	seen := keys{}
	for _, l := range f.lines["organisations.csv"] {
		b := body{line: l, key: l.short("key", 80), locale: l.language(host, o)}
		seen.once(l, "key", b.key)
		b.form = people.DetailsForm{
			Name: l.cells["name"], LegalName: l.cells["legal_name"], Street: l.cells["street"], Postcode: l.cells["postcode"], City: l.cells["city"],
			Country: l.cells["country"], RegistryNumber: l.cells["registry_number"], VATNumber: l.cells["vat_number"],
			Sort: word(l, "kind", people.Sorts, people.Association), FiscalStatus: word(l, "vat_status", people.FiscalStatuses, people.FiscalUnknown),
			TreasurerEmail: l.cells["treasurer_email"], BuyerReference: l.cells["buyer_reference"], PurchaseOrder: l.cells["purchase_order"],
		}
		if b.form.Country == "" {
			b.form.Country = host.Country
		}
		l.take(b.form.CheckKnown())
		b.tags = l.tags(o)
		all = append(all, b)
	}
	return all
}

// take notes what a form of the portal has against the line. What is missing was told already.
func (l line) take(err error) {
	wrong, _ := store.AsInvalid(err)
	for _, field := range slices.Sorted(maps.Keys(wrong)) {
		w := wrong[field]
		if column, other := columnOf[field]; other {
			field = column
		}
		if w.Key == "error.required" && slices.Contains([]string{"key", "name"}, field) && l.cells[field] == "" {
			continue
		}
		l.book.faults = append(l.book.faults, Fault{l.file, l.number, field, w})
	}
}

func (l line) language(host collective.Collective, o Options) string {
	return word(l, "language", o.Languages, host.Language)
}

// tags reads how an organisation's account is treated apart: no_invoicing, or do_not_chase:2027-03-31 until a day.
func (l line) tags(o Options) (all []billing.ControlTag) {
	for _, text := range l.several("tags") {
		name, until, _ := strings.Cut(text, ":")
		f := billing.TagForm{Tag: billing.Tag(strings.ToLower(name)), UntilOn: until, Reason: o.Why}
		if wrong, bad := store.AsInvalid(f.Check(l.book.today)); bad {
			for field, w := range wrong {
				if field == "tag" {
					l.Add("tags", "customers.fault.word", "Text", name, "Known", words(billing.Tags))
				} else {
					l.book.faults = append(l.book.faults, Fault{l.file, l.number, "tags", w})
				}
			}
			continue
		}
		all = append(all, billing.ControlTag{Tag: f.Tag, Reason: f.Reason, UntilOn: f.UntilOn})
	}
	return all
}

func words[W ~string](all []W) string {
	var said []string
	for _, w := range all {
		said = append(said, string(w))
	}
	return strings.Join(said, ", ")
}

func (f *folder) places(host collective.Collective, o Options) (all []place) {
	seen := keys{}
	for _, l := range f.lines["people.csv"] {
		p := place{line: l, organisation: l.cells["organisation"], name: l.short("name", 120), locale: l.language(host, o), role: l.role()}
		email, ok := people.CleanEmail(l.cells["email"])
		if email != "" && !ok {
			l.Add("email", "error.email")
		}
		if p.email = email; ok {
			seen.once(l, "email", p.organisation+" "+email)
		}
		all = append(all, p)
	}
	return all
}

// role reads what a person does in an organisation: one office each, for an owner may do everything.
func (l line) role() people.MemberRole {
	role := people.Member
	offices := 0
	for _, text := range l.several("roles") {
		r := people.MemberRole(strings.ToLower(text))
		switch {
		case !slices.Contains(people.MemberRoles, r):
			l.Add("roles", "customers.fault.word", "Text", text, "Known", words(people.MemberRoles))
		case r == people.Owner:
			return r
		case r != people.Member:
			offices++
			role = r
		}
	}
	if offices > 1 {
		l.Add("roles", "customers.fault.offices")
	}
	return role
}
