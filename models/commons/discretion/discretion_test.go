package discretion_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"chatiere/models/commons/discretion"
	"chatiere/models/commons/discretion/attack"
)

// amounts are entries of one kind, each of a party of its own.
func amounts(all ...int64) (entries []discretion.Entry) {
	for n, amount := range all {
		entries = append(entries, discretion.Entry{ID: uint(n + 1), Kind: "code", Family: "code", Party: fmt.Sprint(n), Amount: amount})
	}
	return entries
}

func TestASumIsPublishedWhenItsAmountsHideEachOther(t *testing.T) {
	samePerson := amounts(60, 90, 120)
	samePerson[1].Party = samePerson[0].Party
	takenBack := append(amounts(60, 90, 120), discretion.Entry{ID: 9, Party: "2", Amount: -60})
	for name, c := range map[string]struct {
		entries []discretion.Entry
		safe    bool
	}{
		"nothing":                                 {nil, false},
		"one alone":                               {amounts(30_000), false},
		"two find each other":                     {amounts(60, 60), false},
		"three":                                   {amounts(60, 90, 120), true},
		"three of two parties":                    {samePerson, false},
		"one that dwarfs the others":              {amounts(16, 16, 10_000), false},
		"each as small as it can be":              {amounts(15, 15, 15), false},
		"what is left of others can be told":      {amounts(15, 15, 120), false},
		"small ones that blur a little":           {amounts(30, 30, 120), true},
		"one of three took something back":        {takenBack, false},
		"one took back, and three others hide it": {append(amounts(60, 90, 120), discretion.Entry{ID: 9, Party: "x", Amount: -60}), true},
	} {
		if got := discretion.Safe(c.entries, 15); got != c.safe {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatMayNotBeToldOfAKindIsToldTogether(t *testing.T) {
	all := amounts(60, 90, 120, 150, 45, 75)
	all[3].Kind, all[4].Kind, all[5].Kind, all[5].Family = "test", "tool", "design", "media"
	told := discretion.Tell(all[:5], 15)
	if len(told) != 1 || told[0].Key != "code" || told[0].Total() != 270 || told[0].Count() != 3 {
		t.Errorf("%+v", told)
	}
	told = discretion.Tell(all[2:], 15)
	if len(told) != 1 || told[0].Key != discretion.Together("code") || told[0].Total() != 315 {
		t.Errorf("%+v", told)
	}
	told = discretion.Tell(all[3:], 15)
	if len(told) != 1 || told[0].Key != discretion.Together("") || told[0].Total() != 270 {
		t.Errorf("%+v", told)
	}
}

func TestWhoDwarfsTheOthersWaitsAndTheyAreTold(t *testing.T) {
	told := discretion.Tell(amounts(60, 90, 120, 90_000), 15)
	if len(told) != 1 || told[0].Total() != 270 {
		t.Errorf("%+v", told)
	}
}

func TestWhatIsTakenBackIsToldFirstAndInTheCellItWasToldIn(t *testing.T) {
	back := discretion.Entry{ID: 9, Kind: "code", Family: "code", Only: discretion.Together("code"), Party: "x", Amount: -30}
	if told := discretion.Tell(append(amounts(60, 90, 120), back), 15); len(told) != 1 || told[0].Key != discretion.Together("code") || told[0].Total() != 240 || told[0].Count() != 2 {
		t.Errorf("%+v", told)
	}
	back.Only = "code"
	others := append(amounts(60, 90, 120), back)
	others[1].Kind = "test"
	if told := discretion.Tell(others, 15); len(told) != 0 {
		t.Errorf("the others of its kind are gone before it could be told: %+v", told)
	}
}

func TestWhoKnowsOfEachOtherIsOneParty(t *testing.T) {
	c := discretion.Circles{}
	c.Join("kim", "fée")
	c.Join("lou", "copeaux")
	if c.Of("kim") != c.Of("fée") || c.Of("kim") == c.Of("lou") || c.Of("eve") != "eve" {
		t.Error(c)
	}
	c.Join("fée", "copeaux")
	c.Join("copeaux", "kim")
	if c.Of("kim") != c.Of("lou") {
		t.Error(c)
	}
}

// takesBack is added to the number of an amount for the entry that takes it back.
const takesBack = 1000

// history lets amounts come in and be taken back in any order, and returns every cell that was told meanwhile.
func history(r *rand.Rand, least int64) (told []discretion.Cell) {
	var waiting []discretion.Entry
	in := map[uint]discretion.Entry{}
	for id := uint(1); id <= 60; id++ {
		kind := fmt.Sprint("k", r.IntN(5))
		e := discretion.Entry{ID: id, Kind: kind, Party: fmt.Sprint("p", r.IntN(8)), Amount: least * (1 + r.Int64N(1<<r.IntN(8)))}
		e.Family = fmt.Sprint("f", (kind[1]-'0')/2)
		if known := slices.Collect(keys(in)); len(known) > 0 && r.IntN(5) == 0 {
			old := in[known[r.IntN(len(known))]]
			delete(in, old.ID)
			e = old
			e.ID, e.Amount = old.ID+takesBack, -old.Amount
		}
		waiting = append(waiting, e)
		for _, c := range discretion.Tell(waiting, least) {
			told = append(told, c)
			waiting = slices.DeleteFunc(waiting, func(e discretion.Entry) bool { return slices.Contains(c.Entries, e) })
			for _, e := range c.Entries {
				if e.Amount > 0 {
					e.Only = c.Key
					in[e.ID] = e
				}
			}
		}
	}
	return told
}

func keys(m map[uint]discretion.Entry) func(func(uint) bool) {
	return func(yield func(uint) bool) {
		ids := []uint{}
		for id := range m {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			if !yield(id) {
				return
			}
		}
	}
}

// betrayed are the amounts that somebody finds out who sees every cell and knows what one party gave.
func betrayed(told []discretion.Cell, party string, least int64) map[uint]int64 {
	var sums []attack.Sum
	for _, c := range told {
		s := attack.Sum{Of: map[uint]int64{}, Total: c.Total()}
		for _, e := range c.Entries {
			switch {
			case e.Party == party:
				s.Total -= e.Amount
			case e.Amount < 0:
				s.Of[e.ID-takesBack]-- // whoever looks knows which row is gone
			default:
				s.Of[e.ID]++
			}
		}
		sums = append(sums, s)
	}
	return attack.Find(sums, least)
}

func checkHistory(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // any random numbers will do
	least := []int64{1, 15}[r.IntN(2)]
	told := history(r, least)
	seen := map[uint]bool{}
	for _, c := range told {
		for _, e := range c.Entries {
			if seen[e.ID] {
				t.Errorf("seed %d: %d is told twice", seed, e.ID)
			}
			seen[e.ID] = true
		}
	}
	for n := range 9 {
		if found := betrayed(told, fmt.Sprint("p", n), least); len(found) > 0 {
			t.Errorf("seed %d: p%d finds %v", seed, n, found)
		}
	}
}

func TestRandomHistoriesBetrayNobody(t *testing.T) {
	for seed := range uint64(400) {
		checkHistory(t, seed)
	}
}

func FuzzNoHistoryBetraysAnybody(f *testing.F) {
	f.Add(uint64(7))
	f.Fuzz(checkHistory)
}

func TestTheAttackFindsWhatCanBeFound(t *testing.T) {
	if found := attack.Find([]attack.Sum{{Of: map[uint]int64{1: 1, 2: 1, 3: 1}, Total: 100}, {Of: map[uint]int64{1: 1, 2: 1}, Total: 60}, {Of: map[uint]int64{2: 1, 3: 1}, Total: 70}}, 1); found[1] != 30 || found[2] != 30 || found[3] != 40 {
		t.Error(found)
	}
	if found := attack.Find([]attack.Sum{{Of: map[uint]int64{1: 1, 2: 1}, Total: 30}}, 15); found[1] != 15 {
		t.Error(found)
	}
	if found := attack.Find([]attack.Sum{{Of: map[uint]int64{1: 1, 2: 1, 3: 1}, Total: 100}}, 1); len(found) != 0 {
		t.Error(found)
	}
}
