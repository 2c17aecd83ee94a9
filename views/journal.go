package views

import (
	"context"

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
