package views

import (
	"context"
	"time"

	"chatiere/locales"
)

// dateOnly says a day kept as YYYY-MM-DD in the reader's language.
func dateOnly(ctx context.Context, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return locales.Date(lang(ctx), at)
}
