package ui

import "fmt"

// FlowChart shows where money or hours come from and where they go.
type FlowChart struct {
	Title string // what the drawing shows, in one sentence
	From  string // head of the column of sources
	To    string // head of the column of uses
	Value string // head of the column of amounts
	Flows []Flow
}

// Flow is one amount that goes from a source to a use.
type Flow struct {
	From, To string
	Value    int64
	Text     string // the amount as people read it
}

// The drawing's box: two columns of blocks, ribbons between them.
const (
	flowHeight = 320
	flowLeft   = 150 // where the first column ends
	flowRight  = 490 // where the second begins
	flowBlock  = 14  // width of a block
	flowGap    = 12  // between blocks
)

// block is a source or a use.
type block struct {
	Name      string
	Y, Height float64
	Class     string
	value     int64
	used      float64 // height already taken by ribbons
}

// ribbon is a flow as it is drawn.
type ribbon struct {
	Path, Class, Title string
}

// middle is where a block's name stands.
func (b block) middle() string { return number(b.Y + b.Height/2 + 5) }

// number writes a length of the drawing.
func number(n float64) string { return fmt.Sprintf("%.1f", n) }

// sides adds up the flows into the blocks of both columns.
func (c FlowChart) sides() (from, to []block) {
	for _, f := range c.Flows {
		from = added(from, f.From, f.Value)
		to = added(to, f.To, f.Value)
	}
	scale := min(c.scale(len(from)), c.scale(len(to)))
	return placed(from, scale), placed(to, scale)
}

// scale is the height of one unit when a column has so many blocks.
func (c FlowChart) scale(blocks int) float64 {
	var whole int64
	for _, f := range c.Flows {
		whole += max(f.Value, 0)
	}
	return (flowHeight - flowGap*float64(max(blocks-1, 0))) / float64(max(whole, 1))
}

// added puts a flow's value on the block of that name.
func added(blocks []block, name string, value int64) []block {
	for i := range blocks {
		if blocks[i].Name == name {
			blocks[i].value += max(value, 0)
			return blocks
		}
	}
	return append(blocks, block{Name: name, value: max(value, 0), Class: hue(len(blocks))})
}

// placed gives each block its place, one under the other.
func placed(blocks []block, scale float64) []block {
	y := 0.0
	for i := range blocks {
		blocks[i].Y, blocks[i].Height = y, max(float64(blocks[i].value)*scale, 1)
		y += blocks[i].Height + flowGap
	}
	return blocks
}

// ribbons draws each flow from its place on the source to its place on the use.
func (c FlowChart) ribbons() []ribbon {
	from, to := c.sides()
	scale := min(c.scale(len(from)), c.scale(len(to)))
	var all []ribbon
	for _, f := range c.Flows {
		source, use := named(from, f.From), named(to, f.To)
		height := float64(max(f.Value, 0)) * scale
		all = append(all, ribbon{
			Path:  bend(source.Y+source.used, use.Y+use.used, height),
			Class: source.Class, Title: f.From + " → " + f.To + ": " + f.Text,
		})
		source.used += height
		use.used += height
	}
	return all
}

// named is the block of that name.
func named(blocks []block, name string) *block {
	for i := range blocks {
		if blocks[i].Name == name {
			return &blocks[i]
		}
	}
	return &block{}
}

// bend is a ribbon of that height from one level to another.
func bend(from, to, height float64) string {
	const start, end, half = flowLeft + flowBlock, flowRight, (flowLeft + flowBlock + flowRight) / 2
	return fmt.Sprintf("M%d %.1fC%d %.1f %d %.1f %d %.1fV%.1fC%d %.1f %d %.1f %d %.1fz",
		start, from, half, from, half, to, end, to, to+height, half, to+height, half, from+height, start, from+height)
}

// from are the sources, to the uses.
func (c FlowChart) from() []block {
	from, _ := c.sides()
	return from
}

func (c FlowChart) to() []block {
	_, to := c.sides()
	for i := range to {
		to[i].Class = "flow-use"
	}
	return to
}
