package views

import (
	"context"

	"chatiere/models/ledger"
)

// brokenWords say which rule of the books does not hold.
func brokenWords(ctx context.Context, rule ledger.Invariant) string {
	switch rule {
	case ledger.Balanced:
		return t(ctx, "books.broken.balanced")
	case ledger.Summed:
		return t(ctx, "books.broken.summed")
	case ledger.Caused:
		return t(ctx, "books.broken.caused")
	case ledger.Once:
		return t(ctx, "books.broken.once")
	case ledger.Chained:
		return t(ctx, "books.broken.chained")
	}
	return t(ctx, "books.broken.below")
}

// orDash is a text, or a dash where there is none.
func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
