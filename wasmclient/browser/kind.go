package browser

// Kinds of sources, as the page's form names them.
const (
	kindCamera  = "camera"
	kindScreen  = "screen"
	kindFile    = "file"
	kindCard    = "card"    // the demo picture
	kindNetwork = "network" // a camera that the server fetches
)
