// Package wire is the contract that the browser and the server share: paths,
// query and header names, error codes, the grammar of an operation chain and the
// text forms of the headers. It is a leaf: every visitor downloads it inside the
// WebAssembly client, so it imports nothing but strconv and strings (net/http,
// encoding/json and fmt would each add 0.1 to 2 MB).
package wire

// Paths of the HTTP contract.
const (
	PathV1      = "/v1" // the prefix of the next ones
	PathFrame   = PathV1 + "/frame"
	PathStream  = PathV1 + "/stream"
	PathCameras = PathV1 + "/cameras" // the names; a slash and one of them is that camera
	PathOps     = PathV1 + "/ops"
	PathOpenAPI = "/openapi.json"
	PathHealth  = "/health" // not /healthz: Cloud Run reserves paths that end in z
	PathMetrics = "/metrics"
)

// Query parameters of PathFrame.
const (
	QueryOps     = "ops"    // an operation chain, see ParseChain
	QueryPreset  = "preset" // the name of a configured chain, instead of ops
	QueryQuality = "q"      // JPEG quality of the answer, MinQuality to MaxQuality
	QueryBytes   = "bytes"  // the most bytes that the answer may have, see ParseBytes; QueryQuality is the best then
	QueryFormat  = "format" // format of the answer: jpeg, the default, or png
	QueryScale   = "scale"  // size of the answer in % of the chain's result, MinScale to MaxScale
	QueryRegion  = "region" // which part of a frame the body is, see ParseRegion
	QueryCap     = "cap"    // a capability: what lets the request be made, where the server asks for one
)

// Query parameters of PathStream, beside those of PathFrame.
const (
	QueryFPS     = "fps"      // frames a second at most, MinFPS to MaxFPS
	QueryLive    = "live"     // 1: the newest picture goes next, and what came before it is skipped
	QueryOnError = "on_error" // what stands for a broken picture: OnErrorRepeat, OnErrorSkip or OnErrorStop
)

// Values of QueryOnError, and the bounds of QueryFPS.
const (
	OnErrorRepeat = "repeat" // the last good answer; the default
	OnErrorSkip   = "skip"   // nothing
	OnErrorStop   = "stop"   // the end of the stream

	MinFPS = 1
	MaxFPS = 60
)

// FieldFrame is the multipart/form-data field that holds the picture.
const FieldFrame = "frame"

// Headers of PathFrame. The answer echoes FrameID. FrameBudget, in ms, is how long a frame
// may wait for a worker; after that it is refused with Late. FrameSize is the answer's size
// in px, as FormatSize writes it. FrameRegion is which part of the whole answer an answer to
// QueryRegion is, as Region.String writes it. FrameReach is how far, in px of the frame that was
// sent, a pixel can matter, and needs neighbours to be right: its presence says that the chain can
// be done to regions. FrameFaces lists the faces that the operation faces has found, as FormatBoxes
// writes them, and FrameBoxes what services have, as FormatDetections does. FrameAffine is the map of
// places in the answer to the upright frame that was sent, as Affine.String writes it; it is left
// out if an operation has moved the picture in another way. FrameSkipped names the
// services without which the frame went on, as FormatSkipped does. FrameQuality is the quality that
// came of QueryBytes.
const (
	HeaderFrameID      = "Frame-Id"
	HeaderFrameBudget  = "Frame-Budget"
	HeaderFrameSize    = "Frame-Size"
	HeaderFrameRegion  = "Frame-Region"
	HeaderFrameReach   = "Frame-Reach"
	HeaderFrameAffine  = "Frame-Affine"
	HeaderFrameFaces   = "Frame-Faces"
	HeaderFrameQuality = "Frame-Quality"
	HeaderFrameFigures = "Frame-Figures" // Figures as String writes them: who gets a picture, as the page, sees them too
	HeaderFrameBoxes   = "Frame-Boxes"
	HeaderFrameSkipped = "Frame-Skipped"
	HeaderServerTiming = "Server-Timing"
)

// Trailers of PathStream: how many pictures were read, and how many of them answered, answered
// by the last good one, and left out; how many bytes were no picture's; and why the stream
// ended, EndComplete or a Code. A picture that was answered by another has HeaderFrameError in
// the head of its part, with the Code that says why.
const (
	TrailerRead     = "Stream-Read"
	TrailerAnswered = "Stream-Answered"
	TrailerRepeated = "Stream-Repeated"
	TrailerSkipped  = "Stream-Skipped"
	TrailerRubbish  = "Stream-Rubbish"
	TrailerEnd      = "Stream-End"

	EndComplete      = "complete" // all that came was answered
	HeaderFrameError = "Frame-Error"
)

// The defaults of a request, and the bounds of quality (JPEG's) and scale (%).
const (
	DefaultChain   = "resize:700,mirror"
	DefaultQuality = 85
	MinQuality     = 1
	MaxQuality     = 100
	LeastQuality   = 20 // to which QueryBytes may lower it: below, all that is seen of most pictures is 8×8 blocks
	MinScale       = 10
	MaxScale       = 100 // the default, too
)

// Limits of the grammar.
const (
	MaxOps         = 32   // operations in one chain
	MaxChainLength = 2048 // bytes of one chain
)
