package commons

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PayoutTable is a whole list of the payouts for spreadsheets and programs: no row is left out, days and amounts stand as programs read them,
// all amounts are of one unit, and account numbers are not in it (reciprocity.md 10.6).
type PayoutTable struct {
	Name string
	Rows [][]string // the first are the heads
	Sums map[string]int64
}

// PayoutTables are the lists there are.
var PayoutTables = []string{"projects", "channels", "batches", "payments"}

// PayoutTableOf returns a list by its name for the council.
func PayoutTableOf(ctx context.Context, db *gorm.DB, u people.User, name string) (PayoutTable, error) {
	if !Council(u) {
		return PayoutTable{}, store.ErrForbidden
	}
	read := map[string]func(context.Context, *gorm.DB) (PayoutTable, error){
		"projects": projectTable, "channels": channelTable, "batches": batchTable, "payments": paymentTable,
	}[name]
	if read == nil {
		return PayoutTable{}, store.ErrNotFound
	}
	t, err := read(ctx, db)
	t.Name = name
	return t, err
}

// CSV is the list as a file.
func (t PayoutTable) CSV() ([]byte, error) {
	var out bytes.Buffer
	err := store.WriteCSV(&out, t.Rows)
	return out.Bytes(), err
}

// About is what a program checks a file by: how many rows it has, what its amounts sum up to, and its fingerprint.
func (t PayoutTable) About() ([]byte, error) {
	file, err := t.CSV()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(file)
	return AboutTable(t.Name+".csv", len(t.Rows)-1, t.Sums, hex.EncodeToString(sum[:]))
}

// AboutTable writes what is known of a file beside it.
func AboutTable(file string, rows int, sums map[string]int64, sha string) ([]byte, error) {
	amounts := map[string]string{}
	for column, cents := range sums {
		amounts[column] = plainAmount(cents)
	}
	return json.MarshalIndent(struct {
		File   string            `json:"file"`
		Rows   int               `json:"rows"`
		Unit   Unit              `json:"unit"`
		Sums   map[string]string `json:"sums"`
		SHA256 string            `json:"sha256"`
	}{file, rows, Cents, amounts, sha}, "", "  ")
}

func plainAmount(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// row adds a line of cells; texts that people typed become harmless.
func (t *PayoutTable) row(cells ...any) {
	line := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case *time.Time:
			if c != nil {
				line[i] = ledger.Day(c.UTC())
			}
		case time.Time:
			line[i] = ledger.Day(c.UTC())
		case int64:
			line[i] = plainAmount(c)
		case int:
			line[i] = strconv.Itoa(c)
		case bool:
			line[i] = strconv.FormatBool(c)
		default:
			line[i] = store.Cell(fmt.Sprint(c))
		}
	}
	t.Rows = append(t.Rows, line)
}

// headed is a table with its heads.
func headed(heads string) PayoutTable {
	return PayoutTable{Rows: [][]string{strings.Fields(heads)}, Sums: map[string]int64{}}
}

func projectTable(ctx context.Context, db *gorm.DB) (PayoutTable, error) {
	t := headed("project site owed unit channel_type ends_in channel_state provenance deferred_until batch")
	day, err := today(ctx, db)
	if err != nil {
		return t, err
	}
	all, err := owed(ctx, db, day)
	for _, o := range all {
		t.row(o.Upstream.Name, o.Upstream.SiteURL, o.Cents, Cents, o.Channel.Type, o.Channel.AddressHint, o.Channel.State, o.Channel.Provenance, o.Deferred, o.Batch)
		t.Sums["owed"] += o.Cents
	}
	return t, err
}

func channelTable(ctx context.Context, db *gorm.DB) (PayoutTable, error) {
	t := headed("project type ends_in beneficiary state provenance evidence manifest manifest_proven manifest_checked_on verified_on cooldown_until revoked_reason created_on changed_on")
	upstreams, err := catalogue.Upstreams(ctx, db)
	if err != nil {
		return t, err
	}
	names := map[uint]string{}
	for _, u := range upstreams {
		names[u.ID] = u.Name
	}
	all, err := store.From[PayoutChannel](db).Order("id").Find(ctx)
	for _, c := range all {
		t.row(names[c.UpstreamID], c.Type, c.AddressHint, c.HolderName, c.State, c.Provenance, c.EvidenceURL, c.ManifestURL, c.ManifestProven, c.ManifestCheckedAt,
			c.VerifiedAt, c.CooldownUntil, c.RevokedReason, c.CreatedAt, c.UpdatedAt)
	}
	return t, err
}

func batchTable(ctx context.Context, db *gorm.DB) (PayoutTable, error) {
	t := headed("batch created_on state execute_on payments amount unit submitted_on approved_first_on approved_second_on exported_on reason sha256 order_sha256 table_sha256")
	all, err := store.From[Batch](db).Order("id").Find(ctx)
	for _, b := range all {
		t.row(b.MessageID, b.CreatedAt, b.State, b.ExecuteOn, b.Rows, b.SumCents, Cents, b.SubmittedAt, b.Approved1At, b.Approved2At, b.ExportedAt, b.Reason, b.SHA256, b.OrderSHA256, b.TableSHA256)
		t.Sums["amount"] += b.SumCents
	}
	return t, err
}

func paymentTable(ctx context.Context, db *gorm.DB) (PayoutTable, error) {
	t := headed("end_to_end_id batch project beneficiary type ends_in provenance amount unit state answer deferred_until passed_to removed_reason confirmed_on bank_reference returned_on return_reason receipt receipt_sha256 created_on")
	batches, err := store.From[Batch](db).Find(ctx)
	if err != nil {
		return t, err
	}
	names := map[uint]string{}
	for _, b := range batches {
		names[b.ID] = b.MessageID
	}
	all, err := store.From[UpstreamPayment](db).Joins(joined("Upstream"), nil).Order("upstream_payments.id").Find(ctx)
	for _, p := range all {
		t.row(p.EndToEndID, names[p.BatchID], p.Upstream.Name, p.HolderName, p.Type, p.AddressHint, p.Provenance, p.Cents, Cents, p.State, p.Answer, p.DeferredUntil, p.PassedToName,
			p.RemovedReason, p.ConfirmedOn, p.BankReference, p.ReturnedOn, p.ReturnReason, p.ReceiptURL, p.ReceiptSHA256, p.CreatedAt)
		t.Sums["amount"] += p.Cents
		t.Sums["amount_"+string(p.State)] += p.Cents
	}
	return t, err
}
