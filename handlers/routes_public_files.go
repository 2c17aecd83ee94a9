package handlers

import (
	"chatiere/models/people"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// describing is how the collective describes itself in public files, and where people say what goes into them.
func (s Site) describing(e *echo.Echo) {
	e.GET(paths.PublicFolder+"/:file", PublicFiles{s}.Show, everyone)
	e.HEAD(paths.PublicFolder+"/:file", PublicFiles{s}.Show, everyone)
	e.GET("/:lang/desk/chatonsinfos", Infos{s}.Show, staff(people.Operator))
	e.GET("/:lang/desk/chatonsinfos/facts", InfosFacts{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/chatonsinfos/facts", InfosFacts{s}.Update, staff(people.Operator))
	e.GET("/:lang/desk/chatonsinfos/services/:slug", InfosServices{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/chatonsinfos/services/:slug", InfosServices{s}.Update, staff(people.Operator))
	e.POST("/:lang/desk/chatonsinfos/publication", InfosPublications{s}.Create, staff(people.Operator))
	e.DELETE("/:lang/desk/chatonsinfos/publication", InfosPublications{s}.Destroy, staff(people.Operator))
	e.POST("/:lang/desk/chatonsinfos/look", InfosLooks{s}.Create, staff(people.Operator))
}
