// Package formula holds the arithmetic of a redistribution round (reciprocity.md 7): the formula that is frozen before a round opens, how
// large the pot is, how it is split to the cent, and the public files from which anybody computes the same split again.
// It is pure: it knows no database, no language and no other part of the house.
package formula

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// Rule is how projects come to their weights. One rule per round.
type Rule string

// The rules.
const (
	Equal Rule = "equal" // each project the same
	Vote  Rule = "vote"  // points of the voters
	Fixed Rule = "fixed" // weights given in the formula
	Usage Rule = "usage" // instances × days in the period
)

// Rules are all rules, in the order of the form.
var Rules = []Rule{Vote, Usage, Equal, Fixed}

// BaseKind is of which sum the pot is a part.
type BaseKind string

// The sums. Of money received the share was set aside as each payment came; of the others it is computed once.
const (
	ReceivedHT BaseKind = "received_ht"
	InvoicedHT BaseKind = "invoiced_ht"
	Yield      BaseKind = "result"
	FixedSum   BaseKind = "fixed"
)

// BaseKinds are all of them, in the order of the form.
var BaseKinds = []BaseKind{ReceivedHT, InvoicedHT, Yield, FixedSum}

// Typed reports whether somebody types the sum instead of the books telling it.
func (k BaseKind) Typed() bool { return k == Yield || k == FixedSum }

// Formula is all that decides a round. Amounts are cents, parts are basis points, days are YYYY-MM-DD.
type Formula struct {
	V         int              `json:"v"`
	Period    Period           `json:"period"`
	Base      Base             `json:"base"`
	RateBP    int64            `json:"rate_bp"`
	PotMin    int64            `json:"pot_min"`
	PotMax    *int64           `json:"pot_max"` // null: no limit
	Rule      Rule             `json:"rule"`
	Ballot    *Ballot          `json:"ballot,omitempty"`  // of the rule vote only
	Weights   map[string]int64 `json:"weights,omitempty"` // of the rule fixed only, by the project's public id
	Eligible  Eligible         `json:"eligible"`
	MinPayout int64            `json:"min_payout"`
	Rounding  string           `json:"rounding"`
	Tie       string           `json:"tie"`
	Carry     string           `json:"carry"`
	Deadlines Deadlines        `json:"deadlines"`
}

// Period is the days whose money is shared, both included.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Year is the year, where the period is a whole one; else empty.
func (p Period) Year() string {
	if year, whole := strings.CutSuffix(p.From, "-01-01"); whole && p.To == year+"-12-31" {
		return year
	}
	return ""
}

// Base is of what the pot is a part. Cents is only for sums that somebody types.
type Base struct {
	Kind     BaseKind `json:"kind"`
	Accounts []string `json:"accounts,omitempty"`
	Cents    int64    `json:"cents,omitempty"`
}

// Ballot is what voters may do with their points.
type Ballot struct {
	Voters        string `json:"voters"`
	Points        int64  `json:"points"`
	MaxPerProject int64  `json:"max_per_project"`
	MinProjects   int    `json:"min_projects"`
	MaxProjects   int    `json:"max_projects,omitempty"` // 0: no limit
	MinSpentBP    int64  `json:"min_spent_bp,omitempty"` // the part of the points that a ballot gives at least, unless it abstains
	QuorumBP      int64  `json:"quorum_bp"`
	Secret        bool   `json:"secret"`
}

// Least is how many points a ballot gives at least, unless it abstains.
func (b Ballot) Least() int64 { return (b.Points*b.MinSpentBP + 9999) / 10_000 }

// Eligible is which projects may receive.
type Eligible struct {
	Licences string `json:"licences"`
	List     string `json:"list"`
}

// Deadlines are the days by which each step is done.
type Deadlines struct {
	Opens     string `json:"opens"`
	Ballots   string `json:"ballots,omitempty"` // the day the list is fixed and the vote begins; empty: when it opens, and nothing is proposed
	Closes    string `json:"closes"`
	Computed  string `json:"computed"`
	Paid      string `json:"paid"`
	Published string `json:"published"`
}

// The only words of some fields, so far.
const (
	LargestRemainder = "largest_remainder"
	ByPublicID       = "project_public_id"
	NextRound        = "next_round"
	Members          = "members"
	LibreLicences    = "osi_or_fsf"
	PublishedList    = "published"
	Subscriptions    = "income:subscriptions"
)

// Default is a formula that lacks only its days.
func Default() Formula {
	return Formula{
		V: 1, Base: Base{Kind: ReceivedHT, Accounts: []string{Subscriptions}}, RateBP: 1000, Rule: Vote,
		Ballot:   &Ballot{Voters: Members, Points: 7, MaxPerProject: 5, MinProjects: 1},
		Eligible: Eligible{Licences: LibreLicences, List: PublishedList}, MinPayout: 500, Rounding: LargestRemainder, Tie: ByPublicID, Carry: NextRound,
	}
}

// ErrFormula is a text that is no formula.
var ErrFormula = errors.New("formula: not a formula of version 1")

// Parse reads a formula. What it does not say is as in Default; what it does not know is refused: a formula means one thing.
func Parse(text []byte) (Formula, error) {
	f := Default()
	f.Ballot = nil
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Formula{}, errors.Join(ErrFormula, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || f.V != 1 {
		return Formula{}, ErrFormula
	}
	if f.Rule == Vote && f.Ballot == nil {
		f.Ballot = Default().Ballot
	}
	return f, nil
}

// Canonical is the formula as JSON in the one form that is hashed: keys in order, no spaces.
func (f Formula) Canonical() []byte {
	plain, err := json.Marshal(f)
	var tree any
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(plain))
		d.UseNumber()
		err = d.Decode(&tree)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err == nil {
		err = e.Encode(tree) // maps are written with their keys in order
	}
	if err != nil {
		panic(err) // strings and whole numbers always become JSON
	}
	return bytes.TrimSpace(out.Bytes())
}

// SHA256 is the hash of the canonical form, in hexadecimal.
func (f Formula) SHA256() string { return Hash(f.Canonical()) }

// Hash is the SHA-256 of a text, in hexadecimal.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
