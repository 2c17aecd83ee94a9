package people

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// maxQuota is how many members a head can have at most.
const maxQuota = 10000

// ProposalForm asks an organisation that is here already to join a network: by the address of somebody who answers for it.
type ProposalForm struct {
	Email   string `form:"email"`
	Percent string `form:"percent"` // which part of its spaces the head would pay; empty for none

	bp int
}

// Check says what is wrong with the form.
func (f *ProposalForm) Check() error {
	wrong := store.Invalid{}
	var ok bool
	switch f.Email, ok = CleanEmail(f.Email); {
	case f.Email == "":
		wrong.Add("email", "error.required")
	case !ok:
		wrong.Add("email", "error.email")
	}
	if f.Percent != "" {
		if f.bp, ok = BasisPoints(f.Percent); !ok {
			wrong.Add("percent", "error.percent")
		}
	}
	return wrong.Err()
}

// Propose asks an address to join the network of a head. Whether somebody has that address is told to nobody.
func Propose(ctx context.Context, db *gorm.DB, by User, head Organisation, f ProposalForm) (Affiliation, error) {
	if !by.Manages(head.ID) || !head.Heads() {
		return Affiliation{}, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return Affiliation{}, err
	}
	a := Affiliation{Ref: store.NewRef(), HeadID: head.ID, Email: f.Email, State: AffiliationProposed, CarriedBP: f.bp, ProposedByID: &by.ID, Version: 1}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := roomFor(ctx, tx, head, 1, "email"); err != nil {
			return err
		}
		if err := a.file(ctx, tx); err != nil {
			return err
		}
		if err := a.note(ctx, tx, by, "affiliation_proposed", ""); err != nil {
			return err
		}
		return store.Enqueue(tx, AffiliationAsked{a.ID})
	})
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, ErrClosed) {
		return a, store.Invalid{"email": {Key: "error.asked_already"}}
	}
	return a, err
}

// roomFor keeps a head for this transaction and refuses more members than its quota has room for; to one that was closed, any (ErrClosed).
func roomFor(ctx context.Context, tx *gorm.DB, head Organisation, more int, field string) error {
	fresh, err := OpenNow(ctx, tx, head.ID)
	if err != nil {
		return err
	}
	n, err := MemberCount(ctx, tx, head)
	if err == nil && n+more > fresh.MemberQuota {
		return store.Invalid{field: {Key: "error.quota", Args: map[string]any{"Quota": fresh.MemberQuota, "Left": max(0, fresh.MemberQuota-n)}}}
	}
	return err
}

func (a *Affiliation) file(ctx context.Context, tx *gorm.DB) error {
	a.CreatedAt = store.Now(tx)
	return store.From[Affiliation](tx).Omit("Head", "Member").Create(ctx, a)
}

// OpenMembers makes room for so many new members of a head, inside the transaction that files them with OpenMember.
func OpenMembers(ctx context.Context, tx *gorm.DB, by User, head Organisation, n int) error {
	if !by.Manages(head.ID) || !head.Heads() {
		return store.ErrForbidden
	}
	return roomFor(ctx, tx, head, n, "lines")
}

// OpenMember files a member organisation of a head before anybody of it has come. Its first owner is invited by InviteOwner;
// until they come nobody may use it.
func OpenMember(ctx context.Context, tx *gorm.DB, by User, head, o Organisation, carriedBP int) (Affiliation, error) {
	now := store.Now(tx)
	o.Ref, o.Sort, o.FiscalStatus, o.CreatedAt, o.UpdatedAt, o.Version = store.NewRef(), Association, FiscalUnknown, now, now, 1
	if err := store.From[Organisation](tx).Create(ctx, &o); err != nil {
		return Affiliation{}, err
	}
	a := Affiliation{
		Ref: store.NewRef(), HeadID: head.ID, Head: head, MemberID: &o.ID, Member: o, State: AffiliationProposed, CarriedBP: carriedBP, ProposedByID: &by.ID, Version: 1,
	}
	if err := a.file(ctx, tx); err != nil {
		return a, err
	}
	return a, a.note(ctx, tx, by, "affiliation_proposed", "")
}

// InviteOwner writes the invitation by which the first owner of such a member comes; an earlier one ends. The caller promises its letter.
func (a Affiliation) InviteOwner(ctx context.Context, tx *gorm.DB, by User, email string) (Invitation, error) {
	if !by.Manages(a.HeadID) || a.State != AffiliationProposed || a.MemberID == nil {
		return Invitation{}, store.ErrForbidden
	}
	if _, err := OpenNow(ctx, tx, a.HeadID); err != nil {
		return Invitation{}, err
	}
	now := store.Now(tx)
	if _, err := store.From[Invitation](tx).Where("organisation_id = ? and ended_at is null", *a.MemberID).Update(ctx, "ended_at", now); err != nil {
		return Invitation{}, err
	}
	i := Invitation{OrganisationID: *a.MemberID, Email: email, Role: Owner, Cap: 1, ExpiresAt: now.AddDate(0, 0, InvitationDays)}
	return i.file(ctx, tx, by)
}

// TakeBack ends a proposal with the invitation that went with it; an organisation to which nobody has come is closed.
func (a *Affiliation) TakeBack(ctx context.Context, tx *gorm.DB, by User) error {
	if err := a.End(ctx, tx, by, ""); err != nil || a.MemberID == nil {
		return err
	}
	if _, err := store.From[Invitation](tx).Where("organisation_id = ? and ended_at is null", *a.MemberID).Update(ctx, "ended_at", store.Now(tx)); err != nil {
		return err
	}
	_, err := store.From[Organisation](tx).Where("id = ? and usable_at is null", *a.MemberID).Update(ctx, "closed_at", store.Now(tx))
	return err
}

// Accept is the word of an owner: their organisation joins the network.
func (a *Affiliation) Accept(ctx context.Context, db *gorm.DB, by User, o Organisation) error {
	m, in := by.In(o.ID)
	if !in || m.Role != Owner || !o.Acting() {
		return store.Invalid{"organisation": {Key: "error.choose"}}
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return a.join(ctx, tx, by, o, "affiliation_accepted") })
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, ErrClosed) {
		return store.Invalid{"organisation": {Key: "error.has_head"}}
	}
	return err
}

// join makes the proposal an affiliation of an organisation that is open, has no head and is none.
func (a *Affiliation) join(ctx context.Context, tx *gorm.DB, by User, o Organisation, verb string) error {
	fresh, err := OpenNow(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	if fresh.Heads() || o.ID == a.HeadID {
		return store.Invalid{"organisation": {Key: "error.is_head"}}
	}
	if fresh.NetworkID != nil || a.MemberID != nil && *a.MemberID != o.ID {
		return store.ErrConflict
	}
	a.State, a.MemberID, a.Member, a.DecidedByID, a.DecidedAt, a.Email = AffiliationActive, &o.ID, o, &by.ID, now(tx), ""
	if err := a.turn(ctx, tx, AffiliationProposed, "state", "member_id", "decided_by_id", "decided_at", "email"); err != nil {
		return err
	}
	if err := leanOn(ctx, tx, o.ID, &a.HeadID); err != nil {
		return err
	}
	if err := a.note(ctx, tx, by, verb, ""); err != nil {
		return err
	}
	return store.Enqueue(tx, AffiliationDecided{a.ID})
}

// leanOn writes at the organisation who its head is.
func leanOn(ctx context.Context, tx *gorm.DB, id uint, head *uint) error {
	_, err := store.From[Organisation](tx).Where("id = ?", id).Select("NetworkID").Updates(ctx, Organisation{NetworkID: head})
	return err
}

// turn writes columns if the affiliation still is in a state and nobody was quicker.
func (a *Affiliation) turn(ctx context.Context, tx *gorm.DB, from AffiliationState, columns ...string) error {
	known := a.Version
	a.Version++
	done := tx.WithContext(ctx).Model(&Affiliation{}).Where("id = ? and state = ? and version = ?", a.ID, from, known).
		Select(append(columns, "version")).Omit("Head", "Member").Updates(a)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}

// Decline is the other word: no. by was asked: by their address, or as an owner of the organisation that was opened for them.
func (a *Affiliation) Decline(ctx context.Context, db *gorm.DB, by User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		a.State, a.DecidedByID, a.DecidedAt, a.Email = AffiliationDeclined, &by.ID, now(tx), ""
		if err := a.turn(ctx, tx, AffiliationProposed, "state", "decided_by_id", "decided_at", "email"); err != nil {
			return err
		}
		if err := a.note(ctx, tx, by, "affiliation_declined", ""); err != nil {
			return err
		}
		return store.Enqueue(tx, AffiliationDecided{a.ID})
	})
}

// End ends an affiliation, or takes a proposal back: an owner of either side may, and an operator. What the head carried ends with the
// periods that are under way.
func (a *Affiliation) End(ctx context.Context, db *gorm.DB, by User, reason string) error {
	if !by.Manages(a.HeadID) && (a.MemberID == nil || !by.Manages(*a.MemberID)) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		before := a.State
		a.State, a.EndedByID, a.EndedAt, a.Email = AffiliationEnded, &by.ID, now(tx), ""
		if err := a.turn(ctx, tx, before, "state", "ended_by_id", "ended_at", "email"); err != nil {
			return err
		}
		if err := a.note(ctx, tx, by, "affiliation_ended", reason); err != nil || before != AffiliationActive {
			return err
		}
		if err := leanOn(ctx, tx, *a.MemberID, nil); err != nil {
			return err
		}
		return store.Enqueue(tx, AffiliationOver{a.ID})
	})
}

// NetworkForm is what an operator says of an organisation's place in networks: how many members it may have, or which head it has.
type NetworkForm struct {
	Quota   string `form:"quota"` // 0: it is no head
	Head    string `form:"head"`  // ref of its head; empty for none
	Version int    `form:"version"`
}

// NetworkFormOf fills the form with what is known.
func NetworkFormOf(o Organisation, head Organisation) NetworkForm {
	return NetworkForm{Quota: strconv.Itoa(o.MemberQuota), Head: head.Ref, Version: o.Version}
}

// SaveNetwork makes an organisation a head with a quota, or puts it under a head, or takes it out. Only operators may.
func (o Organisation) SaveNetwork(ctx context.Context, db *gorm.DB, by User, f NetworkForm) error {
	if !by.Is(Operator) {
		return store.ErrForbidden
	}
	quota, err := strconv.Atoi(strings.TrimSpace(f.Quota))
	if err != nil || quota < 0 || quota > maxQuota {
		return store.Invalid{"quota": {Key: "error.between", Args: map[string]any{"Min": 0, "Max": maxQuota}}}
	}
	if quota > 0 && f.Head != "" {
		return store.Invalid{"head": {Key: "error.is_head"}}
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if quota > o.MemberQuota { // a head that was closed may stop being one
			if _, err := OpenNow(ctx, tx, o.ID); err != nil {
				return err
			}
		}
		n, err := store.From[Organisation](tx).Where("id = ? and version = ?", o.ID, f.Version).Select("MemberQuota", "Version", "UpdatedAt").
			Updates(ctx, Organisation{MemberQuota: quota, Version: f.Version + 1, UpdatedAt: store.Now(tx)})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrConflict
		}
		if quota != o.MemberQuota {
			err := journal.Note(ctx, tx, by.Actor(), journal.Act{
				Verb: "quota_set", SubjectType: "organisation", SubjectRef: o.Ref, OrganisationID: o.ID, Details: map[string]any{"from": o.MemberQuota, "to": quota},
			})
			if err != nil {
				return err
			}
		}
		if quota == 0 {
			if members, err := MemberCount(ctx, tx, o); err != nil || members > 0 {
				return errors.Join(err, hasMembers(members))
			}
		}
		return o.setHead(ctx, tx, by, f.Head)
	})
}

// hasMembers says that a head with members cannot stop being one.
func hasMembers(n int) error {
	if n == 0 {
		return nil
	}
	return store.Invalid{"quota": {Key: "error.has_members"}}
}

// setHead gives an organisation another head, or none; the same one changes nothing.
func (o Organisation) setHead(ctx context.Context, tx *gorm.DB, by User, ref string) error {
	present, err := HeadOf(ctx, tx, o)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if present.Head.Ref == ref {
		return nil
	}
	if present.ID != 0 {
		if err := present.End(ctx, tx, by, ""); err != nil {
			return err
		}
	}
	if ref == "" {
		return nil
	}
	head, err := store.From[Organisation](tx).Where("ref = ? and member_quota > 0 and closed_at is null", ref).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return store.Invalid{"head": {Key: "error.choose"}}
	}
	if err != nil {
		return err
	}
	if err := roomFor(ctx, tx, head, 1, "head"); err != nil {
		return err
	}
	a := Affiliation{Ref: store.NewRef(), HeadID: head.ID, Head: head, MemberID: &o.ID, Member: o, State: AffiliationProposed, ProposedByID: &by.ID, Version: 1}
	if err := a.file(ctx, tx); err != nil {
		return err
	}
	return a.join(ctx, tx, by, o, "affiliation_set")
}
