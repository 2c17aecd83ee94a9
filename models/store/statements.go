package store

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm/logger"
)

// Statements collects the SQL statements of one request, by text.
type Statements struct {
	mu   sync.Mutex
	Text []string
}

type statementsKey struct{}

// CountStatements returns a context in which every statement is noted in the returned list (Options.Count).
func CountStatements(ctx context.Context) (context.Context, *Statements) {
	s := &Statements{}
	return context.WithValue(ctx, statementsKey{}, s), s
}

// uncounted hides the list from statements that serve the whole process rather than one request.
func uncounted(ctx context.Context) context.Context {
	return context.WithValue(ctx, statementsKey{}, nil)
}

// counting is a GORM logger that notes each statement once (quality.md M1).
type counting struct{ logger.Interface }

// LogMode keeps counting at any level.
func (c counting) LogMode(l logger.LogLevel) logger.Interface {
	return counting{c.Interface.LogMode(l)}
}

// Trace notes the statement and passes it on.
func (c counting) Trace(ctx context.Context, begin time.Time, fc func() (string, int64), err error) {
	if s, ok := ctx.Value(statementsKey{}).(*Statements); ok {
		text, _ := fc()
		s.mu.Lock()
		s.Text = append(s.Text, text)
		s.mu.Unlock()
	}
	c.Interface.Trace(ctx, begin, fc, err)
}
