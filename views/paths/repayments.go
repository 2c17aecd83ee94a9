package paths

import (
	"chatiere/models/billing"
	"chatiere/models/people"
)

// Repayments is the list of what is to be paid back.
func Repayments(lang string) string { return "/" + lang + "/desk/repayments" }

// Repayment is one of them, with how to send it.
func Repayment(lang string, r billing.Repayment) string { return Repayments(lang) + "/" + r.Ref }

// RepaymentRefunds is where what a payment holds is sent back the way it came.
func RepaymentRefunds(lang string, r billing.Repayment) string {
	return Repayment(lang, r) + "/refunds"
}

// RepaymentTransfers is where an operator says that a transfer was made.
func RepaymentTransfers(lang string, r billing.Repayment) string {
	return Repayment(lang, r) + "/transfers"
}

// RepaymentReturns is where an operator says that a transfer came back.
func RepaymentReturns(lang string, r billing.Repayment) string {
	return Repayment(lang, r) + "/returns"
}

// RepaymentKeeping is where an operator writes down that the organisation keeps it as credit.
func RepaymentKeeping(lang string, r billing.Repayment) string {
	return Repayment(lang, r) + "/keeping"
}

// OwnRepaymentKeeping is where the organisation says so itself.
func OwnRepaymentKeeping(lang string, o people.Organisation, r billing.Repayment) string {
	return Organisation(lang, o) + "/repayments/" + r.Ref + "/keeping"
}
