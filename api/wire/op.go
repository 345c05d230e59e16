package wire

// Op is an operation as PathOps publishes it.
type Op struct {
	Name       string     `json:"name"`       // lower-case letters, digits, _
	Group      string     `json:"group"`      // where a list of operations shows it
	Doc        string     `json:"doc"`        // one line
	Params     []Param    `json:"params"`     // in the order in which arguments are given by position
	Properties Properties `json:"properties"` // {} for most
}

// Properties are facts about an operation that clients would otherwise have to know by its
// name. Most operations have none; JSON omits those that are false or empty.
type Properties struct {
	// SetsSize: the size of the result in px follows from the arguments and the aspect ratio
	// of the picture, but not from its size. So if the picture of a chain that begins with such
	// an operation is sent smaller, the result differs only in detail, and lengths in px that
	// follow in the chain have the same effect.
	SetsSize bool `json:"sets_size,omitempty"`

	// Mirrors: the operation swaps left and right, and does nothing else.
	Mirrors bool `json:"mirrors,omitempty"`

	// ReadsClock: the result depends on the time, so that the same picture may have another
	// result later.
	ReadsClock bool `json:"reads_clock,omitempty"`

	// Costly: with its defaults the operation takes longer than decoding, a resize and
	// encoding together.
	Costly bool `json:"costly,omitempty"`

	// Local: with its defaults the operation can be done to a region of a frame, see
	// QueryRegion. Other arguments may make a difference.
	Local bool `json:"local,omitempty"`

	// Reach is how far, in px, the result at a pixel of a Local operation depends on the
	// picture around it, with its defaults.
	Reach int `json:"reach,omitempty"`

	// Place: the result at a pixel depends on where in the picture it is.
	Place bool `json:"place,omitempty"`

	// Reports are the fields that the operation adds to an answer as JSON, such as "faces".
	Reports []string `json:"reports,omitempty"`
}
