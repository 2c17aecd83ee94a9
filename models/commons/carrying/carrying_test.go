package carrying_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"chatiere/models/commons/carrying"
)

func TestShrunkPartsMakeTheGoalToTheCent(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		promised := make([]int64, 1+r.IntN(9))
		for n := range promised {
			promised[n] = r.Int64N(100_000)
		}
		goal := r.Int64N(300_000)
		kept, over := carrying.Shrunk(promised, goal)
		if carrying.Sum(kept) != min(goal, carrying.Sum(promised)) || carrying.Sum(kept)+carrying.Sum(over) != carrying.Sum(promised) {
			t.Fatal(promised, goal, kept, over)
		}
		for n := range kept {
			if kept[n] < 0 || over[n] < 0 || kept[n] > promised[n] {
				t.Fatal(promised, goal, kept, over)
			}
		}
	}
}

func TestPromisesBelowTheGoalStay(t *testing.T) {
	kept, over := carrying.Shrunk([]int64{10, 20}, 100)
	if !slices.Equal(kept, []int64{10, 20}) || carrying.Sum(over) != 0 {
		t.Error(kept, over)
	}
}

func TestAThresholdIsNeverReachedByRounding(t *testing.T) {
	for _, c := range []struct {
		sum, goal int64
		bp        int
		want      bool
	}{{7999, 10_000, 8000, false}, {8000, 10_000, 8000, true}, {9999, 10_000, 10_000, false}, {10_000, 10_000, 10_000, true}} {
		if got := carrying.Reached(c.sum, c.goal, c.bp); got != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestHowFarAGoalIsReachedIsSaidInQuartersAndNeverThatItIsFull(t *testing.T) {
	for sum, want := range map[int64]int64{0: 0, 249: 0, 250: 1, 999: 3, 1000: 3, 5000: 3} {
		if got := carrying.Quarters(sum, 1000); got != want {
			t.Error(sum, got)
		}
	}
}
