package overview

import (
	"context"
	"strings"
	"time"

	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// GraceDays are how long an organisation that was closed may be opened again as it was.
const GraceDays = 30

// longestClosure is how long the reason may be.
const longestClosure = 200

// ClosureForm is why an organisation is closed; its members read it.
type ClosureForm struct {
	Reason string `form:"closure_reason"`
}

// OrganisationClosed: an organisation was closed, or opened again; tell its members. Why, the journal knows.
type OrganisationClosed struct {
	OrganisationID uint  `json:"organisation_id"`
	At             int64 `json:"at"`             // when, in seconds: one letter for each
	Open           bool  `json:"open,omitempty"` // it was opened again
}

// Kind names the promise.
func (OrganisationClosed) Kind() string { return "organisation_closed" }

// Reason is why the organisation was closed then, as the journal holds it; nothing for one that was opened again.
func (n OrganisationClosed) Reason(ctx context.Context, db *gorm.DB, o people.Organisation) (reason string, err error) {
	acts, err := journal.EntriesOf(ctx, db, "organisation", o.Ref)
	for _, a := range acts { // the latest first
		if a.Verb == "organisation_closed" && a.At.Unix() >= n.At && !n.Open {
			reason = a.Reason
		}
	}
	return reason, err
}

// Close ends an organisation's life here: nothing new can be done in its name, its people still read and take along what there is, and its
// documents are kept as the law asks. Nothing may run, be due or wait any more: store.Invalid says what does.
func Close(ctx context.Context, db *gorm.DB, by people.User, o people.Organisation, f ClosureForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	f.Reason = strings.Join(strings.Fields(f.Reason), " ")
	switch {
	case f.Reason == "":
		return store.Invalid{"closure_reason": {Key: "error.required"}}
	case len([]rune(f.Reason)) > longestClosure:
		return store.Invalid{"closure_reason": {Key: "error.too_long", Args: map[string]any{"Max": longestClosure}}}
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := alone(ctx, tx, o)
		if err != nil {
			return err
		}
		if fresh.ClosedAt != nil {
			return store.ErrConflict
		}
		if err := closable(ctx, tx, fresh); err != nil {
			return err
		}
		now := store.Now(tx)
		if _, err := store.From[people.Organisation](tx).Where("id = ?", fresh.ID).Update(ctx, "closed_at", now); err != nil {
			return err
		}
		return told(ctx, tx, by, fresh, "organisation_closed", f.Reason, OrganisationClosed{OrganisationID: fresh.ID, At: now.Unix()})
	})
}

// Reopen takes a closing back within the days of grace, else store.ErrConflict.
func Reopen(ctx context.Context, db *gorm.DB, by people.User, o people.Organisation) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := alone(ctx, tx, o)
		if err != nil {
			return err
		}
		if !Reopenable(fresh, store.Now(tx)) {
			return store.ErrConflict
		}
		if _, err := store.From[people.Organisation](tx).Where("id = ?", fresh.ID).Update(ctx, "closed_at", nil); err != nil {
			return err
		}
		return told(ctx, tx, by, fresh, "organisation_reopened", "", OrganisationClosed{OrganisationID: fresh.ID, At: store.Now(tx).Unix(), Open: true})
	})
}

// Reopenable reports whether a closed organisation may still be opened again.
func Reopenable(o people.Organisation, now time.Time) bool {
	return o.ClosedAt != nil && o.UsableAt != nil && now.Before(GraceEnds(o))
}

// GraceEnds is until when a closed organisation may be opened again.
func GraceEnds(o people.Organisation) time.Time { return o.ClosedAt.AddDate(0, 0, GraceDays) }

// alone loads an organisation for a change: whoever begins something in its name that costs money waits, and looks again (people.ActingNow).
func alone(ctx context.Context, tx *gorm.DB, o people.Organisation) (people.Organisation, error) {
	return store.From[people.Organisation](tx, clause.Locking{Strength: "UPDATE"}).Where("id = ?", o.ID).Take(ctx)
}

func told(ctx context.Context, tx *gorm.DB, by people.User, o people.Organisation, verb, reason string, news OrganisationClosed) error {
	if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "organisation", SubjectRef: o.Ref, OrganisationID: o.ID, Reason: reason}); err != nil {
		return err
	}
	return store.Enqueue(tx, news)
}

// closable says what still runs, is due or waits.
func closable(ctx context.Context, tx *gorm.DB, o people.Organisation) error {
	now := store.Now(tx)
	about := map[string]any{"id": o.ID, "now": now, "today": now.Format(time.DateOnly)}
	for _, one := range []struct{ key, condition string }{
		{"error.close_ourselves", `organisations.registry_number <> '' and exists (select 1 from collectives c
			where replace(c.registry_number, ' ', '') in (organisations.registry_number, substr(organisations.registry_number, 1, 9)))`},
		{"error.close_runs", `exists (select 1 from deployments d where d.organisation_id = organisations.id and d.state <> 'deleted')
			or exists (select 1 from subscriptions s where s.organisation_id = organisations.id and s.state <> 'ended')`},
		{"error.close_due", `exists (select 1 from invoice_dues d where d.organisation_id = organisations.id and d.due_cents > 0)`},
		{"error.close_credit", `exists (select 1 from repayments r where r.organisation_id = organisations.id and r.left_cents > 0)
			or (select coalesce(sum(p.amount_cents - p.returned_cents - p.held_cents), 0) from payments p where p.organisation_id = organisations.id and p.state = 'succeeded')
				> (select coalesce(sum(a.amount_cents), 0) from allocations a where a.organisation_id = organisations.id and a.payment_id is not null)`},
		{"error.close_counters", commons.CountersWait},
		{"error.close_waits", waiting},
		{"error.close_promised", `exists (select 1 from shares h where h.payer_id = organisations.id and (h.state = 'accepted' or h.state = 'proposed' and h.expires_at > @now))
			or exists (select 1 from pledges p where p.organisation_id = organisations.id and p.state = 'open')
			or exists (select 1 from agreements a where a.organisation_id = organisations.id and (a.ends_on = '' or a.ends_on > @today or a.ended_at is null and a.ends_on = @today))
			or exists (select 1 from affiliations f where f.head_id = organisations.id and f.state in ('proposed','active'))`},
	} {
		n, err := store.From[people.Organisation](tx).Where("organisations.id = @id and ("+one.condition+")", about).Count(ctx, "organisations.id")
		if err != nil {
			return err
		}
		if n > 0 {
			return store.Invalid{"closure_reason": {Key: one.key}}
		}
	}
	return nil
}
