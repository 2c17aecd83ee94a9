package paths

import (
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
)

// Reminders are the days of reminders, and where others are sent.
func Reminders(lang string) string { return Desk(lang) + "/reminders" }

// ReminderRemoval is where days that have not begun to hold are taken back.
func ReminderRemoval(lang string) string { return Reminders(lang) + "/removal" }

// Settings is where a setting is found by its words.
func Settings(lang string) string { return Desk(lang) + "/settings" }

// Repricings are the announcements of other prices.
func Repricings(lang string) string { return Desk(lang) + "/repricings" }

// Repricing is one of them.
func Repricing(lang string, r billing.Repricing) string { return Repricings(lang) + "/" + r.Ref }

// RepricingParts are its subscriptions, as a table to save.
func RepricingParts(lang string, r billing.Repricing) string { return Repricing(lang, r) + "/parts.csv" }

// RepricingStop is where one is taken back.
func RepricingStop(lang string, r billing.Repricing) string { return Repricing(lang, r) + "/stop" }

// OfferRepricings is where the prices in force of an offer are announced to those who pay older ones.
func OfferRepricings(lang string, o catalogue.Offer) string { return EditOffer(lang, o) + "/repricings" }

// NewRepricing is the form of an announcement.
func NewRepricing(lang string, o catalogue.Offer) string { return OfferRepricings(lang, o) + "/new" }

// RepricingPlan is whom one for a day would concern, as a table to save.
func RepricingPlan(lang string, o catalogue.Offer, on string) string {
	return OfferRepricings(lang, o) + ".csv?on_day=" + on
}

// PricePromises is where prices are promised to be kept.
func PricePromises(lang string, o catalogue.Offer) string { return EditOffer(lang, o) + "/promises" }

// OwnRepricing is what was announced to an organisation about one of its subscriptions.
func OwnRepricing(lang string, o people.Organisation, s billing.Subscription) string {
	return Organisation(lang, o) + "/subscriptions/" + s.Ref + "/repricing"
}

// RepricingRefusal is where it says no.
func RepricingRefusal(lang string, o people.Organisation, s billing.Subscription) string {
	return OwnRepricing(lang, o, s) + "/refusal"
}
