package browser

import "syscall/js"

// codec is a thread of the browser's for JPEG: a Worker that runs public/codec.js. What it
// is given and what it gives changes hands without a copy. Messages are lists: the name of
// a field would be decoded anew at each access from Go.
type codec struct {
	worker  js.Value
	message js.Value                // the same for every job: a list, the job's id first
	moves   js.Value                // what of the message goes over for good: a list
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

// send gives a job's fields to the thread; those of moved are the first, and go over for
// good. done gets the result, see codec.js, whose first field is at 1. What cannot be
// sent throws.
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
