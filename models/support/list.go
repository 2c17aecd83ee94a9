package support

import (
	"context"
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
	rows, err := f.of(db, u).Limit(store.PageSize + 1).Find(ctx)
	return store.Paged(rows, store.PageSize, func(t Ticket) string { return store.Key(t.ID) }), err
}

// ExportOf returns the same tickets without pages, at most ten thousand.
func ExportOf(ctx context.Context, db *gorm.DB, u people.User, f ListFilter) ([]Ticket, error) {
	f.After = ""
	return f.of(db, u).Limit(maxExport).Find(ctx)
}

const maxExport = 10000

func (f ListFilter) of(db *gorm.DB, u people.User) gorm.ChainInterface[Ticket] {
	u.Roles = "" // as anybody else
	q := seenBy(db, u).Order("tickets.id desc")
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("tickets.id < ?", after)
	}
	if f.Organisation != "" {
		q = q.Where("tickets.organisation_id in (select id from organisations where ref = ?)", f.Organisation)
	}
	return matching(inState(q, f.State), f.Query)
}

func inState(q gorm.ChainInterface[Ticket], state string) gorm.ChainInterface[Ticket] {
	switch {
	case state == "unsettled":
		return q.Where("tickets.solved_at is null")
	case state == "settled":
		return q.Where("tickets.solved_at is not null")
	case slices.Contains(States, State(state)):
		return q.Where("tickets.state = ?", state)
	}
	return q
}

// matching keeps tickets that speak of every word: in the subject, the tags, the messages, or the name of who asked; "#12" and "12" also find a number.
// Notes are never searched here: a hit would tell a requester what is in them.
func matching(q gorm.ChainInterface[Ticket], typed string) gorm.ChainInterface[Ticket] {
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
