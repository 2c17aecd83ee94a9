package demo

import (
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// quiet is how long after its last word a solved ticket has surely been closed by itself.
const quiet = 15 * 24 * time.Hour

// ticket is a call for help with its whole conversation, closed when nobody objected.
func (t *teller) ticket(k folder.Ticket) []event {
	name := "ticket " + k.Ref
	at := t.at(k.DaysAgo, name)
	last := time.Duration(k.Messages[len(k.Messages)-1].AfterHours) * time.Hour
	if end := t.now.Add(-10 * time.Minute); at.Add(last).After(end) { // all was said before the story is told
		at = end.Add(-last)
	}
	all := []event{{at, name, func(tx *gorm.DB) (uint, error) { return t.converse(tx, k, at) }}}
	if k.State == string(support.Solved) {
		all = append(all, event{at.Add(last + quiet), "quiet after " + name, func(tx *gorm.DB) (uint, error) {
			_, err := support.CloseQuiet(t.ctx, tx)
			return t.made(name), err
		}})
	}
	return all
}

func (t *teller) converse(tx *gorm.DB, k folder.Ticket, at time.Time) (uint, error) {
	past := support.Past{Ref: store.NewRef(), Subject: k.Subject, State: support.State(k.State), Lang: k.Lang, At: at}
	if id := t.idOf("organisation", k.Organisation); id != 0 {
		past.OrganisationID = &id
	}
	if id := t.idOf("service", k.Service); id != 0 {
		past.ServiceID = &id
	}
	var err error
	if past.Requester, err = t.user(tx, k.By); err != nil {
		return 0, err
	}
	if k.Assigned != "" {
		if past.Assignee, err = t.user(tx, k.Assigned); err != nil {
			return 0, err
		}
	}
	for _, m := range k.Messages {
		by, err := t.user(tx, m.By)
		if err != nil {
			return 0, err
		}
		past.Turns = append(past.Turns, support.PastTurn{By: by, Note: m.Note, At: at.Add(time.Duration(m.AfterHours) * time.Hour), Text: m.Text})
	}
	if err := support.Import(t.ctx, tx, past); err != nil {
		return 0, err
	}
	ticket, err := support.FindTicket(t.ctx, tx, past.Requester, past.Ref)
	return ticket.ID, err
}

// incident is a time when a service did not work, told when it began and when it was over.
func (t *teller) incident(i folder.Incident) []event {
	name := "incident " + i.Title[t.folder.Profile.Languages[0]]
	at := t.at(i.DaysAgo, name)
	return []event{
		{at, name, func(tx *gorm.DB) (uint, error) { return t.breakDown(tx, i) }},
		{at.Add(time.Duration(i.Minutes) * time.Minute), "end of " + name, func(tx *gorm.DB) (uint, error) { return t.mend(tx, i, name) }},
	}
}

func (t *teller) breakDown(tx *gorm.DB, i folder.Incident) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	s, err := catalogue.LoadService(t.ctx, tx, operator.Locale, t.idOf("service", i.Service))
	if err != nil {
		return 0, err
	}
	source := t.folder.Profile.Languages[0]
	form := func(lang string) catalogue.IncidentForm {
		f := catalogue.IncidentForm{Severity: catalogue.Status(i.Severity), Title: i.Title[lang], Body: i.Text[lang], SourceLang: source}
		if i.Severity == "" {
			f.Severity = catalogue.Down
		}
		return f
	}
	open, err := s.OpenIncident(t.ctx, tx, operator, form(source))
	if err != nil {
		return 0, err
	}
	for _, lang := range t.folder.Profile.Languages[1:] {
		if err := content.ImportTranslations(t.ctx, tx, lang, form(lang).Writings(open)...); err != nil {
			return 0, err
		}
	}
	return open.ID, nil
}

func (t *teller) mend(tx *gorm.DB, i folder.Incident, name string) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	s, err := catalogue.LoadService(t.ctx, tx, operator.Locale, t.idOf("service", i.Service))
	if err != nil {
		return 0, err
	}
	open, err := store.From[catalogue.Incident](tx).Where("id = ?", t.made(name)).Take(t.ctx)
	if err != nil {
		return 0, err
	}
	return open.ID, s.EndIncident(t.ctx, tx, operator, open.Ref, catalogue.NewsForm{})
}
