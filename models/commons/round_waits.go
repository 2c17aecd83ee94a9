package commons

import (
	"context"

	"gorm.io/gorm"
)

// WaitReason is why a project was not paid its part yet, as everybody may know it.
type WaitReason string

// The reasons.
const (
	WaitsNowhere  WaitReason = "nowhere"   // nobody knows yet where to pay it
	WaitsProof    WaitReason = "proof"     // where it is paid is not verified (any more)
	WaitsCooldown WaitReason = "cooldown"  // it is verified, and paid from a day on
	WaitsDeferred WaitReason = "deferred"  // the project asked to wait
	WaitsPassing  WaitReason = "passing"   // the project asked to pass it on, to one that somebody looks at first
	WaitsCameBack WaitReason = "came_back" // the bank sent the payment back
	WaitsNext     WaitReason = "next"      // nothing: it comes with the next payments
)

// Wait is what the money that a project is owed waits for; Until is a day, where there is one.
type Wait struct {
	Reason WaitReason
	Until  string
}

// Waits are what the projects of a round wait for, by upstream, in one statement: it is known of every project, and asked where a part is owed
// (reciprocity.md 7.5, 9.4).
func (r Round) Waits(ctx context.Context, db *gorm.DB) (map[uint]Wait, error) {
	day, err := today(ctx, db)
	if err != nil {
		return nil, err
	}
	return waitsOf(ctx, db, []uint{r.ID}, day)
}

func waitsOf(ctx context.Context, db *gorm.DB, rounds []uint, day string) (map[uint]Wait, error) {
	var rows []struct {
		UpstreamID uint
		Channel    ChannelState
		Cooldown   string
		Deferred   string
		Last       PaymentState
	}
	err := db.WithContext(ctx).Raw(`select p.upstream_id, coalesce(c.state, '') as channel, coalesce(cast(c.cooldown_until as text), '') as cooldown,
		coalesce((select max(u.deferred_until) from upstream_payments u where u.upstream_id = p.upstream_id and u.deferred_until > @day), '') as deferred,
		coalesce((select u.state from upstream_payments u where u.upstream_id = p.upstream_id and u.state <> 'removed' order by u.id desc limit 1), '') as last
		from round_projects p left join payout_channels c on c.upstream_id = p.upstream_id and c.state <> 'revoked' where p.round_id in @rounds`,
		map[string]any{"day": day, "rounds": rounds}).Scan(&rows).Error
	all := map[uint]Wait{}
	for _, row := range rows {
		all[row.UpstreamID] = waitOf(row.Channel, dayOf(row.Cooldown), dayOf(row.Deferred), row.Last)
	}
	return all, err
}

// waitOf is the first thing that stands in the way.
func waitOf(channel ChannelState, cooldown, deferred string, last PaymentState) Wait {
	switch {
	case deferred == afterALook:
		return Wait{Reason: WaitsPassing}
	case deferred != "":
		return Wait{WaitsDeferred, deferred}
	case channel == "":
		return Wait{Reason: WaitsNowhere}
	case channel == ChannelCooling:
		return Wait{WaitsCooldown, cooldown}
	case channel != ChannelActive:
		return Wait{Reason: WaitsProof}
	case last == PaymentReturned:
		return Wait{Reason: WaitsCameBack}
	}
	return Wait{Reason: WaitsNext}
}

// Interests are how many organisations declared an interest in each project of a round, by the project's ref: they gave it no points. Which ones is
// for the council.
func (r Round) Interests(ctx context.Context, db *gorm.DB) (map[string]int, error) {
	var declared []string
	err := db.WithContext(ctx).Model(&RoundBallot{}).Where("round_id = ? and interests <> '[]'", r.ID).Pluck("interests", &declared).Error
	all := map[string]int{}
	for _, text := range declared {
		for _, ref := range (RoundBallot{Interests: text}).Declared() {
			all[ref]++
		}
	}
	return all, err
}
