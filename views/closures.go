package views

import (
	"context"
	"time"

	"chatiere/models/overview"
	"chatiere/models/people"
)

// stillReopens reports whether a closed organisation may be opened again today.
func stillReopens(ctx context.Context, o people.Organisation) bool {
	f := FrameOf(ctx)
	return overview.GraceEnds(o).In(f.Host.Location()).Format(time.DateOnly) >= f.Today
}
