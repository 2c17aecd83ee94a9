package paths

import (
	"strconv"

	"chatiere/models/commons"
)

// Tasks is what one could do in a few minutes.
func Tasks(lang string) string { return Contributions(lang) + "/tasks" }

// MyTasks are those I keep.
func MyTasks(lang string) string { return Tasks(lang) + "?mine=true" }

// NewTask is where a steward tells of one.
func NewTask(lang string) string { return Tasks(lang) + "/new" }

// Task is one task.
func Task(lang string, t commons.Task) string { return Tasks(lang) + "/" + t.Ref }

// EditTask is where it is changed.
func EditTask(lang string, t commons.Task) string { return Task(lang, t) + "/edit" }

// TaskTaking is where somebody keeps it for themself.
func TaskTaking(lang string, t commons.Task) string { return Task(lang, t) + "/taking" }

// TaskTakingEnd is where they give it back.
func TaskTakingEnd(lang string, t commons.Task) string { return TaskTaking(lang, t) + "/end" }

// TaskClosure is where a steward says that nobody needs to do it.
func TaskClosure(lang string, t commons.Task) string { return Task(lang, t) + "/closure" }

// TaskClosureEnd is where it is opened again.
func TaskClosureEnd(lang string, t commons.Task) string { return TaskClosure(lang, t) + "/end" }

// TaskDone is where one tells of having done it.
func TaskDone(lang string, t commons.Task) string {
	return Contributions(lang) + "/new?task=" + t.Ref
}

// GivenYear is what a person gave in a year.
func GivenYear(lang string, year int) string {
	return Contributions(lang) + "/years/" + strconv.Itoa(year)
}

// Certificates are one's own certificates.
func Certificates(lang string) string { return Contributions(lang) + "/certificates" }

// CertificatesOf is where one asks for the certificate of a year.
func CertificatesOf(lang string, year int) string {
	return Certificates(lang) + "?year=" + strconv.Itoa(year)
}

func certificate(lang string, c commons.Certificate) string {
	return Certificates(lang) + "/" + c.Token
}

// CertificatePDF is a certificate on paper.
func CertificatePDF(lang string, c commons.Certificate) string { return certificate(lang, c) + "/pdf" }

// CertificateText is what it says, word for word.
func CertificateText(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/text"
}

// CertificateReplacement is where it is issued anew.
func CertificateReplacement(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/replacement"
}

// CertificateRevocation is where it is revoked.
func CertificateRevocation(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/revocation"
}

// CertificateCheck is the address that stands on the paper, for whoever wants to check it, in any language.
func CertificateCheck(token string) string { return "/certificates/" + token }

// AgreementsMine are the agreements one is a side of.
func AgreementsMine(lang string) string { return "/" + lang + "/agreements" }

// Agreement is one agreement, or the proposal of one.
func Agreement(lang, ref string) string { return AgreementsMine(lang) + "/" + ref }

// AgreementAcceptance is where a side says yes.
func AgreementAcceptance(lang, ref string) string { return Agreement(lang, ref) + "/acceptance" }

// AgreementRefusal is where the party says no.
func AgreementRefusal(lang, ref string) string { return Agreement(lang, ref) + "/refusal" }

// AgreementEnd is where either side lets it end.
func AgreementEnd(lang, ref string) string { return Agreement(lang, ref) + "/end" }

// CounterInvoices is where an organisation hands in its own invoices.
func CounterInvoices(lang, ref string) string { return Agreement(lang, ref) + "/counter-invoices" }

// CounterInvoiceFile is the document of one.
func CounterInvoiceFile(lang, ref string, c commons.CounterInvoice) string {
	return CounterInvoices(lang, ref) + "/" + c.Ref + "/file"
}

// CounterAcceptance is where the collective accepts one.
func CounterAcceptance(lang, ref string, c commons.CounterInvoice) string {
	return CounterInvoices(lang, ref) + "/" + c.Ref + "/acceptance"
}

// CounterRefusal is where the collective refuses one.
func CounterRefusal(lang, ref string, c commons.CounterInvoice) string {
	return CounterInvoices(lang, ref) + "/" + c.Ref + "/refusal"
}

// Credits is where credit is given under an agreement.
func Credits(lang, ref string) string { return Agreement(lang, ref) + "/credits" }

// Offsets is where an invoice is settled without money.
func Offsets(lang, ref string) string { return Agreement(lang, ref) + "/offsets" }

// OffsetReversals is where they are taken back.
func OffsetReversals(lang, ref string) string { return Agreement(lang, ref) + "/offset-reversals" }

// AgreementPledges is where something is promised under an agreement.
func AgreementPledges(lang, ref string) string { return Agreement(lang, ref) + "/pledges" }

// AgreementPledgeProgress is where one says what keeps a promise.
func AgreementPledgeProgress(lang, ref string) string { return Agreement(lang, ref) + "/progress" }

// AgreementPledgeEnd is where a promise ends.
func AgreementPledgeEnd(lang, ref string, p commons.AgreementPledge) string {
	return AgreementPledges(lang, ref) + "/" + p.Ref + "/end"
}

// CashBalances is where what is left of an invoice of the other side is noted as paid in money.
func CashBalances(lang, ref string) string { return Agreement(lang, ref) + "/cash-balances" }

// CashBalanceReversals is where one is taken back.
func CashBalanceReversals(lang, ref string) string {
	return Agreement(lang, ref) + "/cash-balance-reversals"
}

// NewProposal is where an agreement is proposed.
func NewProposal(lang string) string { return Agreements(lang) + "/new" }

// AgreementProposals is where it is sent.
func AgreementProposals(lang string) string { return Agreements(lang) + "/proposals" }

// EditProposal is where it is changed before both sides accepted.
func EditProposal(lang, ref string) string { return AgreementProposals(lang) + "/" + ref }

// ProposalWithdrawal is where it is taken back.
func ProposalWithdrawal(lang, ref string) string { return EditProposal(lang, ref) + "/withdrawal" }

// ContributionBatch is where a list from a spreadsheet is handed in.
func ContributionBatch(lang string) string { return Contributions(lang) + "/batch" }

// ContributionBatchExample is a list to begin with.
func ContributionBatchExample(lang string) string { return ContributionBatch(lang) + "/example.csv" }
