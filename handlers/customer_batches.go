package handlers

import (
	"errors"

	"chatiere/models/customers"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// CustomerBatches are the folders with which existing customers moved in.
type CustomerBatches struct{ site Site }

// Show says what the last one brought and where it stands; before the first one, how to move in.
func (h CustomerBatches) Show(c echo.Context) error {
	b, err := customers.LastBatch(ctx(c), h.site.DB, me(c))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return render(c, views.CustomerBatch(b, host(c).Location()))
}
