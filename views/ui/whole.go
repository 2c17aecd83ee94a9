package ui

// WholeChart is one whole and its parts, with the table that says the same.
type WholeChart struct {
	Title string // what the drawing shows, in one sentence
	Label string // head of the column of names
	Value string // head of the column of parts
	More  string // head of the column of sums
	Parts []WholePart
}

// WholePart is one part. Text and More are amounts as people read them.
type WholePart struct {
	Label string
	Note  string // a line under the name; may be empty
	Href  string // what makes it up; may be empty
	Value int64
	Text  string
	More  string
}

// piece is a part as it is drawn in a bar of 100.
type piece struct {
	WholePart
	At, Width float64
}

// pieces lie one after the other, with a small gap that costs the greatest nothing.
func (c WholeChart) pieces() []piece {
	var whole int64
	for _, p := range c.Parts {
		whole += max(p.Value, 0)
	}
	var all []piece
	at := 0.0
	for _, p := range c.Parts {
		wide := float64(max(p.Value, 0)) * 100 / float64(max(whole, 1))
		drawn := wide
		if wide > 1 && at+wide < 99.9 {
			drawn -= 0.4
		}
		all = append(all, piece{WholePart: p, At: at, Width: drawn})
		at += wide
	}
	return all
}
