package overview

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/content"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// organizationName is what the collective's own file is kept under, and called in its address; those of services are kept under their ref.
const organizationName = "organization"

// Addresses are where the files are, and the pages they lead to.
type Addresses struct {
	Folder                     string // of the files, without a slash at the end
	Home, Legal, Help, Contact string
	Service                    func(slug string) string
	Country                    func(code string) string // its name
}

// File is the address of the file with a name.
func (a Addresses) File(name string) string { return a.Folder + "/" + name + ".properties" }

// PublicFile is a file as everybody reads it.
type PublicFile struct {
	Name      string `gorm:"primaryKey"`
	Body      string
	Tag       string    // of what it says, whenever it was written
	ChangedAt time.Time // when that last changed
}

// DraftFile is a file as it would be now, and what a check finds.
type DraftFile struct {
	Name    string
	Address string
	Service catalogue.Service // none: the collective's own
	Report  chatonsinfos.Report

	file   chatonsinfos.File
	kept   PublicFile // as everybody reads it; none yet, or not published
	coming PublicFile // as it would be kept now
}

// Files are all those of the portal as they would be now.
type Files struct {
	Facts        HostFacts
	Organization DraftFile
	Services     []DraftFile
}

// All are the files, the collective's own first.
func (f Files) All() []DraftFile { return append([]DraftFile{f.Organization}, f.Services...) }

// Errors counts what forbids a file.
func (f Files) Errors() int {
	n := 0
	for _, one := range f.All() {
		n += len(one.Report.Errors())
	}
	return n
}

// Text is the file; while it says what it said before, so is its moment.
func (d DraftFile) Text() string {
	text, _ := chatonsinfos.Emit(d.file) // the check has seen that it can be written
	return string(text)
}

// Answers reports whether the file is kept for everybody, as it was last written; while the portal is closed nobody reads it.
func (d DraftFile) Answers() bool { return d.kept.Body != "" }

// FindFiles puts the files together from what the portal knows, and checks them: in six statements.
func FindFiles(ctx context.Context, db *gorm.DB, host collective.Collective, at Addresses) (Files, error) {
	b := builder{host: host, at: at, now: store.Now(db), said: map[uint]Facts{}, kept: map[string]PublicFile{}}
	var f Files
	var err error
	if f.Facts, err = FindHostFacts(ctx, db); err != nil {
		return f, err
	}
	services, err := catalogue.Services(ctx, db, host.Language)
	if err != nil {
		return f, err
	}
	if err := b.read(ctx, db); err != nil {
		return f, err
	}
	b.facts = f.Facts.Said
	subs := map[string]string{}
	for _, s := range services {
		if !s.Public() {
			continue
		}
		d := b.draft(s.Ref, s.Slug, chatonsinfos.Service, b.service(s))
		if d.Service = s; d.Report.Sound() {
			subs[uniqueKey(subs, chatonsinfos.SubKey(s.Slug))] = d.Address
		}
		f.Services = append(f.Services, d)
	}
	f.Organization = b.draft(organizationName, organizationName, chatonsinfos.Organization, b.organization(subs))
	f.Organization.Report.Findings = append(f.Organization.Report.Findings, chatonsinfos.CheckSubs(f.Organization.Address, f.Organization.file, f.answer)...)
	return f, nil
}

// answer is what would lie at an address.
func (f Files) answer(address string) chatonsinfos.Answer {
	for _, d := range f.Services {
		if d.Address == address {
			return chatonsinfos.Answer{Status: 200, Type: "text/plain", File: d.file}
		}
	}
	return chatonsinfos.Answer{}
}

// uniqueKey is the key, or a longer one where another service has it.
func uniqueKey(taken map[string]string, key string) string {
	for taken["subs."+key] != "" || key == "" {
		key += "_"
	}
	return "subs." + key
}

// builder puts files together.
type builder struct {
	host  collective.Collective
	at    Addresses
	now   time.Time
	facts Facts
	said  map[uint]Facts // by service
	kept  map[string]PublicFile
	legal bool // there are legal texts to be read
	help  bool // there are help articles
}

func (b *builder) read(ctx context.Context, db *gorm.DB) error {
	var kinds []content.Kind
	err := db.WithContext(ctx).Raw("select distinct kind from pages where published_at is not null and kind in ?", []content.Kind{content.KindLegal, content.KindHelp}).Scan(&kinds).Error
	if err != nil {
		return err
	}
	for _, k := range kinds {
		b.legal, b.help = b.legal || k == content.KindLegal, b.help || k == content.KindHelp
	}
	said, err := store.From[ServiceFacts](db).Find(ctx)
	if err != nil {
		return err
	}
	for _, s := range said {
		b.said[s.ServiceID] = s.Said
	}
	kept, err := store.From[PublicFile](db).Find(ctx)
	for _, k := range kept {
		b.kept[k.Name] = k
	}
	return err
}

// draft is a file with its moment, said in the zone of Paris: that of the one before while they say the same.
func (b builder) draft(name, slug string, class chatonsinfos.Class, said map[string]string) DraftFile {
	said["file.class"], said["file.protocol"], said["file.generator"] = string(class), chatonsinfos.Protocol, chatonsinfos.Generator
	d := DraftFile{Name: name, Address: b.at.File(slug), file: chatonsinfos.Arrange(class, said), kept: b.kept[name]}
	text, _ := chatonsinfos.Emit(d.file)
	sum := sha256.Sum256(text)
	d.coming = PublicFile{Name: name, Tag: hex.EncodeToString(sum[:12]), ChangedAt: b.now.Truncate(time.Second)}
	if d.kept.Tag == d.coming.Tag {
		d.coming.ChangedAt = d.kept.ChangedAt
	}
	said["file.datetime"] = chatonsinfos.Moment(d.coming.ChangedAt, collective.Zone("Europe/Paris"))
	d.file = chatonsinfos.Arrange(class, said)
	d.Report = chatonsinfos.Check(d.file, chatonsinfos.About{Class: class, Today: b.now.In(b.host.Location()).Format(time.DateOnly), Licence: catalogue.Libre})
	return d
}
