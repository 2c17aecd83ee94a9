package handlers

import (
	"errors"
	"net/http"
	"strings"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Ballots are what organisations give their points to.
type Ballots struct{ site Site }

// Edit shows the ballot of the organisation in the address.
func (h Ballots) Edit(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	p.Form = p.Ballot.Form()
	return render(c, views.Ballot(p))
}

// Update casts it, or replaces the one that was cast.
func (h Ballots) Update(c echo.Context) error {
	var f commons.BallotForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.Points = fieldsOf(c, "points-")
	p, err := h.page(c)
	if err != nil {
		return err
	}
	p.Form = f
	_, err = p.Round.Vote(ctx(c), h.site.DB, me(c), org(c).ID, f)
	var bad bool
	switch p.Wrong, bad = store.AsInvalid(err); {
	case bad:
		return renderInvalid(c, views.Ballot(p))
	case errors.Is(err, store.ErrConflict):
		p.Moved, p.Form.Version = true, p.Ballot.Version
		return renderStatus(c, http.StatusConflict, views.Ballot(p))
	case err != nil:
		return err
	}
	h.site.flash(c, "ballot_cast")
	return redirect(c, paths.Ballot(lang(c), org(c), p.Round))
}

func (h Ballots) page(c echo.Context) (views.BallotPage, error) {
	p := views.BallotPage{Organisation: org(c)}
	var err error
	if p.Whole, err = h.site.wholeRound(c, people.User{}); err != nil {
		return p, err
	}
	if p.Rules().Ballot == nil {
		return p, store.ErrNotFound
	}
	p.Ballot, err = p.BallotOf(ctx(c), h.site.DB, org(c).ID)
	return p, err
}

// fieldsOf are the fields of a form whose names begin so, by what follows.
func fieldsOf(c echo.Context, begin string) map[string]string {
	all := map[string]string{}
	for name, values := range c.Request().PostForm {
		if ref, ok := strings.CutPrefix(name, begin); ok && len(values) > 0 {
			all[ref] = values[0]
		}
	}
	return all
}
