package handlers

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views/paths"

	"gorm.io/gorm"
)

// growFacts lets the newest service be described in a file of its own, which everybody reads.
func growFacts(w *world, n int) {
	ctx, db := context.Background(), w.s.db
	w.must(store.InTx(ctx, db, func(tx *gorm.DB) error {
		said := overview.Facts{
			"organization.type": "ASSOCIATION", "organization.memberof.chatons.startdate": "2020-01-01", "service.install.type": "CONTAINER",
			"host.server.distribution": "Debian 13", "host.server.type": "CLOUD", "host.provider.type": "HOSTEDSERVER",
		}
		if err := overview.ImportFacts(ctx, tx, 0, said, true); err != nil {
			return err
		}
		all, err := catalogue.Services(ctx, tx, "fr")
		if err != nil {
			return err
		}
		s := all[len(all)-1]
		if err := overview.ImportFacts(ctx, tx, s.ID, overview.Facts{"service.registration": "Member"}, true); err != nil {
			return err
		}
		if n%10 != 9 {
			return nil
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		return overview.RefreshFiles(ctx, tx, paths.PublicFiles(w.s.server.URL, host.Language, func(code string) string { return code }))
	}))
	w.things["public file"] = "organization.properties"
}
