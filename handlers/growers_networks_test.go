package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// growNetworks makes the world's organisation a network head, and adds a member, a space that was opened and waits, and a proposal.
func growNetworks(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	if n == 0 {
		fresh, err := people.LoadOrganisation(ctx, db, w.org.ID)
		w.must(err)
		w.must(fresh.SaveNetwork(ctx, db, w.as("admin"), people.NetworkForm{Quota: "1000", Version: fresh.Version}))
		w.org, err = people.LoadOrganisation(ctx, db, w.org.ID)
		w.must(err)
	} else {
		pending, err := people.FindProposal(ctx, db, owner, w.things["proposal"])
		w.must(err)
		own := owner.Memberships[len(owner.Memberships)-1].Organisation
		w.must(pending.Accept(ctx, db, owner, own))
		_, err = billing.Subscribe(ctx, db, owner, billing.SubscribeForm{
			Offer: "service-0", Tier: "standard", Period: "month", For: own.Ref, Terms: true, EarlyStart: true, Lang: "fr", TermsVersion: "2026-11-01",
		})
		w.must(err)
	}
	asked, err := people.Propose(ctx, db, owner, w.org, people.ProposalForm{Email: owner.Email})
	w.must(err)
	form := billing.OpeningForm{Lines: fmt.Sprintf("Membre %d;Zoé;z%d@pres.example;fr;service-0;\n", n, n), Spoken: []string{"fr"}, Lang: "fr"}
	r, err := billing.Rehearse(ctx, db, owner, w.org, form)
	w.must(err)
	form.Expected = r.Digest()
	_, _, err = billing.OpenSpaces(ctx, db, owner, w.org, form)
	w.must(err)
	w.things["proposal"], w.things["affiliation"] = asked.Ref, asked.Ref
}

// belongs gives ada a small network, an organisation in another, and one that a space waits for; who looks at those pages sees them there.
func (l *lived) belongs() {
	l.t.Helper()
	ctx, ada, alix := context.Background(), l.as("ada"), l.as("alix")
	has := func(name string) people.Organisation {
		o, err := people.NewOrganisation(ctx, l.db, people.Organisation{Name: name, Locale: "fr", Country: "FR"}, ada)
		l.must(err)
		return o
	}
	head, member := has("Le petit réseau"), has("Le petit membre")
	l.must(head.SaveNetwork(ctx, l.db, alix, people.NetworkForm{Quota: "20", Version: head.Version}))
	l.must(member.SaveNetwork(ctx, l.db, alix, people.NetworkForm{Quota: "0", Head: head.Ref, Version: member.Version}))
	head, err := people.LoadOrganisation(ctx, l.db, head.ID)
	l.must(err)
	form := billing.OpeningForm{Lines: "La classe dehors;Ada;ada@fee.example;fr;essentiel;\n", Spoken: []string{"fr"}, Lang: "fr"}
	r, err := billing.Rehearse(ctx, l.db, alix, head, form)
	l.must(err)
	form.Expected = r.Digest()
	_, _, err = billing.OpenSpaces(ctx, l.db, alix, head, form)
	l.must(err)
	var came people.Invitation
	l.must(l.db.Where("email = 'ada@fee.example' and ended_at is null").Preload("Organisation").First(&came).Error)
	l.must(came.Accept(ctx, l.db, ada))
	asked, err := people.Propose(ctx, l.db, alix, head, people.ProposalForm{Email: ada.Email})
	l.must(err)
	all, err := people.AllAffiliationsOf(ctx, l.db, head, people.AffiliationFilter{State: people.AffiliationActive})
	l.must(err)
	for _, route := range []string{"network", "network/openings", "network/proposals", "network/members/:ref/end"} {
		l.homes["/:lang/o/:org/"+route] = head.Ref
	}
	l.pays(head)
	l.homes["/:lang/o/:org/head"], l.homes["/:lang/o/:org/opening"] = member.Ref, came.Organisation.Ref
	l.made["/:lang/affiliations/:ref"], l.made["/:lang/o/:org/network/members/:ref/end"] = asked.Ref, all[0].Ref
}
