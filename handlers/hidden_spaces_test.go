package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/views/paths"
)

// TestADayOnThePageOfASpaceSaysNoDiscreetAmount: whoever looks after each promise finds no sum with a hidden amount in it, on no page, in no file.
func TestADayOnThePageOfASpaceSaysNoDiscreetAmount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h, ctx := s.hamlet(t), context.Background()
		for _, mode := range []commons.Mode{commons.Fixed, commons.Adaptive} {
			space, err := commons.MakeSpace(ctx, s.db, h.omar.user, &commons.SpaceForm{Title: "Le nuage", About: "Ensemble.", Goal: "1000", Cents: 100_000, Period: "year", Threshold: "80", Mode: mode, Deadline: "2027-03-01"})
			h.must(t, err)
			h.must(t, space.Open(ctx, s.db, h.omar.user))
			h.watches(t, space)
		}
	})
}

// watches lets sponsors come one by one, some openly, and looks at every page after each.
func (h *hamlet) watches(t *testing.T, space commons.SharedSpace) {
	t.Helper()
	shown, hidden := []int64{}, []int64{}
	for n, p := range []struct {
		cents int64
		how   commons.Visibility
	}{{10_100, commons.Public}, {20_300, commons.AmountHidden}, {30_700, commons.Anonymous}, {1_900, commons.Public}, {22_100, commons.AmountHidden}, {19_900, commons.Anonymous}} {
		u := h.named(t, fmt.Sprint("sponsor", n, "@chats.example"), fmt.Sprint("Sponsor ", n), "")
		_, err := commons.MakePledge(context.Background(), h.db, u, space, &commons.PledgeForm{Unit: commons.Cents, Cents: p.cents, Every: commons.EveryYear, For: commons.Myself, Visibility: p.how, Lang: "fr"})
		h.must(t, err)
		if p.how == commons.Public {
			shown = append(shown, p.cents)
		} else {
			hidden = append(hidden, p.cents)
		}
		for _, page := range []string{paths.SharedSpace("fr", space), "/fr/shared-spaces", "/fr/transparency", "/fr/transparency.json"} {
			noneOf(t, h.visitor("fr").visit(page).page, shown, hidden)
		}
	}
}

// noneOf checks that a page says no sum in which a hidden amount is, nor what is missing to the goal of 1000 €.
func noneOf(t *testing.T, p *page, shown, hidden []int64) {
	t.Helper()
	text := plain(p.body)
	all := append(slices.Clone(hidden), shown...)
	for some := 1; some < 1<<len(all); some++ {
		sum, discreet := int64(0), false
		for n, cents := range all {
			if some>>n&1 == 1 {
				sum, discreet = sum+cents, discreet || n < len(hidden)
			}
		}
		for _, cents := range []int64{sum, 100_000 - sum, sum - 100_000} {
			if discreet && cents > 0 && (strings.Contains(text, plain(locales.Money("fr", cents, "EUR"))) || strings.Contains(text, fmt.Sprintf(": %d,", cents)) || strings.Contains(text, fmt.Sprintf(`"%d"`, cents))) {
				t.Errorf("%s says %d", p.path, cents)
			}
		}
	}
}
