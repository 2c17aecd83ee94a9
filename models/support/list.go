package support

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ListFilter narrows a person's own tickets.
type ListFilter struct {
	Query        string `query:"q"`
	State        string `query:"state"`        // one state, "unsettled" or "settled"; empty for all
	Organisation string `query:"organisation"` // ref
	After        string `query:"after"`
}

// Empty reports whether the filter lets everything through.
func (f ListFilter) Empty() bool { return f.Query == "" && f.State == "" && f.Organisation == "" }

// TicketsOf returns a page of the tickets a person opened, is copied on, or sees for an organisation; the newest first.
// The staff sees here what is their own, not the whole queue.
func TicketsOf(ctx context.Context, db *gorm.DB, u people.User, f ListFilter) (store.Page[Ticket], error) {
	u.Roles = "" // they see here what anybody would
	q := f.of(listed(db), u)
	if f.Query == "" { // a search reads beside the tickets as well, and takes its time
		ids, args := f.latest(u)
		q = f.narrow(listed(db).Where("tickets.id in ("+ids+")", args...))
	}
	rows, err := q.Omit(unlisted...).Limit(store.PageSize + 1).Find(ctx)
	return store.Paged(rows, store.PageSize, func(t Ticket) string { return store.Key(t.ID) }), err
}

// ExportOf returns the same tickets without pages, at most ten thousand.
func ExportOf(ctx context.Context, db *gorm.DB, u people.User, f ListFilter) ([]Ticket, error) {
	f.After, u.Roles = "", ""
	return f.of(listed(db), u).Limit(maxExport).Find(ctx)
}

const maxExport = 10000

func (f ListFilter) of(q store.Rows[Ticket], u people.User) store.Rows[Ticket] {
	return f.narrow(seenBy(q, u))
}

// narrow applies the filter, the newest first.
func (f ListFilter) narrow(q store.Rows[Ticket]) store.Rows[Ticket] {
	condition, args := f.condition()
	return matching(q.Where(condition, args...).Order("tickets.id desc"), f.Query)
}

// condition is the filter without its words.
func (f ListFilter) condition() (string, []any) {
	condition, args := inState(f.State)
	if after := store.FromKey(f.After); after > 0 {
		condition, args = condition+" and tickets.id < ?", append(args, after)
	}
	if f.Organisation != "" {
		condition, args = condition+" and tickets.organisation_id in (select id from organisations where ref = ?)", append(args, f.Organisation)
	}
	return condition, args
}

// latest selects the ids of a page's tickets: of each way to see a ticket the latest. Each is a walk along an index, where
// "one or the other" would read and sort all there are.
func (f ListFilter) latest(u people.User) (string, []any) {
	ways, whose := []string{"tickets.requester_id = ?", "tickets.id in (select ticket_id from ticket_participants where user_id = ? and role = 'copied')"}, []any{u.ID, u.ID}
	if led := leads(u)[1:]; len(led) <= 10 {
		for _, id := range led {
			ways, whose = append(ways, "tickets.organisation_id = ?"), append(whose, id)
		}
	} else {
		ways, whose = append(ways, "tickets.organisation_id in ?"), append(whose, led)
	}
	condition, narrow := f.condition()
	var args []any
	for i, way := range ways {
		ways[i] = fmt.Sprintf("select id from (select id from tickets where %s and %s order by id desc limit %d) as way%d", way, condition, store.PageSize+1, i)
		args = append(append(args, whose[i]), narrow...)
	}
	return strings.Join(ways, " union "), args
}

// inState is the condition that a ticket is in a state, "unsettled" or "settled"; anything else is no condition.
func inState(state string) (string, []any) {
	switch {
	case state == "unsettled":
		return "tickets.solved_at is null", nil
	case state == "settled":
		return "tickets.solved_at is not null", nil
	case slices.Contains(States, State(state)):
		return "tickets.state = ?", []any{state}
	}
	return "1 = 1", nil
}

// matching keeps tickets that speak of every word: in the subject, the tags, the messages, or the name of who asked; "#12" and "12" also find a number.
// Notes are never searched here: a hit would tell a requester what is in them.
func matching(q store.Rows[Ticket], typed string) store.Rows[Ticket] {
	words := strings.Fields(typed)
	for _, word := range words[:min(len(words), 6)] {
		like := store.Like(word)
		number, _ := strconv.ParseUint(strings.TrimPrefix(word, "#"), 10, 32)
		q = q.Where(`(tickets.id = ? or lower(tickets.subject) like ? escape '\' or lower(tickets.tags) like ? escape '\'
			or lower("Requester".name) like ? escape '\' or "Requester".email like ? escape '\' or lower("Organisation".name) like ? escape '\'
			or exists (select 1 from ticket_messages m where m.ticket_id = tickets.id and lower(m.body) like ? escape '\'))`, number, like, like, like, like, like, like)
	}
	return q
}
