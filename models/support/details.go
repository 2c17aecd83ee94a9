package support

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DetailsForm is what the staff may correct in a ticket.
type DetailsForm struct {
	Subject      string   `form:"subject"`
	Priority     Priority `form:"priority"`
	Organisation string   `form:"organisation"` // ref of one that the requester belongs to; empty for none
	Service      string   `form:"service"`      // ref; empty for none
	Lang         string   `form:"lang"`
	Tags         string   `form:"tags"` // separated by commas
	Version      int      `form:"version"`
}

// Details are what the form shows first; the caller adds the service, by its ref.
func (t Ticket) Details() DetailsForm {
	return DetailsForm{
		Subject: t.Subject, Priority: t.Priority, Organisation: t.Organisation.Ref, Lang: t.Lang,
		Tags: strings.Join(t.TagList(), ", "), Version: t.Version,
	}
}

func (f *DetailsForm) check(langs []string) error {
	wrong := store.Invalid{}
	f.Subject = oneLine(f.Subject)
	needed(wrong, "subject", f.Subject, maxSubject)
	if !slices.Contains(Priorities, f.Priority) {
		wrong.Add("priority", "error.choose")
	}
	if !slices.Contains(langs, f.Lang) {
		wrong.Add("lang", "error.choose")
	}
	if len(f.tags()) > maxName {
		wrong.Add("tags", "error.too_long", "Max", maxName)
	}
	return wrong.Err()
}

// tags are the words of the field, each once, in lower case, one a line.
func (f DetailsForm) tags() string {
	var all []string
	for _, tag := range strings.FieldsFunc(strings.ToLower(tidy(f.Tags)), func(r rune) bool { return r == ',' || r == '\n' }) {
		if tag = oneLine(tag); tag != "" && !slices.Contains(all, tag) {
			all = append(all, tag)
		}
	}
	return strings.Join(all, "\n")
}

// Change corrects the ticket's subject, priority, organisation, language and tags; langs are the languages of the house.
func (t *Ticket) Change(ctx context.Context, db *gorm.DB, by people.User, f DetailsForm, langs []string) error {
	if !t.TendedBy(by) {
		return store.ErrForbidden
	}
	if err := f.check(langs); err != nil {
		return err
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		was := t.Details()
		if t.Version != f.Version+1 { // lock counts one up
			return store.ErrConflict
		}
		if err := t.placeIn(ctx, tx, f.Organisation); err != nil {
			return err
		}
		if f.Organisation != was.Organisation { // it was the other one's
			if err := billing.SettleDisagreement(ctx, tx, by, t.Ref); err != nil {
				return err
			}
		}
		var err error
		if t.ServiceID, err = serviceID(ctx, tx, by, f.Service); err != nil {
			return err
		}
		t.Subject, t.Priority, t.Lang, t.Tags = f.Subject, f.Priority, f.Lang, f.tags()
		if err := t.save(ctx, tx); err != nil {
			return err
		}
		return t.note(ctx, tx, by, "ticket_changed", f.since(was))
	})
}

// placeIn ties the ticket to one of the requester's organisations.
func (t *Ticket) placeIn(ctx context.Context, tx *gorm.DB, ref string) error {
	if ref == t.Organisation.Ref {
		return nil
	}
	if ref == "" {
		t.OrganisationID, t.Organisation = nil, people.Organisation{}
		return nil
	}
	requester, err := people.LoadUser(ctx, tx, t.RequesterID)
	if err != nil {
		return err
	}
	for _, m := range requester.Memberships {
		if m.Organisation.Ref == ref {
			t.OrganisationID, t.Organisation = &m.OrganisationID, m.Organisation
			return nil
		}
	}
	return store.Invalid{"organisation": {Key: "error.choose"}}
}

// since tells what changed, for the journal; words that may name people stay out of it.
func (f DetailsForm) since(was DetailsForm) map[string]any {
	changed := map[string]any{}
	if f.Priority != was.Priority {
		changed["priority"] = string(f.Priority)
	}
	if f.Organisation != was.Organisation {
		changed["organisation"] = f.Organisation
	}
	if f.Lang != was.Lang {
		changed["lang"] = f.Lang
	}
	if f.Subject != was.Subject {
		changed["subject"] = true
	}
	if f.Tags != was.Tags {
		changed["tags"] = true
	}
	return changed
}
