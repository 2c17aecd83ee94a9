package views

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// TicketList is the list of one's own tickets.
type TicketList struct {
	Page     store.Page[support.Ticket]
	Filter   support.ListFilter
	Services []content.Named
	Now      time.Time
}

// NewTicketPage is the form that opens a ticket.
type NewTicketPage struct {
	Form     support.TicketForm
	Services []catalogue.Service
	Help     []content.Page // that speaks of the subject
	Wrong    store.Invalid
	Drafts   []files.File
	TooMany  bool // nothing was opened: too many tickets came from there lately
}

// Box is one of the boxes a ticket's page has to write in: the requester's, the reply, the note.
type Box struct {
	Form   support.MessageForm
	Drafts []files.File
	Wrong  store.Invalid
	Open   bool
	Stale  bool // something was said while it was being written
}

// TicketPage is a ticket as one reader sees it, with what they have typed so far.
type TicketPage struct {
	support.Thread
	Services    []content.Named
	Message     Box
	Reply       Box
	Note        Box
	State       support.StateForm
	StateWrong  store.Invalid
	Moved       bool // somebody else changed state or assignment meanwhile
	Taken       bool // the reader wanted to give or take it, and somebody else has it now
	Person      string
	PersonWrong store.Invalid

	Disagreement  billing.Disagreement // about what its organisation is to pay, if one is open
	Disagree      support.DisagreementForm
	DisagreeWrong store.Invalid

	MacroLang string // the ready answer is not written in the ticket's language but in this one
	Now       time.Time
}

// stateName says a state; to the requester's side "waiting for you" instead of "for the person".
func stateName(ctx context.Context, s support.State, tends bool) string {
	switch s {
	case support.New:
		return t(ctx, "tickets.state.new")
	case support.Open:
		return t(ctx, "tickets.state.open")
	case support.WaitingRequester:
		if !tends {
			return t(ctx, "tickets.state.yours")
		}
		return t(ctx, "tickets.state.waiting_requester")
	case support.WaitingUpstream:
		return t(ctx, "tickets.state.waiting_upstream")
	case support.Solved:
		return t(ctx, "tickets.state.solved")
	}
	return t(ctx, "tickets.state.closed")
}

func stateTone(s support.State) ui.Tone {
	switch s {
	case support.New, support.Open:
		return ui.Info
	case support.WaitingRequester:
		return ui.Warn
	case support.Solved, support.Closed:
		return ui.Good
	}
	return ui.Plain
}

// turnName says who must act, as the staff sees it.
func turnName(ctx context.Context, turn support.Turn) string {
	switch turn {
	case support.Us:
		return t(ctx, "tickets.turn.us")
	case support.Requester:
		return t(ctx, "tickets.turn.requester")
	case support.Upstream:
		return t(ctx, "tickets.turn.upstream")
	}
	return t(ctx, "tickets.turn.nobody")
}

// turnTold says the same to the requester's side.
func turnTold(ctx context.Context, ticket support.Ticket) string {
	switch ticket.State {
	case support.New:
		return t(ctx, "tickets.told.new")
	case support.Open:
		return t(ctx, "tickets.told.open")
	case support.WaitingRequester:
		return t(ctx, "tickets.told.waiting_requester")
	case support.WaitingUpstream:
		return t(ctx, "tickets.told.waiting_upstream")
	case support.Solved:
		return t(ctx, "tickets.told.solved")
	}
	return t(ctx, "tickets.told.closed")
}

func priorityName(ctx context.Context, p support.Priority) string {
	switch p {
	case support.Low:
		return t(ctx, "tickets.priority.low")
	case support.High:
		return t(ctx, "tickets.priority.high")
	case support.Urgent:
		return t(ctx, "tickets.priority.urgent")
	}
	return t(ctx, "tickets.priority.normal")
}

func priorityTone(p support.Priority) ui.Tone {
	switch p {
	case support.Urgent:
		return ui.Bad
	case support.High:
		return ui.Warn
	}
	return ui.Plain
}

// happened says an event of the ticket; names are for the staff only.
func happened(ctx context.Context, l support.Line, tended bool) string {
	who := ""
	if tended {
		who = l.Name
	}
	switch l.Word {
	case "ticket_opened":
		return by(ctx, who, t(ctx, "tickets.event.opened"))
	case "ticket_confirmed":
		return by(ctx, who, t(ctx, "tickets.event.confirmed"))
	case "ticket_moved":
		return by(ctx, who, stateName(ctx, support.State(l.Detail("to")), tended))
	case "ticket_solved":
		return by(ctx, who, t(ctx, "tickets.event.solved"))
	case "ticket_reopened":
		return by(ctx, who, t(ctx, "tickets.event.reopened"))
	case "ticket_closed":
		return t(ctx, "tickets.event.closed")
	case "ticket_assigned":
		if to := l.Detail("to"); to != "" {
			return by(ctx, who, t(ctx, "tickets.event.assigned", "Name", to))
		}
		return by(ctx, who, t(ctx, "tickets.event.unassigned"))
	case "disagreement_noted":
		return by(ctx, who, t(ctx, "tickets.event.disagreement_noted"))
	case "disagreement_settled":
		return by(ctx, who, t(ctx, "tickets.event.disagreement_settled"))
	case "ticket_copied":
		return by(ctx, who, t(ctx, "tickets.event.copied"))
	case "ticket_uncopied":
		return by(ctx, who, t(ctx, "tickets.event.uncopied"))
	}
	return by(ctx, who, t(ctx, "tickets.event.changed"))
}

// by puts the name of who did it before what happened.
func by(ctx context.Context, who, what string) string {
	if who == "" {
		return what
	}
	return t(ctx, "tickets.event.by", "Name", who, "What", what)
}

// author is who wrote a line. To the requester's side the staff is called by name or "the team", never by a part of an address.
func (p TicketPage) author(ctx context.Context, l support.Line) string {
	u := people.User{Name: l.Name, Email: l.Email}
	if u.Name == "" && l.Sort == support.IsMessage && l.Word == string(support.Reply) && !p.Tended {
		return t(ctx, "tickets.team")
	}
	return u.Called()
}

// tag is the word beside the author.
func (p TicketPage) tag(ctx context.Context, l support.Line) string {
	switch {
	case l.Sort == support.IsNote:
		return t(ctx, "tickets.tag_note")
	case l.Word == string(support.Reply):
		return t(ctx, "tickets.tag_staff")
	}
	return ""
}

func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if len(out) < 2 {
			out = append(out, []rune(strings.ToUpper(word))[0])
		}
	}
	return string(out)
}

// subject is what the ticket is about; one that was emptied says so.
func subject(ctx context.Context, ticket support.Ticket) string {
	if ticket.Subject == "" {
		return t(ctx, "tickets.emptied")
	}
	return ticket.Subject
}

// moment says when, in the reader's zone.
func moment(ctx context.Context, at time.Time) string {
	return locales.DateTime(lang(ctx), at, myZone(ctx))
}

// listLink keeps the filter of a list in an address.
func listLink(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (l TicketList) link(path, after string) string {
	return listLink(path, "q", l.Filter.Query, "state", l.Filter.State, "organisation", l.Filter.Organisation, "after", after)
}

func (l TicketList) service(ticket support.Ticket) string { return serviceOf(l.Services, ticket) }

// next is the link to the older tickets.
func (l TicketList) next(ctx context.Context) ui.Link {
	if l.Page.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: l.link(paths.Tickets(lang(ctx)), l.Page.Next), Text: t(ctx, "action.next")}
}

// piece is a part of what somebody wrote: words, or an address that becomes a link.
type piece struct {
	Text string
	Link bool
}

var webLink = regexp.MustCompile(`https?://[^\s<>"«»]+`)

// pieces cuts a line at the web addresses in it; a full stop or bracket after one does not belong to it.
func pieces(line string) []piece {
	var all []piece
	from := 0
	for _, at := range webLink.FindAllStringIndex(line, -1) {
		address := strings.TrimRight(line[at[0]:at[1]], ".,;:!?)]}'’”")
		if at[0] > from {
			all = append(all, piece{Text: line[from:at[0]]})
		}
		all = append(all, piece{Text: address, Link: true})
		from = at[0] + len(address)
	}
	if from < len(line) {
		all = append(all, piece{Text: line[from:]})
	}
	return all
}
