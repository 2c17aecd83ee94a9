package support

// TicketOpened tells the person who asked that we have it, and the staff that somebody asks.
type TicketOpened struct {
	TicketID uint `json:"ticket_id"`
}

// Kind names the promise.
func (TicketOpened) Kind() string { return "ticket_opened" }

// TicketAnswered brings an answer to the person who asked and to those who take part.
type TicketAnswered struct {
	MessageID uint `json:"message_id"`
}

// Kind names the promise.
func (TicketAnswered) Kind() string { return "ticket_answered" }

// TicketFollowed tells the staff, and those who take part, that the person who asked wrote again.
type TicketFollowed struct {
	MessageID uint `json:"message_id"`
}

// Kind names the promise.
func (TicketFollowed) Kind() string { return "ticket_followed" }

// TicketSolved tells the person who asked that the staff thinks it is solved.
type TicketSolved struct {
	TicketID uint `json:"ticket_id"`
	Version  int  `json:"version"` // of the ticket when it was solved: solved twice, told twice
}

// Kind names the promise.
func (TicketSolved) Kind() string { return "ticket_solved" }

// TicketAssigned tells one of the staff that a ticket was given to them.
type TicketAssigned struct {
	TicketID uint `json:"ticket_id"`
	UserID   uint `json:"user_id"`
	Version  int  `json:"version"`
}

// Kind names the promise.
func (TicketAssigned) Kind() string { return "ticket_assigned" }

// NoteWritten tells the colleague who has the ticket, and those who watch it, that a note was left.
type NoteWritten struct {
	NoteID uint `json:"note_id"`
}

// Kind names the promise.
func (NoteWritten) Kind() string { return "ticket_note_written" }
