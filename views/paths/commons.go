package paths

import (
	"net/url"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
)

// Contributions is what one can give, and how.
func Contributions(lang string) string { return "/" + lang + "/contributions" }

// NewContribution is where one tells of something given; choice may be empty.
func NewContribution(lang string, choice commons.Choice) string {
	if choice == "" {
		return Contributions(lang) + "/new"
	}
	return Contributions(lang) + "/new?choice=" + string(choice)
}

// Correction is where one puts right an accepted contribution.
func Correction(lang string, c commons.Contribution) string {
	return Contributions(lang) + "/new?corrects=" + c.Ref
}

// MyContributions is what a person gave.
func MyContributions(lang string) string { return Contributions(lang) + "/mine" }

// MyContributionsFile is the same as a file.
func MyContributionsFile(lang string) string { return Contributions(lang) + "/mine.csv" }

// ToConfirm is what waits for a second person.
func ToConfirm(lang string) string { return Contributions(lang) + "/to-confirm" }

// Contribution is one contribution.
func Contribution(lang string, c commons.Contribution) string { return ContributionOf(lang, c.Ref) }

// ContributionOf is the contribution with that ref.
func ContributionOf(lang, ref string) string { return Contributions(lang) + "/" + ref }

// ContributionFile is a file that shows what a contribution tells.
func ContributionFile(lang string, c commons.Contribution, f files.File) string {
	return Contribution(lang, c) + "/files/" + f.Ref
}

// EditContribution is where it is changed.
func EditContribution(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/edit"
}

// Attestations is where somebody says whether it is so.
func Attestations(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/attestations"
}

// Submission is where a draft is sent, a question answered, a lapsed one taken up again.
func Submission(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/submission"
}

// Withdrawal is where it is taken back.
func Withdrawal(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/withdrawal"
}

// Disclosure is where a fault that is mended is shown to everybody.
func Disclosure(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/disclosure"
}

// Voucher is where an owner confirms that it was done on the organisation's behalf.
func Voucher(lang string, c commons.Contribution) string { return Contribution(lang, c) + "/voucher" }

// ContributionDecision is where a steward accepts, adjusts or rejects.
func ContributionDecision(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/decision"
}

// Counting is where a steward says under which agreement it is counted.
func Counting(lang string, c commons.Contribution) string { return Contribution(lang, c) + "/counting" }

// Contest is where a decision is contested.
func Contest(lang string, c commons.Contribution) string { return Contribution(lang, c) + "/contest" }

// ContestReviews is where two other people say whether a decision stands.
func ContestReviews(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/reviews"
}

// Settlements is where a steward closes somebody's contest.
func Settlements(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/settlements"
}

// Clearances is where a steward says why a flag is no matter.
func Clearances(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/clearances"
}

// ContributionQueue is what waits for the stewards; what may be empty.
func ContributionQueue(lang, what string) string {
	if what == "" {
		return Desk(lang) + "/contributions"
	}
	return Desk(lang) + "/contributions?what=" + what
}

// Agreements is where agreements are kept.
func Agreements(lang string) string { return Desk(lang) + "/agreements" }

// Valuations is where the rules of value in kind are kept.
func Valuations(lang string) string { return Desk(lang) + "/valuations" }

// OrganisationContributions is what was given on behalf of an organisation.
func OrganisationContributions(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/contributions"
}

// OrganisationContributionsFile is the same as a file.
func OrganisationContributionsFile(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/contributions.csv"
}

// Transparency is where everybody sees what came in, what was given and what is set aside.
func Transparency(lang string) string { return "/" + lang + "/transparency" }

// PublicContributions is the list of what everybody may read; family may be empty.
func PublicContributions(lang string, family commons.Family) string {
	if family == "" {
		return Transparency(lang) + "/contributions"
	}
	return Transparency(lang) + "/contributions?family=" + string(family)
}

// PublicKind is that list narrowed to one kind.
func PublicKind(lang, kind string) string {
	return Transparency(lang) + "/contributions?kind=" + url.QueryEscape(kind)
}

// PublicContributionsFile is the same as a file.
func PublicContributionsFile(lang string) string { return Transparency(lang) + "/contributions.csv" }

// MoneyFile is what came in and what was set aside, month by month, as a file.
func MoneyFile(lang string) string { return Transparency(lang) + "/money.csv" }
