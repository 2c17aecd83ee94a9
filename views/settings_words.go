package views

import "context"

// settingAct is an act about days of reminders or announced prices, in words.
func settingAct(ctx context.Context, verb string) string {
	switch verb {
	case "reminders_changed":
		return t(ctx, "journal.act.reminders_changed")
	case "reminders_dropped":
		return t(ctx, "journal.act.reminders_dropped")
	case "repricing_announced":
		return t(ctx, "journal.act.repricing_announced")
	case "repricing_stopped":
		return t(ctx, "journal.act.repricing_stopped")
	case "price_announced":
		return t(ctx, "journal.act.price_announced")
	case "price_kept":
		return t(ctx, "journal.act.price_kept")
	case "price_moved":
		return t(ctx, "journal.act.price_moved")
	case "prices_promised":
		return t(ctx, "journal.act.prices_promised")
	}
	return ""
}

func settingFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "reminders_changed":
		return t(ctx, "flash.reminders_changed")
	case "reminders_dropped":
		return t(ctx, "flash.reminders_dropped")
	case "repricing_announced":
		return t(ctx, "flash.repricing_announced")
	case "repricing_stopped":
		return t(ctx, "flash.repricing_stopped")
	case "prices_promised":
		return t(ctx, "flash.prices_promised")
	}
	return ""
}
