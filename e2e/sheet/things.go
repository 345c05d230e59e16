package main

import (
	"context"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// things is a service that finds the same in every picture, for the operation boxes to draw.
var things = pipeline.Service{
	Op:  wire.Op{Name: "things", Doc: "Finds the things of the film."},
	Raw: true, Boxes: true,
	Call: func(context.Context, pipeline.Message) (pipeline.Reply, error) {
		const found = `{"boxes": [{"x": 155, "y": 40, "w": 84, "h": 82, "label": "sun", "score": 0.97},
			{"x": 228, "y": 104, "w": 104, "h": 72, "label": "hill", "score": 0.6}]}`
		return pipeline.Reply{Type: "application/json", Body: []byte(found), Done: func(error) {}}, nil
	},
}
