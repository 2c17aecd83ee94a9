package store

import "gorm.io/gorm"

// nameFromPeriods lets the "from" price of a service be one that is really sold: for a month, or for a year where none is sold by the month.
func nameFromPeriods(tx *gorm.DB) error {
	return DDL(tx, "alter table services add column from_period text not null default 'month' check (from_period in ('month','year'))", `
update services set (from_cents, from_period) = (select coalesce(min(case p.period when 'month' then p.cents end), min(p.cents)),
  case when min(case p.period when 'month' then p.cents end) is null then 'year' else 'month' end
  from offer_services s join offers f on f.id = s.offer_id join prices p on p.offer_id = f.id and p.list = f.price_list
  where s.service_id = services.id and f.published_at is not null)`)
}
