package handlers

import (
	"context"
	"fmt"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growRescues lets one more of the staff be without a second means, and one more person ask for theirs to be taken away.
func growRescues(w *world, n int) {
	ctx := context.Background()
	_, err := people.Appoint(ctx, w.s.db, people.AppointForm{Email: fmt.Sprintf("colleague%d@host.example", n), Locale: "fr", Roles: []people.Role{people.Editor}})
	w.must(err)
	w.must(w.s.pleads(fmt.Sprintf("lost%d@fee.example", n)))
}

// pleads lets somebody say that they have lost everything.
func (s *site) pleads(email string) error {
	u, err := people.Meet(context.Background(), s.db, email, "", "fr")
	if err != nil {
		return err
	}
	return identity.Halfway{UserID: u.ID, User: u}.AskRescue(context.Background(), s.db, identity.RescueForm{Reason: "Téléphone perdu dans le train"})
}

// secures lets people have a second means, lose it, and stand before it.
func (l *lived) secures() {
	ctx := context.Background()
	l.lookers["keyed"], _, _ = l.keyed(l.t, l.meets(l.t, "keyed@fee.example"))
	l.lookers["halted"] = l.halted(l.t, l.lookers["keyed"].user)
	l.must(l.pleads("lost@fee.example"))
	var r identity.Rescue
	l.must(l.db.Order("id desc").First(&r).Error)
	l.must(identity.ApproveRescue(ctx, l.db, l.as("alix"), r.Ref))
	l.made["/:lang/rescues/:token"] = identity.NewSealer(secret).Token(identity.ForRescue, r.Ref, store.Now(l.db).Add(identity.RescueLife))
}
