package store

import (
	"context"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Rows are rows of T's table, narrowed step by step and asked for at the end; a chain may go on in two ways from one point.
// It is gorm.G with what this house uses of it: gorm's own makes 216 functions for each of a hundred types, a third of the
// program's size.
type Rows[T any] struct {
	db    *gorm.DB
	steps []step
}

type step func(*gorm.DB) *gorm.DB

// From begins with all rows. What was set on db before, other than its transaction, does not count: a lock is passed here.
func From[T any](db *gorm.DB, clauses ...clause.Expression) Rows[T] {
	q := Rows[T]{db: db}
	if len(clauses) > 0 {
		q = q.with(func(db *gorm.DB) *gorm.DB { return db.Clauses(clauses...) })
	}
	return q
}

func (q Rows[T]) with(next step) Rows[T] {
	return Rows[T]{q.db, append(q.steps[:len(q.steps):len(q.steps)], next)}
}

func (q Rows[T]) on(ctx context.Context) *gorm.DB { return taken(ctx, q.db, q.steps) }

// taken takes all steps on a fresh statement.
func taken(ctx context.Context, db *gorm.DB, steps []step) *gorm.DB {
	db = db.Session(&gorm.Session{NewDB: true, Context: ctx})
	for _, next := range steps {
		db = next(db)
	}
	return db
}

// Where keeps the rows that satisfy a condition.
func (q Rows[T]) Where(condition any, args ...any) Rows[T] { return q.with(where(condition, args)) }

// Order sorts.
func (q Rows[T]) Order(by string) Rows[T] { return q.with(order(by)) }

// Limit is how many rows are asked for at most.
func (q Rows[T]) Limit(most int) Rows[T] { return q.with(limit(most)) }

// Select reads or writes these columns only.
func (q Rows[T]) Select(column string, more ...any) Rows[T] { return q.with(selected(column, more)) }

// Omit leaves columns out.
func (q Rows[T]) Omit(columns ...string) Rows[T] { return q.with(omitted(columns)) }

// Joins reads a row that belongs to each, in the same statement. On narrows the join, if it is given.
func (q Rows[T]) Joins(target clause.JoinTarget, on On) Rows[T] { return q.with(joined(target, on)) }

// Preload reads rows that belong to these, in a statement of its own.
func (q Rows[T]) Preload(association string, narrow func(*gorm.DB) *gorm.DB) Rows[T] {
	return q.with(preloaded(association, narrow))
}

// Take returns one row, else ErrNotFound.
func (q Rows[T]) Take(ctx context.Context) (T, error) {
	var row T
	err := q.on(ctx).Take(&row).Error
	return row, err
}

// Find returns all rows.
func (q Rows[T]) Find(ctx context.Context) ([]T, error) {
	var rows []T
	err := q.on(ctx).Find(&rows).Error
	return rows, err
}

// Count counts them by a column.
func (q Rows[T]) Count(ctx context.Context, column string) (int64, error) {
	var n int64
	err := q.on(ctx).Model(new(T)).Select(column).Count(&n).Error
	return n, err
}

// Create adds a row and fills in its id.
func (q Rows[T]) Create(ctx context.Context, row *T) error { return q.on(ctx).Create(row).Error }

// CreateInBatches adds rows, so many in one statement.
func (q Rows[T]) CreateInBatches(ctx context.Context, rows *[]T, size int) error {
	return q.on(ctx).CreateInBatches(rows, size).Error
}

// Update changes one column and returns how many rows were changed.
func (q Rows[T]) Update(ctx context.Context, column string, value any) (int, error) {
	return changed(q.on(ctx).Model(new(T)).Update(column, value))
}

// Updates changes the selected columns, or those that are not zero, and returns how many rows were changed.
func (q Rows[T]) Updates(ctx context.Context, row T) (int, error) {
	return changed(q.on(ctx).Updates(row))
}

// Delete removes the rows and returns how many.
func (q Rows[T]) Delete(ctx context.Context) (int, error) { return changed(q.on(ctx).Delete(new(T))) }

func changed(done *gorm.DB) (int, error) { return int(done.RowsAffected), done.Error }

// On narrows a joined table: its columns, or a further condition between it (joined) and the table it is joined to (own).
type On func(q *gorm.DB, joined, own clause.Table) *gorm.DB

// Only makes a joined table give these columns only. A page of 25 rows is read many times a day, and each cell has its price.
func Only(columns ...string) On {
	return func(q *gorm.DB, _, _ clause.Table) *gorm.DB { return q.Select(columns) }
}

// OnlyThese is Only for rows that are preloaded.
func OnlyThese(columns ...string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB { return q.Select(columns) }
}

// The steps, each written once for all types.

func where(condition any, args []any) step {
	return func(db *gorm.DB) *gorm.DB { return db.Where(condition, args...) }
}

func order(by string) step { return func(db *gorm.DB) *gorm.DB { return db.Order(by) } }

func limit(most int) step {
	return func(db *gorm.DB) *gorm.DB {
		if Postgres(db) {
			return db.Clauses(limitTo(most))
		}
		return db.Limit(most)
	}
}

// limitTo writes the limit into the statement: from a parameter, as gorm has it, PostgreSQL would plan for a tenth of the table.
type limitTo int

// Name names the clause.
func (limitTo) Name() string { return "LIMIT" }

// Build writes it.
func (l limitTo) Build(b clause.Builder) { _, _ = b.WriteString("LIMIT " + strconv.Itoa(int(l))) }

// MergeClause puts it in the place of an earlier one.
func (l limitTo) MergeClause(c *clause.Clause) { c.Name, c.Expression = "", l }

func selected(column string, more []any) step {
	return func(db *gorm.DB) *gorm.DB { return db.Select(column, more...) }
}

func omitted(columns []string) step {
	return func(db *gorm.DB) *gorm.DB { return db.Omit(columns...) }
}

func joined(target clause.JoinTarget, on On) step {
	return func(db *gorm.DB) *gorm.DB {
		var args []any
		if on != nil {
			fresh := db.Session(&gorm.Session{NewDB: true})
			args = append(args, on(fresh, clause.Table{Name: target.Association}, clause.Table{Name: clause.CurrentTable}))
		}
		if target.Type == clause.InnerJoin {
			return db.InnerJoins(target.Association, args...)
		}
		return db.Joins(target.Association, args...)
	}
}

func preloaded(association string, narrow func(*gorm.DB) *gorm.DB) step {
	return func(db *gorm.DB) *gorm.DB {
		if narrow == nil {
			return db.Preload(association)
		}
		return db.Preload(association, narrow)
	}
}
