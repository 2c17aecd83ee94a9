// Package main_test checks the house itself: who may know whom, what may be used where, sizes, names and
// generated files. Each rule is a function over a tree of files, so that it can be seen failing on a broken tree.
package main_test

import (
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
)

// rule looks at a house and returns one sentence for each thing that is wrong, beginning with the file's name.
type rule func(t *tree) []string

// rules are all the rules of the house by the name they fail under.
var rules = map[string]rule{
	"every package imports only what its room opens onto":    doors,
	"the rooms' forbidden libraries stay outside":            forbiddenLibraries,
	"every direct dependency has a reason":                   dependencies,
	"every reason still has its dependency":                  staleReasons,
	"only the injected clock knows what time it is":          clock,
	"only main reads the environment":                        environment,
	"only the store begins transactions":                     transactions,
	"inside InTx only tx exists":                             onlyTxInside,
	"pages carry no inline style, script or handler":         inlineCode,
	"pages use logical directions, never left and right":     logicalDirections,
	"every template has its generated file and the reverse":  templatePairs,
	"files and functions stay short":                         sizes,
	"every exported name has a sentence":                     sentences,
	"every promise has a worker that keeps it":               promises,
	"every recurring work has words on the page of promises": recurring,
	"generated templates are fresh":                          freshTemplates,
	"no test is skipped":                                     skippedTests,
}

// slow names the rules that `make quick` leaves to `make test`: they start programs, or matter only at the end.
var slow = []string{"generated templates are fresh", "every reason still has its dependency"}

func TestTheHouseKeepsItsRules(t *testing.T) {
	house := newTree(t, os.DirFS("."))
	for name, check := range rules {
		if quick() && slices.Contains(slow, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, complaint := range check(house) {
				t.Error(complaint)
			}
		})
	}
}

// broken is a small house with one thing wrong, and what the rule must say about it.
// Without says, the house is sound and the rule must be silent.
type broken struct {
	files map[string]string
	says  string
}

func TestEachHouseRuleFailsOnABrokenHouse(t *testing.T) {
	for name, check := range rules {
		t.Run(name, func(t *testing.T) {
			if quick() && slices.Contains(slow, name) {
				return
			}
			failing := 0
			for i, b := range append(brokenHouses[name], brokenPages[name]...) {
				complaints := strings.Join(check(newTree(t, b.fs())), "\n")
				if b.says == "" && complaints != "" {
					t.Errorf("case %d: sound, but the rule says:\n%s", i, complaints)
				}
				if b.says != "" && !strings.Contains(complaints, b.says) {
					t.Errorf("case %d: the rule should say %q, says:\n%s", i, b.says, complaints)
				}
				if b.says != "" {
					failing++
				}
			}
			if failing == 0 {
				t.Error("no broken house shows that this rule can fail")
			}
		})
	}
}

// fs turns the written files into a file system.
func (b broken) fs() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range b.files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// quick reports whether only the fast checks are wanted (make quick).
func quick() bool { return os.Getenv("CHATIERE_QUICK") != "" }

// sorted returns the keys of m in order, so that complaints come in the same order each time.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
