package handlers

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// hosts remembers the collective, which every page names, as it was in the edition in which it was read.
type hosts struct{ last atomic.Pointer[hosted] }

type hosted struct {
	edition int64
	host    collective.Collective
	words   sync.Map // content.Host by language
	names   sync.Map // by language, of the services
}

// now returns the collective and the present edition; it asks the database only in a new edition.
func (h *hosts) now(ctx context.Context, db *gorm.DB) (collective.Collective, int64, error) {
	edition, err := store.Edition(ctx, db)
	if err != nil {
		return collective.Collective{}, 0, err
	}
	if known := h.last.Load(); known != nil && known.edition == edition {
		return known.host, edition, nil
	}
	host, err := collective.Find(ctx, db)
	if err == nil {
		h.last.Store(&hosted{edition: edition, host: host})
	}
	return host, edition, err
}

// remembered returns the collective as it was read last, and reads it only when it never was.
func (h *hosts) remembered(ctx context.Context, db *gorm.DB) (collective.Collective, error) {
	if known := h.last.Load(); known != nil {
		return known.host, nil
	}
	host, _, err := h.now(ctx, db)
	return host, err
}

// words returns what the collective says of itself in a language, as it was in that edition.
func (h *hosts) words(ctx context.Context, db *gorm.DB, lang string) (content.Host, error) {
	known := h.last.Load()
	if known == nil {
		return content.FindHost(ctx, db, lang)
	}
	if words, read := known.words.Load(lang); read {
		return words.(content.Host), nil
	}
	words, err := content.FindHost(ctx, db, lang)
	if err == nil {
		known.words.Store(lang, words)
	}
	return words, err
}

// namesAt are the services' names as they were read at a time.
type namesAt struct {
	at    time.Time
	names []content.Named
}

// serviceNames are the names of the services in the reader's language. Every list of tickets shows them, and they change as seldom as
// public pages: they are read once for each edition, and again after as long as a page is kept.
func (s Site) serviceNames(c echo.Context) ([]content.Named, error) {
	h, at := s.hosts.last.Load(), store.Now(s.DB)
	if known, ok := h.names.Load(lang(c)); ok && at.Sub(known.(namesAt).at) < publicFor {
		return known.(namesAt).names, nil
	}
	names, err := catalogue.Names(ctx(c), s.DB, lang(c))
	if err == nil {
		h.names.Store(lang(c), namesAt{at, names})
	}
	return names, err
}
