package wire

// Code names a kind of failure. It is stable: clients switch on it, people search
// for it. Only the server maps it to an HTTP status.
type Code string

// Every code that an answer can carry.
const (
	BadOps           Code = "bad_ops"           // the chain or an argument is wrong
	BadQuality       Code = "bad_quality"       // q is not a whole number from 1 to 100
	BadBytes         Code = "bad_bytes"         // bytes is not a number of bytes, or goes with a lossless format
	BadScale         Code = "bad_scale"         // scale is not a whole number from 10 to 100
	BadFormat        Code = "bad_format"        // format is not the name of an output format
	BadQuery         Code = "bad_query"         // an unknown query parameter
	BadHeader        Code = "bad_header"        // Frame-Budget is not a whole number of ms
	BadRegion        Code = "bad_region"        // region is no part of a frame, or the body is not of its size
	BadStream        Code = "bad_stream"        // fps, live or on_error has a value that it cannot have
	BadBody          Code = "bad_body"          // the body holds no picture, for instance a form without the field
	BadOrigin        Code = "bad_origin"        // the request comes from a page of an origin that is not allowed
	BadHost          Code = "bad_host"          // the request names a host that this server is not
	Unauthorized     Code = "unauthorized"      // a capability or a key is missing, or is none of the server's
	Expired          Code = "expired"           // the capability was valid once
	Forbidden        Code = "forbidden"         // the capability allows other chains
	RateLimited      Code = "rate_limited"      // more frames a second than the caller may send
	NotFound         Code = "not_found"         // no such path
	BadMethod        Code = "bad_method"        // the path exists, the method does not
	TooLarge         Code = "too_large"         // more bytes than the server takes
	UnsupportedMedia Code = "unsupported_media" // not JPEG, PNG, WebP or GIF
	Undecodable      Code = "undecodable"       // so damaged that no decoder can show any of it
	TooManyPixels    Code = "too_many_pixels"   // width × height over the limit
	NotLocal         Code = "not_local"         // an operation needs the whole frame, not a region of it
	SmallRegion      Code = "small_region"      // nothing of the answer depends on the region alone
	TooSmall         Code = "too_small"         // the answer does not fit into bytes at a quality worth sending
	TooCostly        Code = "too_costly"        // would take longer than the server allows
	Busy             Code = "busy"              // the queue is full: slow down
	Late             Code = "late"              // the frame waited longer than its Frame-Budget
	Draining         Code = "draining"          // the instance is shutting down
	Timeout          Code = "timeout"           // the frame took longer than the server allows
	NoCamera         Code = "no_camera"         // a camera that the operator has named sends no pictures
	SidecarFailed    Code = "sidecar_failed"    // a service that an operation calls is down or answers wrongly
	SidecarLate      Code = "sidecar_late"      // a service that an operation calls took too long
	FilterFailed     Code = "filter_failed"     // an operation of the operator's own did not do its work
	Internal         Code = "internal"          // a defect of the server, whatever the input
)

// Error is a failure that may be shown to the client: Detail says what was wrong, where,
// and what is allowed, and reveals nothing internal.
type Error struct {
	Code   Code
	Detail string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }
