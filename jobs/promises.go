package jobs

import (
	"time"

	"github.com/riverqueue/river"
)

// promises is the table of contents of the worker: every kind of promise and who keeps it.
func (w Worker) promises() book {
	b := book{}
	b.write(keep(w.draftsSwept))
	return b
}

// recurring is the work that comes back by the clock. Each asks "what is due?", so a missed turn is made up by the next.
func (w Worker) recurring() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		every(time.Hour, draftsSweptDue{}),
	}
}
