// Package demo loads a collective that is described in a folder of plain files (models/demo/folder), among them the demo
// collective that travels with the program (models/demo/files). Loading twice changes nothing, and what people changed since stays.
package demo

import (
	"context"
	"io/fs"
	"time"

	"chatiere/models/demo/folder"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Options are the choices of whoever loads a folder.
type Options struct {
	Password string    // of the accounts that are made; empty: people sign in by link
	Since    time.Time // when the rows say they were made; zero: now
	Public   bool      // open the portal to everybody at once
	Files    fs.FS     // the folder itself, so that what the portal refuses is told with its line; may be nil
}

// Report says what loading did.
type Report struct {
	New     int
	Changed int      // the folder says something new about it
	Same    int      // loaded before
	Kept    []string // left as they are, because somebody made or changed them here
}

// Idle reports whether loading changed nothing.
func (r Report) Idle() bool { return r.New == 0 && r.Changed == 0 }

// Import loads a folder in one transaction: all of it or, with folder.Mistakes, nothing.
func Import(ctx context.Context, db *gorm.DB, c folder.Collective, o Options) (Report, error) {
	var report Report
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		im, err := begin(ctx, tx, c, o)
		if err != nil {
			return err
		}
		for _, part := range []func() error{im.host, im.charter, im.catalogue, im.texts, im.people} {
			if err := part(); err != nil {
				return err
			}
		}
		if len(im.mistakes) > 0 {
			return im.mistakes
		}
		report = im.report
		if report.Idle() {
			return nil
		}
		return store.Published(tx)
	})
	return report, err
}

// importer is one loading under way.
type importer struct {
	ctx      context.Context
	tx       *gorm.DB
	now      time.Time
	folder   folder.Collective
	options  Options
	source   string // the language the folder is written in
	memory   memory
	report   Report
	mistakes folder.Mistakes
}

func begin(ctx context.Context, tx *gorm.DB, c folder.Collective, o Options) (*importer, error) {
	now := store.Now(tx)
	if o.Since.IsZero() {
		o.Since = now
	}
	tx = store.AtTime(tx, o.Since) // one moment for all that is loaded
	known, err := remember(ctx, tx)
	return &importer{ctx: ctx, tx: tx, now: now, folder: c, options: o, source: c.Profile.Languages[0], memory: known}, err
}

// others are the languages the folder is translated into.
func (im *importer) others() []string { return im.folder.Profile.Languages[1:] }

// ago is a moment some days before loading.
func (im *importer) ago(days int) time.Time { return im.now.AddDate(0, 0, -days) }
