package collective

import "time"

// Part is which of the charter's words a promise belongs to.
type Part string

// The parts of the charter of CHATONS, in its order (law-and-charter.md j).
const (
	AsHost        Part = "host"
	AsAlternative Part = "alternative"
	Transparent   Part = "transparent"
	AsOpen        Part = "open"
	Neutral       Part = "neutral"
	Solidary      Part = "solidary"
)

// Parts are all parts, in order.
var Parts = []Part{AsHost, AsAlternative, Transparent, AsOpen, Neutral, Solidary}

// Kept is how far a promise is kept.
type Kept string

// How far a promise can be kept.
const (
	Met           Kept = "met"
	Partly        Kept = "partly"
	NotMet        Kept = "not"
	NotApplicable Kept = "not_applicable"
)

// CharterPromise is one line of the charter and how far the collective keeps it. Its words are in content, in every language.
type CharterPromise struct {
	ID        uint
	Ref       string
	Number    int
	Part      Part
	Status    Kept
	Proof     string // where it can be seen: an address, or a name as page:money; may be empty
	CheckedOn string // YYYY-MM-DD
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Processor is a body to which the collective entrusts personal data. What it does is said in content, in every language.
type Processor struct {
	ID        uint
	Ref       string
	Name      string
	Country   string // ISO 3166
	SinceOn   string // YYYY-MM-DD
	UntilOn   string // empty: still
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}
