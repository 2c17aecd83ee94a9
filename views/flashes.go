package views

import "context"

// flashText is the sentence said once on the page after something was done. The cookie carries a short word, never a sentence.
func flashText(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "saved":
		return t(ctx, "flash.saved")
	}
	return ""
}
