package markdown

import "sort"

// similarity is 1 for equal texts and 0 for texts with nothing in common: 1 − edit distance / length.
// A hole counts as one letter. Below the floor it answers 0, without finding out how far below.
func similarity(a, b []rune, floor float64) float64 {
	longest := max(len(a), len(b))
	if longest == 0 {
		return 1
	}
	limit := int((1 - floor) * float64(longest))
	if d := distance(a, b, limit); d <= limit {
		return 1 - float64(d)/float64(longest)
	}
	return 0
}

// letters are the runes to compare, each hole as one private rune.
func letters(text string) []rune {
	var out []rune
	at := 0
	for _, m := range holeMark.FindAllStringIndex(text, -1) {
		out = append(out, []rune(text[at:m[0]])...)
		out = append(out, rune(0xF0000+holesOf(text[m[0]:m[1]])[0]%0xFFFE))
		at = m[1]
	}
	return append(out, []rune(text[at:])...)
}

// distance is Levenshtein's: how many letters to add, remove or replace. It stops once beyond the limit.
func distance(a, b []rune, limit int) int {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > limit || unlike(a, b) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		if step(row, a[i], b, i) > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}

// step works out the next row of the table and answers its least distance.
func step(row []int, letter rune, b []rune, i int) int {
	diagonal := row[0]
	row[0] = i + 1
	least := row[0]
	for j := range b {
		cost := diagonal
		if b[j] != letter {
			cost++
		}
		diagonal = row[j+1]
		row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		least = min(least, row[j+1])
	}
	return least
}

// unlike counts letters of a that b lacks: the distance cannot be less.
func unlike(a, b []rune) int {
	count := map[rune]int{}
	for _, r := range b {
		count[r]++
	}
	missing := 0
	for _, r := range a {
		if count[r]--; count[r] < 0 {
			missing++
		}
	}
	return missing
}

// rising picks the longest run of numbers that only rises (negative ones are not counted) and answers their places.
func rising(numbers []int) []int {
	var tails []int // place of the smallest end of a run of each length
	before := make([]int, len(numbers))
	for i, n := range numbers {
		if n < 0 {
			continue
		}
		at := sort.Search(len(tails), func(k int) bool { return numbers[tails[k]] >= n })
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		}
		tails[at] = i
	}
	return trace(tails, before)
}

func trace(tails, before []int) []int {
	if len(tails) == 0 {
		return nil
	}
	run := make([]int, len(tails))
	for k, i := len(tails)-1, tails[len(tails)-1]; k >= 0; k, i = k-1, before[i] {
		run[k] = i
	}
	return run
}
