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

// Around is what is known beside a round whose result is told: what the money of its projects waits for, by upstream; how many organisations declared
// an interest in each project and so gave it no points, by ref, which of them being for the council; and the time given to everybody since the
// beginning, which is never added to money (reciprocity.md 7.3, 7.5, 9.4).
type Around struct {
	Waits     map[uint]Wait
	Interests map[string]int
	Minutes   int64
}

// aroundRow is one thing of it.
type aroundRow struct {
	Sort       string
	UpstreamID uint
	Text       string
	Channel    ChannelState
	Cooldown   string
	Deferred   string
	Last       PaymentState
	Minutes    int64
}

// waitRows are what stands in the way of paying the projects of some rounds.
const waitRows = `select 'wait' as sort, p.upstream_id, '' as text, coalesce(c.state, '') as channel, coalesce(cast(c.cooldown_until as text), '') as cooldown,
		coalesce((select max(u.deferred_until) from upstream_payments u where u.upstream_id = p.upstream_id and u.deferred_until > @day), '') as deferred,
		coalesce((select u.state from upstream_payments u where u.upstream_id = p.upstream_id and u.state <> 'removed' order by u.id desc limit 1), '') as last, 0 as minutes
	from round_projects p left join payout_channels c on c.upstream_id = p.upstream_id and c.state <> 'revoked' where p.round_id = @round`

// AroundOn reads it as it is on a day, in one statement.
func (r Round) AroundOn(ctx context.Context, db *gorm.DB, day string) (Around, error) {
	all := Around{map[uint]Wait{}, map[string]int{}, 0}
	var rows []aroundRow
	err := db.WithContext(ctx).Raw(waitRows+` union all select 'interest', 0, interests, '', '', '', '', 0 from round_ballots where round_id = @round and interests <> '[]'
		union all select 'minutes', 0, '', '', '', '', '', cast(coalesce((select sum(total) from contribution_sums where unit = @unit), 0) + coalesce((select sum(total) from together_sums where unit = @unit), 0) as bigint)`,
		map[string]any{"day": day, "round": r.ID, "unit": string(Minutes)}).Scan(&rows).Error
	for _, row := range rows {
		switch row.Sort {
		case "wait":
			all.Waits[row.UpstreamID] = row.wait()
		case "minutes":
			all.Minutes = row.Minutes
		default:
			for _, ref := range (RoundBallot{Interests: row.Text}).Declared() {
				all.Interests[ref]++
			}
		}
	}
	return all, err
}

// waits are what the projects of the round wait for, by upstream.
func (r Round) waits(ctx context.Context, db *gorm.DB, day string) (map[uint]Wait, error) {
	var rows []aroundRow
	err := db.WithContext(ctx).Raw(waitRows, map[string]any{"day": day, "round": r.ID}).Scan(&rows).Error
	all := map[uint]Wait{}
	for _, row := range rows {
		all[row.UpstreamID] = row.wait()
	}
	return all, err
}

func (row aroundRow) wait() Wait {
	return waitOf(row.Channel, dayOf(row.Cooldown), dayOf(row.Deferred), row.Last)
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
