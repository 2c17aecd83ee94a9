// Package rulebook reads the pages that list the rules of an area, each with the tests that hold it. It belongs to tests.
package rulebook

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	row  = regexp.MustCompile(`^\| ([A-Z]+(?:\d+|(?:_[a-z0-9]+)+)) \| (.+?) \| (.*?) \| (.*?) ?\|$`)
	held = regexp.MustCompile("`(Test\\w+)` \\(([^)]+)\\)")
)

// Check fails for each rule of RULES.md, in the folder of the test, that names a test which is gone, or has neither a test nor a reason.
// Counts says how many rules each family has: the capitals before a number or an underscore. Rules of the families named last need a remark
// only.
func Check(t *testing.T, counts map[string]int, remarked ...string) {
	t.Helper()
	page, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	tree, found, seen := testsOfTheTree(t), map[string]int{}, map[string]bool{}
	for _, line := range strings.Split(string(page), "\n") {
		cells := row.FindStringSubmatch(line)
		if cells == nil {
			continue
		}
		rule := cells[1]
		family, _, _ := strings.Cut(strings.TrimRight(rule, "0123456789"), "_")
		if seen[rule] {
			t.Errorf("%s is there twice", rule)
		}
		seen[rule] = true
		found[family]++
		check(t, tree, rule, cells[3], cells[4], slices.Contains(remarked, family))
	}
	for family, want := range counts {
		if found[family] != want {
			t.Errorf("%d rules of %s, want %d", found[family], family, want)
		}
	}
	for family := range found {
		if counts[family] == 0 {
			t.Errorf("nobody counts the rules of %s", family)
		}
	}
}

func check(t *testing.T, tree map[string]string, rule, by, remark string, remarked bool) {
	t.Helper()
	tests := held.FindAllStringSubmatch(by, -1)
	if len(tests) != strings.Count(by, "`Test") || len(tests) == 0 && !strings.HasPrefix(remark, "Not yet: ") && !strings.HasPrefix(remark, "Not ours: ") && !remarked {
		t.Errorf("%s has neither a test nor a reason: %s", rule, by)
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

// testsOfTheTree is what all test files of the repository say, by folder: within one, tests move when a file grows.
func testsOfTheTree(t *testing.T) map[string]string {
	t.Helper()
	root, all := rootOf(t), map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return filepath.SkipDir
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		within, err := filepath.Rel(root, name)
		all[path.Dir(filepath.ToSlash(within))] += "\n" + string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rootOf is the folder of the repository, above that of the test.
func rootOf(t *testing.T) string {
	t.Helper()
	at, err := os.Getwd()
	for ; err == nil; at = filepath.Dir(at) {
		if _, missing := os.Stat(filepath.Join(at, "go.mod")); missing == nil {
			return at
		}
		if at == filepath.Dir(at) {
			t.Fatal("no go.mod above the test")
		}
	}
	t.Fatal(err)
	return ""
}
