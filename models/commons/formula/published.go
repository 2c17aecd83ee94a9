package formula

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Published is a round as its public JSON file tells it. Everything needed to compute it again is in it.
type Published struct {
	Round    string          `json:"round"`
	Page     string          `json:"page"`
	Formula  json.RawMessage `json:"formula"`
	SHA256   string          `json:"formula_sha256"`
	Inputs   *Inputs         `json:"inputs"` // null where fewer than three subscribers could be told apart by it
	Pot      int64           `json:"pot"`
	Voters   int             `json:"voters"`
	Ballots  int             `json:"ballots"`
	Projects []Result        `json:"projects"`
	Left     int64           `json:"left"` // in the pot, for the next round
}

// Result is one project of a published round.
type Result struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	URL      string  `json:"url"`
	Weight   int64   `json:"weight"`
	Eligible bool    `json:"eligible"`
	Why      string  `json:"why"` // not eligible, if so
	Outcome  Outcome `json:"outcome"`
	Cents    int64   `json:"cents"`
	PaidOn   string  `json:"paid_on"`
	Proof    string  `json:"proof"`
}

// Files that cannot be read, or do not say enough.
var (
	ErrFile  = errors.New("formula: not the public file of a round")
	ErrEmpty = errors.New("formula: the file holds no project")
)

// heads are the columns of the CSV file: first what a reader looks for (reciprocity.md 9.4), then what computes it again.
var heads = []string{
	"year", "beneficiary", "url", "amount", "paid_on", "proof",
	"project", "weight", "eligible", "outcome", "pot_cents", "min_payout_cents", "formula_sha256",
}

// CSV is the round as a table: amounts with a point, days as YYYY-MM-DD, the same in every language, since programs read it.
func (p Published) CSV() ([]byte, error) {
	f, err := Parse(p.Formula)
	if err != nil {
		return nil, err
	}
	rows := [][]string{heads}
	for _, r := range p.Projects {
		rows = append(rows, []string{
			f.Period.To[:4], harmless(r.Name), harmless(r.URL), euros(r.Cents), r.PaidOn, harmless(r.Proof), r.ID, strconv.FormatInt(r.Weight, 10), strconv.FormatBool(r.Eligible),
			string(r.Outcome), strconv.FormatInt(p.Pot, 10), strconv.FormatInt(f.MinPayout, 10), p.SHA256,
		})
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	err = w.WriteAll(rows)
	return out.Bytes(), err
}

// harmless keeps a spreadsheet from running a cell.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func euros(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// Line is one project, as published and as computed again.
type Line struct {
	Name                string
	Published, Computed int64
}

// Same reports whether both agree to the cent.
func (l Line) Same() bool { return l.Published == l.Computed }

// Report is a round computed again.
type Report struct {
	Lines   []Line
	Pot     int64
	Left    int64
	Formula string   // its hash, empty where the file holds no formula to hash
	Wrong   []string // what does not agree, in words for a terminal
}

// Recompute computes a round again from its public file alone, JSON or CSV, and compares every cent.
func Recompute(file []byte) (Report, error) {
	if trimmed := bytes.TrimLeft(file, "\ufeff \r\n\t"); len(trimmed) > 0 && trimmed[0] == '{' {
		return fromJSON(trimmed)
	}
	return fromCSV(bytes.TrimPrefix(file, []byte("\ufeff")))
}

func fromJSON(file []byte) (Report, error) {
	var p Published
	if err := json.Unmarshal(file, &p); err != nil {
		return Report{}, errors.Join(ErrFile, err)
	}
	f, err := Parse(p.Formula)
	if err != nil {
		return Report{}, errors.Join(ErrFile, err)
	}
	r := Report{Pot: p.Pot, Formula: f.SHA256()}
	if r.Formula != p.SHA256 {
		r.Wrong = append(r.Wrong, "the formula's hash is "+r.Formula+", the file says "+p.SHA256)
	}
	if p.Inputs != nil && f.Pot(*p.Inputs) != p.Pot {
		r.Wrong = append(r.Wrong, fmt.Sprintf("the pot is %s, the file says %s", euros(f.Pot(*p.Inputs)), euros(p.Pot)))
	}
	if err := r.compare(f, p.Projects); err != nil {
		return r, err
	}
	if r.Left != p.Left {
		r.Wrong = append(r.Wrong, fmt.Sprintf("%s are left, the file says %s", euros(r.Left), euros(p.Left)))
	}
	return r, nil
}

func (r *Report) compare(f Formula, results []Result) error {
	if len(results) == 0 {
		return ErrEmpty
	}
	var projects []Project
	var total int64
	for _, one := range results {
		if one.Weight < 0 || one.Weight > MostCents || r.Pot < 0 || r.Pot > MostCents || len(results) > 10_000 {
			return ErrFile
		}
		total += one.Weight
		projects = append(projects, Project{one.ID, one.Weight, one.Eligible})
	}
	var shares []Share
	shares, r.Left = f.Split(r.Pot, projects)
	for i, s := range shares {
		l := Line{results[i].Name, results[i].Cents, s.Cents}
		if !l.Same() {
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s receives %s, the file says %s", l.Name, euros(l.Computed), euros(l.Published)))
		}
		r.Lines = append(r.Lines, l)
	}
	return nil
}

func fromCSV(file []byte) (Report, error) {
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil && !errors.Is(err, io.EOF) || len(rows) == 0 || !slices.Equal(rows[0], heads) {
		return Report{}, errors.Join(ErrFile, err)
	}
	if len(rows) == 1 {
		return Report{}, ErrEmpty
	}
	var results []Result
	f := Default()
	r := Report{}
	for i, row := range rows[1:] {
		one, pot, least, err := cells(row)
		if err != nil {
			return r, err
		}
		if i > 0 && (pot != r.Pot || least != f.MinPayout) {
			return r, ErrFile
		}
		r.Pot, f.MinPayout = pot, least
		results = append(results, one)
	}
	return r, r.compare(f, results)
}

func cells(row []string) (one Result, pot, least int64, err error) {
	whole, part, ok := strings.Cut(row[3], ".")
	if !ok || len(part) != 2 {
		return one, 0, 0, ErrFile
	}
	one = Result{Name: row[1], ID: row[6], Eligible: row[8] == "true"}
	for _, n := range []struct {
		cell string
		into *int64
	}{{whole + part, &one.Cents}, {row[7], &one.Weight}, {row[10], &pot}, {row[11], &least}} {
		if *n.into, err = strconv.ParseInt(n.cell, 10, 64); err != nil {
			return one, 0, 0, ErrFile
		}
	}
	return one, pot, least, nil
}
