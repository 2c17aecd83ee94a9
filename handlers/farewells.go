package handlers

import (
	"encoding/json"

	"chatiere/models/identity"
	"chatiere/models/journal"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Farewells is leaving for good; one's data may be taken along first.
type Farewells struct{ site Site }

// New explains what goes and what stays; identity is proven first if that was long ago.
func (h Farewells) New(c echo.Context) error {
	if !session(c).Fresh(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.Farewell(lang(c)))
	}
	return h.draw(c, nil)
}

// Create erases the person: names and addresses leave, sums and acts stay.
func (h Farewells) Create(c echo.Context) error {
	if !session(c).Fresh(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.Farewell(lang(c)))
	}
	if c.FormValue("erase") == "" {
		return h.draw(c, store.Invalid{"erase": {Key: "error.tick"}})
	}
	err := overview.Erase(ctx(c), h.site.DB, me(c))
	if wrong, ok := store.AsInvalid(err); ok {
		return h.draw(c, wrong)
	}
	if err != nil {
		return err
	}
	h.site.setCookie(c, "session", "", -1)
	h.site.setCookie(c, "device", "", -1)
	h.site.flash(c, "erased")
	return redirect(c, paths.Home(lang(c)))
}

func (h Farewells) draw(c echo.Context, wrong store.Invalid) error {
	alone, err := me(c).LastOwnerOf(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return renderInvalid(c, views.Farewell(alone, wrong))
	}
	return render(c, views.Farewell(alone, nil))
}

// Exports is everything the portal holds about a person, as a file that machines read too.
type Exports struct{ site Site }

// Show gives it.
func (h Exports) Show(c echo.Context) error {
	if !session(c).Fresh(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.Farewell(lang(c)))
	}
	if err := h.site.allow(c, identity.Exporting, me(c).Ref); err != nil {
		return err
	}
	all, err := overview.Export(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	if err := journal.Note(ctx(c), h.site.DB, me(c).Actor(), journal.Act{Verb: "data_exported", SubjectType: "user", SubjectRef: me(c).Ref}); err != nil {
		return err
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return attach(c, "chatiere.json", "application/json", text)
}
