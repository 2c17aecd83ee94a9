package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/hosting"
)

// yearService is a service an organisation has, and since when.
func yearService(ctx context.Context, d hosting.Deployment) string {
	if d.ReadyAt == nil {
		return t(ctx, "years.service_soon", "Service", d.Service.Name.String())
	}
	return t(ctx, "years.service", "Service", d.Service.Name.String(), "Date", locales.Date(lang(ctx), *d.ReadyAt))
}

// yearGiven is what was given of one family: time, money or pieces.
func yearGiven(ctx context.Context, s commons.Sum) string {
	return t(ctx, "years.given", "Family", familyName(ctx, s.Family), "Amount", quantity(ctx, s.Total, s.Unit))
}

// thisYear is the year of a stored day.
func thisYear(today string) int {
	year, _ := strconv.Atoi(today[:min(4, len(today))])
	return year
}
