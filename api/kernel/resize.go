package kernel

// Scaling is how a resize weighs the samples of its source.
type Scaling uint8

// The ways to scale. Auto takes Area along an axis that shrinks and Linear along one
// that grows.
const (
	Auto Scaling = iota
	Nearest
	Linear
	Area
	Lanczos
)
