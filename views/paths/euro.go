package paths

import (
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
)

// Spendings is where what the bank paid is sorted.
func Spendings(lang string) string { return Desk(lang) + "/spending" }

// SpendingPile is one pile of it.
func SpendingPile(lang, pile string) string {
	return Spendings(lang) + "?pile=" + url.QueryEscape(pile)
}

// Spending is one line that went out.
func Spending(lang string, s billing.Spending) string { return Spendings(lang) + "/" + s.Ref }

// SpendingRules are the rules that are remembered.
func SpendingRules(lang string) string { return Spendings(lang) + "/rules" }

// SpendingRuleEnd ends one.
func SpendingRuleEnd(lang string, r billing.SpendingRule) string {
	return SpendingRules(lang) + "/" + r.Ref + "/end"
}

// PublicSpendings is what went out, line by line, for everybody; purpose may be empty.
func PublicSpendings(lang string, purpose euro.Purpose) string {
	if purpose == "" {
		return Transparency(lang) + "/spending"
	}
	return Transparency(lang) + "/spending?purpose=" + string(purpose)
}

// PublicSpendingsFile is the same as a table.
func PublicSpendingsFile(lang string) string { return Transparency(lang) + "/spending.csv" }

// PublicSpendingsSums says how many rows that table has, and their sum.
func PublicSpendingsSums(lang string) string { return Transparency(lang) + "/spending.json" }

// TransparencyJSON is all public figures for programs.
func TransparencyJSON(lang string) string { return Transparency(lang) + ".json" }

// TransparencyFeed is the same month by month, for feed readers.
func TransparencyFeed(lang string) string { return Transparency(lang) + ".atom" }

// TransparencyJournal is the same as a journal for hledger.
func TransparencyJournal(lang string) string { return Transparency(lang) + ".journal" }

// ProjectShare is what one project was given out of the pot.
func ProjectShare(lang, slug string) string { return Transparency(lang) + "/projects/" + slug }
