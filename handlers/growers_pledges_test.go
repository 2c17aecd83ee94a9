package handlers

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
)

func inAYear(s *site) string { return store.Now(s.db).AddDate(1, 0, 0).Format(time.DateOnly) }

// gathers opens a shared space whose money is given.
func (s *site) gathers(by people.User, title string) (commons.SharedSpace, error) {
	ctx := context.Background()
	f := commons.SpaceForm{Title: title, About: "Un bloc-notes sans compte, pour toutes les écoles.", Cents: 100_000, Hours: "40", Period: period.Year, Threshold: "1", Mode: commons.Fixed, Deadline: inAYear(s)}
	made, err := commons.MakeSpace(ctx, s.db, by, &f)
	if err == nil {
		err = made.Open(ctx, s.db, by)
	}
	return made, err
}

// eligible declares that gifts to the collective give right to a tax reduction.
func (s *site) eligible(by people.User) error {
	return commons.Declare(context.Background(), s.db, by, &commons.EligibilityForm{Articles: commons.Articles, Basis: "rescrit", Rescrit: "2026/1234", Object: "Des outils libres pour tout le monde", Category: commons.GeneralInterest, Name: "Alix Exemple", Role: "Présidence", Sure: true})
}

// gives lets a person promise a gift, and lets it come if the space runs.
func (s *site) gives(by, operator people.User, space commons.SharedSpace, cents int64) (commons.Pledge, commons.Donation, error) {
	ctx := context.Background()
	p, err := commons.MakePledge(ctx, s.db, by, space, &commons.PledgeForm{Unit: commons.Cents, Cents: cents, Every: commons.EveryYear, For: commons.Myself, Visibility: commons.Public, Lang: "fr"})
	if err != nil {
		return p, commons.Donation{}, err
	}
	all, err := commons.DonationsOf(ctx, s.db, p)
	if err != nil || len(all) == 0 {
		return p, commons.Donation{}, err
	}
	return p, all[0], all[0].Arrive(ctx, s.db, operator, commons.ArrivalForm{Cents: cents, ReceivedOn: store.Now(s.db).Format(time.DateOnly), Method: "transfer"})
}

// growPledges adds a shared space and, to the world's own one, a promise of money that came and one of time.
func growPledges(w *world, n int) {
	ctx, db, admin, owner := context.Background(), w.s.db, w.as("admin"), w.as("owner")
	space, err := w.s.gathers(admin, fmt.Sprint("Espace ", n))
	w.must(err)
	if n == 0 {
		w.must(w.s.eligible(admin))
		w.things["shared space"] = space.Ref
		p, err := commons.MakePledge(ctx, db, owner, space, &commons.PledgeForm{Unit: commons.Cents, Cents: 5_000, Every: commons.EveryMonth, For: commons.Myself, Lang: "fr"})
		w.must(err)
		w.must(space.Start(ctx, db, admin))
		all, err := commons.DonationsOf(ctx, db, p)
		w.must(err)
		w.must(all[0].Arrive(ctx, db, admin, commons.ArrivalForm{Cents: 5_000, ReceivedOn: store.Now(db).Format(time.DateOnly), Method: "cheque"}))
		w.things["pledge"], w.things["own donation"] = p.Ref, all[0].Ref
	}
	mine, err := commons.FindSpace(ctx, db, admin, w.things["shared space"])
	w.must(err)
	u := w.s.meets(w.t, fmt.Sprintf("giver%d@counted.example", n))
	_, d, err := w.s.gives(u, admin, mine, int64(1_000+n))
	w.must(err)
	w.things["donation"] = d.Ref
	_, err = d.Certify(ctx, db, u, &commons.ReceiptForm{Name: "Kim", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Lang: "fr"})
	w.must(err)
	_, err = commons.MakePledge(ctx, db, owner, space, &commons.PledgeForm{Unit: commons.Minutes, Hours: "3", Every: commons.Once, For: commons.Myself, Lang: "fr"})
	w.must(err)
}

// pledges lets ada promise a gift that came, so that each page about it has something to show.
func (l *lived) pledges(ada people.User) {
	l.t.Helper()
	ctx, alix := context.Background(), l.as("alix")
	l.must(l.eligible(alix))
	space, err := l.gathers(alix, "Des notes ouvertes à toutes les écoles")
	l.must(err)
	p, _, err := l.gives(ada, alix, space, 30_000)
	l.must(err)
	l.must(space.Start(ctx, l.db, alix))
	all, err := commons.DonationsOf(ctx, l.db, p)
	l.must(err)
	l.must(all[0].Arrive(ctx, l.db, alix, commons.ArrivalForm{Cents: 30_000, ReceivedOn: store.Now(l.db).Format(time.DateOnly), Method: "transfer"}))
	for _, route := range []string{"/:lang/shared-spaces/:ref", "/:lang/shared-spaces/:ref/pledges/new", "/:lang/desk/shared-spaces/:ref"} {
		l.made[route] = space.Ref
	}
	l.made["/:lang/pledges/:ref"], l.made["/:lang/donations/:ref/receipt"], l.made["/:lang/desk/donations/:ref"] = p.Ref, all[0].Ref, all[0].Ref
	l.made["/:lang/pledge-links/:token"] = identity.NewSealer(secret).Token(identity.ForPledge, p.Ref, store.Now(l.db).AddDate(0, 1, 0))
}
