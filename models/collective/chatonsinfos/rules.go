package chatonsinfos

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// lives are the things that begin, pause and end: their path, the key of their status, what it is while they run and once they are over.
var lives = []struct{ path, status, on, over string }{
	{"organization", "organization.status.level", "ACTIVE", "AWAY"},
	{"organization.memberof.chatons", "organization.memberof.chatons.status.level", "ACTIVE", "AWAY"},
	{"service", "service.status.level", "OK", "OVER"},
}

// dates is V9: nothing ends before it begins, nothing runs before it began.
func (c *check) dates() {
	for _, life := range lives {
		begins, ends := c.file.Of(life.path+".startdate"), c.file.Of(life.path+".enddate")
		if day(begins) && day(ends) && ends < begins {
			c.at(EndsFirst, life.path+".enddate")
		}
		if day(begins) && begins > c.about.Today && c.file.Of(life.status) == life.on {
			c.at(Future, life.path+".startdate")
		}
	}
}

// pauses is V10: an end date only once it is over, a word about the status only during a pause (of a service: whenever it does not run well).
func (c *check) pauses() {
	for _, life := range lives {
		status := c.file.Of(life.status)
		if c.file.Of(life.path+".enddate") != "" && status != life.over {
			c.at(EndWhileOn, life.path+".enddate")
		}
		words := life.path + ".status.description"
		if c.file.Of(words) != "" && (life.path != "service" && status != "IDLE" || life.path == "service" && status == "OK") {
			c.at(WordsWhileOn, words)
		}
	}
}

// places is V11 and V13: countries, the map, machines that can be where they are said to be.
func (c *check) places() {
	for _, path := range []string{"organization.country.code", "host.country.code"} {
		if code := c.file.Of(path); code != "" && !Country(code) {
			c.at(NoCountry, path)
		}
	}
	for _, on := range []struct {
		path string
		most float64
	}{{"organization.geolocation.latitude", 90}, {"organization.geolocation.longitude", 180}} {
		if n, ok := Degrees(c.file.Of(on.path)); ok && (n > on.most || n < -on.most) {
			c.at(OffTheMap, on.path)
		}
	}
	if provider, server := c.file.Of("host.provider.type"), c.file.Of("host.server.type"); provider != "" && server != "" && !Pairs(provider, server) {
		c.at(BadPair, "host.server.type")
	}
}

var expression = regexp.MustCompile(`\s+(?:AND|OR|WITH)\s+`)

// licence is V14: the licence is one of the list of SPDX, and its page is that of the licence. An expression of several leads to one of them.
func (c *check) licence() {
	name, page := c.file.Of("software.license.name"), c.file.Of("software.license.url")
	if name != "" && c.about.Licence != nil && !c.about.Licence(name) {
		c.at(NoLicence, "software.license.name")
		return
	}
	if name == "" || page == "" {
		return
	}
	for _, id := range expression.Split(name, -1) {
		if page == LicencePage(id) {
			return
		}
	}
	c.at(LicenceApart, "software.license.url")
}

// sums is V16: the days of a whole month make the number of the month.
func (c *check) sums() {
	for _, p := range c.file.Properties {
		base, monthly := strings.CutSuffix(p.Path, ".months")
		days := c.file.Of(base + ".days")
		if !monthly || !strings.HasPrefix(p.Path, "metrics.") || days == "" {
			continue
		}
		year, err := strconv.Atoi(base[strings.LastIndex(base, ".")+1:])
		if err == nil && apart(year, Items(p.Value), Items(days)) {
			c.of(SumApart, p)
		}
	}
}

// apart reports whether a month differs from the sum of its days; months with a day that nobody counted are left out.
func apart(year int, months, days []string) bool {
	for n, month := range months {
		whole, ok := number(month)
		if !ok {
			continue
		}
		sum, complete := 0.0, true
		for at := time.Date(year, time.Month(n+1), 1, 0, 0, 0, 0, time.UTC); at.Month() == time.Month(n+1); at = at.AddDate(0, 0, 1) {
			if at.YearDay() > len(days) {
				complete = false
				break
			}
			one, counted := number(days[at.YearDay()-1])
			sum, complete = sum+one, complete && counted
		}
		if complete && (sum-whole > 1e-6 || whole-sum > 1e-6) {
			return true
		}
	}
	return false
}

func number(text string) (float64, bool) {
	if !numberForm.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// travels is V17: what is written and read back says the same.
func (c *check) travels() {
	text, err := Emit(c.file)
	if back := Parse(text); err != nil || !same(c.file, back) || len(back.Odd) > 0 {
		c.finds(Finding{Case: ChangedByTravel})
	}
}

var emailWithin = regexp.MustCompile(`(^|[^A-Za-z0-9._%+-])([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)`)

// Personal reports whether a text holds an e-mail address. The name of an account on a network, @name@place, is none.
func Personal(text string) bool {
	for _, found := range emailWithin.FindAllStringSubmatch(text, -1) {
		if found[1] != "@" {
			return true
		}
	}
	return false
}
