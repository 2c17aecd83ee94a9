package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// keptDays is how long data is kept after a service ended, before a person confirms that it is deleted (billing.md 8).
const keptDays = 60

// Ending is what the end of a contract brings.
type Ending struct {
	On            string // the first day without the service
	CreditedCents int64

	freed  []freed   // what was paid for it and is to be paid back
	others []Invoice // credit notes of others who had paid a part, with what they freed
}

// Because is why a document is corrected, in a language: models know no sentences.
type Because func(lang string) string

// KeptUntil is the day until which data of an ended service is kept.
func KeptUntil(endedOn string) string {
	d, err := period.Day(endedOn)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, keptDays).Format(time.DateOnly)
}

// cancel ends a contract at its term: the end of the period that holds the day wished for, or today. One that was never delivered ends at
// once. Periods invoiced ahead that nobody paid are credited (CAN1). Until the day comes the owner may take it back (END1).
func (s *Subscription) cancel(ctx context.Context, tx *gorm.DB, by people.User, wished string, why Because) (Ending, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return Ending{}, err
	}
	today := store.Today(tx, host.Location())
	switch s.State {
	case Ended:
		return Ending{}, store.ErrConflict
	case Requested, Accepted:
		return s.endUndelivered(ctx, tx, by, today, why)
	}
	on := today
	if day, err := period.Day(wished); err == nil && day.After(today) {
		on = day
	}
	term, _ := s.Current(on)
	end := term.To
	if on.After(today) && on.Equal(term.From) { // the day wished for is the first of a period: the one before is the last
		end = on
	}
	s.CancelOn = max(end.Format(time.DateOnly), s.InvoicedUntil) // what was paid to the system before is kept
	if err := s.save(ctx, tx, "cancel_on"); err != nil {
		return Ending{}, err
	}
	credited, err := s.creditAhead(ctx, tx, by, why)
	if err != nil {
		return Ending{}, err
	}
	return Ending{On: s.CancelOn, CreditedCents: credited}, s.note(ctx, tx, by.Actor(), "subscription_cancelled", "")
}

// endUndelivered ends a contract of which nothing was ever there: an invoice that was paid or asked for before is credited whole.
func (s *Subscription) endUndelivered(ctx context.Context, tx *gorm.DB, by people.User, today time.Time, why Because) (Ending, error) {
	done, err := s.endNow(ctx, tx, by, today)
	if err != nil {
		return done, err
	}
	all, err := store.From[Invoice](tx).Where("subscription_id = ? and kind = ? and state = ?", s.ID, AnInvoice, Final).Order("id").Find(ctx)
	if err == nil {
		err = settled(ctx, tx, all)
	}
	for _, i := range all {
		if i.CreditedCents == i.TotalCents {
			continue
		}
		note, err := i.correct(ctx, tx, by, CreditForm{Reason: why(i.Locale), Key: "undelivered:" + i.Ref, releases: true})
		if err != nil {
			return done, err
		}
		done.corrected(*s, note)
	}
	if err != nil {
		return done, err
	}
	return done, s.dropParts(ctx, tx, by, "", why)
}

// creditAhead credits what was invoiced for periods that will not come.
func (s *Subscription) creditAhead(ctx context.Context, tx *gorm.DB, by people.User, why Because) (int64, error) {
	ahead, err := store.From[Invoice](tx).Where("subscription_id = ? and kind = ? and state = ? and service_from >= ?", s.ID, AnInvoice, Final, s.CancelOn).Order("id").Find(ctx)
	var sum int64
	for _, i := range ahead {
		note, err := i.correct(ctx, tx, by, CreditForm{Reason: why(i.Locale), Key: "ahead:" + i.Ref, releases: true})
		if err != nil {
			if _, nothing := store.AsInvalid(err); nothing { // credited before
				continue
			}
			return sum, err
		}
		if i.OrganisationID == s.OrganisationID {
			sum += note.TotalCents
		}
	}
	if err != nil {
		return sum, err
	}
	if err := s.dropParts(ctx, tx, by, s.CancelOn, why); err != nil {
		return sum, err
	}
	return sum, tx.WithContext(ctx).Exec("update share_gaps set cents = 0, to_on = from_on, updated_at = ? where subscription_id = ? and from_on >= ?", store.Now(tx), s.ID, s.CancelOn).Error
}

// endNow ends a contract on a day: pro formas nobody needs any more are withdrawn, access ends, services follow.
func (s *Subscription) endNow(ctx context.Context, tx *gorm.DB, by people.User, day time.Time) (Ending, error) {
	on := day.Format(time.DateOnly)
	s.State, s.Access, s.CancelOn, s.EndedOn = Ended, NoAccess, on, on
	if err := s.save(ctx, tx, "state", "access", "cancel_on", "ended_on"); err != nil {
		return Ending{}, err
	}
	paid, err := s.dropProFormas(ctx, tx)
	if err != nil {
		return Ending{}, err
	}
	if err := s.endShares(ctx, tx, by, on); err != nil {
		return Ending{}, err
	}
	if err := s.freeGift(ctx, tx); err != nil {
		return Ending{}, err
	}
	if err := s.note(ctx, tx, by.Actor(), "subscription_ended", ""); err != nil {
		return Ending{}, err
	}
	return Ending{On: on, freed: paid}, store.Enqueue(tx, AccessChanged{s.ID})
}

// dropProFormas cancels the open pro formas of a contract and says what waits of the payments for them.
func (s *Subscription) dropProFormas(ctx context.Context, tx *gorm.DB) (paid []freed, err error) {
	open, err := store.From[ProForma](tx).Where("subscription_id = ? and state = ?", s.ID, Open).Find(ctx)
	for _, p := range open {
		received, err := restsFor(ctx, tx, p)
		if err != nil {
			return paid, err
		}
		paid = append(paid, received...)
		p.State, p.Version, p.UpdatedAt = Cancelled, p.Version+1, store.Now(tx)
		if err := tx.WithContext(ctx).Model(&p).Select("state", "version", "updated_at").Updates(&p).Error; err != nil {
			return paid, err
		}
	}
	return paid, err
}

// WithdrawalUntil is the last day on which a contract may be given back, as stored; empty when there is no pro forma to count from.
func (p ProForma) WithdrawalUntil(zone *time.Location) time.Time {
	at := p.TermsAcceptedAt.In(zone)
	return period.WithdrawalEnd(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC))
}

// MayWithdraw reports whether the contract of a pro forma may still be given back at an instant (R-f2).
func (p ProForma) MayWithdraw(at time.Time, zone *time.Location) bool {
	local := at.In(zone)
	return !time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC).After(p.WithdrawalUntil(zone))
}

// withdraw gives a contract back. Nothing is due unless the person expressly asked to begin early: then the days of use are (R-f4).
func (s *Subscription) withdraw(ctx context.Context, tx *gorm.DB, by people.User, declared time.Time, why Because) (Ending, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return Ending{}, err
	}
	p, err := ContractOf(ctx, tx, s.ID)
	if err != nil {
		return Ending{}, err
	}
	if s.State == Ended || !p.MayWithdraw(declared, host.Location()) {
		return Ending{}, store.ErrConflict
	}
	used := 0
	if from, err := period.Day(s.DeliveredOn); err == nil && p.EarlyStartAt != nil {
		used = int(dayIn(declared, host.Location()).Sub(from)/(24*time.Hour)) + 1
	}
	done, err := s.endNow(ctx, tx, by, store.Today(tx, host.Location()))
	if err != nil {
		return done, err
	}
	err = s.giveBack(ctx, tx, by, used, why, &done)
	return done, err
}

func dayIn(at time.Time, zone *time.Location) time.Time {
	l := at.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, time.UTC)
}

// giveBack credits the invoices of a contract that was given back, less the days of use, and counts what is to be paid back.
func (s *Subscription) giveBack(ctx context.Context, tx *gorm.DB, by people.User, used int, why Because, done *Ending) error {
	live, err := s.live(ctx, tx)
	if err != nil {
		return err
	}
	until := day(s.DeliveredOn).AddDate(0, 0, used)
	for _, i := range live {
		from, to, unused := i.ServiceFrom, i.ServiceTo, i.spanFrom(until)
		if i.Part != nil {
			if err := i.Part.giveBackUnused(ctx, tx, by, usedOf(i.NetCents, from, to, until), unused, why); err != nil {
				return err
			}
			continue
		}
		if i, err = LoadInvoice(ctx, tx, i.ID); err != nil {
			return err
		}
		left, err := i.creditable(ctx, tx)
		if err != nil {
			return err
		}
		note, err := i.creditAbout(ctx, tx, by, left-min(left, usedOf(i.NetCents, from, to, until)), left, unused, why)
		if err != nil {
			return err
		}
		if note.ID != 0 {
			done.corrected(*s, note)
		}
	}
	return nil
}

// usedOf is what of an amount for a period is for its days before a day; a started cent is the person's.
func usedOf(cents int64, from, to string, until time.Time) int64 {
	p := period.Period{From: day(from), To: day(to)}
	days := int64(p.Days())
	if days <= 0 || until.Before(p.From) {
		return 0
	}
	return cents * min(int64(period.Period{From: p.From, To: until}.Days()), days) / days
}

// creditAbout credits an amount before tax, or the next larger one that leaves every cent of tax whole.
func (i Invoice) creditAbout(ctx context.Context, tx *gorm.DB, by people.User, cents, left int64, days stretch, why Because) (note Invoice, err error) {
	for ; cents <= left; cents++ {
		if cents == 0 {
			return Invoice{}, nil
		}
		note, err = i.correct(ctx, tx, by, CreditForm{Reason: why(i.Locale), Cents: cents, Key: "withdrawal:" + i.Ref, span: days, releases: true})
		if _, rounding := store.AsInvalid(err); !rounding {
			return note, err
		}
	}
	return note, err
}

// Revive takes a cancellation back before its day has come (END1).
func (s *Subscription) Revive(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if !mayEnd(by, fresh) && !by.Is(people.Operator) {
			return store.ErrForbidden
		}
		if *s = fresh; s.State != Running || s.CancelOn == "" {
			return store.ErrConflict
		}
		s.CancelOn = ""
		if err := s.save(ctx, tx, "cancel_on"); err != nil {
			return err
		}
		return s.note(ctx, tx, by.Actor(), "subscription_revived", "")
	})
}

// EndDue ends the contracts whose last day is over, each in its own transaction (BAT1). It returns how many.
func EndDue(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location())
	var ids []uint
	if err := db.WithContext(ctx).Model(&Subscription{}).Where("cancel_on <> '' and state <> 'ended' and cancel_on <= ?", today.Format(time.DateOnly)).
		Order("cancel_on, id").Pluck("id", &ids).Error; err != nil {
		return 0, err
	}
	ended, faults := 0, []error{}
	for _, id := range ids {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", id).Take(ctx)
			if err != nil || s.State == Ended || s.CancelOn == "" {
				return err
			}
			if _, err = s.endNow(ctx, tx, people.User{}, day(s.CancelOn)); err != nil {
				return err
			}
			return store.Enqueue(tx, SubscriptionEnded{s.ID})
		})
		if err != nil {
			faults = append(faults, err)
			continue
		}
		ended++
	}
	return ended, errors.Join(faults...)
}
