package markdown

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Kind is what a block is in its document.
type Kind string

// The kinds of block that carry text.
const (
	KindHeading   Kind = "Heading"
	KindParagraph Kind = "Paragraph"
	KindTextBlock Kind = "TextBlock" // the text of a tight list item
	KindCell      Kind = "TableCell"
	KindTerm      Kind = "DefinitionTerm"
	KindTitle     Kind = "attr" // the title of a link or an image, inside another block
)

// Hole is a piece of a block that nobody translates; the text shows it as ⟦1⟧, ⟦2⟧…
type Hole struct {
	Kind    string // what it holds: "code", "+strong" opens, "-strong" closes, "break"…
	Payload string // its exact bytes
	At      int    // where they begin in the source
	Label   string // of a link written [guide]: the name of its address, lost if only its words were translated
}

// Block is one piece of a document that is translated as a whole.
type Block struct {
	Kind        Kind
	Start, Stop int // bytes of the source
	Text        string
	Holes       []Hole
	Hash        string // of the words; a changed address or code does not change it
	Path        string // the headings above it, then its kind
	ContextHash string // of the blocks before and after
	Anchor      string // of a heading: its id, which every translation keeps
}

var holeMark = regexp.MustCompile(`⟦(\d{1,6})⟧`)

func holeText(n int) string { return "⟦" + strconv.Itoa(n) + "⟧" }

// holesOf lists the numbers of the holes in a text, in order.
func holesOf(text string) []int {
	var list []int
	for _, m := range holeMark.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		list = append(list, n)
	}
	return list
}

// withoutHoles leaves only the words.
func withoutHoles(text string) string { return holeMark.ReplaceAllString(text, " ") }

// wordy reports whether there is anything to translate beside holes and punctuation.
func wordy(text string) bool {
	return strings.ContainsFunc(withoutHoles(text), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Hash identifies the words of a block: letters composed, spaces collapsed, holes as number and kind.
func Hash(text string, holes []Hole) string {
	named := holeMark.ReplaceAllStringFunc(text, func(mark string) string {
		n := holesOf(mark)[0]
		if n < 1 || n > len(holes) {
			return mark
		}
		return "⟦" + strconv.Itoa(n) + " " + holes[n-1].Kind + "⟧"
	})
	return digest(strings.Join(strings.Fields(compose(named)), " "))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// place fills in what a block takes from its surroundings: path and context.
func place(blocks []Block, levels []int) {
	var trail []string
	var depth []int
	for i := range blocks {
		for blocks[i].Kind == KindHeading && len(depth) > 0 && depth[len(depth)-1] >= levels[i] {
			trail, depth = trail[:len(trail)-1], depth[:len(depth)-1]
		}
		blocks[i].Path = strings.Join(append(append([]string{}, trail...), string(blocks[i].Kind)), " / ")
		blocks[i].ContextHash = digest(hashAt(blocks, i-1) + hashAt(blocks, i+1))
		if blocks[i].Kind == KindHeading {
			trail, depth = append(trail, blocks[i].Text), append(depth, levels[i])
		}
	}
}

func hashAt(blocks []Block, i int) string {
	if i < 0 || i >= len(blocks) {
		return ""
	}
	return blocks[i].Hash
}
