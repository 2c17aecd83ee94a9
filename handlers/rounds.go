package handlers

import (
	"encoding/json"
	"net/http"
	"slices"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Rounds are the redistribution rounds, for everybody.
type Rounds struct{ site Site }

// Index lists them.
func (h Rounds) Index(c echo.Context) error {
	found, err := commons.PublicRounds(ctx(c), h.site.DB, c.QueryParam("after"))
	if err != nil {
		return err
	}
	return render(c, views.Rounds(views.RoundsPage{Found: found, Today: h.site.today(c)}))
}

// Show shows one; the same to all, whoever asks.
func (h Rounds) Show(c echo.Context) error {
	w, err := h.site.wholeRound(c, people.User{})
	if err != nil {
		return err
	}
	p := views.RoundPage{Whole: w}
	if !w.Reached(commons.RoundComputed) {
		if p.Pot, p.Inputs, p.Foreseen, err = p.Foresee(ctx(c), h.site.DB); err != nil {
			return err
		}
	}
	if err = h.site.around(c, &p); err != nil {
		return err
	}
	return render(c, views.Round(p))
}

// around adds what is known beside the round itself: before its result how its projects are paid, afterwards what is not paid and more.
func (s Site) around(c echo.Context, p *views.RoundPage) (err error) {
	if p.Told() {
		p.Around, err = p.AroundOn(ctx(c), s.DB, p.Today)
	} else {
		p.Ways, err = p.Round.Ways(ctx(c), s.DB)
	}
	return err
}

// wholeRound gathers the round in the address as u may see it.
func (s Site) wholeRound(c echo.Context, u people.User) (commons.Whole, error) {
	r, err := commons.FindRound(ctx(c), s.DB, u, c.Param("ref"))
	if err != nil {
		return commons.Whole{}, err
	}
	return commons.WholeRound(ctx(c), s.DB, r)
}

// RoundFeeds tell feed readers what came out.
type RoundFeeds struct{ site Site }

// Show sends the feed.
func (h RoundFeeds) Show(c echo.Context) error {
	found, err := commons.PublicRounds(ctx(c), h.site.DB, "")
	if err != nil {
		return err
	}
	feed, err := views.RoundsFeed(ctx(c), slices.DeleteFunc(found.Items, func(r commons.Round) bool { return !r.Told() }))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", feed)
}

// RoundTables are what came out, as tables that compute it again.
type RoundTables struct{ site Site }

// Show sends one.
func (h RoundTables) Show(c echo.Context) error {
	w, err := h.site.toldRound(c)
	if err != nil {
		return err
	}
	table, err := w.Publish("").CSV()
	if err != nil {
		return err
	}
	return attach(c, "result.csv", "text/csv; charset=utf-8", table)
}

// RoundFiles are what came out with everything it was made of, for programs.
type RoundFiles struct{ site Site }

// Show sends one.
func (h RoundFiles) Show(c echo.Context) error {
	w, err := h.site.toldRound(c)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(w.Publish(h.site.BaseURL+paths.Round(lang(c), w.Round)), "", "  ")
	if err != nil {
		return err
	}
	return attach(c, "result.json", "application/json", text)
}

// toldRound is the round in the address, once its result may be read by everybody.
func (s Site) toldRound(c echo.Context) (commons.Whole, error) {
	w, err := s.wholeRound(c, people.User{})
	if err == nil && !w.Told() {
		err = store.ErrNotFound
	}
	return w, err
}
