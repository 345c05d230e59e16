package browser

import "syscall/js"

// codec is a browser thread for pictures: a Worker that runs public/codec.js, for JPEG, or
// public/local.js, for operations. Pictures are
// transferred to it and back without a copy. Messages are lists, because Go would have to
// convert the name of a field at each access.
type codec struct {
	worker  js.Value
	message js.Value                // a list that begins with the job's id; reused for every job
	moves   js.Value                // a list of the parts of message that are transferred
	jobs    []func(result js.Value) // callbacks, by id
	free    []int                   // unused ids
	length  int                     // of message
	moved   int                     // the length of moves
	told    func(result js.Value)   // is called for messages that answer no job; nil if there are none
}

// untold is the id of a message that answers no job.
const untold = -1

// The loader has started two workers, so that encoding a frame does not wait for decoding an
// answer.
const (
	encoder = "encoder"
	decoder = "decoder"
)

// loaded returns one of the workers that the loader has started.
func loaded(name string) js.Value { return window.Get("framepost").Get(name) }

func newCodec(worker js.Value) *codec {
	c := &codec{
		worker:  worker,
		message: window.Get("Array").New(),
		moves:   window.Get("Array").New(),
	}
	on(c.worker, "message", func(event js.Value) {
		result := event.Get("data")
		id := result.Index(0).Int()
		if id == untold {
			c.told(result)
			return
		}
		c.free = append(c.free, id)
		c.jobs[id](result)
	})
	return c
}

// pending returns the number of jobs that are not answered yet.
func (c *codec) pending() int { return len(c.jobs) - len(c.free) }

// send posts a job to the thread. The job consists of moved, which is transferred, and then
// fields. done is called with the result, whose first field is at index 1; see codec.js. send
// throws if something in moved cannot be transferred.
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
	if length := 1 + len(moved) + len(fields); length != c.length || len(moved) != c.moved {
		c.length, c.moved = length, len(moved)
		c.message.Set("length", length)
		c.moves.Set("length", len(moved))
	}
	c.worker.Call("postMessage", c.message, c.moves)
	if last >= 0 {
		c.free, c.jobs[id] = c.free[:last], done
	} else {
		c.jobs = append(c.jobs, done)
	}
}
