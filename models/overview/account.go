package overview

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/hosting"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// Account is an organisation's whole file for the staff. What the role of its reader does not see stays empty.
type Account struct {
	Organisation people.Organisation
	Head         people.Organisation // its network head, if it has one
	Affiliates   int64               // how many members it has as a network head
	Members      []people.Membership
	Contracts    []Contract
	Requests     []Asked // for reviewed offers, that wait for an answer or for its word
	Deployments  []hosting.Deployment
	Notices      []billing.Notice // that wait for a person
	Tickets      []support.Ticket // open ones
	Gifts        int64            // contributions in its name
	Pledges      int64            // to shared spaces
	Agreements   int64
	Journal      []journal.Entry // the last acts about it
	AccountMoney
}

// AccountMoney is the part of the file that those see who keep the collective's money.
type AccountMoney struct {
	Owed       billing.Owed
	Due        []billing.Chased // what is due, the oldest first, each with how far its reminders have come
	Paid       billing.Payment  // the last that came in
	ProFormas  []billing.ProForma
	Repayments []billing.Repayment     // what is to be given back
	Questions  []billing.MoneyQuestion // about its money, that need a person
	Methods    []billing.SavedMethod
	Tags       []billing.ControlTag
	Proposed   []billing.Deferral
	Checks     []people.VATCheck // of its VAT number
}

// Contract is a subscription with the name of what is subscribed to.
type Contract struct {
	billing.Subscription
	Offer string
}

// Asked is a request with the name of the offer that is asked for.
type Asked struct {
	billing.Request
	Offer string
}

// lastActs is how much of the journal the file shows.
const lastActs = 10

// AccountOf gathers the file of an organisation for one of the staff, on a day.
func AccountOf(ctx context.Context, db *gorm.DB, lang string, by people.User, o people.Organisation, today time.Time) (Account, error) {
	a := Account{Organisation: o}
	if !by.Is(people.Operator, people.Accountant, people.Agent) {
		return a, store.ErrNotFound
	}
	if err := a.read(ctx, db, by, today); err != nil {
		return a, err
	}
	if err := a.name(ctx, db, lang); err != nil {
		return a, err
	}
	var err error
	if by.Is(people.Operator, people.Accountant) {
		if a.Owed, err = billing.OwedBy(ctx, db, o.ID, today.Format(time.DateOnly)); err != nil {
			return a, err
		}
		if o.VATNumber != "" {
			if a.Checks, err = people.VATChecksOf(ctx, db, o); err != nil {
				return a, err
			}
		}
	}
	if by.Is(people.Operator) {
		a.Journal, err = journal.About(ctx, db, o.ID, lastActs)
	}
	return a, err
}

// read asks for all parts that by may see, in one statement: each alone would be a statement more (decisions.md 19).
func (a *Account) read(ctx context.Context, db *gorm.DB, by people.User, today time.Time) error {
	var parts []string
	taking := map[string]func(*Account, line){}
	for _, p := range slices.Concat(accountParts(), moneyParts(), payingParts()) {
		if len(p.roles) == 0 || by.Is(p.roles...) {
			parts = append(parts, p.sql())
			taking[p.name] = p.take
		}
	}
	var lines []line
	err := db.WithContext(ctx).Raw(strings.Join(parts, "\nunion all\n")+"\norder by part, place",
		map[string]any{"org": a.Organisation.ID, "today": today.Format(time.DateOnly)}).Scan(&lines).Error
	for _, l := range lines {
		l.Day, l.UntilOn = dayOnly(l.Day), dayOnly(l.UntilOn)
		taking[l.Part](a, l)
	}
	return err
}

// name says in a language what the organisation subscribed to and what runs for it.
func (a *Account) name(ctx context.Context, db *gorm.DB, lang string) error {
	var offers, services []uint
	for _, c := range a.Contracts {
		offers = append(offers, c.OfferID)
	}
	for _, r := range a.Requests {
		offers = append(offers, r.OfferID)
	}
	for _, d := range a.Deployments {
		services = append(services, d.ServiceID)
	}
	names, err := catalogue.NamesOf(ctx, db, lang, offers, services)
	for n, c := range a.Contracts {
		a.Contracts[n].Offer = names.Offer(c.OfferID).Value
	}
	for n, r := range a.Requests {
		a.Requests[n].Offer = names.Offer(r.OfferID).Value
	}
	for n, d := range a.Deployments {
		a.Deployments[n].Service.Name = names.Service(d.ServiceID)
	}
	return err
}

// LateOn reports whether something is due after its date.
func (a Account) LateOn(day time.Time) bool { return len(a.Due) > 0 && a.Due[0].Invoice.Late(day) }
