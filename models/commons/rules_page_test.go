package commons_test

import (
	"testing"

	"chatiere/models/store/storetest/rulebook"
)

// TestEveryRuleOfGivingNamesATestThatExistsOrSaysWhyThereIsNone reads RULES.md: how many rules each family has.
func TestEveryRuleOfGivingNamesATestThatExistsOrSaysWhyThereIsNone(t *testing.T) {
	rulebook.Check(t, map[string]int{"REFUSE": 5, "KIND": 10, "STATE": 13, "HARD": 9, "FLAG": 14, "REC": 12, "RECEIPT": 9, "ROUND": 5, "PAY": 3, "LR": 4, "I": 15, "TOLD": 12})
}
