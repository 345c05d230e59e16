package browser

import (
	"slices"
	"syscall/js"
	"time"

	"github.com/bep/debounce"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// developer processes whole files in the page, in a worker of its own: frames do not wait for a
// photo. Between two jobs that are far apart there is no worker, as it keeps the memory that its
// largest photo took.
type developer struct {
	worker *codec // nil while there is none
	jobs   []*development
	later  func(func())
}

// development is the job of one file.
type development struct {
	failed    func(stream.Failure)
	cancelled bool
}

// idle is how long the worker is kept without a job. The previews' rounds are closer together.
const idle = 30 * time.Second

func newDeveloper() *developer { return &developer{later: debounce.New(idle)} }

// develop runs the query's chain on a Blob, and calls done with the answer as a Blob in the
// query's format and its size, as wire.FormatSize writes it, or failed. The function that it returns
// cancels that: neither is called then.
func (d *developer) develop(file js.Value, query wire.Query, done func(answer js.Value, size string), failed func(stream.Failure)) (cancel func()) {
	job := &development{failed: failed}
	if d.jobs = append(d.jobs, job); d.worker == nil {
		d.worker = employ(func(float64) {}, func(*codec) {}, func(_ *codec, why stream.Failure) {
			// A caller is never called back before it has what cancels that.
			window.Call("queueMicrotask", once(func(js.Value) { d.lost(why) }))
		})
	}
	if d.worker != nil {
		format := query.Format
		if format == "" {
			format = "jpeg"
		}
		d.worker.send(func(result js.Value) {
			switch d.end(job); {
			case job.cancelled:
			case result.Index(1).IsNull():
				failed(reason(result))
			default:
				done(result.Index(1), text(result.Index(2)))
			}
		}, nil, file, query.Chain, "image/"+format, float64(query.Quality)/100)
	}
	return func() { job.cancelled = true }
}

// end takes a job off the list. After the last one the worker is idle.
func (d *developer) end(job *development) {
	d.jobs = slices.DeleteFunc(d.jobs, func(j *development) bool { return j == job })
	d.later(func() {
		if len(d.jobs) == 0 && d.worker != nil {
			d.worker.worker.Call("terminate")
			d.worker = nil
		}
	})
}

// lost fails all jobs. The next one starts another worker.
func (d *developer) lost(why stream.Failure) {
	jobs := d.jobs
	d.worker, d.jobs = nil, nil
	for _, job := range jobs {
		if !job.cancelled {
			job.failed(why)
		}
	}
}
