package handlers

import (
	"hash/maphash"
	"sync/atomic"
	"time"
)

// limiterSlots is how many addresses are told apart. More may come; then some share a slot, so that nobody can make the portal remember
// without end by asking from ever new addresses. The seed is new at each start: who shares with whom cannot be chosen.
const limiterSlots = 1 << 14

// limiter lets each address ask so many times a second, and a burst on top (a leaky bucket, one word of memory for each slot).
type limiter struct {
	slots [limiterSlots]atomic.Int64 // when the address will have paid for all it asked, in nanoseconds
	seed  maphash.Seed
	pause int64 // what one question costs
	burst int64 // how far one may be ahead
}

func newLimiter(perSecond float64, burst int) *limiter {
	pause := int64(float64(time.Second) / perSecond)
	return &limiter{seed: maphash.MakeSeed(), pause: pause, burst: pause * int64(burst)}
}

// allows reports whether the address may ask now, and counts the question if so.
func (l *limiter) allows(address string, now time.Time) bool {
	slot := &l.slots[maphash.String(l.seed, address)%limiterSlots]
	for at := now.UnixNano(); ; {
		paid := slot.Load()
		next := max(paid, at) + l.pause
		if next-at > l.burst {
			return false
		}
		if slot.CompareAndSwap(paid, next) {
			return true
		}
	}
}
