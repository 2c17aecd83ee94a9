package store

import (
	"errors"
	"sort"
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite/lib"
)

// fault is one of the house's errors; it also answers to the GORM error it was made from.
type fault struct {
	text  string
	cause error
}

func (f fault) Error() string { return f.text }
func (f fault) Unwrap() error { return f.cause }

// The errors of every area. What a person may not see is ErrNotFound; what they see but may not do is ErrForbidden;
// what was changed or taken by somebody else meanwhile is ErrConflict; ErrBusy passes by itself.
var (
	ErrNotFound  error = fault{"not found", gorm.ErrRecordNotFound}
	ErrForbidden error = fault{text: "forbidden"}
	ErrConflict  error = fault{"conflict", gorm.ErrDuplicatedKey}
	ErrBusy      error = fault{text: "the database is busy"}
)

// Wrong says what is wrong with one field: a locale key and its arguments.
type Wrong struct {
	Key  string
	Args map[string]any
}

// Invalid is what is wrong with a form, by field.
type Invalid map[string]Wrong

// Add notes that field is wrong; the first word on a field stays.
func (i Invalid) Add(field, key string, args ...any) {
	if _, said := i[field]; said {
		return
	}
	w := Wrong{Key: key}
	for n := 0; n+1 < len(args); n += 2 {
		if w.Args == nil {
			w.Args = map[string]any{}
		}
		w.Args[args[n].(string)] = args[n+1]
	}
	i[field] = w
}

// Err is nil when nothing is wrong.
func (i Invalid) Err() error {
	if len(i) == 0 {
		return nil
	}
	return i
}

// Error names the wrong fields, for logs and tests.
func (i Invalid) Error() string {
	var words []string
	for field, w := range i {
		words = append(words, field+": "+w.Key)
	}
	sort.Strings(words)
	return "invalid " + strings.Join(words, ", ")
}

// AsInvalid returns the Invalid inside err, if there is one.
func AsInvalid(err error) (Invalid, bool) {
	var i Invalid
	ok := errors.As(err, &i)
	return i, ok
}

// sqliteDialector turns SQLite's result codes into the house's errors.
type sqliteDialector struct{ sqlite.Dialector }

// Translate maps the driver's errors (reference: libraries.md 2.3).
func (d sqliteDialector) Translate(err error) error {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		switch coded.Code() {
		case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
			return ErrConflict
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return gorm.ErrForeignKeyViolated
		case sqlite3.SQLITE_CONSTRAINT_CHECK:
			return gorm.ErrCheckConstraintViolated
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT:
			return ErrBusy
		}
	}
	return shared(err)
}

// postgresDialector does the same for PostgreSQL.
type postgresDialector struct{ postgres.Dialector }

// Translate maps the driver's errors.
func (d postgresDialector) Translate(err error) error {
	var coded interface{ SQLState() string }
	if errors.As(err, &coded) && (coded.SQLState() == "55P03" || coded.SQLState() == "40P01") {
		return ErrBusy
	}
	return shared(d.Dialector.Translate(err))
}

func shared(err error) error {
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrConflict):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return ErrConflict
	}
	return err
}
