package papers_test

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// pdfFile is a file as its table of places shows it: objects by number.
type pdfFile struct {
	raw     []byte
	objects map[int]string
	trailer string
}

var (
	tail    = regexp.MustCompile(`(?s)trailer\n<< (.*?) >>\nstartxref\n(\d+)\n%%EOF\n$`)
	heading = regexp.MustCompile(`^(\d+) 0 obj\n`)
	place   = regexp.MustCompile(`^(\d{10}) 00000 n $`)
)

// read follows the table of places; every place must be the beginning of that object.
func read(pdf []byte) (pdfFile, error) {
	f := pdfFile{raw: pdf, objects: map[int]string{}}
	end := tail.FindSubmatch(pdf)
	if end == nil {
		return f, fmt.Errorf("no end")
	}
	f.trailer = string(end[1])
	start, _ := strconv.Atoi(string(end[2]))
	if start >= len(pdf) || !bytes.HasPrefix(pdf[start:], []byte("xref\n0 ")) {
		return f, fmt.Errorf("no table where the end says")
	}
	lines := strings.Split(string(pdf[start:]), "\n")
	count, _ := strconv.Atoi(lines[1][2:])
	if lines[2] != "0000000000 65535 f " || f.word("/Size (\\d+)", f.trailer) != strconv.Itoa(count) {
		return f, fmt.Errorf("the table does not begin well")
	}
	for n, l := range lines[3 : 2+count] {
		at := place.FindStringSubmatch(l)
		if at == nil {
			return f, fmt.Errorf("line %q of the table", l)
		}
		offset, _ := strconv.Atoi(at[1])
		head := heading.FindStringSubmatch(string(pdf[offset:min(len(pdf), offset+30)]))
		if head == nil || head[1] != strconv.Itoa(n+1) {
			return f, fmt.Errorf("object %d is not at %d", n+1, offset)
		}
		body, _, found := strings.Cut(string(pdf[offset+len(head[0]):start]), "\nendobj\n")
		if !found {
			return f, fmt.Errorf("object %d has no end", n+1)
		}
		f.objects[n+1] = body
	}
	return f, nil
}

// word finds the first group of a pattern.
func (f pdfFile) word(pattern, in string) string {
	m := regexp.MustCompile(pattern).FindStringSubmatch(in)
	if m == nil {
		return ""
	}
	return m[1]
}

// object follows a reference such as /Root 12 0 R.
func (f pdfFile) object(name, in string) string {
	n, _ := strconv.Atoi(f.word(name+` (\d+) 0 R`, in))
	return f.objects[n]
}

// stream is what an object holds, unpacked.
func (f pdfFile) stream(object string) []byte {
	words, rest, found := strings.Cut(object, "\nstream\n")
	length, _ := strconv.Atoi(f.word(`/Length (\d+)`, words))
	if !found || length > len(rest) || !strings.HasSuffix(rest, "endstream") {
		return nil
	}
	if !strings.Contains(words, "/FlateDecode") {
		return []byte(rest[:length])
	}
	z, err := zlib.NewReader(strings.NewReader(rest[:length]))
	if err != nil {
		return nil
	}
	content, _ := io.ReadAll(z)
	return content
}

// text reads a text of Info: hexadecimal digits of UTF-16.
func (f pdfFile) text(name, in string) string {
	digits := strings.TrimPrefix(f.word(name+` <([0-9A-F]+)>`, in), "FEFF")
	var units []uint16
	for n := 0; n+4 <= len(digits); n += 4 {
		u, _ := strconv.ParseUint(digits[n:n+4], 16, 16)
		units = append(units, uint16(u))
	}
	return string(utf16.Decode(units))
}

// metadata are the words of the XMP packet by element.
func metadata(packet []byte) map[string]string {
	words, d, path := map[string]string{}, xml.NewDecoder(bytes.NewReader(packet)), []string{}
	for {
		token, err := d.Token()
		if err != nil {
			if err != io.EOF {
				words["fault"] = err.Error()
			}
			return words
		}
		switch t := token.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Space+t.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if said := strings.TrimSpace(string(t)); said != "" {
				words[path[len(path)-1]] += said + "\n"
				words[strings.Join(path, ">")] = said
			}
		}
	}
}

const (
	pdfaid = "http://www.aiim.org/pdfa/ns/id/"
	dc     = "http://purl.org/dc/elements/1.1/"
	xmp    = "http://ns.adobe.com/xap/1.0/"
	adobe  = "http://ns.adobe.com/pdf/1.3/"
	fx     = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
)

// faults are what is wrong with a file that should be PDF/A-3, level B, holding that electronic invoice (libraries.md 6.3).
func faults(pdf, invoice []byte) (wrong []string) {
	f, err := read(pdf)
	if err != nil {
		return []string{err.Error()}
	}
	check := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	check(bytes.HasPrefix(pdf, []byte("%PDF-1.7\n%")) && pdf[10] > 127 && pdf[11] > 127 && pdf[12] > 127 && pdf[13] > 127, "the first lines")
	ids := regexp.MustCompile(`/ID \[<([0-9a-f]{32})> <([0-9a-f]{32})>\]`).FindStringSubmatch(f.trailer)
	check(ids != nil && ids[1] == ids[2], "the two names of the file")
	info, catalogue := f.object("/Info", f.trailer), f.object("/Root", f.trailer)
	check(strings.Contains(info, "/Producer") && strings.Contains(catalogue, "/Type /Catalog"), "the trailer's ways")
	for n, o := range f.objects {
		words, _, _ := strings.Cut(o, "\nstream\n")
		for _, forbidden := range []string{"/Encrypt", "/JavaScript", "/JS", "/OpenAction", "/AA ", "/SMask", "/Transparency", "/CA ", "/ca ", "/LZWDecode", "/Launch", "/Movie"} {
			check(!strings.Contains(words, forbidden), fmt.Sprintf("%s in object %d", forbidden, n))
		}
		if strings.Contains(words, "/Type /FontDescriptor") {
			check(len(f.stream(f.object("/FontFile2", words))) > 1000, fmt.Sprintf("the font of object %d is not embedded", n))
		}
		if strings.Contains(words, "/Type /Font\n") || strings.Contains(words, "/Type /Font ") {
			check(!strings.Contains(words, "/Subtype /Type1"), fmt.Sprintf("a font that is never embedded, in object %d", n))
		}
	}
	check(!strings.Contains(f.trailer, "/Encrypt"), "sealed")
	return append(append(wrong, f.colourFaults(catalogue)...), append(f.wordFaults(catalogue, info, invoice != nil), f.invoiceFaults(catalogue, info, invoice)...)...)
}

// colourFaults are those of the one output intent.
func (f pdfFile) colourFaults(catalogue string) (wrong []string) {
	if strings.Count(catalogue, "/Type /OutputIntent") != 1 || !strings.Contains(catalogue, "/S /GTS_PDFA1") || !strings.Contains(catalogue, "/OutputConditionIdentifier (") {
		wrong = append(wrong, "one output intent")
	}
	profile := f.object("/DestOutputProfile", catalogue)
	icc := f.stream(profile)
	if len(icc) < 128 || string(icc[36:40]) != "acsp" || string(icc[16:20]) != "RGB " || !strings.Contains(profile, "/N 3 ") || int(icc[0])<<24+int(icc[1])<<16+int(icc[2])<<8+int(icc[3]) != len(icc) {
		wrong = append(wrong, "the colour profile")
	}
	return wrong
}

// wordFaults are those of what the file says of itself twice.
func (f pdfFile) wordFaults(catalogue, info string, electronic bool) (wrong []string) {
	meta := f.object("/Metadata", catalogue)
	m := metadata(f.stream(meta))
	check := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	check(strings.Contains(meta, "/Type /Metadata /Subtype /XML") && !strings.Contains(meta, "/Filter") && m["fault"] == "", "the packet is readable by everybody")
	check(m[pdfaid+"part"] == "3\n" && m[pdfaid+"conformance"] == "B\n", "part 3, level B")
	li := "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	at := func(words ...string) string {
		for path, said := range m {
			if strings.HasSuffix(path, strings.Join(words, ">")) && strings.Contains(path, ">") {
				return said
			}
		}
		return ""
	}
	check(at(dc+"title", li+"Alt", li+"li") == f.text("/Title", info) && f.text("/Title", info) != "", "the title twice")
	check(at(dc+"creator", li+"Seq", li+"li") == f.text("/Author", info) && f.text("/Author", info) != "", "the author twice")
	check(m[xmp+"CreatorTool"] == f.text("/Creator", info)+"\n" && m[adobe+"Producer"] == f.text("/Producer", info)+"\n", "the maker twice")
	date := func(name string) string {
		d := f.word(name+` \(D:(\d{14})Z\)`, info)
		if d == "" {
			return "none"
		}
		return d[:4] + "-" + d[4:6] + "-" + d[6:8] + "T" + d[8:10] + ":" + d[10:12] + ":" + d[12:14] + "Z\n"
	}
	check(m[xmp+"CreateDate"] == date("/CreationDate") && m[xmp+"ModifyDate"] == date("/ModDate"), "the dates twice")
	if !electronic {
		return wrong
	}
	check(m[fx+"DocumentType"] == "INVOICE\n" && m[fx+"DocumentFileName"] == "factur-x.xml\n" && m[fx+"Version"] == "1.0\n" && m[fx+"ConformanceLevel"] == "EN 16931\n", "the words of Factur-X")
	names := m["http://www.aiim.org/pdfa/ns/property#name"]
	check(m["http://www.aiim.org/pdfa/ns/schema#namespaceURI"] == fx+"\n" && m["http://www.aiim.org/pdfa/ns/schema#prefix"] == "fx\n" &&
		names == "DocumentFileName\nDocumentType\nVersion\nConformanceLevel\n", "the extension schema")
	return wrong
}

// invoiceFaults are those of the electronic invoice inside.
func (f pdfFile) invoiceFaults(catalogue, info string, invoice []byte) (wrong []string) {
	if invoice == nil {
		if strings.Contains(catalogue, "/AF") || strings.Contains(catalogue, "/EmbeddedFiles") {
			wrong = append(wrong, "a file inside that nobody gave")
		}
		return wrong
	}
	check := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	af, names := f.word(`/AF \[(\d+) 0 R\]`, catalogue), f.word(`/EmbeddedFiles << /Names \[\(factur-x\.xml\) (\d+) 0 R\] >>`, catalogue)
	check(af != "" && af == names, "both ways to the invoice")
	n, _ := strconv.Atoi(af)
	spec := f.objects[n]
	for _, word := range []string{"/Type /Filespec", "/F (factur-x.xml)", "/UF (factur-x.xml)", "/AFRelationship /Alternative", "/Desc ("} {
		check(strings.Contains(spec, word), word)
	}
	inside := f.object("/EF << /F", spec)
	check(strings.Contains(inside, "/Type /EmbeddedFile") && strings.Contains(inside, "/Subtype /text#2Fxml"), "the kind of file")
	check(f.word(`/Size (\d+)`, inside) == strconv.Itoa(len(invoice)), "its size")
	check(f.word(`/ModDate \((D:\d{14}Z)\)`, inside) != "" && f.word(`/ModDate \((D:\d{14}Z)\)`, inside) == f.word(`/ModDate \((D:\d{14}Z)\)`, info), "its date")
	check(bytes.Equal(f.stream(inside), invoice), "the invoice inside is not the one given")
	return wrong
}

// words are the texts drawn on the pages, in order.
func words(pdf []byte) string {
	f, err := read(pdf)
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	shown := regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`)
	for n := 1; n <= len(f.objects); n++ {
		content := f.stream(f.objects[n])
		if !bytes.Contains(content, []byte("BT ")) {
			continue
		}
		for _, m := range shown.FindAllSubmatch(content, -1) {
			out.WriteString(drawn(m[1]) + "\n")
		}
	}
	return out.String()
}

// drawn reads a string of a page: two bytes a sign, some of them behind a backslash.
func drawn(raw []byte) string {
	var plain []byte
	for n := 0; n < len(raw); n++ {
		if raw[n] == '\\' && n+1 < len(raw) {
			n++
			if raw[n] == 'r' {
				raw[n] = '\r'
			}
		}
		plain = append(plain, raw[n])
	}
	var units []uint16
	for n := 0; n+1 < len(plain); n += 2 {
		units = append(units, uint16(plain[n])<<8|uint16(plain[n+1]))
	}
	return string(utf16.Decode(units))
}
