package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// growPeople adds a member, a former member, an invitation, a join link with somebody waiting behind it, a letter, a browser
// and an organisation.
func growPeople(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	u := w.s.meets(w.t, fmt.Sprintf("m%d@fee.example", n))
	m, err := people.Join(ctx, db, u.ID, w.org.ID, people.Member)
	w.must(err)
	former, err := people.Join(ctx, db, w.s.meets(w.t, fmt.Sprintf("f%d@fee.example", n)).ID, w.org.ID, people.Member)
	w.must(err)
	w.must(former.End(ctx, db, owner, "moved"))
	_, err = people.Invite(ctx, db, owner, w.org, people.InvitationForm{Addresses: fmt.Sprintf("i%d@fee.example", n), Role: people.Member})
	w.must(err)
	link, err := people.MakeJoinLink(ctx, db, owner, w.org, people.JoinLinkForm{Role: people.Member, Cap: "9", Days: "9"})
	w.must(err)
	_, err = link.Arrive(ctx, db, w.s.meets(w.t, fmt.Sprintf("a%d@fee.example", n)))
	w.must(err)
	l, err := post.Write(ctx, db, post.Draft{To: owner, Kind: "test", Once: fmt.Sprint("once", n), Subject: "x", Text: "x"})
	w.must(err)
	w.s.enters(w.t, owner)
	_, err = people.NewOrganisation(ctx, db, people.Organisation{Name: fmt.Sprint("Autre ", n), Locale: "fr", Country: "FR"}, owner)
	w.must(err)
	w.things["person"], w.things["membership"], w.things["join link"], w.things["letter"] = u.Ref, m.Ref, link.Ref, l.Ref
}

// growTickets adds a ticket, and to the first one a message, a note and a person in copy; and a ready answer.
func growTickets(w *world, n int) {
	ctx, db, owner, admin := context.Background(), w.s.db, w.as("owner"), w.as("admin")
	at := store.Now(db)
	w.must(support.Import(ctx, db, support.Past{
		Ref: fmt.Sprint("past", n), Subject: "Ancien", Requester: owner, OrganisationID: &w.org.ID, State: support.Open, Lang: "fr", At: at,
		Turns: []support.PastTurn{{By: owner, At: at, Text: "Bonjour"}},
	}))
	first, err := support.FindTicket(ctx, db, admin, "past0")
	w.must(err)
	seen := func(u people.User) string {
		thread, err := support.FindThread(ctx, db, u, first.Ref)
		w.must(err)
		return thread.Seen
	}
	_, err = first.Write(ctx, db, owner, support.MessageForm{Body: "Encore.", Seen: seen(owner)})
	w.must(err)
	_, err = first.NoteDown(ctx, db, admin, support.MessageForm{Body: "Une note.", Seen: seen(admin)})
	w.must(err)
	if n < 10 {
		w.must(first.Copy(ctx, db, owner, fmt.Sprintf("copy%d@fee.example", n)))
	}
	m, err := support.SaveMacro(ctx, db, admin, support.Macro{}, support.MacroForm{Name: fmt.Sprint("Réponse ", n), Texts: map[string]string{"fr": "Bonjour", "en": "Hello"}})
	w.must(err)
	w.things["ticket"], w.things["macro"] = "past0", m.Ref
}

// growTexts adds a page of one kind, the kinds in turn.
func growTexts(w *world, n int) {
	ctx, db, kind := context.Background(), w.s.db, content.Kinds[n%len(content.Kinds)]
	w.must(store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := content.ImportPage(ctx, tx, content.PageForm{
			Kind: kind, Slug: fmt.Sprint("page-", n), Title: fmt.Sprint("Page ", n), Summary: "En bref.", Topic: "Sujet", Lead: "Une page.",
			Body: "Bonjour.\n\n## Suite\n\nAu revoir.\n", DatedOn: "2026-11-01", ReviewedOn: "2026-11-01", EffectiveOn: "2026-11-01", SourceLang: "fr",
		})
		return err
	}))
	w.things[string(kind)] = fmt.Sprint("page-", n)
}

// growCatalogue adds a project, a service, an offer for it, and an incident of the first service.
func growCatalogue(w *world, n int) {
	ctx, db, slug := context.Background(), w.s.db, fmt.Sprint("service-", n)
	cents := int64(1000)
	w.must(store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{
			Slug: slug, Name: "Projet", Licence: "AGPL-3.0-or-later", SourceURL: "https://code.example/x", SiteURL: "https://site.example", CheckedOn: "2026-11-01", SourceLang: "fr",
		}); err != nil {
			return err
		}
		if _, err := catalogue.ImportService(ctx, tx, catalogue.ServiceForm{
			Slug: slug, Upstream: slug, Need: catalogue.Share, Control: catalogue.DedicatedMachine, Country: "FR", Languages: "fr", Exports: "CSV",
			Name: slug, Summary: "Un lieu à vous", Lose: "Rien", Leaving: "Vous partez avec tout.", Body: "# Bonjour\n\nBienvenue.\n", SourceLang: "fr",
		}); err != nil {
			return err
		}
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: slug, Entry: catalogue.Direct, Services: []string{slug}, Name: slug, Summary: "Tout ce qu’il faut", For: "Les associations", Body: "Bonjour.",
			StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &cents}}})
		return err
	}))
	w.things["service"], w.things["offer"] = "service-0", "service-0"
}

// growBusiness adds a subscription with its deployment; every second one is paid.
func growBusiness(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	p, err := billing.Subscribe(ctx, db, owner, billing.SubscribeForm{
		Offer: fmt.Sprint("service-", n), Tier: catalogue.Standard, Period: "month", For: w.org.Ref, Terms: true, EarlyStart: true, Lang: "fr", TermsVersion: "2026-11-01",
	})
	w.must(err)
	w.must(hosting.Ask(ctx, db, p.SubscriptionID))
	spaces, err := hosting.OfSubscription(ctx, db, p.SubscriptionID)
	w.must(err)
	if n%2 == 0 {
		_, err = billing.ConfirmTransfer(ctx, db, w.as("admin"), billing.PaymentForm{For: p.Ref, Cents: p.TotalCents, ReceivedOn: "2026-11-25"})
		w.must(err)
	}
	w.things["deployment"] = spaces[0].Ref
}
