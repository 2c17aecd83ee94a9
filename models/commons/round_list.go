package commons

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// adopt takes in what projects of earlier lists named for the next one, unless somebody proposed the same already.
func (r Round) adopt(ctx context.Context, tx *gorm.DB) error {
	return tx.WithContext(ctx).Exec(`update round_proposals set round_id = ? where round_id is null and state = ?`, r.ID, ProjectWaiting).Error
}

// Fix fixes the list of projects when the time for proposals is over: what was accepted comes on it, what nobody answered does not. From then
// on the database refuses to change it. Who votes is told.
func (r *Round) Fix(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		day, err := today(ctx, tx)
		if err != nil || r.State != RoundOpen || r.ListedAt != nil || r.Proposing(day) {
			return err
		}
		if _, err := r.freezeProjects(ctx, tx); err != nil {
			return err
		}
		all, err := store.From[ProjectProposal](tx).Where("round_id = ? and state in ?", r.ID, []ProjectState{ProjectWaiting, ProjectAccepted}).Order("id").Find(ctx)
		if err != nil {
			return err
		}
		for _, p := range all {
			if err := p.settle(ctx, tx, *r); err != nil {
				return err
			}
		}
		r.ListedAt, r.UpdatedAt, r.Version = stamp(tx), store.Now(tx), r.Version+1
		if err := tx.WithContext(ctx).Model(&Round{}).Where("id = ?", r.ID).Select("ListedAt", "UpdatedAt", "Version").Updates(r).Error; err != nil {
			return err
		}
		if err := r.note(ctx, tx, people.User{}, "round_listed", ""); err != nil {
			return err
		}
		if err := store.Published(tx); err != nil {
			return err
		}
		return store.Enqueue(tx, RoundOpened{RoundID: r.ID})
	})
}

// settle brings an accepted project on the list; one that waited for an answer lapses, and who proposed it is told.
func (p *ProjectProposal) settle(ctx context.Context, tx *gorm.DB, r Round) error {
	if p.State == ProjectWaiting {
		p.State = ProjectLapsed
		if err := p.save(ctx, tx, "State"); err != nil {
			return err
		}
		if err := p.note(ctx, tx, people.User{}, "project_lapsed"); err != nil {
			return err
		}
		return store.Enqueue(tx, ProjectAnswered{ProposalID: p.ID, State: p.State})
	}
	u, err := p.upstream(ctx, tx)
	if err != nil {
		return err
	}
	p.UpstreamID = &u.ID
	if err := p.save(ctx, tx, "UpstreamID"); err != nil {
		return err
	}
	listed, err := store.From[RoundProject](tx).Where("round_id = ? and upstream_id = ?", r.ID, u.ID).Count(ctx, "id")
	if err != nil || listed > 0 {
		return err
	}
	one := RoundProject{RoundID: r.ID, UpstreamID: u.ID, Ref: u.Ref, Name: u.Name, URL: u.SiteURL, Licence: u.Licence, Eligible: catalogue.Libre(u.Licence)}
	if !one.Eligible {
		one.Why = "licence"
	}
	if p.Ours {
		one.OrganisationID = &p.OrganisationID
	}
	return tx.WithContext(ctx).Omit("Organisation", "Allocation").Create(&one).Error
}

// upstream is the project in the catalogue; where it is not, it is written there, without a service.
func (p ProjectProposal) upstream(ctx context.Context, tx *gorm.DB) (catalogue.Upstream, error) {
	if p.UpstreamID != nil {
		return store.From[catalogue.Upstream](tx).Where("id = ?", *p.UpstreamID).Take(ctx)
	}
	all, err := catalogue.Upstreams(ctx, tx)
	if err != nil {
		return catalogue.Upstream{}, err
	}
	slug := freeSlug(catalogue.SlugOf(p.Name), all)
	site := p.SiteURL
	if site == "" {
		site = p.Repository
	}
	day, err := today(ctx, tx)
	if err != nil {
		return catalogue.Upstream{}, err
	}
	return catalogue.ImportUpstream(ctx, tx, catalogue.UpstreamForm{Slug: slug, Name: p.Name, Licence: p.Licence, SourceURL: p.Repository, SiteURL: site, CheckedOn: day, SourceLang: "en"})
}

// freeSlug is the first one, of a slug and those with a number behind it, that no project has.
func freeSlug(slug string, all []catalogue.Upstream) string {
	if slug == "" || slug == "new" {
		slug = "project"
	}
	slug = strings.Trim(slug[:min(len(slug), 70)], "-")
	for n, free := 2, slug; ; n++ {
		if !slices.ContainsFunc(all, func(u catalogue.Upstream) bool { return u.Slug == free }) {
			return free
		}
		free = fmt.Sprintf("%s-%d", slug, n)
	}
}
