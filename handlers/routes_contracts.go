package handlers

import (
	"chatiere/models/billing"
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// requests start reviewed offers: need, answer, quote, contract (decisions.md 3).
func (s Site) requests(e *echo.Echo) {
	requests, desk := Requests{s}, DeskRequests{s}
	e.GET("/:lang/offers/:slug/request", requests.New, everyone)
	e.POST("/:lang/offers/:slug/request", requests.Create, everyone)
	e.GET("/:lang/requests/:ref", requests.Show, everyone)
	e.GET("/:lang/requests/:ref/pdf", requests.PDF, everyone)
	e.POST("/:lang/requests/:ref/confirmation", RequestConfirmations{s}.Create, members)
	e.POST("/:lang/requests/:ref/acceptance", QuoteAcceptances{s}.Create, members)
	e.POST("/:lang/requests/:ref/letters", QuoteLetters{s}.Create, members)
	e.POST("/:lang/requests/:ref/withdrawal", RequestWithdrawals{s}.Create, members)
	e.GET("/:lang/desk/requests", desk.Index, staff(people.Operator))
	e.GET("/:lang/desk/requests/:ref", desk.Edit, staff(people.Operator))
	e.POST("/:lang/desk/requests/:ref", desk.Update, staff(people.Operator))
}

// leaving is how contracts end: open to anybody, signed in or not (law-and-charter.md e, f).
func (s Site) leaving(e *echo.Echo) {
	cancellations, withdrawals := Declarations{s, billing.Cancellation}, Declarations{s, billing.Withdrawal}
	e.GET("/:lang/cancellation", cancellations.New, everyone)
	e.POST("/:lang/cancellation", cancellations.Create, everyone)
	e.GET("/:lang/withdrawal", withdrawals.New, everyone)
	e.POST("/:lang/withdrawal", withdrawals.Create, everyone)
	e.GET("/:lang/notices/:ref", Notices{s}.Show, everyone)
	e.GET("/:lang/notices/:ref/pdf", Notices{s}.PDF, everyone)
	e.GET("/:lang/notice-confirmations/:token", NoticeConfirmations{s}.Show, everyone)
	e.POST("/:lang/notice-confirmations/:token", NoticeConfirmations{s}.Create, everyone)
	e.GET("/:lang/desk/notices", DeskNotices{s}.Index, staff(people.Operator))
	e.GET("/:lang/desk/notices/:ref", DeskNotices{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/notices/:ref", DeskNotices{s}.Update, staff(people.Operator))
	e.POST("/:lang/o/:org/subscriptions/:ref/revival", Revivals{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/o/:org/years/:year", Years{s}.Show, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/years/:year/pdf", Years{s}.PDF, inOrganisation(people.Treasurer))
	deferrals := DeskDeferrals{s}
	e.GET("/:lang/o/:org/deferrals", Deferrals{s}.New, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/deferrals", Deferrals{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/desk/deferrals", deferrals.Index, staff(people.Operator))
	e.GET("/:lang/desk/deferrals/:ref", deferrals.Edit, staff(people.Operator))
	e.POST("/:lang/desk/deferrals/:ref", deferrals.Update, staff(people.Operator))
}

// giving is how operators make codes that lower what a subscription costs (billing.md CPN1).
func (s Site) giving(e *echo.Echo) {
	codes := GiftCodes{s}
	e.GET("/:lang/desk/gift-codes", codes.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/gift-codes/new", codes.New, staff(people.Operator))
	e.POST("/:lang/desk/gift-codes", codes.Create, staff(people.Operator))
	e.GET("/:lang/desk/gift-codes/:ref", codes.Show, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/gift-codes/:ref/uses.csv", codes.Export, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/gift-codes/:ref/end", GiftCodeEnds{s}.Create, staff(people.Operator))
}

// changing is how an organisation changes a subscription: what there is, what a change brings, the change, and thinking better of it.
func (s Site) changing(e *echo.Echo) {
	e.GET("/:lang/o/:org/subscriptions/:ref/change", Changes{s}.New, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/change", Changes{s}.Create, inOrganisation(people.Owner))
	e.POST("/:lang/o/:org/subscriptions/:ref/change/preview", ChangePreviews{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/change/wish", ChangeWishes{s}.Create, inOrganisation(people.Treasurer))
	e.DELETE("/:lang/o/:org/subscriptions/:ref/change/wish", ChangeWishes{s}.Destroy, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/subscriptions/:ref/change/end", ChangeEnds{s}.Create, inOrganisation(people.Owner))
}
