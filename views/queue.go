package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// QueuePage is what waits for the staff.
type QueuePage struct {
	Page     store.Page[support.Ticket]
	Filter   support.QueueFilter
	Counts   map[support.View]int64
	Services []content.Named
	Now      time.Time
}

func viewName(ctx context.Context, v support.View) string {
	switch v {
	case support.Unassigned:
		return t(ctx, "queue.view.unassigned")
	case support.MineWaiting:
		return t(ctx, "queue.view.mine")
	case support.AtUpstream:
		return t(ctx, "queue.view.upstream")
	case support.SolvedLast:
		return t(ctx, "queue.view.solved")
	case support.Everything:
		return t(ctx, "queue.view.all")
	}
	return t(ctx, "queue.view.todo")
}

// tabs are the views, each with how many tickets it holds.
func (q QueuePage) tabs(ctx context.Context) []ui.Link {
	var all []ui.Link
	for _, v := range support.Views {
		link := ui.Link{Href: listLink(paths.Queue(lang(ctx)), "view", string(v)), Text: viewName(ctx, v), Current: v == q.Filter.View}
		if n, counted := q.Counts[v]; counted {
			link.Count = locales.Some(lang(ctx), n, store.Counted)
		}
		all = append(all, link)
	}
	return all
}

func (q QueuePage) link(path, after string) string {
	f := q.Filter
	return listLink(path, "view", string(f.View), "q", f.Query, "priority", string(f.Priority), "language", f.Lang, "service", f.Service, "state", f.State, "after", after)
}

func (q QueuePage) next(ctx context.Context) ui.Link {
	if q.Page.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: q.link(paths.Queue(lang(ctx)), q.Page.Next), Text: t(ctx, "action.next")}
}

func (q QueuePage) service(ticket support.Ticket) string { return serviceOf(q.Services, ticket) }

// TicketRows are the rows of the tickets' file, the head first. The staff's file says as well who has each ticket.
func TicketRows(ctx context.Context, all []support.Ticket, services []content.Named, staff bool) [][]string {
	rows := [][]string{ticketHead(ctx, staff)}
	for _, ticket := range all {
		row := []string{
			ticket.Number(), ticket.Subject, stateName(ctx, ticket.State, staff), ticket.Requester.Called(), ticket.Organisation.Name, serviceOf(services, ticket),
			stamp(ctx, &ticket.CreatedAt), stamp(ctx, &ticket.LastAt), stamp(ctx, ticket.AnsweredAt), stamp(ctx, ticket.SolvedAt),
		}
		if staff {
			row = append(row, turnName(ctx, ticket.Turn()), stamp(ctx, &ticket.SinceAt), priorityName(ctx, ticket.Priority), ownName(ticket.Lang), ticket.Assignee.Called())
		}
		rows = append(rows, row)
	}
	return rows
}

func ticketHead(ctx context.Context, staff bool) []string {
	head := []string{
		t(ctx, "tickets.number"), t(ctx, "tickets.subject"), t(ctx, "tickets.state_label"), t(ctx, "tickets.people.requester"), t(ctx, "tickets.organisation"), t(ctx, "tickets.service"),
		t(ctx, "tickets.opened"), t(ctx, "tickets.last"), t(ctx, "tickets.answered"), t(ctx, "tickets.solved_on"),
	}
	if staff {
		head = append(head, t(ctx, "queue.turn"), t(ctx, "queue.since"), t(ctx, "tickets.priority_label"), t(ctx, "tickets.language"), t(ctx, "tickets.assignee"))
	}
	return head
}

// stamp is a moment as spreadsheets read it, in the reader's zone.
func stamp(ctx context.Context, at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.In(myZone(ctx)).Format("2006-01-02 15:04")
}
