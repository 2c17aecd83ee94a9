package commons

import (
	"slices"
	"testing"
)

// TestTheTableOfRoundMovesHasTheRowsOfTheReferenceAndNoOther writes reciprocity.md 7.2 once more, so that a change of the table is seen.
func TestTheTableOfRoundMovesHasTheRowsOfTheReferenceAndNoOther(t *testing.T) {
	way := []RoundState{RoundDraft, RoundOpen, RoundClosed, RoundComputed, RoundApproved, RoundExported, RoundPaid, RoundPublished}
	for i, from := range append(slices.Clone(way), RoundCancelled) {
		for j, to := range append(slices.Clone(way), RoundCancelled) {
			next := i < len(way) && j < len(way) && j == i+1
			given := to == RoundCancelled && i < 5 // from any state before exported
			if slices.Contains(roundMoves[from], to) != (next || given) {
				t.Errorf("%s may become %s: %v", from, to, !(next || given))
			}
		}
	}
}
