package browser

// Kinds of sources, as the page's form names them.
const (
	kindCamera  = "camera"
	kindScreen  = "screen"
	kindFile    = "file"
	kindCard    = "card"    // the demo picture
	kindNetwork = "network" // a camera that the server fetches
)

// sceneAway is the scene of a camera that faces away from the viewer, see source.scene.
const sceneAway = "away"
