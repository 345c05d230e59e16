package kernel

type lanes struct{}

func newLanes(*weights) lanes { return lanes{} }
