package jobs

import (
	"context"
	"errors"
	"net/http"

	"chatiere/integrations/outbound"
	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/overview"
	"chatiere/views/paths"
)

// describes are the promises about the files in which the collective describes itself.
func (w Worker) describes(b book) {
	b.write(keep(w.filesDue))
	b.write(keep(w.filesLookedAt))
}

// filesDue lets the files follow the catalogue.
func (w Worker) filesDue(ctx context.Context, _ overview.FilesDue) error {
	at, _, err := w.publicFiles(ctx)
	if err != nil {
		return err
	}
	return overview.RefreshFiles(ctx, w.DB, at)
}

// publicFiles is where the files are, and whose.
func (w Worker) publicFiles(ctx context.Context) (overview.Addresses, collective.Collective, error) {
	host, err := collective.Find(ctx, w.DB)
	country := func(code string) string { return locales.Country(host.Language, code) }
	return paths.PublicFiles(w.BaseURL, host.Language, country), host, err
}

// FilesWrong counts what forbids public files; none are looked at while they are not published.
func (w Worker) FilesWrong(ctx context.Context) (int, error) {
	at, host, err := w.publicFiles(ctx)
	if err != nil {
		return 0, err
	}
	files, err := overview.FindFiles(ctx, w.DB, host, at)
	return files.Missing(), err
}

// filesLookedAt reads our own files as others do, through the guarded client; without the web nothing can be said.
func (w Worker) filesLookedAt(ctx context.Context, _ overview.FilesLookedAt) error {
	at, _, err := w.publicFiles(ctx)
	if err != nil || w.Web == nil {
		return err
	}
	return overview.LookFromOutside(ctx, w.DB, at, func(address string) chatonsinfos.Answer {
		body, err := w.Web.FetchAs(ctx, address, "text/plain")
		switch {
		case errors.Is(err, outbound.ErrKind):
			return chatonsinfos.Answer{Status: http.StatusOK}
		case errors.Is(err, outbound.ErrRefused):
			return chatonsinfos.Answer{Refused: true}
		case err != nil:
			return chatonsinfos.Answer{}
		}
		return chatonsinfos.Answer{Status: http.StatusOK, Type: "text/plain", File: chatonsinfos.Parse(body)}
	})
}
