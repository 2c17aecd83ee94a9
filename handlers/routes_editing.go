package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// editing is where editors and translators keep everything that is read here.
func (s Site) editing(e *echo.Echo) {
	e.GET("/:lang/desk/texts", Texts{s}.Index, staff(people.Editor))
	e.GET("/:lang/desk/texts.csv", Texts{s}.Export, staff(people.Editor))
	e.GET("/:lang/desk/pages/new", Pages{s}.New, staff(people.Editor))
	e.POST("/:lang/desk/pages", Pages{s}.Create, staff(people.Editor))
	e.GET("/:lang/desk/pages/:ref", Pages{s}.Edit, staff(people.Editor))
	e.POST("/:lang/desk/pages/:ref", Pages{s}.Update, staff(people.Editor))
	e.POST("/:lang/desk/pages/:ref/publication", Publications{s}.Create, staff(people.Editor))
	e.DELETE("/:lang/desk/pages/:ref/publication", Publications{s}.Destroy, staff(people.Editor))
	e.GET("/:lang/desk/translations/:type/:ref/:to", Sheets{s}.Show, staff(people.Editor))
	e.POST("/:lang/desk/segments/:ref/:to/translation", Translations{s}.Create, staff(people.Editor))
	e.POST("/:lang/desk/segments/:ref/:to/review", Reviews{s}.Create, staff(people.Editor))
	e.POST("/:lang/desk/segments/:ref/:to/remark", Remarks{s}.Create, staff(people.Editor))
	e.POST("/:lang/desk/segments/:ref/:to/stamp", Stamps{s}.Create, staff(people.Editor))
}
