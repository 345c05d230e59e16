package browser

import (
	"strconv"
	"strings"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// chooser is the bar with the start button and the choice of the source.
type chooser struct {
	source      *source // the open source
	start, stop func()
	running     bool
	add         func(files js.Value) js.Value // lists files, and returns the one to open
	touring     func() bool                   // whether the demo runs by itself, before the viewer has chosen anything
	file        js.Value                      // the file chosen last
	facing      string                        // "user" or "environment"
	lens        *lens

	capability string // that the page has, or ""

	button, picker, fields, device, turn, size, rate, network js.Value
}

func newChooser(source *source, start, stop func(), touring func() bool) *chooser {
	c := &chooser{
		source: source, start: start, stop: stop, touring: touring, facing: recall("facing"), lens: newLens(), button: byID("start"), picker: byID("file"),
		fields: byID("lens"), device: byID("device"), turn: byID("turn"), size: byID("size"), rate: byID("rate"),
		network: byID("network-camera"),
	}
	if c.facing == "" {
		c.facing = "user"
	}
	if id := recall("device"); id != "" { // in the list before the browser names any
		c.device.Call("append", write(element("option", "value", id), "The last camera"))
	}
	recallInput("device")
	recallInput("size")
	recallInput("rate")
	onClick("start", c.toggle)
	on(byID("sources"), "change", func(js.Value) { c.changed() })
	on(within(byID("sources"), "[value=file]"), "click", func(js.Value) { c.picker.Call("click") })
	on(c.picker, "change", func(js.Value) {
		c.open(c.add(c.picker.Get("files")))
		c.picker.Set("value", "") // so that picking the same file again is a change
	})
	on(c.picker, "cancel", func(js.Value) { c.revert() })
	for _, e := range []js.Value{c.device, c.size, c.rate, c.network} {
		on(e, "change", func(js.Value) { c.reopen() })
	}
	onClick("turn", c.turnAround)
	c.acceptDrops()
	c.acceptPaste()
	if secure() {
		media := window.Get("navigator").Get("mediaDevices")
		on(media, "devicechange", func(js.Value) { c.listCameras() })
		byID("source-screen").Set("hidden", !media.Get("getDisplayMedia").Truthy())
	}
	return c
}

// chosenSource returns the kind of source that is selected.
func chosenSource() string { return chosen("source") }

func (c *chooser) choose(kind string) {
	choose("source", kind)
	c.showFields()
}

// allow enables the start button. Before that the page may be about to start by itself.
func (c *chooser) allow() { c.button.Set("disabled", false) }

func (c *chooser) toggle() {
	switch {
	case c.running:
		c.stop()
	case chosenSource() == kindFile && !c.file.Truthy():
		c.picker.Call("click")
	default:
		c.start()
	}
}

// changed is called when another kind is selected. For a file, the file picker opens next.
func (c *chooser) changed() {
	kind := chosenSource()
	c.showFields()
	if kind != kindFile && (c.running || kind != kindCamera) {
		c.start()
	}
}

// revert selects the kind that is open: no file was picked, or the source failed.
func (c *chooser) revert() {
	kind := chosenSource()
	if c.source.live() {
		kind = c.source.kind
	} else if !c.file.Truthy() {
		kind = kindCamera
	}
	c.choose(kind)
}

// open makes a file the source.
func (c *chooser) open(file js.Value) {
	if !file.Truthy() {
		return
	}
	c.file = file
	c.choose(kindFile)
	c.start()
}

// acceptDrops opens files that are dropped anywhere on the page.
func (c *chooser) acceptDrops() {
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
		c.open(c.add(event.Get("dataTransfer").Get("files")))
	})
}

// acceptPaste opens pictures that are pasted anywhere on the page, also into a field: it would
// take only text.
func (c *chooser) acceptPaste() {
	on(document, "paste", func(event js.Value) {
		if files := event.Get("clipboardData").Get("files"); files.Length() > 0 {
			event.Call("preventDefault")
			c.open(c.add(files))
		}
	})
}

// reopen opens the running source again after its settings have changed.
func (c *chooser) reopen() {
	if c.running {
		c.start()
	}
}

// turnAround switches to the camera on the other side of a phone.
func (c *chooser) turnAround() {
	if c.facing = "environment"; c.source.facing() == "environment" {
		c.facing = "user"
	}
	c.device.Set("value", "")
	remember("facing", c.facing)
	remember("device", "")
	c.reopen()
}

// wish returns the source that is selected, with its settings.
func (c *chooser) wish() wish {
	width, height, _ := strings.Cut(value(c.size), "x")
	w := wish{kind: chosenSource(), device: value(c.device), facing: c.facing, file: c.file}
	if w.kind == kindNetwork {
		w.address = wire.CameraURL(value(c.network), c.capability)
	}
	w.width, _ = strconv.Atoi(width)
	w.height, _ = strconv.Atoi(height)
	w.rate, _ = strconv.Atoi(value(c.rate))
	return w
}

// touched reports whether the device is one that is held and touched.
func touched() bool { return window.Get("navigator").Get("maxTouchPoints").Int() > 0 }

// listCameras lists the cameras by name. Browsers reveal the names once one camera is allowed.
func (c *chooser) listCameras() {
	devices := window.Get("navigator").Get("mediaDevices").Call("enumerateDevices")
	settled(devices, func(devices js.Value) {
		before, any := value(c.device), c.device.Get("options").Index(0)
		c.device.Call("replaceChildren", any)
		each(devices, func(d js.Value) {
			if label := text(d.Get("label")); text(d.Get("kind")) == "videoinput" && label != "" {
				c.device.Call("append", write(element("option", "value", text(d.Get("deviceId"))), label))
			}
		})
		c.device.Set("value", before)
		if c.device.Get("selectedIndex").Int() < 0 { // it was unplugged
			c.device.Set("value", "")
		}
		cameras := c.device.Get("options").Length() - 1
		c.turn.Set("hidden", !touched() || cameras < 2)
	}, ignore)
}

// offer lists the cameras that the server fetches, by name, if there are any.
func (c *chooser) offer(names js.Value, capability string) {
	if !names.Truthy() {
		return
	}
	c.capability = capability
	each(names, func(name js.Value) { c.network.Call("append", write(element("option"), text(name))) })
	byID("source-network").Set("hidden", false)
}

// demo makes the demo picture the source.
func (c *chooser) demo() {
	c.choose(kindCard)
	c.start()
}

// opened shows what the open source has: its size where it is not the one that was asked for, as
// cameras and screens have their own, and a light and a zoom.
func (c *chooser) opened() {
	c.showFields()
	gives := ""
	if width, height := c.source.size(); width != 0 && strconv.Itoa(width)+"x"+strconv.Itoa(height) != value(c.size) {
		gives = "It gives " + strconv.Itoa(width) + " × " + strconv.Itoa(height)
	}
	write(byID("gives"), gives)
	c.lens.show(c.source.track())
}

// showFields shows the settings of the kind of source that is selected.
func (c *chooser) showFields() {
	kind := chosenSource()
	c.fields.Set("hidden", kind != kindCamera && kind != kindScreen)
	c.network.Set("hidden", kind != kindNetwork)
	c.device.Set("hidden", kind != kindCamera)
	write(byID("camera-title"), map[string]string{
		kindCamera: "Camera", kindScreen: "Screen", kindFile: "File", kindCard: "Demo picture", kindNetwork: "Network camera",
	}[kind])
}

// refresh labels the start button.
func (c *chooser) refresh(stats stream.Stats) {
	c.running = stats.State != stream.Idle && stats.State != stream.Stopped && !c.touring()
	label := "Start"
	switch {
	case c.running:
		label = "Stop"
	case c.touring() && chosenSource() == kindCamera:
		label = "Use the camera"
	}
	setLabel("start", label)
}
