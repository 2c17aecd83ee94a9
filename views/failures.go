package views

import (
	"context"
	"net/http"
)

// failureTitle and failureText say what went wrong in words, never the error itself.
func failureTitle(ctx context.Context, status int) string {
	switch status {
	case http.StatusUnauthorized:
		return t(ctx, "failure.sign_in_title")
	case http.StatusForbidden:
		return t(ctx, "failure.forbidden_title")
	case http.StatusNotFound:
		return t(ctx, "failure.not_found_title")
	case http.StatusConflict:
		return t(ctx, "failure.conflict_title")
	case http.StatusRequestEntityTooLarge:
		return t(ctx, "failure.too_large_title")
	case http.StatusTooManyRequests:
		return t(ctx, "failure.too_many_title")
	case http.StatusServiceUnavailable:
		return t(ctx, "failure.busy_title")
	}
	if status < 500 {
		return t(ctx, "failure.bad_request_title")
	}
	return t(ctx, "failure.ours_title")
}

func failureText(ctx context.Context, status int) string {
	switch status {
	case http.StatusUnauthorized:
		return t(ctx, "failure.sign_in")
	case http.StatusForbidden:
		if !me(ctx).SignedIn() { // as of what another site sends: nobody was introduced
			return t(ctx, "failure.refused")
		}
		return t(ctx, "failure.forbidden")
	case http.StatusNotFound:
		return t(ctx, "failure.not_found")
	case http.StatusConflict:
		return t(ctx, "failure.conflict")
	case http.StatusRequestEntityTooLarge:
		return t(ctx, "failure.too_large")
	case http.StatusTooManyRequests:
		return t(ctx, "failure.too_many")
	case http.StatusServiceUnavailable:
		return t(ctx, "failure.busy")
	}
	if status < 500 {
		return t(ctx, "failure.bad_request")
	}
	return t(ctx, "failure.ours")
}
