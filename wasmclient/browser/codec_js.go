package browser

import "syscall/js"

// codec is a thread of the browser's for JPEG: a Worker that runs public/codec.js. What it
// is given and what it gives changes hands without a copy.
type codec struct {
	worker  js.Value
	message js.Value
	moves   js.Value                // what of the message goes over for good: a list
	jobs    []func(result js.Value) // by the message's id
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
		message: object(map[string]any{}),
		moves:   window.Get("Array").New(),
	}
	on(c.worker, "message", func(event js.Value) {
		result := event.Get("data")
		id := result.Get("id").Int()
		c.free = append(c.free, id)
		c.jobs[id](result)
	})
	return c
}

// set makes a field of the next message, and of those after it.
func (c *codec) set(name string, value any) { c.message.Set(name, value) }

// move makes a field whose content goes over with the next message.
func (c *codec) move(name string, content js.Value) {
	c.message.Set(name, content)
	if !content.IsUndefined() {
		c.moves.Call("push", content)
	}
}

// send gives the message to the thread. done gets the result, see codec.js.
func (c *codec) send(done func(result js.Value)) {
	id := len(c.jobs)
	if last := len(c.free) - 1; last >= 0 {
		id, c.free = c.free[last], c.free[:last]
		c.jobs[id] = done
	} else {
		c.jobs = append(c.jobs, done)
	}
	c.message.Set("id", id)
	defer c.moves.Set("length", 0) // even if the message cannot be sent
	c.worker.Call("postMessage", c.message, c.moves)
}
