package customers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// forUpdate locks rows for the transaction.
var forUpdate = clause.Locking{Strength: "UPDATE"}

// portion is how many values one question to the database names at most.
const portion = 500

// mover is one folder on its way in, inside one transaction.
type mover struct {
	ctx     context.Context
	tx      *gorm.DB
	options Options
	host    collective.Collective
	pricing billing.Pricing
	today   time.Time
	*folder

	bodies    []body
	places    []place
	contracts []contract
	balances  []balance
	mandates  []mandate
	series    []series

	offers map[string]catalogue.Offer
	admin  people.User
	known  map[Kind]map[string]entry    // what earlier batches brought
	bodyOf map[uint]people.Organisation // organisations the folder speaks of that are here
	userOf map[string]people.User       // people, by address
	owners map[string]uint              // who stands for an organisation, by its key
	ids    map[Kind]map[string]uint     // what things are here, by key

	batch   Batch
	entries []entry
	report  Report
}

// load reads what the folder must fit: the host, what is sold, what came before.
func (m *mover) load() (err error) {
	if m.offers, err = m.sold(); err != nil {
		return err
	}
	m.known, m.ids = map[Kind]map[string]entry{}, map[Kind]map[string]uint{}
	for _, k := range kinds {
		m.known[k], m.ids[k] = map[string]entry{}, map[string]uint{}
	}
	before, err := store.From[entry](m.tx).Order("id").Find(m.ctx)
	for _, e := range before {
		m.known[e.Kind][e.Name], m.ids[e.Kind][e.Name] = e, e.SubjectID
	}
	if err != nil {
		return err
	}
	if err := m.loadBodies(); err != nil {
		return err
	}
	if err := m.loadUsers(); err != nil {
		return err
	}
	return m.loadOwners()
}

func (m *mover) sold() (map[string]catalogue.Offer, error) {
	all, err := catalogue.SoldOffers(m.ctx, m.tx)
	by := map[string]catalogue.Offer{}
	for _, o := range all {
		by[o.Slug] = o
	}
	return by, err
}

// loadBodies reads the organisations that are here under the keys of the folder.
func (m *mover) loadBodies() error {
	m.bodyOf = map[uint]people.Organisation{}
	var ids []uint
	for _, e := range m.known[AnOrganisation] {
		ids = append(ids, e.SubjectID)
	}
	return inPortions(ids, func(some []uint) error {
		rows, err := store.From[people.Organisation](m.tx).Where("id in ?", some).Find(m.ctx)
		for _, o := range rows {
			m.bodyOf[o.ID] = o
		}
		return err
	})
}

// loadUsers reads the people who are here under the addresses of the folder, or came with one of them before.
func (m *mover) loadUsers() error {
	m.userOf = map[string]people.User{}
	var emails []string
	came := map[uint]string{}
	var ids []uint
	for _, p := range m.places {
		emails = append(emails, p.email)
		if e, here := m.known[APerson][fingerprint(p.email)]; here && came[e.SubjectID] == "" {
			came[e.SubjectID] = p.email
			ids = append(ids, e.SubjectID)
		}
	}
	slices.Sort(emails)
	if err := inPortions(slices.Compact(emails), func(some []string) error {
		rows, err := store.From[people.User](m.tx).Where("email in ?", some).Find(m.ctx)
		for _, u := range rows {
			m.userOf[u.Email] = u
		}
		return err
	}); err != nil {
		return err
	}
	return inPortions(ids, func(some []uint) error {
		rows, err := store.From[people.User](m.tx).Where("id in ?", some).Find(m.ctx)
		for _, u := range rows {
			m.userOf[came[u.ID]] = u
		}
		return err
	})
}

// fingerprint stands for an address in what is remembered: who leaves takes the address along.
func fingerprint(email string) string {
	sum := sha256.Sum256([]byte(email))
	return hex.EncodeToString(sum[:12])
}

// loadOwners reads who owns the organisations that are here.
func (m *mover) loadOwners() error {
	m.owners = map[string]uint{}
	keyOf := map[uint]string{}
	for key, e := range m.known[AnOrganisation] {
		keyOf[e.SubjectID] = key
	}
	rows, err := store.From[people.Membership](m.tx).Where("role = ? and until_at is null and organisation_id in (?)", people.Owner,
		m.tx.Session(&gorm.Session{NewDB: true}).Model(&entry{}).Select("subject_id").Where("kind = ?", AnOrganisation)).Order("id desc").Find(m.ctx)
	for _, r := range rows {
		m.owners[keyOf[r.OrganisationID]] = r.UserID
	}
	return err
}

// inPortions calls f for some of the values at a time.
func inPortions[V any](all []V, f func([]V) error) error {
	for some := range slices.Chunk(all, portion) {
		if err := f(some); err != nil {
			return err
		}
	}
	return nil
}

// told notes what becomes of a row.
func (m *mover) told(kind Kind, key, name string, what What, fields ...string) {
	m.report.Differences = append(m.report.Differences, Difference{kind, key, name, what, fields})
}

// brought notes that a row was made.
func (m *mover) brought(kind Kind, key, name string, id uint) {
	m.bring(entry{Kind: kind, Name: key, SubjectID: id}, name)
}

func (m *mover) bring(e entry, name string) { m.bringAs(e, e.Name, name) }

// bringAs is bring of something whose key here is not what the folder calls it.
func (m *mover) bringAs(e entry, key, name string) {
	m.ids[e.Kind][e.Name] = e.SubjectID
	m.entries = append(m.entries, e)
	m.told(e.Kind, key, name, Made)
}

// keptOr is Kept when some fields differ, else Same.
func keptOr(fields []string) What {
	if len(fields) > 0 {
		return Kept
	}
	return Same
}
