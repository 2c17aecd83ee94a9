package store

import (
	"context"
	"database/sql"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/schema"
)

// quickly makes gorm's queries read plain columns straight into their fields. gorm takes each cell through a pointer of its own and
// a conversion by text, which was a fifth of what a list cost; what is not plain it still reads itself.
func quickly(db *gorm.DB) error { return db.Callback().Query().Replace("gorm:query", query) }

// query is gorm's own callback but for the reading of rows.
func query(db *gorm.DB) {
	if db.Error != nil {
		return
	}
	callbacks.BuildQuerySQL(db)
	if db.DryRun || db.Error != nil {
		return
	}
	rows, err := db.Statement.ConnPool.QueryContext(db.Statement.Context, db.Statement.SQL.String(), db.Statement.Vars...)
	if err != nil {
		_ = db.AddError(err)
		return
	}
	defer func() { _ = db.AddError(rows.Close()) }()
	if !readPlainly(db, rows) {
		gorm.Scan(rows, db, 0)
	}
	if db.Statement.Result != nil {
		db.Statement.Result.RowsAffected = db.RowsAffected
	}
}

// readPlainly reads the rows into structs, or into one; false when they go elsewhere.
func readPlainly(db *gorm.DB, rows *sql.Rows) bool {
	dest := db.Statement.ReflectValue
	one, of := dest.Kind() == reflect.Struct, dest.Type()
	if dest.Kind() == reflect.Slice {
		of = of.Elem()
	}
	pointers := of.Kind() == reflect.Pointer
	if pointers {
		of = of.Elem()
	}
	if db.Statement.Schema == nil || of != db.Statement.Schema.ModelType || len(db.Statement.ColumnMapping) > 0 || !one && dest.Kind() != reflect.Slice {
		return false
	}
	cells := cellsOf(db, rows)
	if cells == nil {
		return false
	}
	if !one {
		dest.Set(reflect.MakeSlice(dest.Type(), 0, 8))
	}
	values := make([]any, 2*len(cells))
	read, into := values[:len(cells)], values[len(cells):]
	db.RowsAffected = 0
	for (!one || db.RowsAffected == 0) && rows.Next() {
		row := dest
		switch {
		case pointers:
			made := reflect.New(of)
			dest.Set(reflect.Append(dest, made))
			row = made.Elem()
		case !one:
			n := dest.Len()
			dest.Grow(1)
			dest.SetLen(n + 1)
			row = dest.Index(n)
		}
		db.RowsAffected++
		_ = db.AddError(readRow(db.Statement.Context, rows, row, cells, read, into))
	}
	_ = db.AddError(rows.Err())
	if db.RowsAffected == 0 && db.Statement.RaiseErrorOnNotFound && db.Error == nil {
		_ = db.AddError(gorm.ErrRecordNotFound)
	}
	return true
}

// readRow reads one row: read are the plain values, into where database/sql puts each.
func readRow(ctx context.Context, rows *sql.Rows, row reflect.Value, cells []cell, read, into []any) error {
	for i, c := range cells {
		if into[i] = &read[i]; c.field != nil && c.put == nil {
			into[i] = c.field.NewValuePool.Get()
		}
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	for i, c := range cells {
		if c.field == nil {
			continue
		}
		at := row
		for _, relation := range c.through {
			at = relation.ReflectValueOf(ctx, at)
		}
		value := read[i]
		if c.put == nil {
			value = into[i]
		} else if c.put(c.field.ReflectValueOf(ctx, at), value) {
			continue
		}
		err := c.field.Set(ctx, at, value)
		if c.put == nil {
			c.field.NewValuePool.Put(value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cell is where a column goes: a field, through the rows that are joined to this one. Nowhere without a field; as gorm does it without put.
type cell struct {
	field   *schema.Field
	through []*schema.Field
	put     func(to reflect.Value, value any) bool
}

// known are the cells of statements, by their text; texts grow with lists of ids, so only so many are remembered.
var (
	known      sync.Map // of []cell
	knownCount atomic.Int64
)

type statement struct {
	of  reflect.Type
	sql string
}

func cellsOf(db *gorm.DB, rows *sql.Rows) []cell {
	key := statement{db.Statement.Schema.ModelType, db.Statement.SQL.String()}
	if cells, ok := known.Load(key); ok {
		return cells.([]cell)
	}
	columns, err := rows.Columns()
	if err != nil || len(columns) < 2 { // one column may be the row itself
		return nil
	}
	cells, seen := make([]cell, 0, len(columns)), map[string]bool{}
	for _, column := range columns {
		c, ok := cellFor(db.Statement.Schema, column)
		if !ok || seen[column] {
			return nil
		}
		seen[column] = true
		cells = append(cells, c)
	}
	if knownCount.Add(1) <= 2000 {
		known.Store(key, cells)
	}
	return cells
}

// cellFor finds the field of a column: its own, or Organisation__name of a row that is joined. False where gorm must see for itself.
func cellFor(s *schema.Schema, column string) (cell, bool) {
	if f := s.LookUpField(column); f != nil {
		return cell{field: f, put: putter(f)}, f.Readable
	}
	var c cell
	names := strings.Split(column, "__")
	for _, name := range names[:len(names)-1] {
		relation, ok := s.Relationships.Relations[name]
		if !ok || relation.Field.FieldType.Kind() != reflect.Struct {
			return cell{}, false
		}
		c.through, s = append(c.through, relation.Field), relation.FieldSchema
	}
	if len(names) == 1 {
		return cell{}, true // a column that no field wants
	}
	c.field = s.LookUpField(names[len(names)-1])
	if c.field == nil || !c.field.Readable {
		return cell{}, false
	}
	c.put = putter(c.field)
	return c, true
}

var (
	scanner = reflect.TypeFor[sql.Scanner]()
	instant = reflect.TypeFor[time.Time]()
)

// putter says how a plain value is put into a field; nil when the field has its own idea of that.
func putter(f *schema.Field) func(reflect.Value, any) bool {
	t := f.FieldType
	if f.Serializer != nil || t.Implements(scanner) || reflect.PointerTo(t).Implements(scanner) {
		return nil
	}
	if t.Kind() != reflect.Pointer {
		return putterOf(t)
	}
	if t = t.Elem(); reflect.PointerTo(t).Implements(scanner) {
		return nil
	}
	below := putterOf(t)
	if below == nil {
		return nil
	}
	return func(to reflect.Value, value any) bool {
		if value == nil {
			to.SetZero()
			return true
		}
		made := reflect.New(t)
		if !below(made.Elem(), value) {
			return false
		}
		to.Set(made)
		return true
	}
}

func putterOf(t reflect.Type) func(reflect.Value, any) bool {
	var put func(reflect.Value, any) bool
	switch {
	case t == instant:
		put = putTime
	case t.Kind() == reflect.String:
		put = putString
	case t.Kind() == reflect.Bool:
		put = putBool
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		put = putInt
	case t.Kind() >= reflect.Uint && t.Kind() <= reflect.Uint64:
		put = putUint
	default:
		return nil
	}
	return func(to reflect.Value, value any) bool {
		if value == nil {
			to.SetZero()
			return true
		}
		return put(to, value)
	}
}

func putTime(to reflect.Value, value any) bool {
	t, ok := value.(time.Time)
	if ok {
		*to.Addr().Interface().(*time.Time) = t
	}
	return ok
}

func putString(to reflect.Value, value any) bool {
	switch v := value.(type) {
	case string:
		to.SetString(v)
	case []byte:
		to.SetString(string(v))
	default:
		return false
	}
	return true
}

func putBool(to reflect.Value, value any) bool {
	switch v := value.(type) {
	case bool:
		to.SetBool(v)
	case int64:
		to.SetBool(v != 0)
	default:
		return false
	}
	return true
}

func putInt(to reflect.Value, value any) bool {
	n, ok := value.(int64)
	if ok = ok && !to.OverflowInt(n); ok {
		to.SetInt(n)
	}
	return ok
}

func putUint(to reflect.Value, value any) bool {
	n, ok := value.(int64)
	if ok = ok && n >= 0 && !to.OverflowUint(uint64(n)); ok {
		to.SetUint(uint64(n))
	}
	return ok
}
