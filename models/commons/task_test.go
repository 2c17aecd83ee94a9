package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

var spoken = []string{"fr", "en"}

func (v village) task(change ...func(*commons.TaskForm)) commons.Task {
	v.t.Helper()
	f := commons.TaskForm{KindKey: "a11y", Title: "Essayer le formulaire au clavier", URL: "https://git.example/issues/7", Minutes: "15", Languages: []string{"fr"}, Lang: "fr"}
	for _, c := range change {
		c(&f)
	}
	t, err := commons.WriteTask(ctx, v.db, v.samia, f, spoken)
	v.must(err)
	return t
}

func (v village) found(ref string, u people.User) commons.Task {
	v.t.Helper()
	t, err := commons.FindTask(ctx, v.db, u, ref)
	v.must(err)
	return t
}

func TestATaskIsWrittenByTheCouncilAndSaysAllThatIsWrong(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		_, err := commons.WriteTask(ctx, v.db, v.kim, commons.TaskForm{}, spoken)
		is(t, err, store.ErrForbidden)
		_, err = commons.WriteTask(ctx, v.db, v.samia, commons.TaskForm{KindKey: "financial", URL: "chez moi", Minutes: "7", For: "upstream:nobody", Languages: []string{"xx"}}, spoken)
		for field, key := range map[string]string{"kind": "error.choose", "url": "error.address", "minutes": "error.choose", "for": "error.choose", "languages": "error.choose", "title": "error.required"} {
			refusal(t, err, field, key)
		}
	})
}

func TestATaskIsTakenByOnePersonAtATimeAndGivenBack(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		task := v.task()
		v.must(task.Take(ctx, v.db, v.kim))
		v.must(task.Take(ctx, v.db, v.kim)) // twice is once
		is(t, task.Take(ctx, v.db, v.lou), store.ErrConflict)
		if seen := v.found(task.Ref, v.lou); seen.TakenByID != nil || seen.State != commons.TaskTaken {
			t.Errorf("lou learns who took it: %+v", seen)
		}
		is(t, task.Release(ctx, v.db, v.lou), store.ErrConflict)
		v.must(task.Release(ctx, v.db, v.kim))
		v.must(task.Take(ctx, v.db, v.lou))
	})
}

func TestATaskThatLiesTooLongIsFreeAgainAndNobodyHoardsThem(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		task := v.task()
		v.must(task.Take(ctx, v.db, v.kim))
		for range 4 {
			v.must(v.task().Take(ctx, v.db, v.kim))
		}
		refusal(t, v.task().Take(ctx, v.db, v.kim), "task", "error.tasks_at_once")
		v.clock(15)
		page, err := commons.Tasks(ctx, v.db, v.lou, commons.TaskFilter{Most: 15, Spoken: "fr", Family: commons.QualityFamily, Query: "clavier"})
		v.must(err)
		if len(page.Items) != 6 {
			t.Errorf("%d tasks are free, want 6", len(page.Items))
		}
		if page, err = commons.Tasks(ctx, v.db, v.lou, commons.TaskFilter{Spoken: "en"}); err != nil || len(page.Items) != 0 {
			t.Errorf("%d tasks in English (%v)", len(page.Items), err)
		}
		v.must(task.Take(ctx, v.db, v.lou))
	})
}

func TestDoingATaskMakesItsContributionAndTheTaskIsDone(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		task := v.task()
		v.must(task.Take(ctx, v.db, v.kim))
		f := v.found(task.Ref, v.kim).Form()
		if f.Quarters != "15" || f.KindKey != "a11y" || f.Choice != commons.Checks || f.Evidence == "" {
			t.Errorf("%+v", f)
		}
		f.FromOn, f.Lang = "2026-11-24", "fr"
		_, err := commons.LogContribution(ctx, v.db, v.lou, f)
		refusal(t, err, "task", "error.task_taken")
		c, err := commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
		if done := v.found(task.Ref, v.lou); done.State != commons.TaskDone || *done.ContributionID != c.ID {
			t.Errorf("%+v", done)
		}
		is(t, task.Take(ctx, v.db, v.lou), store.ErrConflict)
		v.must(task.Reopen(ctx, v.db, v.samia))
		v.must(task.Take(ctx, v.db, v.lou))
		is(t, task.Close(ctx, v.db, v.lou), store.ErrForbidden)
		v.must(task.Close(ctx, v.db, v.samia))
		_, err = commons.FindTask(ctx, v.db, v.lou, task.Ref)
		is(t, err, store.ErrNotFound)
	})
}

func TestATaskThatSomebodyElseChangedIsNotOverwritten(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		task := v.task()
		f := commons.TaskFormOf(task)
		f.Title = "Essayer sans souris"
		v.must(task.Change(ctx, v.db, v.samia, f, spoken))
		is(t, task.Change(ctx, v.db, v.omar, f, spoken), store.ErrConflict)
	})
}

func TestATaskWhoseTellingIsTakenBackIsFreeAgain(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		task := v.task()
		f := v.found(task.Ref, v.kim).Form()
		f.FromOn, f.Lang, f.Draft = "2026-11-24", "fr", "yes"
		c, err := commons.LogContribution(ctx, v.db, v.kim, f)
		v.must(err)
		is(t, task.Take(ctx, v.db, v.lou), store.ErrConflict)
		v.must(c.Withdraw(ctx, v.db, v.kim))
		v.must(task.Take(ctx, v.db, v.lou))
	})
}
