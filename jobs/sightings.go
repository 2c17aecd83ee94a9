package jobs

import (
	"context"
	"fmt"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

// sightingsDue is the daily turn of what the portal itself saw people do.
type sightingsDue struct{}

// Kind names it.
func (sightingsDue) Kind() string { return "sightings" }

// week is a whole week, Monday to Sunday, where the collective is.
type week struct{ from, until time.Time }

func (w week) first() string { return w.from.Format(time.DateOnly) }
func (w week) last() string  { return w.until.AddDate(0, 0, -1).Format(time.DateOnly) }

// weeksBefore are the two last whole weeks: a missed turn is made up by the next.
func weeksBefore(today time.Time) []week {
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	return []week{{monday.AddDate(0, 0, -14), monday.AddDate(0, 0, -7)}, {monday.AddDate(0, 0, -7), monday}}
}

// sightings proposes to people, as drafts, what the portal saw them do in a week: translations that somebody else agreed with, answers to
// those who asked for help, faults taken to a libre project. Each is proposed once.
func (w Worker) sightings(ctx context.Context, _ sightingsDue) error {
	host, err := collective.Find(ctx, w.DB)
	if err != nil {
		return err
	}
	for _, k := range weeksBefore(store.Today(w.DB, host.Location())) {
		for _, look := range []func(context.Context, week) ([]commons.Seen, error){w.translated, w.answered, w.carried} {
			all, err := look(ctx, k)
			if err != nil {
				return err
			}
			for _, s := range all {
				if err := commons.See(ctx, w.DB, s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (w Worker) translated(ctx context.Context, k week) (all []commons.Seen, err error) {
	rows, err := content.TranslatedBetween(ctx, w.DB, k.from, k.until)
	for _, r := range rows {
		lang, err := w.localeOf(ctx, r.AuthorID)
		if err != nil {
			return nil, err
		}
		all = append(all, commons.Seen{
			Source: fmt.Sprintf("translation:%d:%s:%s", r.AuthorID, r.Lang, k.first()), UserID: r.AuthorID, Kind: "translation", Proof: "translation", Unit: commons.Pieces, Quantity: r.Passages,
			FromOn: k.first(), ToOn: k.last(), Lang: lang, Title: locales.N(lang, "seen.translated", int(r.Passages), "Language", locales.LanguageName(lang, r.Lang)),
		})
	}
	return all, err
}

// answerTakes is how long an answer is taken to have taken: the person says what it was.
const answerTakes = 15

func (w Worker) answered(ctx context.Context, k week) (all []commons.Seen, err error) {
	rows, err := support.AnsweredBetween(ctx, w.DB, k.from, k.until)
	for _, r := range rows {
		lang, err := w.localeOf(ctx, r.AuthorID)
		if err != nil {
			return nil, err
		}
		all = append(all, commons.Seen{
			Source: fmt.Sprintf("answers:%d:%s", r.AuthorID, k.first()), UserID: r.AuthorID, Kind: "question", Proof: "ticket", Unit: commons.Minutes, Quantity: answerTakes * r.Answers,
			FromOn: k.first(), ToOn: k.last(), Lang: lang, Title: locales.N(lang, "seen.answered", int(r.Answers)),
		})
	}
	return all, err
}

func (w Worker) carried(ctx context.Context, k week) (all []commons.Seen, err error) {
	rows, err := support.CarriedBetween(ctx, w.DB, k.from, k.until)
	for _, r := range rows {
		lang, err := w.localeOf(ctx, r.AssigneeID)
		if err != nil {
			return nil, err
		}
		all = append(all, commons.Seen{
			Source: "upstream:" + r.Ref, UserID: r.AssigneeID, Kind: "bug", Proof: "ticket", Unit: commons.Pieces, Quantity: 1, FromOn: k.first(), ToOn: k.last(), UpstreamID: r.UpstreamID,
			URL: r.UpstreamURL, Lang: lang, Title: locales.T(lang, "seen.carried"),
		})
	}
	return all, err
}

// localeOf is the language of a person, as far as the portal speaks it.
func (w Worker) localeOf(ctx context.Context, id uint) (string, error) {
	u, err := people.LoadUser(ctx, w.DB, id)
	if !locales.Known(u.Locale) {
		return locales.Default, err
	}
	return u.Locale, err
}
