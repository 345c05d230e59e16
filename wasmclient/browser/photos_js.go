package browser

import (
	"slices"
	"strings"
	"syscall/js"
)

// photo is a picture from a file of the viewer.
type photo struct {
	file js.Value // a File
	item js.Value // its place in the strip
	tiny bool     // its thumbnail is drawn or being drawn
}

func (p *photo) name() string { return text(p.file.Get("name")) }

// photos is the strip of the photos that the viewer has opened. One of them may be the source.
type photos struct {
	section, strip, said js.Value
	list                 []*photo
	shown                *photo // the source, or nil
	busy                 bool   // a thumbnail is being made

	open   func(file js.Value) // makes a photo the source
	none   func()              // called when the photo that was the source is removed, and no other is left
	cancel func(p *photo) bool // cancels the download of a photo; it reports whether there was one
}

func newPhotos(open func(file js.Value), none func()) *photos {
	p := &photos{section: byID("photos"), strip: byID("strip"), said: byID("photos-said"), open: open, none: none}
	on(p.strip, "click", func(event js.Value) {
		button := event.Get("target").Call("closest", "button")
		if !button.Truthy() {
			return
		}
		at := slices.IndexFunc(p.list, func(one *photo) bool { return one.item.Equal(button.Get("parentElement")) })
		switch {
		case at < 0:
		case data(button, "do") == "show":
			p.open(p.list[at].file)
		case !p.cancel(p.list[at]):
			p.remove(at)
		}
	})
	return p
}

// add lists the pictures among some files, and returns the file that should become the source:
// the first picture, or else the first file.
func (p *photos) add(files js.Value) (first js.Value) {
	each(files, func(file js.Value) {
		picture := !strings.HasPrefix(text(file.Get("type")), "video/")
		if picture {
			p.list = append(p.list, p.listed(file))
		}
		if first.IsUndefined() || picture && strings.HasPrefix(text(first.Get("type")), "video/") {
			first = file
		}
	})
	p.refresh()
	p.draw()
	return first
}

// listed adds a photo to the strip.
func (p *photos) listed(file js.Value) *photo {
	one := &photo{file: file, item: element("li")}
	show := element("button", "type", "button", "class", "quiet", "data-do", "show", "title", one.name())
	show.Call("append", element("canvas", "aria-hidden", "true", "width", "1", "height", "1"), write(element("span"), one.name()))
	remove := write(element("button", "type", "button", "class", "quiet icon", "data-do", "remove", "aria-label", "Remove "+one.name()), "×")
	one.item.Call("append", show, remove)
	p.strip.Call("append", one.item)
	return one
}

// remove takes a photo out of the list. If it is the source, its neighbour becomes the source.
func (p *photos) remove(at int) {
	one := p.list[at]
	p.drop(at)
	next := min(at, len(p.list)-1)
	if next >= 0 {
		within(p.list[next].item, "[data-do=remove]").Call("focus")
	}
	switch {
	case one != p.shown:
	case next < 0:
		byID("start").Call("focus")
		p.shown = nil
		p.none()
	default:
		p.open(p.list[next].file)
	}
}

// drop takes a photo out of the list and the strip.
func (p *photos) drop(at int) {
	p.list[at].item.Call("remove")
	p.list = slices.Delete(p.list, at, at+1)
	p.refresh()
}

// refuse removes a file that is no picture.
func (p *photos) refuse(file js.Value) {
	at := slices.IndexFunc(p.list, func(one *photo) bool { return one.file.Equal(file) })
	if at < 0 {
		return
	}
	write(p.said, p.list[at].name()+" is no picture that this browser knows")
	p.drop(at)
}

// mark is called when a source has been opened. It marks its photo, if it is one.
func (p *photos) mark(w wish) {
	p.shown = nil
	for _, one := range p.list {
		is := w.kind == kindFile && one.file.Equal(w.file)
		if is {
			p.shown = one
			one.item.Call("scrollIntoView", object("block", "nearest", "inline", "nearest"))
		}
		setPressed(within(one.item, "[data-do=show]"), is)
	}
}

func (p *photos) refresh() { p.section.Set("hidden", len(p.list) == 0) }

// stripHeight is the height of a thumbnail, in px; the strip shows it at half of that.
const stripHeight = 96

// draw draws the thumbnails that are missing, one after the other: each takes the memory of the
// whole photo for a moment.
func (p *photos) draw() {
	at := slices.IndexFunc(p.list, func(one *photo) bool { return !one.tiny })
	if p.busy || at < 0 {
		return
	}
	one := p.list[at]
	one.tiny, p.busy = true, true
	next := func() {
		p.busy = false
		p.draw()
	}
	options := object("resizeHeight", stripHeight, "resizeQuality", "medium")
	settled(window.Call("createImageBitmap", one.file, options), func(picture js.Value) {
		draw(within(one.item, "button"), picture)
		next()
	}, func(js.Value) {
		p.refuse(one.file)
		next()
	})
}
