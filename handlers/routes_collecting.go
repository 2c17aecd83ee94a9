package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// collecting is how money is paid online: on Stripe's pages, announced in words; and what the staff does about it.
func (s Site) collecting(e *echo.Echo) {
	e.POST("/webhooks/stripe", StripeHooks{s}.Create, everyone)
	collections, links, methods := Collections{s}, PayLinks{s}, Methods{s}
	e.POST("/:lang/pro-formas/:ref/collections", ProFormaCollections{s}.Create, everyone)
	e.GET("/:lang/collections/:ref", collections.Show, everyone)
	e.POST("/:lang/collections/:ref/page", CollectionPages{s}.Create, everyone)
	e.GET("/:lang/pay/:token", links.Show, everyone)
	e.POST("/:lang/pay/:token/collections", PayLinkCollections{s}.Create, everyone)
	e.GET("/:lang/o/:org/collections/new", collections.New, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/collections", collections.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/charges", Charges{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/pay-links", links.Index, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/pay-links", links.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/pay-links/:ref/end", PayLinkEnds{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/methods", methods.Index, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/methods", methods.Create, beginning(people.Treasurer))
	e.POST("/:lang/o/:org/methods/:ref/preference", MethodPreferences{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/methods/:ref/removal", MethodRemovals{s}.New, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/methods/:ref/removal", MethodRemovals{s}.Create, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/payments/:ref/refund-wish", RefundWishes{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/desk/money", MoneyQuestions{s}.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/money/:ref", MoneyQuestions{s}.Show, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/money/:ref/answer", MoneyAnswers{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/payments/:ref/refunds", Refunds{s}.Create, staff(people.Operator))
	s.repayments(e)
	e.GET("/:lang/desk/payment-keys", PaymentKeys{s}.Edit, staff(people.Admin))
	e.POST("/:lang/desk/payment-keys", PaymentKeys{s}.Update, staff(people.Admin))
	e.POST("/:lang/desk/payment-keys/examination", PaymentKeysExaminations{s}.Create, staff(people.Admin))
}
