package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Forget takes a person's words out of what they gave and said: drafts go, titles, descriptions, evidence and reasons are emptied, and what
// was accepted stays in the sums without a name (GDPR article 17; the books are kept: code de commerce L123-22). An amount that was hidden stays
// hidden, and one that everybody read before stays to be read: hidden, it would follow from the sums that it is in.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	drafts := "(select id from contributions where contributor_id = @u and state = 'draft' and decision = '')"
	mine := "(select id from contributions where contributor_id = @u)"
	if err := forgetFiles(ctx, tx, u); err != nil {
		return err
	}
	for _, statement := range []string{
		"delete from evidences where contribution_id in " + drafts,
		"update evidences set url = '', url_norm = '', statement = '' where contribution_id in " + mine,
		"update contributions set title = '', body = '', for_name = '', visibility = case when visibility = 'public' then visibility else 'anonymous' end where contributor_id = @u",
		"update certificates set words = '', revoked_at = @now, revoked_because = 'asked' where user_id = @u and revoked_at is null",
		"update certificates set words = '' where user_id = @u",
		"update tasks set state = 'open', taken_by_id = null, taken_at = null where taken_by_id = @u",
		"update contribution_steps set note = '' where by_id = @u or contribution_id in " + mine,
		"update attestations set reason = '' where attester_id = @u or contributor_id = @u",
		"update attestations set settled_reason = '' where settled_by_id = @u",
		"update contribution_reviews set reason = '' where reviewer_id = @u or contribution_id in " + mine,
		"update contribution_flags set cleared_reason = '' where cleared_by_id = @u or contribution_id in " + mine,
		"update contributions set reason = '' where contributor_id = @u",
		"update donations set state = 'dropped' where user_id = @u and organisation_id is null and state = 'asked'",
		"update pledges set state = 'cancelled' where user_id = @u and organisation_id is null and state = 'open'",
		"update agreement_pledges set state = 'cancelled', ended_at = @now where state = 'open' and agreement_id in (select id from agreements where user_id = @u)",
		"update agreement_pledges set what = '-' where agreement_id in (select id from agreements where user_id = @u)",
		"update pledges set visibility = 'anonymous' where user_id = @u and organisation_id is null",
		"update payout_channels set contact_email = '' where contact_email = @e",
		"update payout_channel_changes set previous_email = '' where previous_email = @e",
		"update payout_flags set cleared_reason = '-' where cleared_by_id = @u and cleared_at is not null",
		"update upstream_payments set contact_email = '', words = '' where contact_email = @e",
		"update contributions set state = 'withdrawn' where contributor_id = @u and state in ('draft','submitted','needs_info','attested')",
	} {
		if err := tx.WithContext(ctx).Exec(statement, map[string]any{"u": u.ID, "e": u.Email, "now": store.Now(tx)}).Error; err != nil {
			return err
		}
	}
	return forgetMethodsOf(ctx, tx, u)
}

// forgetMethodsOf takes away what a person's own gifts were taken from.
func forgetMethodsOf(ctx context.Context, tx *gorm.DB, u people.User) error {
	own, err := store.From[Pledge](tx).Where("user_id = ? and organisation_id is null and id in (select pledge_id from gift_methods where removed_at is null)", u.ID).Find(ctx)
	if err != nil {
		return err
	}
	for _, p := range own {
		if err := p.forgetMethod(ctx, tx); err != nil {
			return err
		}
	}
	return store.Published(tx)
}
