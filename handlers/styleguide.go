package handlers

import (
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Styleguide shows every brick in every state; in development only.
type Styleguide struct{}

// Show draws it.
func (Styleguide) Show(c echo.Context) error { return render(c, views.Styleguide()) }
