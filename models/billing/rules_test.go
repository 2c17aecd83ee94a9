package billing_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	ruleLine  = regexp.MustCompile(`^\| ([A-Z]{1,3}\d+) \| (.+?) \| (.*?) \| (.*?) ?\|$`)
	ruleTest  = regexp.MustCompile("`(Test\\w+)` \\(([^)]+)\\)")
	ruleCount = map[string]int{ // how many rules each family has; their numbers begin at 1
		"LEG": 1, "MON": 3, "PRV": 2, "CHG": 7, "NEG": 3, "ZER": 1, "NUM": 6, "SNP": 3, "FIN": 2, "CRN": 3, "CAN": 1, "TAX": 4, "XML": 1, "CPN": 4, "TRL": 2,
		"BAT": 4, "TAG": 1, "AUD": 1, "DLV": 6, "DUN": 5, "REA": 2, "END": 1, "MAI": 3, "PAY": 5, "CON": 1, "SUB": 8, "STR": 5, "EVT": 1, "HOS": 7, "SDD": 5,
		"SCA": 1, "TST": 1, "LAW": 2, "X": 39,
	}
)

// TestEveryRuleNamesATestThatExistsOrSaysWhyThereIsNone reads RULES.md.
func TestEveryRuleNamesATestThatExistsOrSaysWhyThereIsNone(t *testing.T) {
	page, err := os.ReadFile("RULES.md")
	must(t, err)
	tree := testsOfTheTree(t)
	found := map[string]int{}
	for _, line := range strings.Split(string(page), "\n") {
		cells := ruleLine.FindStringSubmatch(line)
		if cells == nil {
			continue
		}
		rule, held, remark := cells[1], cells[3], cells[4]
		found[strings.TrimRight(rule, "0123456789")]++
		tests := ruleTest.FindAllStringSubmatch(held, -1)
		if len(tests) != strings.Count(held, "`Test") || len(tests) == 0 && !strings.HasPrefix(remark, "Not yet: ") && !strings.HasPrefix(remark, "Not ours: ") && rule[0] != 'X' {
			t.Errorf("%s has neither a test nor a reason: %s", rule, line)
		}
		if len(tests) == 0 && remark == "" {
			t.Errorf("%s says nothing", rule)
		}
		for _, named := range tests {
			if folder := path.Dir(named[2]); !strings.Contains(tree[folder], "\nfunc "+named[1]+"(") {
				t.Errorf("%s: there is no %s in %s", rule, named[1], folder)
			}
		}
	}
	for family, want := range ruleCount {
		if found[family] != want {
			t.Errorf("%d rules of %s, want %d", found[family], family, want)
		}
	}
}

// testsOfTheTree is what all test files of the repository say, by folder: within one, tests move when a file grows.
func testsOfTheTree(t *testing.T) map[string]string {
	t.Helper()
	root, all := "../..", map[string]string{}
	must(t, filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		if strings.HasSuffix(name, "_test.go") {
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			all[path.Dir(filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator))))] += "\n" + string(content)
		}
		return nil
	}))
	return all
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
