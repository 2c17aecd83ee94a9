package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// factors is how people show a second means when they sign in, renew that before something delicate, and come back when it is lost.
func (s Site) factors(e *echo.Echo) {
	steps, rescues, apps, proofs := SecondSteps{s}, Rescues{s}, FactorApps{s}, Proofs{s}
	e.GET("/:lang/sign-in/code", steps.New, everyone)
	e.POST("/:lang/sign-in/code", steps.Create, everyone)
	e.GET("/:lang/sign-in/rescue", rescues.New, everyone)
	e.POST("/:lang/sign-in/rescue", rescues.Create, everyone)
	e.GET("/:lang/rescues/:token", RescueStops{s}.New, everyone)
	e.POST("/:lang/rescues/:token", RescueStops{s}.Create, everyone)
	e.GET("/:lang/account/proof", proofs.New, members)
	e.POST("/:lang/account/proof", proofs.Create, members)
	e.GET("/:lang/account/factors", Factors{s}.Show, members)
	e.GET("/:lang/account/factors/app", apps.New, members)
	e.POST("/:lang/account/factors/app", s.lately(apps.Create), members)
	e.POST("/:lang/account/factors/app/removal", s.lately(FactorAppRemovals{s}.Create), members)
	e.POST("/:lang/account/factors/codes", s.lately(RecoveryCodes{s}.Create), members)
	e.POST("/:lang/account/factors/codes/file", RecoveryFiles{s}.Create, members)
	e.GET("/:lang/desk/factors", DeskFactors{s}.Index, staff(people.Operator))
	e.POST("/:lang/desk/factors", s.lately(DeskFactors{s}.Update), staff(people.Admin))
	e.POST("/:lang/desk/factors/rescues/:ref/approval", s.lately(RescueApprovals{s}.Create), staff(people.Operator))
	e.POST("/:lang/desk/factors/rescues/:ref/refusal", s.lately(RescueRefusals{s}.Create), staff(people.Operator))
}
