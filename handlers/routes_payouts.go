package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// payouts is how the projects behind the services are paid: the council reads and approves, accountants and operators act.
func (s Site) payouts(e *echo.Echo) {
	council, keepers := staff(people.Steward, people.Operator, people.Accountant), staff(people.Operator, people.Accountant)
	batches, payments, channels := PaymentBatches{s}, UpstreamPayments{s}, PayoutChannels{s}
	e.GET("/:lang/desk/payouts", Payouts{s}.Index, council)
	e.POST("/:lang/desk/payouts/bank", PayoutReadings{s}.Create, keepers)
	e.POST("/:lang/desk/payouts/batches", batches.Create, keepers)
	e.GET("/:lang/desk/payouts/batches/:ref", batches.Show, council)
	e.POST("/:lang/desk/payouts/batches/:ref/submission", BatchSubmissions{s}.Create, keepers)
	e.POST("/:lang/desk/payouts/batches/:ref/removals", BatchRemovals{s}.Create, keepers)
	e.POST("/:lang/desk/payouts/batches/:ref/day", BatchDays{s}.Update, keepers)
	e.POST("/:lang/desk/payouts/batches/:ref/approvals", s.lately(BatchApprovals{s}.Create), council)
	e.POST("/:lang/desk/payouts/batches/:ref/rejection", BatchRejections{s}.Create, council)
	e.POST("/:lang/desk/payouts/batches/:ref/export", BatchExports{s}.Create, keepers)
	e.GET("/:lang/desk/payouts/batches/:ref/order.xml", BatchOrders{s}.Show, keepers)
	e.GET("/:lang/desk/payouts/batches/:ref/table.csv", BatchTables{s}.Show, keepers)
	e.GET("/:lang/desk/payouts/batches/:ref/table.json", BatchSums{s}.Show, keepers)
	e.GET("/:lang/desk/payouts/files/:file", PayoutTables{s}.Show, council)
	e.GET("/:lang/desk/payouts/payments/:ref", payments.Show, council)
	e.POST("/:lang/desk/payouts/payments/:ref/confirmation", PayoutConfirmations{s}.Create, keepers)
	e.POST("/:lang/desk/payouts/payments/:ref/return", PayoutReturns{s}.Create, keepers)
	e.POST("/:lang/desk/payouts/payments/:ref/receipts", PayoutReceipts{s}.Create, keepers)
	e.GET("/:lang/desk/payouts/payments/:ref/files/receipt", PayoutReceipts{s}.Show, council)
	e.POST("/:lang/desk/payouts/payments/:ref/wish", PayoutWishes{s}.Update, keepers)
	e.GET("/:lang/desk/payouts/projects/:slug", channels.Edit, council)
	e.POST("/:lang/desk/payouts/projects/:slug", s.lately(channels.Update), keepers)
	e.POST("/:lang/desk/payouts/projects/:slug/verification", s.lately(ChannelVerifications{s}.Create), keepers)
	e.POST("/:lang/desk/payouts/projects/:slug/revocation", s.lately(ChannelRevocations{s}.Create), keepers)
	e.POST("/:lang/desk/payouts/projects/:slug/flags", ChannelFlags{s}.Update, council)
	e.GET("/:lang/received/:token", MaintainerAnswers{s}.Show, everyone)
	e.POST("/:lang/received/:token", MaintainerAnswers{s}.Create, everyone)
}
