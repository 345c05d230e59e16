package wire

// Op is an operation as PathOps publishes it.
type Op struct {
	Name       string     `json:"name"`       // lower-case letters, digits, _
	Group      string     `json:"group"`      // where a list of operations shows it
	Doc        string     `json:"doc"`        // one line
	Params     []Param    `json:"params"`     // in the order in which arguments are given by position
	Properties Properties `json:"properties"` // {} for most
}

// Properties are facts about an operation, so that a client need not know it by its
// name. Each is false, or empty, for most operations; JSON leaves those out.
type Properties struct {
	// SetsSize: the size of the result in px follows from the arguments and the shape of
	// the picture, whatever its size. A chain that begins so comes to the same picture,
	// but for detail, from a smaller one, and lengths in px that follow mean the same.
	SetsSize bool `json:"sets_size,omitempty"`

	// Mirrors: left and right are swapped, and nothing else.
	Mirrors bool `json:"mirrors,omitempty"`

	// ReadsClock: the result depends on the time, so that the same picture has another
	// result later.
	ReadsClock bool `json:"reads_clock,omitempty"`

	// Costly: with its defaults it takes longer than all else that is done for a frame,
	// which is decoding, a resize and encoding.
	Costly bool `json:"costly,omitempty"`

	// Reports are the fields of an answer as JSON that it fills: "faces".
	Reports []string `json:"reports,omitempty"`
}
