package views

import (
	"context"
	"strconv"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"
	"chatiere/views/ui"
)

func promiseTone(p store.PromiseRow) ui.Tone {
	switch p.State {
	case "discarded":
		return ui.Bad
	case "retryable":
		return ui.Warn
	}
	return ui.Info
}

func promiseState(ctx context.Context, p store.PromiseRow) string {
	switch p.State {
	case "discarded":
		return t(ctx, "promises.given_up")
	case "retryable":
		return t(ctx, "promises.again_later")
	case "running":
		return t(ctx, "promises.running")
	case "completed":
		return t(ctx, "promises.kept")
	}
	return t(ctx, "promises.waiting")
}

// promiseFilters are the states one may look for.
func promiseFilters(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, state := range store.PromiseStates {
		all = append(all, ui.Option{Value: state, Text: promiseState(ctx, store.PromiseRow{State: state})})
	}
	return all
}

// PromiseRows are the rows of the list as a file, heads first.
func PromiseRows(ctx context.Context, all []store.PromiseRow, zone *time.Location) [][]string {
	rows := [][]string{{t(ctx, "promises.name"), t(ctx, "promises.state"), t(ctx, "promises.tries"), t(ctx, "promises.due")}}
	for _, p := range all {
		rows = append(rows, []string{p.Kind, promiseState(ctx, p), strconv.Itoa(p.Attempt), p.ScheduledAt.In(zone).Format("2006-01-02 15:04")})
	}
	return rows
}

// JournalRows are the rows of the journal as a file, heads first.
func JournalRows(ctx context.Context, all []journal.Entry, zone *time.Location) [][]string {
	rows := [][]string{{t(ctx, "journal.at"), t(ctx, "journal.who"), t(ctx, "journal.what"), t(ctx, "journal.verb"), t(ctx, "journal.about"), t(ctx, "journal.why")}}
	for _, e := range all {
		who := e.ActorName
		if who == "" {
			who = t(ctx, "journal.portal")
		}
		rows = append(rows, []string{e.At.In(zone).Format("2006-01-02 15:04:05"), who, actName(ctx, e.Verb), e.Verb, e.SubjectType + " " + e.SubjectRef, e.Reason})
	}
	return rows
}
