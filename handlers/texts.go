package handlers

import (
	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/overview"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Texts is the editors' desk.
type Texts struct{ site Site }

// Index lists what is written, and how far it has come in each language.
func (h Texts) Index(c echo.Context) error {
	list := views.TextList{}
	var err error
	if list.Filter, err = deskFilter(c); err != nil {
		return err
	}
	if list.Page, err = overview.Texts(ctx(c), h.site.DB, me(c), list.Filter); err != nil {
		return err
	}
	return render(c, views.Texts(list))
}

// Export gives the list as a file.
func (h Texts) Export(c echo.Context) error {
	filter, err := deskFilter(c)
	if err != nil {
		return err
	}
	items, err := overview.ExportTexts(ctx(c), h.site.DB, me(c), filter)
	if err != nil {
		return err
	}
	return sendTable(c, "texts", views.TextRows(ctx(c), views.TextList{Filter: filter}, items))
}

// deskFilter is what the reader asks for; a language that the house does not speak counts as none.
func deskFilter(c echo.Context) (content.DeskFilter, error) {
	var f content.DeskFilter
	err := c.Bind(&f)
	if f.Langs = languages(); !locales.Known(f.Lang) {
		f.Lang = ""
	}
	return f, err
}
