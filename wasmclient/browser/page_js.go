package browser

import (
	"syscall/js"

	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// Page is the open page. It connects its parts with the stream and with one another; a part
// knows only the callbacks that it is given.
type Page struct {
	stream  *stream.Stream
	source  *source
	grabber *grabber
	feed    *feed
	chooser *chooser
	photos  *photos
	chain   *chain
	tour    *tour
	status  *status
	network *network
	view    *view
	gauges  *gauges

	followers []func(stream.Stats) // called regularly with the stream's figures
	ticks     int
	hidden    bool // whether nobody can see the answer
	shown     stream.Condition
}

// Open connects to the page's elements. It starts the stream if the camera's permission has
// been granted before; otherwise a click of the viewer starts it.
func Open(config stream.Config) (*Page, error) {
	breathe() // Go's own start was long
	video, clock := byID("camera"), newClock()
	port := &port[js.Value]{release: func(frame js.Value) {
		if !frame.IsUndefined() {
			frame.Call("close")
		}
	}}
	s, err := stream.New(config, port)
	if err != nil {
		return nil, err
	}
	file := window.Get("framepost").Get("config")
	api := text(file.Get("api"))
	port.stream = s
	may := newCredential(text(file.Get("cap")))
	recording := newRecording()
	screen := newScreen(byID("output"), recording.painted)
	grabber := newGrabber(video)
	server, local := newServer(s, clock, grabber, screen, api, may), newLocal(s, video, screen)
	server.masker = newMasker(local)
	port.server, port.local = server, local
	// Each region has a URL of its own, and browsers ask another origin for leave for each URL. A
	// region is painted into a picture, which a canvas for bitmaps can't do.
	regions := api == "" && !screen.bitmaps
	s.SendRegions(regions)

	p := &Page{stream: s, grabber: grabber, network: watchNetwork(s, clock)}
	thumb := newThumb(s, video)
	p.feed = newFeed(video, clock, func(frame js.Value, captured float64) {
		if s.WantsThumbnail() {
			thumb.take(frame)
		}
		port.offer(frame, clock.time(captured))
	})
	p.source = newSource(video, func(kind string) { p.halt(p.sourceMessage(kind, sourceEnded)) })
	p.status = newStatus(text(file.Get("secure")), server.skipped, local.progress, newKeyForm(func(key string) {
		may.setKey(key)
		s.Retry()
		p.chain.showAround() // the command to copy
		p.refresh()
	}), func() { p.chooser.demo() })
	p.view = newView(p.status.notify, p.seen)
	server.shown, local.shown = p.view.shown, p.view.shown
	p.chooser = newChooser(p.source, p.start, func() { p.halt(Message{}) }, func() bool { return p.tour.running })
	p.chooser.offer(file.Get("cameras"), may.capability)
	uploads := &uploads{api: api, may: may, stay: s.KeepsPictures, developer: newDeveloper()}
	p.photos = newPhotos(p.chooser.open, p.chooser.demo)
	p.chooser.add = p.photos.add
	previews := newPreviews(video, uploads, presetWidth, look.PresetTurn)
	opPreviews := newPreviews(video, uploads, opWidth, look.OpTurn)
	p.chain = newChain(s, api, may, config.Settings, previews, opPreviews, p.status.notify, p.applied, p.alone)
	p.tour = newTour(p.chain, func() { p.halt(Message{}) })
	export := newExport(s, clock, p.network, newTarget(s), regions)
	p.gauges = newGauges(s, file.Get("rates"), export.csv, server.figures, local.figures)
	snapshot := newSnapshot()
	postcard := newPostcard(video, byID("output"), p.chain.edit, s.Stats)
	result := newResult(p.chain.edit, p.photos, uploads)
	newBatch(p.photos, result, uploads)
	p.status.showLacks()
	update := newUpdate(func(address string) { p.status.notify(UpdateMessage(address)) })
	p.followers = []func(stream.Stats){local.refresh, newKeeper(s).refresh, p.status.refresh, p.chooser.refresh, p.chain.refresh, uploads.refresh, previews.refresh, opPreviews.refresh,
		snapshot.refresh, postcard.refresh, result.refresh, recording.refresh, new(wake).refresh, update.refresh}

	listen(map[action]func(){
		actStart:    p.chooser.toggle,
		actPlay:     p.source.player.toggle,
		actSnapshot: snapshot.take,
		actRecord:   recording.toggle,
		actHUD:      p.gauges.toggle,
		actFull:     p.view.toggleFull,
		actCompare:  p.view.compare,
		actNext:     func() { p.chain.presets.step(1) },
		actPrevious: func() { p.chain.presets.step(-1) },
		actUndo:     p.chain.undo,
		actRedo:     p.chain.redo,
	})
	if file.Get("watch").Truthy() {
		watchCatalogue(api, p.chain.load)
	}
	watchProcess(s, func() { p.refresh() })
	breathe() // all parts are there, for whatever the viewer does now
	p.chain.begin(text(file.Get("look")))
	p.watch()
	p.refresh()
	p.whenFaithful(p.autostart)
	return p, nil
}

// start opens the chosen source and streams it. A source that is already streaming continues
// until the new one is open.
func (p *Page) start() {
	p.open(p.chooser.wish(), func() {})
}

// applied is called when the viewer has changed the chain, which ends a tour.
func (p *Page) applied() {
	if p.tour.running {
		p.tour.end()
		p.chooser.choose(kindCard)
	}
	p.status.dismiss(LinkMessage("").Title)
	p.refresh()
}

// alone is called when there is no API: this page processes all frames.
func (p *Page) alone() {
	document.Get("documentElement").Get("dataset").Set("api", "none")
	p.stream.SetServerless()
	p.refresh()
}

// open opens a source, streams it and calls then.
func (p *Page) open(wish wish, then func()) {
	if (wish.kind == kindCamera || wish.kind == kindScreen) && !secure() {
		p.fail(p.status.insecure())
		return
	}
	p.status.await(wish.kind == kindCamera)
	p.source.open(wish, func() {
		p.whenFaithful(func() { p.opened(wish, then) })
	}, func(exception string) {
		p.photos.refuse(wish.file)
		p.fail(p.sourceMessage(wish.kind, exception))
	})
	p.refresh()
}

// opened streams the source, which has just been opened, and calls then.
func (p *Page) opened(wish wish, then func()) {
	if !p.source.live() { // the viewer was faster
		return
	}
	p.tour.end()
	p.chooser.opened()
	p.photos.mark(wish)
	p.status.notify(Message{})
	p.stream.Start()
	p.feed.start(p.source.stream)
	if wish.kind == kindCamera {
		p.chooser.listCameras()
	}
	p.chain.sourceChanged(p.source.scene())
	then()
	p.refresh()
}

func (p *Page) sourceMessage(kind, exception string) Message {
	return SourceMessage(kind, exception, agent())
}

// fail shows why a source could not be opened. The previous source, if any, continues.
func (p *Page) fail(why Message) {
	if !p.source.live() {
		p.halt(why)
		return
	}
	if !p.tour.running { // otherwise the viewer's choice is to be tried again
		p.chooser.revert()
	}
	p.status.notify(why)
	p.refresh()
}

// halt stops the stream, closes the camera, and shows why. The message is empty if the viewer
// has stopped it.
func (p *Page) halt(why Message) {
	p.tour.end()
	p.stream.Stop()
	p.feed.stop()
	p.source.close()
	p.status.notify(why)
	p.refresh()
}

// tick calls the followers. It does so at once if the stream's Condition has changed. Otherwise
// it does so every fourth time, since the figures take a millisecond, for which a frame may
// have to wait.
func (p *Page) tick() {
	if p.ticks++; p.ticks%4 == 0 {
		p.network.flush()
		p.gauges.refresh(p.refresh())
	} else if p.stream.Condition() != p.shown {
		p.refresh()
	}
}

func (p *Page) refresh() stream.Stats {
	stats := p.stream.Stats()
	p.shown = stats.Condition
	for _, show := range p.followers {
		show(stats)
	}
	return stats
}

// watch reacts to events around the page: it is hidden or shown again, the network is lost or
// back.
func (p *Page) watch() {
	on(document, "visibilitychange", func(js.Value) { p.seen() })
	on(window, "online", func(js.Value) { p.stream.Retry() })
	on(window, "offline", func(js.Value) {
		p.stream.Offline()
		p.refresh()
	})
	p.hidden = document.Get("hidden").Bool()
	p.stream.Hide(p.hidden)

	const interval = 250 // ms
	window.Call("setInterval", callback(func(js.Value) { p.tick() }), interval)
}

// seen pauses the stream while nobody can see the answer: the page is hidden, and the answer
// does not float.
func (p *Page) seen() {
	hidden := document.Get("hidden").Bool() && !p.view.isFloating()
	if hidden == p.hidden {
		return
	}
	p.hidden = hidden
	p.stream.Hide(hidden)
	if hidden {
		p.feed.stop()
	} else if p.source.live() {
		p.feed.start(p.source.stream)
	}
	p.refresh()
}

// autostart starts at once if the camera is already allowed, or if the demo picture is chosen.
// In browsers that do not reveal what is allowed, it waits for the click.
func (p *Page) autostart() {
	p.chooser.showFields()
	permissions := window.Get("navigator").Get("permissions")
	if chosenSource() == kindCard || !secure() || !permissions.Truthy() {
		p.first(false)
		return
	}
	query := permissions.Call("query", object("name", "camera"))
	settled(query, func(permission js.Value) {
		p.first(permission.Get("state").String() == "granted")
	}, func(js.Value) { p.first(false) })
}

// first opens the first source, unless the viewer was faster: the one that is selected, or the demo
// picture for a visitor who has not allowed the camera yet.
func (p *Page) first(camera bool) {
	switch {
	case !p.source.untouched():
	case camera || chosenSource() == kindCard:
		p.start()
	case p.tour.wanted():
		p.open(wish{kind: kindCard}, func() {
			p.tour.begin()
			write(byID("camera-title"), "Demo picture")
		})
	}
}
