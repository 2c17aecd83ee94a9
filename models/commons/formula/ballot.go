package formula

import (
	"maps"
	"slices"
)

// Points are what one voter gives, by the project's public id.
type Points map[string]int64

// Sum is how many points were given.
func (p Points) Sum() (sum int64) {
	for _, n := range p {
		sum += n
	}
	return sum
}

// Breach is a rule of the ballot that points do not keep.
type Breach string

// The breaches. An empty ballot breaks none: abstaining is allowed, and adds no weight.
const (
	TooManyPoints  Breach = "points"
	TooManyForOne  Breach = "max_per_project"
	TooFewProjects Breach = "min_projects"
	TooManyAtOnce  Breach = "max_projects"
	TooFewPoints   Breach = "min_spent"
	BelowNothing   Breach = "negative"
)

// Breaks is the first rule that points break, with the project where it is about one, in the order of their ids; empty when they may be cast.
func (b Ballot) Breaks(p Points) (rule Breach, project string) {
	named := 0
	for _, id := range slices.Sorted(maps.Keys(p)) {
		switch n := p[id]; {
		case n < 0:
			return BelowNothing, id
		case n > b.MaxPerProject:
			return TooManyForOne, id
		case n > 0:
			named++
		}
	}
	switch {
	case p.Sum() > b.Points:
		return TooManyPoints, ""
	case named > 0 && named < b.MinProjects:
		return TooFewProjects, ""
	case b.MaxProjects > 0 && named > b.MaxProjects:
		return TooManyAtOnce, ""
	case named > 0 && p.Sum() < b.Least():
		return TooFewPoints, ""
	}
	return "", ""
}

// Among are the rules for a voter who may give points to so many projects only, as the list is short or others are theirs: nobody has to name more, or
// to give more, than these can take. Else all that is left is to abstain, or not to say what is theirs.
func (b Ballot) Among(projects int) Ballot {
	b.MinProjects = min(b.MinProjects, projects)
	if b.MaxProjects > 0 {
		projects = min(projects, b.MaxProjects)
	}
	if most := int64(projects) * b.MaxPerProject; b.Least() > most {
		b.MinSpentBP = most * 10_000 / b.Points
	}
	return b
}

// Count adds up ballots. When fewer voted than the quorum asks, nothing has any weight.
func (b Ballot) Count(voters int, ballots []Points) Points {
	sums := Points{}
	if int64(len(ballots))*10_000 < b.QuorumBP*int64(voters) {
		return sums
	}
	for _, p := range ballots {
		for id, n := range p {
			sums[id] += n
		}
	}
	return sums
}
