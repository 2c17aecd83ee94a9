package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// offering is what one can do in a few minutes, and what one gets for having done it: a certificate, and the sum of a year.
func (s Site) offering(e *echo.Echo) {
	tasks, certificates, stewards := Tasks{s}, Certificates{s}, []people.Role{people.Steward, people.Operator, people.Accountant}
	e.GET("/:lang/contributions/tasks", tasks.Index, everyone)
	e.GET("/:lang/contributions/tasks.csv", tasks.Export, everyone)
	e.GET("/:lang/contributions/tasks/new", tasks.New, staff(stewards...))
	e.POST("/:lang/contributions/tasks", tasks.Create, staff(stewards...))
	e.GET("/:lang/contributions/tasks/:ref", tasks.Show, everyone)
	e.POST("/:lang/contributions/tasks/:ref", tasks.Update, staff(stewards...))
	e.GET("/:lang/contributions/tasks/:ref/edit", tasks.Edit, staff(stewards...))
	e.POST("/:lang/contributions/tasks/:ref/taking", TaskTakings{s}.Create, members)
	e.POST("/:lang/contributions/tasks/:ref/taking/end", TaskTakings{s}.Destroy, members)
	e.POST("/:lang/contributions/tasks/:ref/closure", TaskClosures{s}.Create, staff(stewards...))
	e.POST("/:lang/contributions/tasks/:ref/closure/end", TaskClosures{s}.Destroy, staff(stewards...))
	e.GET("/:lang/contributions/batch", ContributionBatches{s}.New, members)
	e.POST("/:lang/contributions/batch", ContributionBatches{s}.Create, members)
	e.GET("/:lang/contributions/batch/example.csv", ContributionBatches{s}.Example, members)
	e.GET("/:lang/contributions/:ref/files/:file", ContributionFiles{s}.Show, everyone)
	e.GET("/:lang/contributions/years/:year", GivenYears{s}.Show, members)
	e.GET("/:lang/contributions/certificates", certificates.Index, members)
	e.POST("/:lang/contributions/certificates", certificates.Create, members)
	e.GET("/:lang/contributions/certificates/:token/pdf", certificates.PDF, members)
	e.GET("/:lang/contributions/certificates/:token/text", CertificateTexts{s}.Show, members)
	e.POST("/:lang/contributions/certificates/:token/replacement", CertificateReplacements{s}.Create, members)
	e.POST("/:lang/contributions/certificates/:token/revocation", CertificateRevocations{s}.Create, members)
	e.GET("/certificates/:token", CertificateChecks{s}.Index, everyone)
	e.GET("/:lang/certificates/:token", CertificateChecks{s}.Show, everyone)
}

// agreeing is what is agreed with organisations and people, and what is settled under it.
func (s Site) agreeing(e *echo.Echo) {
	keepers, proposals := staff(people.Operator, people.Accountant), AgreementProposals{s}
	e.GET("/:lang/agreements", PartyAgreements{s}.Index, members)
	e.GET("/:lang/agreements/:ref", PartyAgreements{s}.Show, members)
	e.POST("/:lang/agreements/:ref/acceptance", AgreementAcceptances{s}.Create, members)
	e.POST("/:lang/agreements/:ref/refusal", AgreementRefusals{s}.Create, members)
	e.POST("/:lang/agreements/:ref/end", AgreementEnds{s}.Create, members)
	e.POST("/:lang/agreements/:ref/counter-invoices", CounterInvoices{s}.Create, members)
	e.GET("/:lang/agreements/:ref/counter-invoices/:counter/file", CounterInvoices{s}.Show, members)
	e.POST("/:lang/agreements/:ref/counter-invoices/:counter/acceptance", CounterAcceptances{s}.Create, keepers)
	e.POST("/:lang/agreements/:ref/counter-invoices/:counter/refusal", CounterRefusals{s}.Create, keepers)
	e.POST("/:lang/agreements/:ref/credits", ReciprocityCredits{s}.Create, keepers)
	e.POST("/:lang/agreements/:ref/offsets", InvoiceOffsets{s}.Create, keepers)
	e.POST("/:lang/agreements/:ref/offset-reversals", OffsetReversals{s}.Create, keepers)
	e.GET("/:lang/agreements/:ref/pledges", AgreementPledges{s}.Index, members)
	e.POST("/:lang/agreements/:ref/pledges", AgreementPledges{s}.Create, members)
	e.POST("/:lang/agreements/:ref/progress", AgreementPledgeProgresses{s}.Create, members)
	e.POST("/:lang/agreements/:ref/pledges/:pledge/end", AgreementPledges{s}.Destroy, members)
	e.POST("/:lang/agreements/:ref/cash-balances", CashBalances{s}.Create, keepers)
	e.POST("/:lang/agreements/:ref/cash-balance-reversals", CashBalanceReversals{s}.Create, keepers)
	e.GET("/:lang/desk/agreements/new", proposals.New, keepers)
	e.POST("/:lang/desk/agreements/proposals", proposals.Create, keepers)
	e.GET("/:lang/desk/agreements/proposals/:ref", proposals.Edit, keepers)
	e.POST("/:lang/desk/agreements/proposals/:ref", proposals.Update, keepers)
	e.POST("/:lang/desk/agreements/proposals/:ref/withdrawal", ProposalWithdrawals{s}.Create, keepers)
	e.GET("/:lang/o/:org/invoices/:ref/settlement", SettlementPapers{s}.Show, inOrganisation(people.Treasurer))
	e.GET("/:lang/desk/invoices/:ref/settlement", DeskSettlementPapers{s}.Show, keepers)
}
