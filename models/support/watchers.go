package support

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Watchers are the members of the staff who get news of a ticket: who has it and who follows it, or all agents while nobody has it
// (all operators where there is no agent). The author of the news is left out.
func Watchers(ctx context.Context, db *gorm.DB, t Ticket, author uint) ([]people.User, error) {
	role := string(people.Agent)
	n, err := store.From[people.User](db).Where("',' || roles || ',' like '%,agent,%' and disabled_at is null and erased_at is null").Count(ctx, "id")
	if err != nil {
		return nil, err
	}
	if n == 0 {
		role = string(people.Operator)
	}
	assignee, everybody := uint(0), 1
	if t.AssigneeID != nil {
		assignee, everybody = *t.AssigneeID, 0
	}
	return store.From[people.User](db).Where(`disabled_at is null and erased_at is null and roles <> '' and id <> ? and
		(id = ? or ? = 1 and ',' || roles || ',' like ? or id in (select user_id from ticket_participants where ticket_id = ? and role = 'follower')
		and (',' || roles || ',' like '%,agent,%' or ',' || roles || ',' like '%,operator,%' or ',' || roles || ',' like '%,admin,%'))`,
		author, assignee, everybody, "%,"+role+",%", t.ID).Order("id").Find(ctx)
}

// Audience are the people who get a message: who asked, who is copied, and colleagues who follow and still may see it. The author is left out.
func Audience(ctx context.Context, db *gorm.DB, t Ticket, author uint) ([]people.User, error) {
	all := []people.User{}
	if t.RequesterID != author && t.Requester.ErasedAt == nil {
		all = append(all, t.Requester)
	}
	participants, err := participantsOf(ctx, db, t)
	for _, p := range participants {
		if p.UserID == author || p.UserID == t.RequesterID || p.User.ErasedAt != nil || p.User.DisabledAt != nil {
			continue
		}
		if p.Role == Follower {
			u, err := people.LoadUser(ctx, db, p.UserID)
			if err != nil {
				return nil, err
			}
			if t.TendedBy(u) || !t.Led(u) {
				continue
			}
		}
		all = append(all, p.User)
	}
	return all, err
}
