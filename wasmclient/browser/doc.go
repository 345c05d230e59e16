// Package browser is the client's only contact with the browser: no other package may import
// syscall/js. It opens the camera, grabs frames, posts them, paints the answers and runs the
// page's controls. Package stream decides what to send and what to show. Each file has one
// concern.
//
// Frames stay on the browser's side; Go only holds references to them. In a browser everything
// runs on one thread, so no callback may block. A call from Go into JavaScript takes a
// microsecond or two, a call from JavaScript into Go a hundred. So the work for each frame
// enters Go as rarely as possible, and uses callbacks, options and buffers that are made once.
//
// # The page's JavaScript object
//
// window.framepost is for tests and experiments. It has these functions:
//
//	framepost.stats()   how the stream is doing at this moment
//	framepost.frames()  the records of the last frames shown, oldest first, up to 1024
//	framepost.csv()     the same as a table, see stream.CSV
//	framepost.target(ms)  sets the latency from camera to screen to hold, 100 at first
//	framepost.still(on)   switches on or off that a still scene is sent but once a
//	                    second; it is on at first
//	framepost.regions(on)  switches on or off that only what has changed is sent; it is on
//	                    at first where the page can do it
//	framepost.config    the content of config.json: api, secure, cap (a capability), look
//	                    (what an address without one shows, as after its #), rates
//	                    (configs/rates.json), watch (whether the server's operations can
//	                    change while it runs)
//
// All times are in ms. stats() returns
//
//	state           "idle" "starting" "live" "reconnecting" "paused" "stopped"
//	fps             frames shown a second, over the last 3 s, as the figures below
//	sent shown dropped late failed      totals
//	bytesUp bytesDown                   totals
//	inFlight window                     requests in flight, and how many there may be
//	sentQuality size gap                how frames are sent at present: JPEG quality of the
//	                                    upload, size of the answer in %, and the least time
//	                                    between two (0 for every frame of the camera)
//	share                               of the frames' pixels that are sent, 0 to 1
//	aim                                 the latency that the target comes to on this link
//	still                               nothing moves: one frame a second is sent
//	rtt             {p50, p95}, from handing a frame to the network to having its answer
//	cameraToScreen  {p50, p95}, from the camera's capture to painting the answer
//	server          {queue, decode, ops, encode}, medians of Server-Timing
//	here            the same of frames that the page has processed
//	chain quality   what frames are sent with
//	refusal         why the server refused a chain, or ""
//	lastFrameId     the newest frame shown
//	where           where frames are processed: "server" or "page"
//	standby         whether the page could process frames now
//	why             if in the page: "serverless" "wished" "away" "busy" "cold" "stalled" "nearer"
//
// Each record of frames() has these points in time:
//
//	captured taken sent answered received decoded shown    on performance.now's clock
//
// They are the times of capture, of the decision to send, of the end of the encoding, of the
// response's headers, of the response's body, of the end of its decoding and of the painting.
// It also has requested, responded and ended, the request's times by Resource Timing (0 if the
// browser has none); id, where ("server" or "page"), up and down (bytes), server {queue, decode, ops, encode, receive}; and
// window, quality and size at the time when it was sent, and share, the share of its pixels that
// was.
package browser
