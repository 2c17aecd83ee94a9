package commons

import (
	"context"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// LogContribution files what a person gave: sent at once, or kept as a draft. It is past only, with its evidence where the kind asks for one.
func LogContribution(ctx context.Context, db *gorm.DB, by people.User, f Form) (Contribution, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Contribution{}, err
	}
	var c Contribution
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		if f.had, err = corrected(ctx, tx, by, f.Corrects); err != nil {
			return err
		}
		one, err := f.read(ctx, tx, by, store.Today(tx, host.Location()))
		if err != nil {
			return err
		}
		if f.had != nil {
			one.c.CorrectsID = &f.had.ID
		}
		if err := one.file(ctx, tx, by); err != nil {
			return err
		}
		c = one.c
		if err := c.do(ctx, tx, by, f.Task); err != nil {
			return err
		}
		if err := one.together(ctx, tx, by, f.With); err != nil {
			return err
		}
		if f.Draft != "" {
			return nil
		}
		return c.send(ctx, tx, by, AsContributor, "")
	})
	c.Contributor = by
	return c, err
}

// corrected is the accepted contribution with that ref that is put right, which must be the person's own (reciprocity.md 4); nil without a ref.
func corrected(ctx context.Context, tx *gorm.DB, by people.User, ref string) (*Contribution, error) {
	if ref == "" {
		return nil, nil
	}
	old, err := store.From[Contribution](tx).Where("ref = ?", ref).Take(ctx)
	switch {
	case err != nil:
		return nil, err
	case !old.Theirs(by):
		return nil, store.ErrNotFound
	case !old.Counts() || old.State == Contested:
		return nil, ErrMoved
	}
	return &old, nil
}

// file writes the row of a new contribution, its evidence and its first step.
func (o *told) file(ctx context.Context, tx *gorm.DB, by people.User) error {
	c := &o.c
	c.Ref, c.Version, c.State, c.Treatment = store.NewRef(), 1, Draft, Given
	c.CreatedAt, c.UpdatedAt, c.StirredAt = store.Now(tx), store.Now(tx), store.Now(tx)
	if c.VouchedByID != nil {
		c.VouchedAt = stamp(tx)
	}
	if err := tx.WithContext(ctx).Omit(clause.Associations).Create(c).Error; err != nil {
		return err
	}
	if err := o.prove(ctx, tx, *c, by); err != nil {
		return err
	}
	c.Evidence, c.Files = o.evidence, o.files
	return c.step(ctx, tx, "", by, AsContributor, "")
}

// send moves a contribution to where a second person can confirm it, raises what the facts raise, and sees whether enough confirmed already.
func (c *Contribution) send(ctx context.Context, tx *gorm.DB, by people.User, as Part, note string) error {
	if c.SubmittedAt == nil {
		c.SubmittedAt = stamp(tx)
	}
	if err := c.move(ctx, tx, Submitted, by, as, note, "SubmittedAt"); err != nil {
		return err
	}
	if err := c.raise(ctx, tx); err != nil {
		return err
	}
	return c.weigh(ctx, tx)
}

// Change replaces what is told while nobody has confirmed enough. In a draft nothing else happens; later it makes a new version: what
// was said of the older one no longer counts. Sent by f.Draft being empty.
func (c Contribution) Change(ctx context.Context, db *gorm.DB, by people.User, f Form) (Contribution, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return c, err
	}
	var changed Contribution
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		old, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		as := old.part(by)
		switch {
		case as == "":
			return store.ErrForbidden
		case !old.Editable():
			return ErrFixed
		case old.Version != f.Version || old.State == Draft && f.Seen != "" && f.Seen != old.Written():
			return store.ErrConflict
		}
		if f.kept, err = evidenceFor(ctx, tx, old); err != nil {
			return err
		}
		f.had = &old
		one, err := f.read(ctx, tx, by, store.Today(tx, host.Location()))
		if err != nil {
			return err
		}
		changed, err = one.replace(ctx, tx, old, by, as, f.Draft != "")
		return err
	})
	return changed, err
}

// replace writes the new content over the old one.
func (o told) replace(ctx context.Context, tx *gorm.DB, old Contribution, by people.User, as Part, draft bool) (Contribution, error) {
	n := old
	n.KindKey, n.Kind, n.FromOn, n.ToOn, n.Quantity, n.Unit = o.c.KindKey, o.kind, o.c.FromOn, o.c.ToOn, o.c.Quantity, o.c.Unit
	n.Title, n.Body, n.Lang, n.Visibility, n.Withheld = o.c.Title, o.c.Body, o.c.Lang, o.c.Visibility, o.c.Withheld
	n.ForType, n.UpstreamID, n.ForOrganisationID, n.ForName = o.c.ForType, o.c.UpstreamID, o.c.ForOrganisationID, o.c.ForName
	if as == AsContributor { // an owner may correct the words, not on whose behalf it was
		n.OrganisationID, n.VouchedByID, n.VouchedAt = o.c.OrganisationID, o.c.VouchedByID, nil
		if n.VouchedByID != nil {
			n.VouchedAt = stamp(tx)
		}
	}
	n.Treatment, n.AgreementID = Given, nil // what was settled was settled of another content
	if old.State != Draft {
		n.Version++
	}
	err := n.save(ctx, tx, "Version", "KindKey", "FromOn", "ToOn", "Quantity", "Unit", "Title", "Body", "Lang", "Visibility", "Withheld",
		"ForType", "UpstreamID", "ForOrganisationID", "ForName", "OrganisationID", "VouchedByID", "VouchedAt", "Treatment", "AgreementID")
	if err != nil {
		return n, err
	}
	if err := o.prove(ctx, tx, n, by); err != nil {
		return n, err
	}
	switch {
	case old.State == Submitted:
		if err := n.step(ctx, tx, Submitted, by, as, ""); err != nil {
			return n, err
		}
		return n, n.raise(ctx, tx)
	case draft && old.State == Draft:
		return n, nil
	}
	return n, n.send(ctx, tx, by, as, "")
}

// Send sends a draft, answers a question without changing anything, or takes up again what had lapsed.
func (c Contribution) Send(ctx context.Context, db *gorm.DB, by people.User, note string) error {
	return c.act(ctx, db, by, func(tx *gorm.DB, now *Contribution, as Part) error {
		note = cleaned(note)
		if now.State == NeedsInfo && note == "" {
			return wrong("answer", "error.required")
		}
		if len([]rune(note)) > LongestBody {
			return wrong("answer", "error.too_long", "Max", LongestBody)
		}
		if Secret(note) {
			return wrong("answer", "error.secret")
		}
		if err := now.ready(ctx, tx); err != nil {
			return err
		}
		return now.send(ctx, tx, by, as, note)
	})
}

// ready checks what a draft may still lack, with its evidence as it is kept now.
func (c Contribution) ready(ctx context.Context, tx *gorm.DB) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	if c.Evidence, err = evidenceFor(ctx, tx, c); err != nil {
		return err
	}
	if c.Files, err = filesOf(ctx, tx, c); err != nil {
		return err
	}
	return c.Lacks(store.Today(tx, host.Location()).Format(time.DateOnly)).Err()
}

// Lacks is what keeps it from being sent: days that are not past, a kind that wants evidence where there is none, a kind that was taken
// away. Its kind, evidence and files must be there. Sending asks here, and so do a list that is looked through and the page of a draft.
func (c Contribution) Lacks(today string) store.Invalid {
	bad := store.Invalid{}
	switch {
	case c.FromOn > today:
		bad.Add("from_on", "error.date_future")
	case c.ToOn > today:
		bad.Add("to_on", "error.date_future")
	}
	switch shown := c.papers(); {
	case c.Kind.Evidence == RequiredProof && shown == 0:
		bad.Add("evidence", "error.evidence_required")
	case c.Kind.Waives() && shown < 2:
		bad.Add("evidence", "error.waiver_papers")
	}
	if !c.Kind.Active {
		bad.Add("kind", "error.choose")
	}
	return bad
}

// papers is how many things show it: what was typed, and files.
func (c Contribution) papers() int {
	if c.Evidence.Given() {
		return len(c.Files) + 1
	}
	return len(c.Files)
}

// Withdraw takes back what nobody has decided on yet; a task that it did is free again.
func (c Contribution) Withdraw(ctx context.Context, db *gorm.DB, by people.User) error {
	return c.act(ctx, db, by, func(tx *gorm.DB, now *Contribution, as Part) error {
		if err := now.move(ctx, tx, Withdrawn, by, as, ""); err != nil {
			return err
		}
		return now.undone(ctx, tx)
	})
}

// Disclose lets everybody read a fault that is mended by now.
func (c Contribution) Disclose(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if !now.Theirs(by) && !Council(by) {
			return store.ErrForbidden
		}
		now.Withheld = false
		if err := now.save(ctx, tx, "Withheld"); err != nil {
			return err
		}
		if err := now.disclosed(ctx, tx); err != nil {
			return err
		}
		return store.Published(tx)
	})
}

// Vouch confirms, for the organisation, that it was done on its behalf; only its owners may.
func (c Contribution) Vouch(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if now.OrganisationID == nil {
			return store.ErrForbidden
		}
		if m, in := by.In(*now.OrganisationID); !in || m.Role != people.Owner {
			return store.ErrForbidden
		}
		if now.VouchedAt != nil {
			return nil
		}
		now.VouchedByID, now.VouchedAt = &by.ID, stamp(tx)
		if err := now.save(ctx, tx, "VouchedByID", "VouchedAt"); err != nil {
			return err
		}
		return now.note(ctx, tx, by, "contribution_vouched", "")
	})
}

// act runs a change by somebody to whom the contribution belongs.
func (c Contribution) act(ctx context.Context, db *gorm.DB, by people.User, f func(tx *gorm.DB, now *Contribution, as Part) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		as := now.part(by)
		if as == "" {
			return store.ErrForbidden
		}
		return f(tx, &now, as)
	})
}

// note writes an act on the contribution in the journal.
func (c Contribution) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	a := journal.Act{Verb: verb, SubjectType: "contribution", SubjectRef: c.Ref, Reason: reason}
	if c.OrganisationID != nil {
		a.OrganisationID = *c.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}
