package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// carrying is how people carry shared spaces together: what they promise, what comes of it, and receipts for gifts.
func (s Site) carrying(e *echo.Echo) {
	spaces, pledges := SharedSpaces{s}, Pledges{s}
	e.GET("/:lang/shared-spaces", spaces.Index, everyone)
	e.GET("/:lang/shared-spaces/:ref", spaces.Show, everyone)
	e.GET("/:lang/shared-spaces/:ref/poster/pdf", Posters{s}.Show, everyone)
	e.GET("/:lang/shared-spaces/:ref/pledges/new", pledges.New, members)
	e.POST("/:lang/shared-spaces/:ref/pledges", pledges.Create, members)
	e.GET("/:lang/pledges", pledges.Index, members)
	e.GET("/:lang/pledges/:ref", pledges.Show, members)
	e.POST("/:lang/pledges/:ref/end", PledgeEnds{s}.Create, members)
	e.POST("/:lang/pledges/:ref/visibility", PledgeVisibilities{s}.Create, members)
	e.POST("/:lang/pledges/:ref/progress", PledgeProgresses{s}.Create, members)
	e.POST("/:lang/pledges/:ref/offer", PledgeOffers{s}.Create, members)
	e.GET("/:lang/donations/:ref/receipt", GiftReceipts{s}.New, members)
	e.POST("/:lang/donations/:ref/receipt", GiftReceipts{s}.Create, members)
	e.GET("/:lang/gift-receipts/:ref/pdf", GiftReceipts{s}.Show, members)
	e.GET("/:lang/pledge-links/:token", PledgeLinks{s}.Show, everyone)
	e.POST("/:lang/pledge-links/:token/end", PledgeLinks{s}.Destroy, everyone)
	s.patronage(e)
	s.givingOnline(e)
	s.deskCarrying(e)
}

func (s Site) deskCarrying(e *echo.Echo) {
	spaces, gifts, receipts := DeskSpaces{s}, Donations{s}, DeskReceipts{s}
	e.GET("/:lang/desk/shared-spaces", spaces.Index, staff(people.Operator))
	e.GET("/:lang/desk/shared-spaces/new", spaces.New, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces", spaces.Create, staff(people.Operator))
	e.GET("/:lang/desk/shared-spaces/:ref", spaces.Edit, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces/:ref", spaces.Update, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces/:ref/opening", SharedSpaceOpenings{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces/:ref/start", SpaceStarts{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces/:ref/closure", SpaceClosures{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/shared-spaces/:ref/gap", SpaceGaps{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/donations", gifts.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/donations.csv", gifts.Export, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/donations/:ref", gifts.Show, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/donations/:ref/arrival", DonationArrivals{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/donations/:ref/return", DonationReturns{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/gift-receipts", receipts.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/gift-receipts.csv", receipts.Export, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/gift-receipts/declarations", Eligibilities{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/gift-receipts/declarations/end", EligibilityEnds{s}.Create, staff(people.Operator))
	e.POST("/:lang/desk/gift-receipts/:ref/voiding", ReceiptVoidings{s}.Create, staff(people.Operator))
}
