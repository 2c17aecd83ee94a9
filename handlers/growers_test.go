package handlers

import (
	"context"
	"fmt"

	"chatiere/models/people"
	"chatiere/models/post"
)

// growPeople adds a member, a former member, an invitation, a join link with somebody waiting behind it, a letter, a browser
// and an organisation.
func growPeople(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.owner()
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
