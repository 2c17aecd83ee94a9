package commons

import "testing"

// TestTheTableOfMovesHasTheRowsOfTheReferenceAndNoOther writes reciprocity.md 4 once more, so that a change of the table is seen.
func TestTheTableOfMovesHasTheRowsOfTheReferenceAndNoOther(t *testing.T) {
	rows := map[[2]State]string{
		{"", Draft}: "CM", {Draft, Submitted}: "CM", {Submitted, NeedsInfo}: "AS", {NeedsInfo, Submitted}: "CM", {Submitted, Attested}: "Y",
		{Attested, Accepted}: "S", {Attested, Adjusted}: "S", {Submitted, Rejected}: "S", {Attested, Rejected}: "S",
		{Draft, Withdrawn}: "CM", {Submitted, Withdrawn}: "CM", {NeedsInfo, Withdrawn}: "CM", {Attested, Withdrawn}: "CM",
		{Submitted, Lapsed}: "Y", {NeedsInfo, Lapsed}: "Y", {Lapsed, Submitted}: "CM",
		{Accepted, Contested}: "CMA", {Adjusted, Contested}: "CMA", {Rejected, Contested}: "CMA", {Contested, Upheld}: "S", {Contested, Reversed}: "S",
	}
	parts := map[rune][]Part{'C': {AsContributor}, 'M': {AsManager}, 'A': {AsAttester}, 'S': {AsSteward, AsCouncil}, 'Y': {AsSystem}}
	for _, from := range append([]State{""}, States...) {
		for _, to := range States {
			allowed := map[Part]bool{}
			for _, letter := range rows[[2]State{from, to}] {
				for _, p := range parts[letter] {
					allowed[p] = true
				}
			}
			for _, p := range []Part{AsContributor, AsManager, AsAttester, AsSteward, AsCouncil, AsSystem} {
				if mayMove(from, to, p) != allowed[p] {
					t.Errorf("%s may move %q to %q: %v", p, from, to, !allowed[p])
				}
			}
		}
	}
}
