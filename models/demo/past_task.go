package demo

import (
	"strconv"

	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// task is a small thing that a steward tells of, and who took it.
func (t *teller) task(k folder.Task) []event {
	name := "task " + k.Ref
	all := []event{{t.at(k.DaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.writeTask(tx, k) }}}
	if k.TakenBy != "" {
		all = append(all, event{t.at(k.DaysAgo-1, name+" taken"), name + " taken", func(tx *gorm.DB) (uint, error) { return t.takeTask(tx, k) }})
	}
	return all
}

func (t *teller) writeTask(tx *gorm.DB, k folder.Task) (uint, error) {
	steward, err := t.staff(tx, people.Steward)
	if err != nil {
		return 0, err
	}
	f := commons.TaskForm{KindKey: k.Kind, Title: k.Title, Body: k.Detail, URL: k.URL, Minutes: strconv.FormatInt(k.Minutes, 10), Languages: k.Languages, Lang: k.Lang}
	if f.For, _, err = t.purpose(tx, k.For); err != nil {
		return 0, err
	}
	made, err := commons.WriteTask(t.ctx, tx, steward, f, k.Languages)
	return made.ID, err
}

func (t *teller) takeTask(tx *gorm.DB, k folder.Task) (uint, error) {
	by, err := t.user(tx, k.TakenBy)
	if err != nil {
		return 0, err
	}
	id := t.made("task " + k.Ref)
	return id, commons.Task{ID: id}.Take(t.ctx, tx, by)
}
