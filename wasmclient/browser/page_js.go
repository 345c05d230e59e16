// Package browser is the client's only contact with the browser: it is the one
// package that may use syscall/js. It opens the camera, grabs frames, posts them,
// paints the answers, and runs the page's controls; what to send and what to show
// is decided by package stream. A file here is one concern.
//
// Frames stay on the browser's side: what Go holds of them are references. In a
// browser everything happens on one thread, so no callback may block; and each
// crossing between Go and JavaScript costs a microsecond or two, an entry from JavaScript
// into Go a hundred. So what happens for every frame enters Go as seldom as it can and
// uses callbacks, options and buffers made once.
//
// # The page's JavaScript object
//
// Tests and curious users find window.framepost in the page, with
//
//	framepost.stats()   how the stream is doing at this moment
//	framepost.frames()  the records of the last frames shown, oldest first, up to 1024
//	framepost.csv()     the same as a table, a line for each frame with a duration for each
//	                    step, see stream.CSV
//	framepost.target(ms)  sets the latency from camera to screen that is held, 100 at first
//	framepost.still(on)   switches on, as it is at first, or off that a still scene is sent
//	                    but once a second
//	framepost.config    what config.json says: api, secure, rates (configs/rates.json)
//
// All times are in ms. stats() gives
//
//	state           "idle" "starting" "live" "reconnecting" "paused" "stopped"
//	fps             frames shown a second, over the last 3 s, as the figures below
//	sent shown dropped late failed      totals
//	bytesUp bytesDown                   totals
//	inFlight window                     requests in flight, and how many there may be
//	sentQuality size gap                how frames are sent at present: JPEG quality of the
//	                                    question, size of the answer in %, and the least time
//	                                    between two (0 for every frame of the camera)
//	aim                                 what the target comes to on this link
//	still                               nothing moves: one frame a second is sent
//	rtt             {p50, p95}, from giving a frame to the network to having its answer
//	cameraToScreen  {p50, p95}, from the camera's capture to painting the answer
//	server          {queue, decode, ops, encode}, medians of Server-Timing
//	chain quality   what frames are sent with
//	refusal         what the server says about a chain it refused, or ""
//	lastFrameId     the newest frame shown
//
// and each of frames() has the points in time
//
//	captured taken sent answered received decoded shown    on performance.now's clock
//
// for capture, the decision to send, the end of the encoding, the response's
// headers, the response's body, its decoding and the painting; requested, responded and
// ended, what Resource Timing says of the request (0 when the browser says nothing); id, up and down (bytes),
// server {queue, decode, ops, encode, receive}, and window, quality and size as they
// were when it was sent.
package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// Page is the open page. It is the stream's port to the browser.
type Page struct {
	stream   *stream.Stream
	clock    clock
	video    js.Value
	frame    js.Value // the VideoFrame being offered; undefined when the video has it
	feed     *feed
	thumb    *thumb
	source   *source
	lane     *lane
	network  *network
	api      string // its address, empty for the page's own
	controls *controls
	chain    *chain
	pace     *pace
	previews *previews
	view     *view
	gauges   *gauges
	keep     *keep
	status   *status
	wake     wake
	update   *update

	looks int
	shown stream.Condition
}

// Open connects to the page's elements and waits: for the viewer's click, or for
// nothing if the camera's permission has been granted before.
func Open(config stream.Config) (*Page, error) {
	p := &Page{clock: newClock(), video: byID("camera")}
	s, err := stream.New(config, p)
	if err != nil {
		return nil, err
	}
	settings := window.Get("framepost").Get("config")
	p.stream, p.api = s, text(settings.Get("api"))
	p.lane = newLane(s, p.clock, newGrabber(p.video), newScreen(byID("output")), p.api)
	p.thumb = newThumb(s, p.video)
	p.feed = newFeed(p.video, p.clock, p.offer)
	p.network = watchNetwork(s, p.clock)
	p.source = newSource(p.video, func(kind string) { p.halt(p.sourceMessage(kind, sourceEnded)) })
	p.status = newStatus(s, text(settings.Get("secure")))
	p.view = newView(p.status.tell)
	p.keep = newKeep()
	p.gauges = newGauges(s, p.status, settings, p.csv)
	p.update = newUpdate(func(address string) { p.status.tell(UpdateMessage(address)) })
	p.controls = newControls(p)
	p.status.lacks()
	p.previews = newPreviews(p.video, p.api)
	p.pace = newPace(s)
	p.chain = newChain(p, config.Settings)
	p.listen()
	p.export()
	p.chain.share.read(fragment())
	p.chain.load()
	p.chain.show()
	p.watch()
	p.refresh()
	p.autostart()
	return p, nil
}

// offer is called for every frame of the source.
func (p *Page) offer(frame js.Value, captured float64) {
	p.frame = frame
	if p.stream.WantsThumbnail() {
		p.thumb.take(frame)
	}
	p.stream.Offer(p.clock.time(captured))
	if !p.frame.IsUndefined() { // not taken by Send
		p.frame.Call("close")
		p.frame = js.Undefined()
	}
}

// Send grabs and posts the frame that is being offered.
func (p *Page) Send(request stream.Request) {
	frame := p.frame
	p.frame = js.Undefined()
	p.lane.send(request, frame)
}

// Show paints the decoded answer.
func (p *Page) Show(id int) { p.lane.show(id) }

// Abort cancels a request.
func (p *Page) Abort(id int) { p.lane.abort(id) }

// start opens the chosen source and streams it; while streaming, it switches over.
func (p *Page) start() {
	wish := p.controls.wish()
	if (wish.kind == kindCamera || wish.kind == kindScreen) && !secure() {
		p.fail(p.status.insecure())
		return
	}
	p.status.wait(wish.kind == kindCamera)
	p.source.open(wish, func() {
		p.status.tell(Message{})
		p.stream.Start()
		p.feed.start(p.source.stream)
		p.previews.switched()
		if wish.kind == kindCamera {
			p.controls.list()
		}
		p.chain.share.show()
		p.refresh()
	}, func(exception string) { p.fail(p.sourceMessage(wish.kind, exception)) })
	p.refresh()
}

func (p *Page) sourceMessage(kind, exception string) Message {
	return SourceMessage(kind, exception, text(window.Get("navigator").Get("userAgent")))
}

// fail tells why a source could not be opened. The one before it, if any, goes on.
func (p *Page) fail(why Message) {
	if !p.source.live() {
		p.halt(why)
		return
	}
	p.controls.back()
	p.status.tell(why)
	p.refresh()
}

// halt ends it all, lets go of the camera, and tells why, unless that is plain.
func (p *Page) halt(why Message) {
	p.stream.Stop()
	p.feed.stop()
	p.source.close()
	p.status.tell(why)
	p.refresh()
}

// look follows the stream: what happens is shown at once; the figures, which take a
// millisecond, every fourth time, so that few frames find the thread busy with them.
func (p *Page) look() {
	if p.looks++; p.looks%4 == 0 {
		p.network.pass()
		p.gauges.refresh(p.refresh())
	} else if p.stream.Condition() != p.shown {
		p.refresh()
	}
}

func (p *Page) refresh() stream.Stats {
	stats := p.stream.Stats()
	p.shown = stats.Condition
	p.status.refresh(stats)
	p.controls.refresh(stats)
	p.chain.refresh(stats)
	p.previews.refresh(stats)
	p.keep.refresh(stats)
	p.wake.hold(stats.State == stream.Starting || stats.State == stream.Live || stats.State == stream.Reconnecting)
	p.update.refresh(stats)
	return stats
}

// watch follows what happens around the page: hidden, seen again, network gone and
// back.
func (p *Page) watch() {
	on(document, "visibilitychange", func(js.Value) {
		hidden := document.Get("hidden").Bool()
		p.stream.Hide(hidden)
		if hidden {
			p.feed.stop()
		} else if p.source.live() {
			p.feed.start(p.source.stream)
		}
		p.refresh()
	})
	on(window, "online", func(js.Value) { p.stream.Retry() })
	on(window, "offline", func(js.Value) {
		p.stream.Offline()
		p.refresh()
	})
	p.stream.Hide(document.Get("hidden").Bool())

	const interval = 250 // ms
	window.Call("setInterval", callback(func(js.Value) { p.look() }), interval)
}

// autostart starts at once if the camera is allowed already, or not asked for. Browsers
// that cannot tell wait for the click.
func (p *Page) autostart() {
	if p.controls.showLens(); p.controls.source() == kindCard {
		p.start()
		return
	}
	permissions := window.Get("navigator").Get("permissions")
	if !secure() || !permissions.Truthy() {
		return
	}
	query := permissions.Call("query", object(map[string]any{"name": "camera"}))
	settled(query, func(permission js.Value) {
		if permission.Get("state").String() == "granted" {
			p.start()
		}
	}, func(js.Value) {})
}
