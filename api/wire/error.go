package wire

// Code names a kind of failure. It is stable: clients switch on it, people search
// for it. The server alone knows which HTTP status belongs to it.
type Code string

// Every code that an answer can carry.
const (
	BadOps           Code = "bad_ops"           // the chain or an argument is wrong
	BadQuality       Code = "bad_quality"       // q is not a whole number from 1 to 100
	BadScale         Code = "bad_scale"         // scale is not a whole number from 10 to 100
	BadFormat        Code = "bad_format"        // format is none that answers can have
	BadQuery         Code = "bad_query"         // a query parameter that there is not
	BadBody          Code = "bad_body"          // no picture where the request promised one
	BadOrigin        Code = "bad_origin"        // a page of another origin asks
	BadHost          Code = "bad_host"          // the request is for a host that the server is not
	Unauthorized     Code = "unauthorized"      // a capability or a key is missing, or is none of the server's
	Expired          Code = "expired"           // the capability was valid once
	Forbidden        Code = "forbidden"         // the capability allows other chains
	RateLimited      Code = "rate_limited"      // more frames a second than the caller may send
	NotFound         Code = "not_found"         // no such path
	BadMethod        Code = "bad_method"        // the path exists, the method does not
	TooLarge         Code = "too_large"         // more bytes than the server takes
	UnsupportedMedia Code = "unsupported_media" // not JPEG, PNG, WebP or GIF
	Undecodable      Code = "undecodable"       // broken beyond what a decoder can show
	TooManyPixels    Code = "too_many_pixels"   // width × height over the limit
	TooCostly        Code = "too_costly"        // would take longer than the server allows
	Busy             Code = "busy"              // the queue is full: slow down
	Late             Code = "late"              // waited longer than its Frame-Budget
	Draining         Code = "draining"          // the instance is shutting down
	Timeout          Code = "timeout"           // took longer than the server allows
	Internal         Code = "internal"          // a defect of ours, never of the input
)

// Error is a failure that may be shown to whoever sent the request: Detail says
// what was wrong, where, and what is allowed, and holds nothing internal.
type Error struct {
	Code   Code
	Detail string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }
