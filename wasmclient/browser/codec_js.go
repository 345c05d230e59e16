package browser

import "syscall/js"

// codec is a thread of the browser's for JPEG: a Worker that runs public/codec.js. Pictures
// are transferred to it and back without a copy. Messages are lists: Go would have to
// convert the name of a field at each access.
type codec struct {
	worker  js.Value
	message js.Value                // a list, the job's id first; the same for every job
	moves   js.Value                // the part of the message that is transferred: a list
	jobs    []func(result js.Value) // by id
	free    []int                   // ids
}

// The loader has started two, so that a frame's encoding does not wait for an answer's
// decoding.
const (
	encoder = "encoder"
	decoder = "decoder"
)

func newCodec(name string) *codec {
	c := &codec{
		worker:  window.Get("framepost").Get(name),
		message: window.Get("Array").New(),
		moves:   window.Get("Array").New(),
	}
	on(c.worker, "message", func(event js.Value) {
		result := event.Get("data")
		id := result.Index(0).Int()
		c.free = append(c.free, id)
		c.jobs[id](result)
	})
	return c
}

// send posts a job to the thread: its fields, of which moved come first and are
// transferred. done is called with the result, see codec.js, whose first field is at 1. A
// field that cannot be transferred throws.
func (c *codec) send(done func(result js.Value), moved []js.Value, fields ...any) {
	id, last := len(c.jobs), len(c.free)-1
	if last >= 0 {
		id = c.free[last]
	}
	c.message.SetIndex(0, id)
	for i, v := range moved {
		c.message.SetIndex(1+i, v)
		c.moves.SetIndex(i, v)
	}
	for i, v := range fields {
		c.message.SetIndex(1+len(moved)+i, v)
	}
	c.worker.Call("postMessage", c.message, c.moves)
	if last >= 0 {
		c.free, c.jobs[id] = c.free[:last], done
	} else {
		c.jobs = append(c.jobs, done)
	}
}
