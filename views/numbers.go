package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
)

// findingWords says what is wrong with a series.
func findingWords(ctx context.Context, f billing.NumberFinding) string {
	switch {
	case f.Kind == billing.NumbersBackward:
		return t(ctx, "numbers.backward", "Name", f.After)
	case f.First == f.Last:
		return t(ctx, "numbers.missing_one", "Number", strconv.Itoa(f.First))
	}
	return t(ctx, "numbers.missing_many", "First", strconv.Itoa(f.First), "Last", strconv.Itoa(f.Last))
}

// expectedDay is between which days the document must have been issued, as its neighbours tell.
func expectedDay(ctx context.Context, f billing.NumberFinding) string {
	switch {
	case f.BeforeOn == "" && f.AfterOn == "":
		return "–"
	case f.AfterOn == "" || f.Kind == billing.NumbersBackward:
		return t(ctx, "numbers.since", "Date", dateOnly(ctx, f.BeforeOn))
	case f.BeforeOn == "":
		return t(ctx, "numbers.until", "Date", dateOnly(ctx, f.AfterOn))
	case f.BeforeOn == f.AfterOn:
		return dateOnly(ctx, f.AfterOn)
	}
	return t(ctx, "numbers.between", "From", dateOnly(ctx, f.BeforeOn), "To", dateOnly(ctx, f.AfterOn))
}

// besides is a neighbour with its day, or where the series begins or ends.
func besides(ctx context.Context, name, on, none string) string {
	if name == "" {
		return none
	}
	return name + ", " + dateOnly(ctx, on)
}

func numbersCounts(ctx context.Context, r billing.NumberReport) string {
	return t(ctx, "numbers.counts", "Series", locales.Number(lang(ctx), int64(r.Series)), "Documents", locales.Number(lang(ctx), int64(r.Documents)))
}
