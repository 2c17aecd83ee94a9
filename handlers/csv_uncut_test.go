package handlers

import (
	"errors"
	"slices"
	"testing"

	"chatiere/models/store"
)

func TestAFileGoesOnUntilItsListEnds(t *testing.T) {
	pages := map[string]store.Page[int]{"": {Items: []int{9, 8}, Next: "8"}, "8": {Items: []int{7}, Next: "7"}, "7": {Items: []int{6, 5}}}
	all, err := uncut(func(after string) (store.Page[int], error) { return pages[after], nil })
	if err != nil || !slices.Equal(all, []int{9, 8, 7, 6, 5}) {
		t.Errorf("%v %v", all, err)
	}
	if _, err := uncut(func(string) (store.Page[int], error) { return store.Page[int]{Next: "x"}, store.ErrForbidden }); !errors.Is(err, store.ErrForbidden) {
		t.Error(err)
	}
}
