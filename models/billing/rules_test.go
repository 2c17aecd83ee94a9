package billing_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chatiere/models/store/storetest/rulebook"
)

// TestEveryRuleNamesATestThatExistsOrSaysWhyThereIsNone reads RULES.md: how many rules each family has; their numbers begin at 1.
func TestEveryRuleNamesATestThatExistsOrSaysWhyThereIsNone(t *testing.T) {
	rulebook.Check(t, map[string]int{
		"LEG": 1, "MON": 3, "PRV": 2, "CHG": 7, "NEG": 3, "ZER": 1, "NUM": 6, "SNP": 3, "FIN": 2, "CRN": 3, "CAN": 1, "TAX": 4, "XML": 1, "CPN": 4, "TRL": 2,
		"BAT": 4, "TAG": 1, "AUD": 1, "DLV": 6, "DUN": 5, "REA": 2, "END": 1, "MAI": 3, "PAY": 5, "CON": 1, "SUB": 8, "STR": 5, "EVT": 1, "HOS": 7, "SDD": 5,
		"SCA": 1, "TST": 1, "LAW": 2, "X": 39,
	}, "X")
}

// TestMON1_NoAmountIsEverAFloat looks for floating point where money is counted.
func TestMON1_NoAmountIsEverAFloat(t *testing.T) {
	for _, area := range []string{"../billing", "../ledger", "../catalogue"} {
		must(t, filepath.WalkDir(area, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			content, err := os.ReadFile(name)
			if regexp.MustCompile(`\bfloat(32|64)\b`).Match(content) {
				t.Errorf("%s counts with floating point", name)
			}
			return err
		}))
	}
}
