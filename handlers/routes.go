package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// routes is the table of contents: every address, what answers, and as the last word who may enter.
func (s Site) routes(e *echo.Echo) {
	s.machines(e)
	s.doorstep(e)
	s.workshop(e)
	s.desk(e)
}

func (s Site) machines(e *echo.Echo) {
	health := Health{s}
	e.GET("/healthz", health.Alive, everyone)
	e.GET("/readyz", health.Ready, everyone)
	e.GET("/metrics", health.Metrics(), everyone)
}

func (s Site) doorstep(e *echo.Echo) {
	e.GET("/", toBestLanguage, everyone)
	e.POST("/:lang/theme", Themes{s}.Create, everyone)
	e.GET("/:lang/set-up/:token", FirstAdmins{s}.New, everyone)
	e.POST("/:lang/set-up/:token", FirstAdmins{s}.Create, everyone)
}

func (s Site) desk(e *echo.Echo) {
	deployments, suspensions := Deployments{s}, Suspensions{s}
	e.GET("/:lang/desk/deployments", deployments.Index, staff(people.Operator))
	e.GET("/:lang/desk/deployments/:ref", deployments.Edit, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref", deployments.Update, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref/suspension", suspensions.Create, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref/resumption", suspensions.Destroy, staff(people.Operator))
	e.GET("/:lang/desk/services/:slug/checklists", Checklists{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug/checklists", Checklists{s}.Update, staff(people.Operator))
	e.GET("/:lang/o/:org/services", Spaces{s}.Index, inOrganisation())
	e.GET("/:lang/o/:org/services/:ref", Spaces{s}.Show, inOrganisation())
	e.GET("/:lang/desk/collective", Collectives{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/collective", Collectives{s}.Update, staff(people.Operator))
	e.POST("/:lang/desk/regimes", TaxRegimes{s}.Create, staff(people.Operator))
}

// toBestLanguage sends a first visit to the language the browser asks for; the answer differs by that header.
func toBestLanguage(c echo.Context) error {
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return c.Redirect(http.StatusFound, "/"+locales.Best(c.Request().Header.Get("Accept-Language"))+"/")
}

// workshop is for those who build the pages: in development only.
func (s Site) workshop(e *echo.Echo) {
	if s.Development {
		e.GET("/:lang/styleguide", Styleguide{}.Show, everyone)
	}
}
