package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// givingOnline is how gifts are paid on Stripe's pages, taken by themselves, and sent back.
func (s Site) givingOnline(e *echo.Echo) {
	e.POST("/:lang/pledges/:ref/payments", GiftPayments{s}.Create, members)
	e.POST("/:lang/pledges/:ref/method/end", GiftMethods{s}.Destroy, members)
	e.POST("/:lang/pledge-links/:token/payments", LinkedGiftPayments{s}.Create, everyone)
	e.GET("/:lang/gift-payments/:ref", GiftPayments{s}.Show, everyone)
	e.POST("/:lang/gift-payments/:ref/page", GiftPaymentPages{s}.Create, everyone)
	e.POST("/:lang/desk/donations/:ref/refund", DonationRefunds{s}.Create, staff(people.Operator))
}
