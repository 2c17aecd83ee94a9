package store

import (
	"fmt"
	"strconv"
	"strings"
)

// PageSize is how many rows a list shows at once.
const PageSize = 25

// Page is one page of a list; Next is the key to continue after, empty on the last page (never OFFSET: quality.md 1.4, line 5).
type Page[T any] struct {
	Items []T
	Next  string
}

// Paged makes a page of size out of rows that were read with one row more than size.
func Paged[T any](rows []T, size int, key func(T) string) Page[T] {
	if len(rows) <= size {
		return Page[T]{Items: rows}
	}
	rows = rows[:size]
	return Page[T]{Items: rows, Next: key(rows[size-1])}
}

// Counted is up to where pages count what waits: counting everything is what makes lists grow (quality.md 1.4, line 5).
const Counted = 100

// CountOf is an SQL expression that counts rows up to Counted; from is a table with its condition, and the order of the index that it is
// to be read by: without one PostgreSQL reads the table until it has found enough.
func CountOf(from string) string {
	return fmt.Sprintf("(select count(*) from (select 1 from %s limit %d) as counted)", from, Counted)
}

// Key writes an id as a page key.
func Key(id uint) string { return strconv.FormatUint(uint64(id), 36) }

// FromKey reads a page key back; an unreadable one is 0, the first page.
func FromKey(key string) uint {
	n, err := strconv.ParseUint(key, 36, 63)
	if err != nil {
		return 0
	}
	return uint(n)
}

// Pair writes the key of a list that is ordered by a word (a date, a name) and then by id.
func Pair(word string, id uint) string { return Key(id) + "." + word }

// FromPair reads such a key back; the first page has none.
func FromPair(key string) (word string, id uint, ok bool) {
	first, word, ok := strings.Cut(key, ".")
	return word, FromKey(first), ok && FromKey(first) > 0
}
