package browser

import (
	"strconv"
	"strings"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// controls are start and stop, and the choice of the source.
type controls struct {
	page    *Page
	running bool
	file    js.Value // the last one chosen
	facing  string

	button, picker, lens, device, turn, size, rate js.Value
}

func newControls(p *Page) *controls {
	c := &controls{
		page:   p,
		facing: "user",
		button: byID("start"),
		picker: byID("file"),
		lens:   byID("lens"),
		device: byID("device"),
		turn:   byID("turn"),
		size:   byID("size"),
		rate:   byID("rate"),
	}
	on(c.button, "click", func(js.Value) { c.toggle() })
	on(byID("sources"), "change", func(js.Value) { c.picked() })
	on(within(byID("sources"), "[value=file]"), "click", func(js.Value) { c.picker.Call("click") })
	on(c.picker, "change", func(js.Value) { c.take(c.picker.Get("files").Index(0)) })
	on(c.picker, "cancel", func(js.Value) { c.back() })
	for _, e := range []js.Value{c.device, c.size, c.rate} {
		on(e, "change", func(js.Value) { c.again() })
	}
	on(c.turn, "click", func(js.Value) { c.turned() })
	c.drops()
	if secure() {
		media := window.Get("navigator").Get("mediaDevices")
		on(media, "devicechange", func(js.Value) { c.list() })
		byID("source-screen").Set("hidden", !media.Get("getDisplayMedia").Truthy())
	}
	c.button.Set("disabled", false)
	return c
}

func (c *controls) toggle() {
	switch {
	case c.running:
		c.page.halt(Message{})
	case c.source() == kindFile && !c.file.Truthy():
		c.picker.Call("click")
	default:
		c.page.start()
	}
}

// source is the kind that is chosen.
func (c *controls) source() string { return chosen("source") }

// picked follows the choice of a source. A file is chosen after its kind is.
func (c *controls) picked() {
	kind := c.source()
	c.showLens()
	if kind != kindFile && (c.running || kind != kindCamera) {
		c.page.start()
	}
}

// back is when no file was chosen after all.
func (c *controls) back() {
	if c.page.source.live() {
		choose("source", c.page.source.kind)
	} else if !c.file.Truthy() {
		choose("source", kindCamera)
	}
	c.showLens()
}

// take makes a file the source.
func (c *controls) take(file js.Value) {
	if !file.Truthy() {
		return
	}
	c.file = file
	c.picker.Set("value", "") // so that the same one can be chosen again
	choose("source", kindFile)
	c.showLens()
	c.page.start()
}

// drops takes files that are dropped anywhere on the page.
func (c *controls) drops() {
	root := document.Get("documentElement")
	over := func(event js.Value, inside bool) {
		if event.Get("dataTransfer").Get("types").Call("includes", "Files").Bool() {
			event.Call("preventDefault")
			root.Call("toggleAttribute", "data-drop", inside)
		}
	}
	on(document, "dragover", func(event js.Value) { over(event, true) })
	on(document, "dragleave", func(event js.Value) { over(event, !event.Get("relatedTarget").IsNull()) })
	on(document, "drop", func(event js.Value) {
		over(event, false)
		c.take(event.Get("dataTransfer").Get("files").Index(0))
	})
}

// again opens the source anew, with what has changed of it.
func (c *controls) again() {
	if c.running {
		c.page.start()
	}
}

// turned looks out of the other side of a phone.
func (c *controls) turned() {
	if c.facing = "environment"; c.page.source.facing() == "environment" {
		c.facing = "user"
	}
	c.device.Set("value", "")
	c.again()
}

// wish is what the form says.
func (c *controls) wish() wish {
	width, height, _ := strings.Cut(value(c.size), "x")
	w := wish{kind: c.source(), device: value(c.device), facing: c.facing, file: c.file}
	w.width, _ = strconv.Atoi(width)
	w.height, _ = strconv.Atoi(height)
	w.rate, _ = strconv.Atoi(value(c.rate))
	return w
}

// list fills in the cameras by name, which browsers tell once one of them is allowed.
func (c *controls) list() {
	devices := window.Get("navigator").Get("mediaDevices").Call("enumerateDevices")
	settled(devices, func(devices js.Value) {
		before, any := value(c.device), c.device.Get("options").Index(0)
		c.device.Call("replaceChildren", any)
		for i := range devices.Length() {
			d := devices.Index(i)
			if label := text(d.Get("label")); text(d.Get("kind")) == "videoinput" && label != "" {
				c.device.Call("append", write(element("option", "value", text(d.Get("deviceId"))), label))
			}
		}
		c.device.Set("value", before)
		if c.device.Get("selectedIndex").Int() < 0 { // it was unplugged
			c.device.Set("value", "")
		}
		cameras := c.device.Get("options").Length() - 1
		touch := window.Get("navigator").Get("maxTouchPoints").Int() > 0
		c.turn.Set("hidden", !touch || cameras < 2)
	}, func(js.Value) {})
}

// showLens shows what can be set of the kind of source that is chosen.
func (c *controls) showLens() {
	kind := c.source()
	c.lens.Set("hidden", kind == kindFile || kind == kindCard)
	c.device.Set("hidden", kind != kindCamera)
	write(byID("camera-title"), map[string]string{
		kindCamera: "Camera", kindScreen: "Screen", kindFile: "File", kindCard: "Test picture",
	}[kind])
}

// refresh shows what the stream has come to.
func (c *controls) refresh(stats stream.Stats) {
	running := stats.State != stream.Idle && stats.State != stream.Stopped
	if running == c.running {
		return
	}
	c.running = running
	text := "Start"
	if running {
		text = "Stop"
	}
	write(c.button, text)
}
