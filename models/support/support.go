// Package support holds calls for help: tickets, what was said, the staff's notes, who takes part, ready answers.
// Every finder takes the person who asks: a ticket they may not see is not found, a note never leaves the staff.
// It may know people, files, post, content, catalogue, billing and hosting.
package support

import (
	"chatiere/models/people"
)

// State is how far a ticket has come.
type State string

// The states of a ticket.
const (
	New              State = "new"
	Open             State = "open"
	WaitingRequester State = "waiting_requester"
	WaitingUpstream  State = "waiting_upstream" // the libre project behind the service has to mend something
	Solved           State = "solved"
	Closed           State = "closed" // solved, and nobody objected for two weeks
)

// States are all states, in the order of a ticket's life.
var States = []State{New, Open, WaitingRequester, WaitingUpstream, Solved, Closed}

// Turn says whose turn it is to act.
type Turn string

// Who must act.
const (
	Us        Turn = "us"
	Requester Turn = "requester"
	Upstream  Turn = "upstream"
	Nobody    Turn = "nobody"
)

// Priority is how urgent the staff judges a ticket.
type Priority string

// The priorities.
const (
	Low    Priority = "low"
	Normal Priority = "normal"
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Priorities are all priorities, the calmest first.
var Priorities = []Priority{Low, Normal, High, Urgent}

// Tends reports whether the person answers every ticket: agents and operators do.
func Tends(u people.User) bool { return u.Is(people.Agent, people.Operator) }

// leads are the organisations for which the person sees all tickets: as an owner or technical contact.
func leads(u people.User) []uint {
	ids := []uint{0} // an empty list would be a fault in SQL
	for _, m := range u.Memberships {
		if m.UntilAt == nil && m.May(people.Technical) {
			ids = append(ids, m.OrganisationID)
		}
	}
	return ids
}
