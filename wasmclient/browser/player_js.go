package browser

import (
	"strconv"
	"syscall/js"
)

// player is the bar for the video of a file. While the video is paused, or at its end without
// Loop, its picture is a still source: what is changed in the chain shows on it.
type player struct {
	video                       js.Value // undefined if the source is no video
	bar, play, seek, time, loop js.Value
	onChange                    js.Func
}

// Events after which the bar shows something else; a browser says the time a few times a second.
var videoEvents = []string{"play", "pause", "ended", "seeked", "timeupdate", "durationchange"}

func newPlayer() *player {
	p := &player{bar: byID("player"), play: byID("play"), seek: byID("seek"), time: byID("time"), loop: byID("loop")}
	p.onChange = callback(func(js.Value) { p.refresh() })
	setPressed(p.loop, recall("loop") != "false")
	onClick("play", p.toggle)
	onClick("loop", func() {
		setPressed(p.loop, !isPressed(p.loop))
		remember("loop", strconv.FormatBool(isPressed(p.loop)))
		p.refresh()
	})
	on(p.seek, "input", func(js.Value) {
		if p.video.Truthy() {
			p.video.Set("currentTime", p.seek.Get("valueAsNumber"))
		}
	})
	return p
}

// show shows the bar for a video, or hides it if that is undefined.
func (p *player) show(video js.Value) {
	p.video = video
	p.bar.Set("hidden", !video.Truthy())
	if video.Truthy() {
		for _, event := range videoEvents {
			video.Call("addEventListener", event, p.onChange)
		}
		p.refresh()
	}
}

// toggle pauses the video, or plays it on: from the beginning if it is at its end.
func (p *player) toggle() {
	switch {
	case !p.video.Truthy():
	case p.video.Get("paused").Bool():
		settled(p.video.Call("play"), ignore, ignore) // it fails if the source is closed meanwhile
	default:
		p.video.Call("pause")
	}
}

func (p *player) refresh() {
	if !p.video.Truthy() { // an event of the last video
		return
	}
	p.video.Set("loop", isPressed(p.loop))
	switch {
	case p.video.Get("ended").Bool():
		setLabel("play", "Play again")
	case p.video.Get("paused").Bool():
		setLabel("play", "Play")
	default:
		setLabel("play", "Pause")
	}
	now, length := float(p.video.Get("currentTime")), float(p.video.Get("duration"))
	known := length < longestVideo // a recording without a length is said to be endless
	p.seek.Set("hidden", !known)
	if !known {
		setLabel("time", VideoTime(now))
		return
	}
	p.seek.Set("max", length)
	p.seek.Set("value", now)
	words := VideoTime(now) + " / " + VideoTime(length)
	p.seek.Call("setAttribute", "aria-valuetext", words)
	setLabel("time", words)
}
