package handlers

import (
	"context"
	"fmt"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// growContent adds a service with its upstream, an offer, an incident, and a page of each kind with a card.
func growContent(w *world, n int) {
	w.must(store.InTx(context.Background(), w.s.db, func(tx *gorm.DB) error { return growWrittenTexts(w, tx, n) }))
}

func growWrittenTexts(w *world, tx *gorm.DB, n int) error {
	ctx, slug := context.Background(), fmt.Sprint("n", n)
	for _, kind := range content.Kinds {
		p, err := content.ImportPage(ctx, tx, content.PageForm{Kind: kind, Slug: slug, Title: "Titre", Summary: "En bref", Body: "# Un\n\nDeux.\n", DatedOn: "2026-11-01", SourceLang: "fr"})
		if err != nil {
			return err
		}
		w.things["page ref"] = p.Ref
		if err := p.SetParts(ctx, tx, people.User{}, "fr", []content.PartForm{{Kind: content.PartCard, Title: "Porte", Link: "portal:help"}}); err != nil {
			return err
		}
	}
	if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{Slug: slug, Name: "Nextcloud", Licence: "MIT", SourceURL: "https://a.example", SiteURL: "https://a.example", SourceLang: "fr"}); err != nil {
		return err
	}
	service, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
		Slug: slug, Upstream: slug, Need: catalogue.Share, Control: catalogue.OwnHardware, Name: "Fichiers",
		Summary: "Partager", Leaving: "Tout part.", Replaces: "Outil " + slug, Languages: "fr", SourceLang: "fr",
	})
	if err != nil {
		return err
	}
	cents := int64(1000)
	prices := catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &cents}}}
	_, err = catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{Slug: slug, Entry: catalogue.Direct, Services: []string{slug}, Name: "Offre", Summary: "Offre", SourceLang: "fr"}, prices)
	if err != nil {
		return err
	}
	operator := people.User{Roles: string(people.Operator)}
	_, err = service.OpenIncident(ctx, tx, operator, catalogue.IncidentForm{Severity: catalogue.Degraded, Title: "Lent", SourceLang: "fr"})
	for _, thing := range []string{"service", "offer", "page", "guide", "legal text", "help article", "news"} {
		w.things[thing] = slug
	}
	return err
}
