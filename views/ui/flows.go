package ui

import (
	"fmt"
	"slices"
)

// FlowChart shows where money or hours come from, through what, and where they go.
type FlowChart struct {
	Title string            // what the drawing shows, in one sentence
	From  string            // head of the column of sources
	To    string            // head of the column of uses
	Value string            // head of the column of amounts
	Sums  map[string]string // what stands beside a name in the drawing, as people read it; may be nil
	Flows []Flow
}

// Flow is one amount that goes from a source to a use.
type Flow struct {
	From, To string
	Value    int64
	Text     string // the amount as people read it
	Href     string // what makes it up; may be empty
}

// flowShape is how a drawing is laid out: wide with names beside it, or narrow with names upon the ribbons.
type flowShape struct {
	width  float64
	margin float64 // for names, on both sides
	block  float64 // width of a block
	height float64 // of the greatest column, without gaps
	slot   float64 // least height that a block with its name takes
	most   int     // letters of a name
	upon   bool    // names stand upon the ribbons
	class  string
}

var (
	wideFlow   = flowShape{width: 720, margin: 190, block: 14, height: 220, slot: 40, most: 26, class: "flow-wide"}
	narrowFlow = flowShape{width: 340, block: 10, height: 220, slot: 40, most: 21, upon: true, class: "flow-narrow"}
)

// flowTop leaves room for the names above the middle columns.
const flowTop = 44

// block is a source, a use, or what lies between.
type block struct {
	Name, Sum string
	Class     string
	X, Y      float64
	Height    float64
	column    int
	in, out   int64
	came      float64 // heights already taken by ribbons
	went      float64
}

func (b block) value() int64 { return max(b.in, b.out) }

// ribbon is a flow as it is drawn.
type ribbon struct {
	Path, Class, Title string
}

// drawnFlow is a drawing, laid out.
type drawnFlow struct {
	shape   flowShape
	height  float64
	blocks  []*block
	ribbons []ribbon
}

// number writes a length of the drawing.
func number(n float64) string { return fmt.Sprintf("%.1f", n) }

// box is the drawing's viewBox.
func (d drawnFlow) box() string { return fmt.Sprintf("0 0 %.0f %.0f", d.shape.width, d.height) }

// drawn lays the flows out in columns: a block stands one column after the last of those it gets from.
func (c FlowChart) drawn(s flowShape) drawnFlow {
	d := drawnFlow{shape: s, blocks: c.blocks()}
	columns := inColumns(d.blocks)
	var top int64 = 1
	for _, column := range columns {
		var sum int64
		for _, b := range column {
			sum += b.value()
		}
		top = max(top, sum)
	}
	scale := s.height / float64(top)
	for _, column := range columns {
		d.height = max(d.height, s.stacked(column, scale))
	}
	for i, column := range columns {
		s.place(column, i, len(columns), scale, d.height)
	}
	d.height += flowTop + 4
	for _, f := range c.Flows {
		if f.Value > 0 {
			d.ribbons = append(d.ribbons, f.between(named(d.blocks, f.From), named(d.blocks, f.To), scale, s))
		}
	}
	return d
}

// blocks are the ends of all flows, in the order in which they are named, with their columns.
func (c FlowChart) blocks() []*block {
	var all []*block
	end := func(name string) *block {
		if b := named(all, name); b != nil {
			return b
		}
		b := &block{Name: name, Sum: c.Sums[name]}
		all = append(all, b)
		return b
	}
	for _, f := range c.Flows {
		from, to := end(f.From), end(f.To)
		from.out += max(f.Value, 0)
		to.in += max(f.Value, 0)
	}
	for range all { // as often as the longest way could need
		for _, f := range c.Flows {
			from, to := named(all, f.From), named(all, f.To)
			to.column = min(max(to.column, from.column+1), len(all)-1)
		}
	}
	return all
}

// inColumns gathers blocks by column and colours them: those between are ink.
func inColumns(all []*block) [][]*block {
	var columns [][]*block
	for _, b := range all {
		for len(columns) <= b.column {
			columns = append(columns, nil)
		}
		columns[b.column] = append(columns[b.column], b)
	}
	for i, column := range columns {
		for n, b := range column {
			if b.Class = hue(n); i > 0 && i < len(columns)-1 {
				b.Class = "flow-use"
			}
		}
	}
	return columns
}

// stacked is the height that a column takes.
func (s flowShape) stacked(column []*block, scale float64) (height float64) {
	for _, b := range column {
		b.Height = max(float64(b.value())*scale, 1)
		height += max(b.Height+10, s.slot)
	}
	return height
}

// place gives each block of a column its place, the whole in the middle of the drawing.
func (s flowShape) place(column []*block, i, columns int, scale, height float64) {
	y := flowTop + (height-s.stacked(column, scale))/2
	x := s.margin
	if columns > 1 {
		x += float64(i) * (s.width - 2*s.margin - s.block) / float64(columns-1)
	}
	for _, b := range column {
		slot := max(b.Height+10, s.slot)
		b.X, b.Y = x, y+(slot-b.Height)/2
		y += slot
	}
}

// between draws a flow from its place on the source to its place on the use.
func (f Flow) between(from, to *block, scale float64, s flowShape) ribbon {
	height := float64(f.Value) * scale
	a, b := from.Y+from.went, to.Y+to.came
	from.went += height
	to.came += height
	class := from.Class
	if from.column > 0 {
		class = to.Class
	}
	start, end := from.X+s.block, to.X
	half := (start + end) / 2
	return ribbon{
		Path: fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1fz",
			start, a, half, a, half, b, end, b, b+height, half, b+height, half, a+height, start, a+height),
		Class: class, Title: f.From + " → " + f.To + ": " + f.Text,
	}
}

// named is the block of that name.
func named(all []*block, name string) *block {
	if i := slices.IndexFunc(all, func(b *block) bool { return b.Name == name }); i >= 0 {
		return all[i]
	}
	return nil
}

// flowLabel is where a block's name stands.
type flowLabel struct {
	X, Y, SumY, Anchor string
	Name               string
}

// label puts the name beside its block: outside, upon the ribbons, or above it for what lies between.
func (d drawnFlow) label(b *block) flowLabel {
	last := 0
	for _, other := range d.blocks {
		last = max(last, other.column)
	}
	middle := b.Y + b.Height/2
	l := flowLabel{Y: number(middle - 2), SumY: number(middle + 14), Name: shortened(b.Name, d.shape.most)}
	if b.Sum == "" {
		l.Y = number(middle + 5)
	}
	before, after := b.X-8, b.X+d.shape.block+8
	switch {
	case b.column > 0 && b.column < last:
		l.X, l.Anchor, l.Y, l.SumY = number(b.X+d.shape.block/2), "middle", number(b.Y-24), number(b.Y-8)
	case (b.column == 0) == d.shape.upon:
		l.X, l.Anchor = number(after), "start"
	default:
		l.X, l.Anchor = number(before), "end"
	}
	return l
}

// shortened keeps the beginning of a long name; the table has it whole.
func shortened(name string, most int) string {
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}
