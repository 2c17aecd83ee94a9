package papers

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"chatiere/models/billing/facturx"
)

//go:embed icc/sRGB2014.icc
var colours []byte

// errShape says that the drawing library wrote its file in another way than we know.
var errShape = errors.New("papers: the drawn file is not of the known shape")

// archive makes of a drawn file one that stays readable for decades (PDF/A-3, level B): its colours and its dates are told exactly, what it
// says of itself to machines is there twice and alike, and the electronic invoice, if there is one, lies inside (Factur-X 1.0).
//
// The drawing library ends its file with what it says of itself, a catalogue and a table of places; these are written anew.
func archive(drawn []byte, a about, lang string, invoice []byte) ([]byte, error) {
	f, err := open(drawn)
	if err != nil {
		return nil, err
	}
	info := f.add(a.info())
	meta := f.stream("/Type /Metadata /Subtype /XML", a.packet(invoice != nil), false)
	profile := f.stream("/N 3 /Alternate /DeviceRGB", colours, true)
	extra := ""
	if invoice != nil {
		spec := f.attach(invoice, a)
		extra = fmt.Sprintf(" /AF [%d 0 R] /Names << /EmbeddedFiles << /Names [(%s) %d 0 R] >> >>", spec, facturx.FileName, spec)
	}
	catalogue := f.add(fmt.Sprintf("<< /Type /Catalog /Pages 1 0 R /Lang (%s) /Metadata %d 0 R /ViewerPreferences << /DisplayDocTitle true >> "+
		"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R >>]%s >>",
		lang, meta, profile, extra))
	return f.close(catalogue, info), nil
}

// written is a file that grows object by object.
type written struct {
	bytes.Buffer
	places []int // of object 1, 2, …
}

// open keeps the pages and fonts of a drawn file, and leaves out its last two objects: what it says of itself, and the catalogue.
func open(drawn []byte) (*written, error) {
	_, tail, found := bytes.Cut(drawn, []byte("\nstartxref\n"))
	at, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(string(tail)), "%%EOF")))
	if !found || err != nil || at >= len(drawn) || !bytes.HasPrefix(drawn[at:], []byte("xref\n0 ")) || !bytes.HasPrefix(drawn, []byte("%PDF-1.")) {
		return nil, errShape
	}
	lines := strings.Split(string(drawn[at:]), "\n")
	count, err := strconv.Atoi(strings.TrimPrefix(lines[1], "0 "))
	if err != nil || count < 4 || len(lines) < count+2 {
		return nil, errShape
	}
	f := &written{}
	for _, l := range lines[3 : count+2] {
		place, err := strconv.Atoi(strings.TrimLeft(l[:min(10, len(l))], "0"))
		if err != nil || place >= at {
			return nil, errShape
		}
		f.places = append(f.places, place)
	}
	kept := len(f.places) - 2
	end := f.places[kept]
	if !bytes.Contains(drawn[end:f.places[kept+1]], []byte("/Producer")) {
		return nil, errShape
	}
	f.places = f.places[:kept]
	f.WriteString("%PDF-1.7")
	f.Write(drawn[len("%PDF-1.7"):end])
	return f, nil
}

// add writes an object and says its number.
func (f *written) add(body string) int {
	f.places = append(f.places, f.Len())
	fmt.Fprintf(f, "%d 0 obj\n%s\nendobj\n", len(f.places), body)
	return len(f.places)
}

// stream writes an object that holds bytes, packed or as they are.
func (f *written) stream(words string, content []byte, packed bool) int {
	if packed {
		var small bytes.Buffer
		z, _ := zlib.NewWriterLevel(&small, zlib.BestCompression)
		_, _ = z.Write(content) // a buffer takes everything
		_ = z.Close()
		content, words = small.Bytes(), words+" /Filter /FlateDecode"
	}
	return f.add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", words, len(content), content))
}

// attach lays the electronic invoice into the file, and says the number of the object that names it.
func (f *written) attach(invoice []byte, a about) int {
	inside := f.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /Size %d /ModDate (%s) >>", len(invoice), pdfDate(a.on)), invoice, true)
	return f.add(fmt.Sprintf("<< /Type /Filespec /F (%[1]s) /UF (%[1]s) /Desc (Factur-X) /AFRelationship /Alternative /EF << /F %[2]d 0 R /UF %[2]d 0 R >> >>",
		facturx.FileName, inside))
}

// close writes where everything is. The file's name is the sum of what it holds, twice: it was never changed.
func (f *written) close(catalogue, info int) []byte {
	sum := sha256.Sum256(f.Bytes())
	name, at := hex.EncodeToString(sum[:16]), f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.places)+1)
	for _, place := range f.places {
		fmt.Fprintf(f, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(f, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n", len(f.places)+1, catalogue, info, name, name, at)
	return f.Bytes()
}

// house is what made the file, as it is written in it.
const house = "Chatière"

// info is what a file says of itself in the old way.
func (a about) info() string {
	return fmt.Sprintf("<< /Title %s /Author %s /Creator %s /Producer %s /CreationDate (%s) /ModDate (%s) >>",
		pdfText(a.title), pdfText(a.author), pdfText(house), pdfText(house), pdfDate(a.on), pdfDate(a.on))
}

func pdfDate(t time.Time) string { return t.UTC().Format("D:20060102150405") + "Z" }

// pdfText is a text in the alphabet of the whole world, as hexadecimal digits.
func pdfText(text string) string {
	var out strings.Builder
	out.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String() + ">"
}
