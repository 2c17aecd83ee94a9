package commons

// PledgeMade: thank who promised, and say what follows and how to stop.
type PledgeMade struct {
	PledgeID uint `json:"pledge_id"`
}

// Kind names the promise.
func (PledgeMade) Kind() string { return "pledge_made" }

// PledgeEnded: confirm to who promised that nothing more is asked of them, with day and hour.
type PledgeEnded struct {
	PledgeID uint `json:"pledge_id"`
}

// Kind names the promise.
func (PledgeEnded) Kind() string { return "pledge_ended" }

// PledgeOffered: ask a sponsor whether what is too much may go to another space.
type PledgeOffered struct {
	PledgeID uint `json:"pledge_id"`
}

// Kind names the promise.
func (PledgeOffered) Kind() string { return "pledge_offered" }

// SpaceTurned: tell everybody who promised something, and the operators, how far the space has come.
type SpaceTurned struct {
	SpaceID uint       `json:"space_id"`
	To      SpaceState `json:"to"`
}

// Kind names the promise.
func (SpaceTurned) Kind() string { return "space_turned" }

// SpaceShort: say in time that a part of the goal is carried by nobody.
type SpaceShort struct {
	SpaceID uint   `json:"space_id"`
	On      string `json:"on"`
}

// Kind names the promise.
func (SpaceShort) Kind() string { return "space_short" }

// SpacesDue does, by the clock, what is due for shared spaces.
type SpacesDue struct{}

// Kind names the promise.
func (SpacesDue) Kind() string { return "spaces_due" }

// DonationWanted: say how a gift that was promised may be paid, or remind of it once.
type DonationWanted struct {
	DonationID uint `json:"donation_id"`
	Again      bool `json:"again"`
}

// Kind names the promise.
func (DonationWanted) Kind() string { return "donation_asked" }

// DonationCame: thank for a gift.
type DonationCame struct {
	DonationID uint `json:"donation_id"`
}

// Kind names the promise.
func (DonationCame) Kind() string { return "donation_received" }
