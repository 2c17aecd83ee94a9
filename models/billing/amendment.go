package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// amendment is a change under way, inside one transaction.
type amendment struct {
	by      people.User
	why     Because
	s       Subscription
	o       people.Organisation
	pricing Pricing
	today   time.Time
	pending SubscriptionChange
	done    Changed
}

// load reads what a change needs to know.
func (a *amendment) load(ctx context.Context, tx *gorm.DB) (err error) {
	if a.pricing, err = FindPricing(ctx, tx); err != nil {
		return err
	}
	a.today = store.Today(tx, a.pricing.Host.Location())
	if a.o, err = people.LoadOrganisation(ctx, tx, a.s.OrganisationID); err != nil {
		return err
	}
	a.pending, err = waitingChange(ctx, tx, a.s.ID)
	return err
}

// prepare reads the wish.
func (a *amendment) prepare(ctx context.Context, tx *gorm.DB, f ChangeForm) error {
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	to, err := a.s.wish(ctx, tx, f, a.pending.ID != 0)
	if err != nil {
		return err
	}
	return a.decide(ctx, tx, to)
}

// decide says what kind of change it is. A change that waited gives way to the new one.
func (a *amendment) decide(ctx context.Context, tx *gorm.DB, to Plan) error {
	a.done.Terms = Terms{
		Subscription: a.s.Ref, Version: a.s.Version, Direction: direction(a.s.Plan(), to), OnDay: a.today.Format(time.DateOnly), From: a.s.Plan(), To: to,
	}
	if a.s.State == Accepted {
		a.done.Direction, a.done.OnDay = Beforehand, ""
	}
	if a.done.Direction == Upgrade && a.s.paidElsewhere(a.done.OnDay) { // nothing of ours could be credited: it waits, as a smaller plan does
		a.done.Direction = Downgrade
	}
	return a.replace(ctx, tx)
}

// replace drops the change that waited.
func (a *amendment) replace(ctx context.Context, tx *gorm.DB) error {
	if a.pending.ID == 0 {
		return nil
	}
	to := a.pending.To
	a.done.Replaces, a.done.ReplacesOn, a.s.ChangeOn = &to, a.pending.OnDay, ""
	return a.pending.settle(ctx, tx, Dropped)
}

// afresh is a change before anything was delivered: another pro forma, or another invoice in the place of the one that is credited.
func (a *amendment) afresh(ctx context.Context, tx *gorm.DB) error {
	live, err := a.s.live(ctx, tx)
	if err != nil {
		return err
	}
	a.s.take(a.done.To, "")
	if err := a.keep(ctx, tx); err != nil {
		return err
	}
	for _, i := range live {
		if err := a.credit(ctx, tx, i, i.NetCents); err != nil {
			return err
		}
	}
	if len(live) > 0 {
		return a.charge(ctx, tx, a.s, period.Period{}, a.s.Plan().Cents())
	}
	return a.askAgain(ctx, tx)
}

// askAgain puts another pro forma in the place of the open one, under the same terms; what was paid for it counts.
func (a *amendment) askAgain(ctx context.Context, tx *gorm.DB) error {
	old, err := ProFormaOf(ctx, tx, a.s.ID)
	if err != nil {
		return err
	}
	p := old
	old.State, old.Version, old.UpdatedAt = Cancelled, old.Version+1, store.Now(tx)
	if err := tx.WithContext(ctx).Model(&old).Omit("Subscription").Select("state", "version", "updated_at").Updates(&old).Error; err != nil {
		return err
	}
	p.Ref, p.State, p.Version, p.CreatedAt, p.UpdatedAt = store.NewRef(), Open, 1, store.Now(tx), store.Now(tx)
	p.Regime, p.Seller, p.Buyer = a.pricing.Regime.Regime, sellerOf(a.pricing.Host, a.pricing.Regime.Regime), buyerOf(a.o)
	p.IssuedOn, p.ValidUntil = a.today.Format(time.DateOnly), a.today.AddDate(0, 0, validity).Format(time.DateOnly)
	if err := p.draw(ctx, tx, a.s, a.o, a.pricing); err != nil {
		return err
	}
	if p, err = p.filed(ctx, tx); err != nil {
		return err
	}
	received, err := receivedFor(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	a.done.ProForma, a.done.DueCents = p, max(0, p.TotalCents-received)
	a.done.Charges = []Paper{{Lines: p.Lines, NetCents: p.NetCents, VATCents: p.VATCents, TotalCents: p.TotalCents, DueCents: a.done.DueCents}}
	return finaliseReady(ctx, tx, a.s.ID)
}

// now changes at once: what is paid and unused is credited, the rest of the period is invoiced at the new price (CHG4, CHG5); a period
// of another length begins today. A price that is the same moves no money.
func (a *amendment) now(ctx context.Context, tx *gorm.DB) error {
	before, _ := a.s.Current(a.today)
	invoiced, err := a.s.invoicedFrom(ctx, tx, before)
	if err != nil {
		return err
	}
	given, err := a.s.freeUntil(ctx, tx)
	if err != nil {
		return err
	}
	free := a.s.Plan().Cents() == 0
	a.s.take(a.done.To, a.done.OnDay)
	if a.done.Direction == Swap {
		if err := a.keep(ctx, tx); err != nil {
			return err
		}
		return a.rebill(ctx, tx, ahead(invoiced, before.To), a.s)
	}
	if !a.o.Complete() {
		return store.Invalid{"plan": {Key: "error.details_first"}}
	}
	if err := a.keep(ctx, tx); err != nil {
		return err
	}
	if err := settled(ctx, tx, invoiced); err != nil {
		return err
	}
	stay := a.s.staying(invoiced, a.done.From.Period == a.done.To.Period)
	for _, i := range invoiced {
		if i, err = i.whole(ctx, tx); err != nil {
			return err
		}
		if stay.holds(i) {
			continue
		}
		if err := a.credit(ctx, tx, i, unused(i, a.today)); err != nil {
			return err
		}
	}
	open, err := a.s.gapsFrom(ctx, tx, before)
	if err != nil {
		return err
	}
	if len(invoiced)+len(open) == 0 && !free && given != before.To.Format(time.DateOnly) { // this period was not invoiced: the calendar does that, at the new price
		return nil
	}
	if free {
		if _, err := a.s.dropProFormas(ctx, tx); err != nil {
			return err
		}
	}
	return a.chargeRest(ctx, tx, before, ahead(invoiced, before.To), stay, open)
}

// chargeRest invoices from today on, and again what was invoiced ahead. While the period stays as long as it is, what others pay of it and
// what is open in it stay as they are too: the organisation that wanted the change pays the difference.
func (a *amendment) chargeRest(ctx context.Context, tx *gorm.DB, before period.Period, ahead []Invoice, stay staying, open []ShareGap) error {
	cents := a.s.Plan().Cents()
	if a.done.From.Period != a.done.To.Period {
		for n := range open {
			if err := open[n].narrow(ctx, tx, open[n].Cents); err != nil {
				return err
			}
		}
		whole, _ := a.s.Current(a.today)
		return a.charge(ctx, tx, a.s, whole, cents)
	}
	rest := period.Period{From: a.today, To: before.To}
	others := stay.unused(a.today, before.To) + openCents(open, a.today, before.To)
	if err := a.chargeOwn(ctx, tx, a.s, rest, money.Share(cents, int64(rest.Days()), int64(before.Days()))-others); err != nil {
		return err
	}
	for _, p := range periodsOf(ahead) {
		s, err := a.s.pricedOn(ctx, tx, p.From.Format(time.DateOnly))
		if err != nil {
			return err
		}
		if err := a.chargeOwn(ctx, tx, s, p, s.Plan().Cents()-stay.unused(p.From, p.To)-openCents(open, p.From, p.To)); err != nil {
			return err
		}
	}
	return nil
}

// later lets a change wait for the end of the period under way, or of what the system before invoiced. What was invoiced ahead is invoiced again at
// the price to come.
func (a *amendment) later(ctx context.Context, tx *gorm.DB) error {
	current, _ := a.s.Current(a.today)
	if until := day(a.s.InvoicedUntil); until.After(current.To) {
		current.To = until
	}
	a.done.OnDay = current.To.Format(time.DateOnly)
	a.s.ChangeOn = a.done.OnDay
	if err := a.s.save(ctx, tx, "change_on"); err != nil { // who was shown the old terms is told
		return err
	}
	if err := a.file(ctx, tx, Scheduled); err != nil {
		return err
	}
	invoiced, err := a.s.invoicedFrom(ctx, tx, current)
	if err != nil {
		return err
	}
	return a.rebill(ctx, tx, ahead(invoiced, current.To), a.done.Change.over(a.s, current.To))
}

// rebill puts an invoice at the right price in the place of what was invoiced ahead, if that is another one.
func (a *amendment) rebill(ctx context.Context, tx *gorm.DB, ahead []Invoice, s Subscription) error {
	if len(ahead) == 0 {
		return nil
	}
	s, err := s.pricedOn(ctx, tx, ahead[0].ServiceFrom)
	if err != nil {
		return err
	}
	first, _ := s.Current(day(ahead[0].ServiceFrom))
	open, err := a.s.gapsFrom(ctx, tx, period.Period{From: first.From, To: first.From})
	if err != nil {
		return err
	}
	asked, err := linesOf(ctx, tx, s, a.o, a.pricing, a.o.Locale, first)
	if err != nil {
		return err
	}
	if periods := periodsOf(ahead); len(periods) == 1 && netOf(ahead)+openCents(open, periods[0].From, periods[0].To) == s.Plan().Cents()-asked.off() && ahead[0].ServiceTo == first.To.Format(time.DateOnly) {
		return nil
	}
	for _, i := range ahead {
		if err := a.credit(ctx, tx, i, i.NetCents); err != nil {
			return err
		}
	}
	for n := range open {
		if err := open[n].narrow(ctx, tx, open[n].Cents); err != nil {
			return err
		}
	}
	return a.charge(ctx, tx, s, first, s.Plan().Cents())
}

// keep writes the new plan.
func (a *amendment) keep(ctx context.Context, tx *gorm.DB) error {
	if err := a.s.save(ctx, tx, "offer_id", "price_id", "tier", "period", "quantity", "unit_cents", "anchor_on", "change_on"); err != nil {
		return err
	}
	if err := a.file(ctx, tx, Done); err != nil {
		return err
	}
	return store.Enqueue(tx, PlanChanged{a.s.ID})
}

// conclude adds up what the change brings, notes it, and promises the letter.
func (a *amendment) conclude(ctx context.Context, tx *gorm.DB) error {
	owed, err := OwedBy(ctx, tx, a.o.ID, a.today.Format(time.DateOnly))
	if err != nil {
		return err
	}
	a.done.AccountCents = owed.CreditCents
	s, next, err := nextPeriod(ctx, tx, a.s.ID)
	if err != nil {
		return err
	}
	if s.ID != 0 && s.Plan().Cents() > 0 {
		on := next.From.AddDate(0, 0, -renewalLead)
		if on.Before(a.today) {
			on = a.today
		}
		a.done.NextOn, a.done.NextFrom = on.Format(time.DateOnly), next.From.Format(time.DateOnly)
		if a.done.NextCents, err = nextAmount(ctx, tx, s, a.o, a.done.NextFrom, a.pricing); err != nil {
			return err
		}
	}
	if err := a.s.settleWish(ctx, tx, a.by, WishMade); err != nil {
		return err
	}
	c := &a.done.Change
	c.DueCents, c.CreditedCents, c.NextOn, c.NextCents = a.done.DueCents, a.done.CreditCents, a.done.NextOn, a.done.NextCents
	if err := tx.WithContext(ctx).Model(c).Select("due_cents", "credited_cents", "next_on", "next_cents").Updates(c).Error; err != nil {
		return err
	}
	if err := journal.Note(ctx, tx, a.by.Actor(), journal.Act{
		Verb: "subscription_changed", SubjectType: "subscription", SubjectRef: a.s.Ref, OrganisationID: a.o.ID,
		Details: map[string]any{"direction": a.done.Direction, "on": a.done.OnDay, "from": a.done.From, "to": a.done.To, "due": a.done.DueCents},
	}); err != nil {
		return err
	}
	return store.Enqueue(tx, SubscriptionChanged{c.ID})
}
