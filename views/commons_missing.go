package views

import (
	"context"
	"strings"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
)

// councilTitle is what the council has to do with it now; empty when nothing.
func (p ContributionPage) councilTitle(ctx context.Context) string {
	switch p.C.State {
	case commons.Attested:
		return t(ctx, "commons.missing.steward")
	case commons.Contested:
		return t(ctx, "commons.missing.review")
	}
	return ""
}

// councilLines say who does it, how far it is and, to the council itself, whose turn it may be.
func (p ContributionPage) councilLines(ctx context.Context) []string {
	day := locales.Date(lang(ctx), p.C.StirredAt)
	all := []string{t(ctx, "commons.missing.steward_who", "Date", day)}
	if p.C.State == commons.Contested {
		upheld, reversed := p.Story.Voices()
		all = []string{t(ctx, "commons.missing.review_who", "Date", day), t(ctx, "commons.missing.voices", "Upheld", upheld, "Reversed", reversed)}
	}
	if commons.Council(me(ctx)) && len(p.Story.Deciders) > 0 {
		all = append(all, whoCan(ctx, p.Story.Deciders))
	}
	if p.insider(ctx) && p.Story.Short(p.C) {
		all = append(all, t(ctx, "commons.missing.council"), t(ctx, "who_can.person_how"))
	}
	return all
}

// whoCan says who can do what a page is about, the reader first.
func whoCan(ctx context.Context, all []people.User) string {
	var others []string
	mine := false
	for _, u := range all {
		if u.ID == me(ctx).ID {
			mine = true
		} else {
			others = append(others, u.Called())
		}
	}
	names := strings.Join(others[:min(len(others), 6)], ", ")
	switch {
	case mine && names == "":
		return t(ctx, "who_can.you_alone")
	case mine:
		return t(ctx, "who_can.you_too", "Names", names)
	}
	return t(ctx, "who_can.others", "Names", names)
}
