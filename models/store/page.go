package store

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
