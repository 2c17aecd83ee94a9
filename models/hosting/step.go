package hosting

import (
	"context"
	"strings"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Run is what a checklist leads to.
type Run string

// The runs of a deployment.
const (
	Install Run = "install"
	Suspend Run = "suspend"
	Resume  Run = "resume"
	Remove  Run = "remove"
)

// Runs are all runs.
var Runs = []Run{Install, Suspend, Resume, Remove}

// Step is one line of a checklist: a known one (Step) or one in the operators' own words (Words), ticked by a named person.
type Step struct {
	ID           uint
	Ref          string
	DeploymentID uint
	Run          Run
	Round        int
	Position     int
	Step         string
	Words        string
	DoneAt       *time.Time
	DoneByID     *uint
	Note         string
}

// TableName names the table.
func (Step) TableName() string { return "deployment_steps" }

// Done reports whether the step was ticked.
func (s Step) Done() bool { return s.DoneAt != nil }

// Checklist is an operator's own list of steps for a service, one a line; without one the known steps are used.
type Checklist struct {
	ID        uint
	ServiceID uint
	Run       Run
	Lines     string
	UpdatedAt time.Time
}

// known are the steps of a run when the operators have not written their own.
var known = map[Run][]string{
	Install: {"space", "quota", "people", "entry"},
	Suspend: {"read_only", "banner"},
	Resume:  {"writing", "entry"},
	Remove:  {"kit", "kit_taken", "erase"},
}

// stepsOf returns the steps of the newest round.
func stepsOf(ctx context.Context, db *gorm.DB, deploymentID uint) ([]Step, error) {
	return store.From[Step](db).Where("deployment_id = ? and round = (select max(round) from deployment_steps where deployment_id = ?)", deploymentID, deploymentID).
		Order("position").Find(ctx)
}

// begin writes the steps of a new round, from the service's own checklist or the known one.
func (d *Deployment) begin(ctx context.Context, tx *gorm.DB, run Run) error {
	var last int
	if err := tx.WithContext(ctx).Model(&Step{}).Where("deployment_id = ?", d.ID).Select("coalesce(max(round), 0)").Scan(&last).Error; err != nil {
		return err
	}
	own, err := store.From[Checklist](tx).Where("service_id = ? and run = ?", d.ServiceID, run).Limit(1).Find(ctx)
	if err != nil {
		return err
	}
	var steps []Step
	if len(own) == 1 {
		for _, line := range lines(own[0].Lines) {
			steps = append(steps, Step{Words: line})
		}
	} else {
		for _, name := range known[run] {
			steps = append(steps, Step{Step: name})
		}
	}
	for i := range steps {
		steps[i].Ref, steps[i].DeploymentID, steps[i].Run, steps[i].Round, steps[i].Position = store.NewRef(), d.ID, run, last+1, i+1
	}
	d.Steps = steps
	return tx.WithContext(ctx).Create(&d.Steps).Error
}

// lines are the lines of a text that hold something.
func lines(text string) (list []string) {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// ChecklistsOf returns the operators' own lists for a service, by run.
func ChecklistsOf(ctx context.Context, db *gorm.DB, serviceID uint) (map[Run]string, error) {
	rows, err := store.From[Checklist](db).Where("service_id = ?", serviceID).Find(ctx)
	all := map[Run]string{}
	for _, c := range rows {
		all[c.Run] = c.Lines
	}
	return all, err
}

// SaveChecklist keeps a service's own list for a run; an empty one brings the known steps back. Rounds under way keep theirs.
func SaveChecklist(ctx context.Context, db *gorm.DB, serviceID uint, run Run, text string) error {
	list := lines(text)
	wrong := store.Invalid{}
	if known[run] == nil {
		return store.ErrNotFound
	}
	if len(list) > 30 {
		wrong.Add(string(run), "error.too_many_lines", "Max", 30)
	}
	for _, line := range list {
		if len([]rune(line)) > 300 {
			wrong.Add(string(run), "error.too_long", "Max", 300)
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Checklist](tx).Where("service_id = ? and run = ?", serviceID, run).Delete(ctx); err != nil || len(list) == 0 {
			return err
		}
		c := Checklist{ServiceID: serviceID, Run: run, Lines: strings.Join(list, "\n"), UpdatedAt: store.Now(tx)}
		return store.From[Checklist](tx).Create(ctx, &c)
	})
}
