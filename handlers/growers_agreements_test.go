package handlers

import (
	"context"
	"fmt"

	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// growAgreements adds a proposal, and to one agreement of compensation an invoice of the other side that is accepted.
func growAgreements(w *world, n int) {
	ctx, db, owner, admin := context.Background(), w.s.db, w.as("owner"), w.as("admin")
	p := proposed(w.must, db, admin, w.org)
	w.things["agreement proposal"] = p.Ref
	if n == 0 {
		w.things["agreement"] = signed(w.must, db, p, owner, admin).Ref
	}
	a, err := commons.FindAgreement(ctx, db, admin, w.things["agreement"])
	w.must(err)
	c := handedIn(w.must, db, a, owner, fmt.Sprint("A-", n))
	w.must(c.Accept(ctx, db, admin, a, true))
	w.must(a.PayRest(ctx, db, admin, commons.RestForm{Counter: c.Ref, OnDay: a.StartsOn, Amount: "1", Cents: 100}))
	if n < 40 { // no more than 50 stand
		promisedUnder(w.must, db, a, owner)
	}
}

// proposed is an agreement of compensation that waits for both sides.
func proposed(must func(error), db *gorm.DB, by people.User, o people.Organisation) commons.Proposal {
	p, err := commons.Propose(context.Background(), db, by, commons.ProposalForm{Organisation: o.Ref, LegalBasis: commons.Compensation, Title: "Ateliers contre hébergement", Terms: "Chacun facture l’autre."})
	must(err)
	return p
}

// signed lets both sides accept it.
func signed(must func(error), db *gorm.DB, p commons.Proposal, owner, staff people.User) commons.Agreement {
	must(p.Accept(context.Background(), db, owner, commons.PartySide, p.Version))
	must(p.Accept(context.Background(), db, staff, commons.OurSide, p.Version))
	a, err := commons.FindAgreement(context.Background(), db, staff, p.Ref)
	must(err)
	return a
}

// handedIn is an invoice of the other side that waits to be looked at.
func handedIn(must func(error), db *gorm.DB, a commons.Agreement, by people.User, number string) commons.CounterInvoice {
	var kept files.File
	must(store.InTx(context.Background(), db, func(tx *gorm.DB) (err error) {
		kept, err = files.Keep(context.Background(), tx, files.Upload{Name: "facture.pdf", Content: []byte("%PDF-1.7 " + number), ByID: by.ID})
		return err
	}))
	c, err := a.Send(context.Background(), db, by, commons.CounterForm{Number: number, IssuedOn: a.StartsOn, NetCents: 4000, VATCents: 800, Files: []files.File{kept}})
	must(err)
	return c
}

// promisedUnder is something that the other side promises.
func promisedUnder(must func(error), db *gorm.DB, a commons.Agreement, by people.User) {
	_, err := a.Promise(context.Background(), db, by, commons.AgreementPledgeForm{What: "Essayer les nouveautés", Unit: commons.Minutes, Amount: "2", DueOn: a.StartsOn})
	must(err)
}

// agrees gives the swept pages an agreement under which an invoice waits, and a proposal.
func (l *lived) agrees(ada, alix people.User) {
	l.t.Helper()
	a := signed(l.must, l.db, proposed(l.must, l.db, alix, l.fee), ada, alix)
	handedIn(l.must, l.db, a, ada, "A-12")
	c := handedIn(l.must, l.db, a, ada, "A-13")
	l.must(c.Accept(context.Background(), l.db, alix, a, true))
	l.must(a.PayRest(context.Background(), l.db, alix, commons.RestForm{Counter: c.Ref, OnDay: a.StartsOn, Amount: "1", Cents: 100}))
	promisedUnder(l.must, l.db, a, ada)
	l.made["/:lang/agreements/:ref"] = a.Ref
	l.made["/:lang/agreements/:ref/pledges"] = a.Ref
	l.made["/:lang/desk/agreements/proposals/:ref"] = proposed(l.must, l.db, alix, l.fee).Ref
}
