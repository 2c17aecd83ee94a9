package facturx_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chatiere/models/billing/facturx"
)

func TestEveryRuleFindsTheOneFaultOfADocumentThatBreaksIt(t *testing.T) {
	for id, b := range allBreaches() {
		t.Run(id, func(t *testing.T) {
			d := samples()[b.from]
			b.by(&d)
			found := map[string]string{}
			for _, f := range facturx.Check(d) {
				found[f.Rule] = f.Place
			}
			if found[id] != b.place {
				t.Errorf("found %v, want %s at %s", found, id, b.place)
			}
			delete(found, id)
			for rule := range found {
				if !slices.Contains(strings.Fields(b.twins), rule) {
					t.Errorf("it also breaks %s at %s", rule, found[rule])
				}
			}
			if dir := os.Getenv("CHATIERE_FACTURX"); dir != "" { // for a look with the validators of the standard
				if err := os.WriteFile(filepath.Join(dir, id+".xml"), facturx.Write(d), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestEveryRuleOfTheStandardIsAskedOrHasAReasonNotToBe(t *testing.T) {
	var standard []string
	add := func(prefix string, numbers ...int) {
		for _, n := range numbers {
			standard = append(standard, fmt.Sprintf("%s-%02d", prefix, n))
		}
	}
	to := func(from, to int) (all []int) {
		for n := from; n <= to; n++ {
			all = append(all, n)
		}
		return all
	}
	add("BR", slices.Concat(to(1, 33), to(36, 38), to(41, 57), to(61, 65))...)
	add("BR-CO", slices.Concat(to(3, 26))...)
	add("BR-DEC", slices.Concat([]int{1, 2, 5, 6}, to(9, 20), to(23, 25), []int{27, 28})...)
	add("BR-CL", slices.Concat([]int{1}, to(3, 8), []int{10, 11}, to(13, 26))...)
	for _, f := range []string{"BR-S", "BR-Z", "BR-E", "BR-AE", "BR-IC", "BR-G", "BR-O"} {
		add(f, to(1, 10)...)
	}
	add("BR-IC", 11, 12)
	add("BR-O", 11, 12, 13, 14)
	asked, broken := facturx.Rules(), allBreaches()
	for _, id := range standard {
		if reason := facturx.Beyond(id); !slices.Contains(asked, id) == (reason == "") {
			t.Errorf("%s is asked: %v, and not to be asked because %q", id, slices.Contains(asked, id), reason)
		}
	}
	for _, id := range asked {
		if _, known := broken[id]; !known {
			t.Errorf("%s has no document that breaks it", id)
		}
	}
}
