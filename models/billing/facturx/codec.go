package facturx

import (
	"fmt"
	"strings"
	"time"
)

// codec walks over the shape of a document, either writing it or reading it: the same walk does both, so that neither can forget what the
// other knows. Reading follows the order of the schema; what is not met where it belongs is left over, and that is an error.
type codec struct {
	writing bool
	at      *node
	next    int // reading: which of the elements comes
	path    []string
	err     error
}

// fail remembers the first fault and where it was.
func (c *codec) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s: %s", strings.Join(c.path, "/"), fmt.Sprintf(format, args...))
	}
}

// group is an element that holds others and is written when any of them says something. A path names several, one inside the other.
func (c *codec) group(path string, f func()) { c.enter(path, false, f) }

// always is a group that is written even when it says nothing.
func (c *codec) always(path string, f func()) { c.enter(path, true, f) }

// enter goes into an element, does f there, and comes back; it reports whether there was one.
func (c *codec) enter(path string, always bool, f func()) bool {
	name, rest, more := strings.Cut(path, "/")
	inner := f
	if more {
		inner = func() { c.enter(rest, always, f) }
	}
	if c.writing {
		return c.writeInto(name, always, inner)
	}
	if c.err != nil || c.next >= len(c.at.kids) || c.at.kids[c.next].name != name {
		return false
	}
	outer, next := c.at, c.next
	c.at, c.next, c.path = outer.kids[next], 0, append(c.path, name)
	inner()
	c.finished()
	c.at, c.next, c.path = outer, next+1, c.path[:len(c.path)-1]
	return true
}

func (c *codec) writeInto(name string, always bool, f func()) bool {
	outer := c.at
	c.at = &node{name: name}
	f()
	if always || !c.at.empty() {
		outer.kids = append(outer.kids, c.at)
	}
	c.at = outer
	return true
}

// finished checks that everything of the element read was understood.
func (c *codec) finished() {
	switch {
	case c.next < len(c.at.kids):
		c.fail("%s is unknown there", c.at.kids[c.next].name)
	case len(c.at.kids) > 0 && strings.TrimSpace(c.at.text) != "":
		c.fail("text between elements")
	}
	for name := range c.at.attrs {
		c.fail("the attribute %s is unknown there", name)
	}
}

// value is the text of the element.
func (c *codec) value(text *string) {
	if c.writing {
		c.at.text = *text
	} else {
		*text = c.at.text
	}
}

// attribute is an attribute of the element.
func (c *codec) attribute(name string, text *string) {
	switch {
	case !c.writing:
		*text = c.at.attrs[name]
		delete(c.at.attrs, name)
	case *text != "":
		c.at.attrs = map[string]string{name: *text}
	}
}

// text is an element that holds a text.
func (c *codec) text(path string, text *string) { c.group(path, func() { c.value(text) }) }

// word is an element that always holds the same text and says nothing by itself.
func (c *codec) word(name, text string) {
	c.group(name, func() {
		read := text
		c.value(&read)
		c.at.weak = true
		if read != text {
			c.fail("%q where only %s may stand", read, text)
		}
	})
}

// id is an element that holds an identifier; its scheme is an attribute.
func (c *codec) id(path, scheme string, id *ID) {
	c.group(path, func() {
		c.attribute(scheme, &id.Scheme)
		c.value(&id.Value)
	})
}

// number is an element that holds a number.
func (c *codec) number(path string, d *Decimal) { c.group(path, func() { c.decimal(d) }) }

func (c *codec) decimal(d *Decimal) {
	text := d.String()
	c.value(&text)
	if c.writing {
		return
	}
	var err error
	if *d, err = ParseDecimal(text); err != nil {
		c.fail("%q: %s", text, err)
	}
}

// formats of a day: as we keep it, and as format 102 writes it.
const (
	dayKept    = time.DateOnly
	dayWritten = "20060102"
)

// day is an element that holds a day.
func (c *codec) day(path string, day *Date) {
	c.group(path, func() {
		if c.writing {
			c.writeDay(*day)
			return
		}
		var text, format string
		c.attribute("format", &format)
		c.value(&text)
		d, err := time.Parse(dayWritten, text)
		if err != nil || format != "102" {
			c.fail("%q is no day of format 102", text)
		}
		*day = Date(d.Format(dayKept))
	})
}

// writeDay writes a day; one that is none is written as it is, for the rules to find.
func (c *codec) writeDay(day Date) {
	if day == "" {
		return
	}
	format, text := "102", strings.ReplaceAll(string(day), "-", "")
	c.attribute("format", &format)
	c.value(&text)
}

// flag is an element that holds yes or no.
func (c *codec) flag(path string, yes *bool) {
	c.group(path, func() {
		text := fmt.Sprint(*yes)
		c.value(&text)
		if text != "true" && text != "false" {
			c.fail("%q is neither true nor false", text)
		}
		*yes = text == "true"
	})
}

// each is an element that comes as often as there are things.
func each[T any](c *codec, name string, all *[]T, f func(*T)) {
	if c.writing {
		for n := range *all {
			c.always(name, func() { f(&(*all)[n]) })
		}
		return
	}
	for {
		var one T
		if !c.enter(name, false, func() { f(&one) }) {
			return
		}
		*all = append(*all, one)
	}
}

// optional is an element that is there or not, even if it holds nothing.
func optional[T any](c *codec, name string, one **T, f func(*T)) {
	if c.writing {
		if *one != nil {
			c.always(name, func() { f(*one) })
		}
		return
	}
	var read T
	if c.enter(name, false, func() { f(&read) }) {
		*one = &read
	}
}
