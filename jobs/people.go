package jobs

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// signInLinkAsked writes the letter with the link, if there is somebody behind the address.
func (w Worker) signInLinkAsked(ctx context.Context, news identity.SignInLinkAsked) error {
	l, to, err := identity.LoadLink(ctx, w.DB, news.LinkID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	letter := emails.SignInLink(l, to, host)
	if to.SignedIn() {
		return w.post(ctx, to, letter)
	}
	return w.postTo(ctx, l.Email, letter)
}

// passwordChanged tells the person.
func (w Worker) passwordChanged(ctx context.Context, news identity.PasswordChanged) error {
	s, err := identity.LoadSession(ctx, w.DB, news.SessionID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // swept, or the person has left
	}
	if err != nil {
		return err
	}
	return w.post(ctx, s.User, emails.PasswordChanged(s))
}

// emailChangeAsked writes to the new address, unless it belongs to another account: then nothing is said to anybody.
func (w Worker) emailChangeAsked(ctx context.Context, news people.EmailChangeAsked) error {
	c, err := people.LoadEmailChange(ctx, w.DB, news.ChangeID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = people.FindUserByEmail(ctx, w.DB, c.NewEmail)
	if errors.Is(err, store.ErrNotFound) {
		return w.postTo(ctx, c.NewEmail, emails.EmailChangeAsked(c))
	}
	return err
}

// emailChanged tells the old address.
func (w Worker) emailChanged(ctx context.Context, news people.EmailChanged) error {
	c, err := people.LoadEmailChange(ctx, w.DB, news.ChangeID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	return w.postTo(ctx, c.OldEmail, emails.EmailChanged(c, host))
}

// invitationMade writes to the one who is invited; an invitation that carries a hand-over says so.
func (w Worker) invitationMade(ctx context.Context, news people.InvitationMade) error {
	i, err := people.LoadInvitation(ctx, w.DB, news.InvitationID)
	if err != nil {
		return err
	}
	if !i.Open(store.Now(w.DB)) {
		return nil
	}
	lang := i.Organisation.Locale
	known, err := people.FindUserByEmail(ctx, w.DB, i.Email)
	if err == nil {
		lang = known.Locale
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	letter := emails.Invitation(i, lang)
	if _, err := people.HandoverBy(ctx, w.DB, i.ID); err == nil {
		letter = emails.Handover(i, lang)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if known.SignedIn() {
		return w.post(ctx, known, letter)
	}
	return w.postTo(ctx, i.Email, letter)
}

// arrivalWaiting tells every owner.
func (w Worker) arrivalWaiting(ctx context.Context, news people.ArrivalWaiting) error {
	a, err := people.LoadArrival(ctx, w.DB, news.ArrivalID)
	if err != nil || a.State != people.Waiting {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, a.OrganisationID)
	if err != nil {
		return err
	}
	for _, owner := range owners {
		if err := w.post(ctx, owner, emails.ArrivalWaiting(a, owner)); err != nil {
			return err
		}
	}
	return nil
}

// arrivalDecided tells the person what was answered.
func (w Worker) arrivalDecided(ctx context.Context, news people.ArrivalDecided) error {
	a, err := people.LoadArrival(ctx, w.DB, news.ArrivalID)
	if err != nil {
		return err
	}
	return w.post(ctx, a.User, emails.ArrivalDecided(a))
}

// handoverDone thanks the one who handed over.
func (w Worker) handoverDone(ctx context.Context, news people.HandoverDone) error {
	h, err := people.LoadHandover(ctx, w.DB, news.HandoverID)
	if err != nil {
		return err
	}
	return w.post(ctx, h.Leaver, emails.HandoverDone(h))
}

// organisationCompleted numbers the invoices that waited for the details, and tells the one who was named as treasurer.
func (w Worker) organisationCompleted(ctx context.Context, news people.OrganisationCompleted) error {
	o, err := people.LoadOrganisation(ctx, w.DB, news.OrganisationID)
	if err != nil {
		return err
	}
	if err := billing.DetailsCompleted(ctx, w.DB, o); err != nil || o.TreasurerEmail == "" {
		return err
	}
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	return w.postTo(ctx, o.TreasurerEmail, emails.TreasurerNamed(o, host))
}

// identitySweptDue is the hourly turn over spent links, the letters that carried them to strangers, old sessions and counters.
type identitySweptDue struct{}

// Kind names it.
func (identitySweptDue) Kind() string { return "identity_swept" }

// identitySwept removes them.
func (w Worker) identitySwept(ctx context.Context, _ identitySweptDue) error {
	if _, err := identity.Sweep(ctx, w.DB); err != nil {
		return err
	}
	_, err := post.Sweep(ctx, w.DB)
	return err
}
