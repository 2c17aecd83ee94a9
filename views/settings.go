package views

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/collective/reminder"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// SettingsPage is all settings, or those that a search found.
type SettingsPage struct{ Query string }

// shelf is a page of settings, with who may enter it.
type shelf struct {
	id, title string
	roles     []people.Role
	settings  []setting
}

// setting is one of them: what it is called where it is set, what is said of it there, and where that is.
type setting struct{ name, about, href string }

// shelves are the settings of the portal by page, as the reader's roles open them.
func shelves(ctx context.Context) []shelf {
	all := []shelf{
		collectiveShelf(ctx),
		{"reminders", t(ctx, "reminders.title"), []people.Role{people.Operator}, reminderSettings(ctx)},
		onlineShelf(ctx),
		factorShelf(ctx),
		infosShelf(ctx),
		otherShelf(ctx),
	}
	return slices.DeleteFunc(all, func(s shelf) bool { return !me(ctx).Is(s.roles...) })
}

// found are the settings that hold every word of the query, in their name, in what is said of them, or in the title of their page.
func (p SettingsPage) found(ctx context.Context) []shelf {
	words := strings.Fields(content.Fold(p.Query))
	var all []shelf
	for _, s := range shelves(ctx) {
		s.settings = slices.DeleteFunc(s.settings, func(one setting) bool {
			text := content.Fold(one.name + " " + one.about + " " + s.title)
			return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, singular(w)) })
		})
		if len(s.settings) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// singular drops the s or x of a plural, so that both are found.
func singular(word string) string {
	if len(word) > 3 {
		return strings.TrimRight(word, "sx")
	}
	return word
}

func (p SettingsPage) search(ctx context.Context) ui.Input {
	return ui.Input{Name: "q", Label: t(ctx, "settings.search"), Hint: t(ctx, "settings.search_hint"), Value: p.Query, Max: 100}
}

// settingsAt are the fields of one page: id of the field, its name, what is said of it.
func settingsAt(page string, fields ...string) []setting {
	var all []setting
	for n := 0; n+2 < len(fields); n += 3 {
		all = append(all, setting{fields[n+1], fields[n+2], page + "#f-" + fields[n]})
	}
	return all
}

func collectiveShelf(ctx context.Context) shelf {
	page := paths.Collective(lang(ctx))
	reached, words := t(ctx, "collective.reached_hint"), t(ctx, "collective.words")
	all := settingsAt(page,
		"name", t(ctx, "collective.name"), t(ctx, "collective.name_hint"),
		"tagline", t(ctx, "collective.tagline"), t(ctx, "collective.identity"),
		"legal_name", t(ctx, "collective.legal_name"), t(ctx, "collective.identity"),
		"legal_form", t(ctx, "collective.legal_form"), t(ctx, "collective.legal_form_hint"),
		"registry_number", t(ctx, "collective.registry"), t(ctx, "collective.identity"),
		"vat_number", t(ctx, "collective.vat_number"), t(ctx, "collective.identity"),
		"street", t(ctx, "collective.street"), reached, "postcode", t(ctx, "collective.postcode"), reached, "city", t(ctx, "collective.city"), reached,
		"country", t(ctx, "collective.country"), reached, "email", t(ctx, "collective.email"), reached, "phone", t(ctx, "collective.phone"), reached,
		"support_email", t(ctx, "collective.support_email"), "", "billing_email", t(ctx, "collective.billing_email"), "",
		"privacy_email", t(ctx, "collective.privacy_email"), "", "security_email", t(ctx, "collective.security_email"), "",
		"publisher", t(ctx, "collective.publisher"), t(ctx, "collective.publisher_hint"),
		"infrastructure_host", t(ctx, "collective.infrastructure"), t(ctx, "collective.infrastructure_hint"),
		"language", t(ctx, "collective.language"), "", "own_accounts", t(ctx, "collective.own_accounts"), t(ctx, "collective.own_accounts_hint"), "zone", t(ctx, "collective.zone"), t(ctx, "collective.zone_hint"),
		"notice", t(ctx, "collective.notice"), t(ctx, "collective.notice_hint"), "mediator", t(ctx, "collective.mediator"), t(ctx, "collective.mediator_hint"),
		"redistribution", t(ctx, "collective.redistribution_words"), words,
	)
	all = append(all, paidSettings(ctx, page)...)
	return shelf{"collective", t(ctx, "collective.title"), []people.Role{people.Operator}, append(all,
		setting{t(ctx, "collective.regimes"), t(ctx, "collective.regimes_lead"), page + "#regimes"})}
}

func paidSettings(ctx context.Context, page string) []setting {
	return settingsAt(page,
		"iban", t(ctx, "collective.iban"), t(ctx, "collective.iban_hint"), "bic", t(ctx, "collective.bic"), t(ctx, "collective.paid"),
		"bank_holder", t(ctx, "collective.bank_holder"), t(ctx, "collective.paid"), "bank_name", t(ctx, "collective.bank_name"), t(ctx, "collective.paid"), "cheques_to", t(ctx, "collective.cheques_to"), t(ctx, "collective.cheques_to_hint"),
		"invoice_prefix", t(ctx, "collective.invoice_prefix"), t(ctx, "collective.invoice_prefix_hint"),
		"payment_days", t(ctx, "collective.payment_days"), t(ctx, "collective.paid"),
		"trust_days", t(ctx, "collective.trust_days"), t(ctx, "collective.trust_days_hint"),
		"renewal_days", t(ctx, "collective.renewal_days"), t(ctx, "collective.renewal_days_hint"),
		"renewal_pro_days", t(ctx, "collective.renewal_pro_days"), t(ctx, "collective.renewal_pro_days_hint"),
		"price_days", t(ctx, "collective.price_days"), t(ctx, "collective.price_days_hint"),
		"price_pro_days", t(ctx, "collective.price_pro_days"), t(ctx, "collective.price_pro_days_hint"),
		"redistribution_bp", t(ctx, "collective.redistribution"), t(ctx, "collective.redistribution_hint"),
	)
}

func reminderSettings(ctx context.Context) []setting {
	var fields []string
	for _, name := range reminder.Fields {
		about := t(ctx, "reminders.letters_hint")
		if name == reminder.ReadOnly || name == reminder.ExportOnly || name == reminder.End {
			about = t(ctx, "reminders.services_hint")
		}
		fields = append(fields, string(name), reminderWord(ctx, name), about)
	}
	return settingsAt(paths.Reminders(lang(ctx)), fields...)
}

// onlineShelf is money that is collected online: admins alone keep its keys.
func onlineShelf(ctx context.Context) shelf {
	page := paths.PaymentKeys(lang(ctx))
	return shelf{"online", t(ctx, "payment_keys.title"), []people.Role{people.Admin}, append(settingsAt(page,
		"key", t(ctx, "payment_keys.key"), t(ctx, "payment_keys.lead"), "hook", t(ctx, "payment_keys.hook"), t(ctx, "payment_keys.endpoint_lead"),
		"cards", t(ctx, "payment_keys.cards"), t(ctx, "payment_keys.offered"), "debits", t(ctx, "payment_keys.debits"), t(ctx, "payment_keys.debits_hint"),
	), setting{t(ctx, "payment_keys.endpoint"), t(ctx, "payment_keys.mails"), page + "#endpoint"})}
}

// factorShelf is the second means that the team shows when it signs in: admins alone choose.
func factorShelf(ctx context.Context) shelf {
	return shelf{"factors", t(ctx, "factors.desk_title"), []people.Role{people.Admin}, settingsAt(paths.DeskFactors(lang(ctx)),
		"staff_on", t(ctx, "factors.staff_on"), t(ctx, "factors.staff_on_hint"), "payouts", t(ctx, "factors.payouts"), t(ctx, "factors.payouts_hint"))}
}

// otherShelf is what is chosen on pages of its own, without a field for each.
func otherShelf(ctx context.Context) shelf {
	s := shelf{id: "elsewhere", title: t(ctx, "settings.elsewhere"), roles: []people.Role{people.Operator, people.Admin}}
	add := func(name, about, href string, roles ...people.Role) {
		if me(ctx).Is(roles...) {
			s.settings = append(s.settings, setting{name, about, href})
		}
	}
	add(t(ctx, "desk.set_up"), t(ctx, "set_up.lead"), paths.SetUp(lang(ctx)), people.Admin)
	add(t(ctx, "desk_catalogue.title"), t(ctx, "desk_prices.lead"), paths.DeskCatalogue(lang(ctx)), people.Operator)
	add(t(ctx, "gifts.title"), t(ctx, "gifts.lead"), paths.GiftCodes(lang(ctx)), people.Operator)
	add(t(ctx, "spending.title"), t(ctx, "settings.spending"), paths.Spendings(lang(ctx)), people.Operator)
	add(t(ctx, "commons.valuations.title"), t(ctx, "commons.valuations.lead"), paths.Valuations(lang(ctx)), people.Operator)
	add(t(ctx, "macros.title"), t(ctx, "macros.lead"), paths.Macros(lang(ctx)), people.Operator)
	add(t(ctx, "desk.people"), t(ctx, "settings.roles"), paths.People(lang(ctx)), people.Operator)
	return s
}
