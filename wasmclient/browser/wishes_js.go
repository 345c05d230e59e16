package browser

// What the viewer has asked of all pages, in the system or the browser.

// reducedMotion reports whether the viewer has asked the system for less motion.
func reducedMotion() bool {
	return window.Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}

// savesData reports whether the viewer has asked the browser to load less.
func savesData() bool {
	connection := window.Get("navigator").Get("connection")
	return connection.Truthy() && connection.Get("saveData").Truthy()
}
