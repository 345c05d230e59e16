package e2e

import (
	"bytes"
	"encoding/csv"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

var timed = regexp.MustCompile(`^framepost-\d{4}-\d\d-\d\d-\d{6}\.\w+$`)

func TestSnapshots(t *testing.T) {
	t.Parallel()
	// With this chain the answers have full size on any link: the page shrinks only chains that
	// begin with a resize.
	tab := card(t, serve(t), "&ops=mirror")
	tab.Wait("the whole size", `document.querySelector("#output").width === 640`)
	save := tab.Downloads()
	for _, format := range []string{"png", "jpeg"} {
		tab.Eval(`document.querySelector("#format").value = "`+format+`"`, nil)
		tab.Click("#snapshot")
		path := save("." + format)
		if name := filepath.Base(path); !timed.MatchString(name) {
			t.Errorf("the file is called %s", name)
		}
		picture, kind, err := image.Decode(bytes.NewReader(readFile(t, path)))
		if err != nil || kind != format || picture.Bounds().Size() != image.Pt(640, 480) {
			t.Errorf("%s is a %s of %v, %v", path, kind, picture.Bounds(), err)
		}
	}
	tab.Wait("word of it", `document.querySelector("#kept").textContent.includes("Saved framepost-")`)
}

// A recording has the size that the answers had when it began, whatever they have later, and its
// length, which players show and seek by.
func TestRecording(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&ops=mirror")
	tab.Wait("the whole size", `document.querySelector("#output").width === 640`)
	save := tab.Downloads()
	tab.Click("#record")
	tab.Wait("a second of it", `document.querySelector("#record").textContent.includes("1 s")`)
	tab.Eval("location.hash = '#source=test&ops=resize:200:300'", nil)
	tab.Wait("answers of another size", `document.querySelector("#output").width === 200`)
	tab.Click("#record")
	path := save(".webm")
	if name := filepath.Base(path); !timed.MatchString(name) {
		t.Errorf("the file is called %s", name)
	}
	// PixelWidth and PixelHeight in the notation of Matroska, two bytes each.
	video := readFile(t, path)
	if !bytes.HasPrefix(video, []byte("\x1a\x45\xdf\xa3")) || !bytes.Contains(video, []byte("\xb0\x82\x02\x80")) || !bytes.Contains(video, []byte("\xba\x82\x01\xe0")) {
		t.Errorf("%d bytes are no WebM of 640×480", len(video))
	}
	// The browser that plays the video reports the same size.
	tab.Files("#file", path)
	tab.Wait("the recording as the source", `document.querySelector("#camera-title").textContent === "File" && document.querySelector("#camera").videoWidth === 640`)
	var played struct {
		Length float64
		Widths []int // of the pictures, when they change
	}
	tab.Eval(`{
		const input = document.createElement("input");
		input.id = "probe";
		input.type = "file";
		document.body.append(input);
	}`, nil)
	tab.Files("#probe", path)
	tab.Eval(`new Promise((known, failed) => {
		const video = document.createElement("video"), widths = [];
		video.muted = true;
		video.onresize = () => widths.push(video.videoWidth);
		video.onended = () => known({length: Number.isFinite(video.duration) ? video.duration : 0, widths});
		video.onerror = failed;
		video.src = URL.createObjectURL(document.querySelector("#probe").files[0]);
		video.play();
	})`, &played)
	if played.Length < 1 || !slices.Equal(played.Widths, []int{640}) {
		t.Errorf("a player says %+v", played)
	}
	flows(tab)
}

func TestFiguresAreSaved(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	save := tab.Downloads()
	tab.Click("#hud summary")
	tab.Click("#csv")
	rows, err := csv.NewReader(bytes.NewReader(readFile(t, save(".csv")))).ReadAll()
	if err != nil || len(rows) < 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if _, err := strconv.Atoi(rows[1][0]); err != nil || rows[0][0] != "id" {
		t.Errorf("the table begins with %q and %q", rows[0], rows[1])
	}
}
