package handlers

import (
	"context"
	"sync"
	"sync/atomic"

	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// hosts remembers the collective, which every page names, as it was in the edition in which it was read.
type hosts struct{ last atomic.Pointer[hosted] }

type hosted struct {
	edition int64
	host    collective.Collective
	words   sync.Map // content.Host by language
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
