package browser

import (
	"hash/crc32"
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/album"
	"framepost/wasmclient/stream"
	"framepost/wasmclient/zip"
)

// batch downloads the full results of all photos in one zip.
type batch struct {
	photos  *photos
	result  *result // says what to ask for, and the names
	uploads *uploads

	queue  *album.Queue // nil while none runs
	jobs   []*job
	query  wire.Query
	resume func() // cancels the wait that the server has asked for; nil if there is none

	button, progress, said, failures js.Value
}

// job is the download of one photo. Its index is that in the queue.
type job struct {
	photo  *photo
	name   string // of the result
	cancel func() // its post
	answer js.Value
	crc    uint32
}

func newBatch(photos *photos, result *result, uploads *uploads) {
	b := &batch{photos: photos, result: result, uploads: uploads,
		button: byID("download-all"), progress: byID("batch"), said: photos.said, failures: byID("failures")}
	photos.cancel = b.cancelled
	onClick("download-all", func() {
		if b.queue == nil {
			b.begin()
		} else {
			b.stop()
		}
	})
}

// begin posts all photos, with the chain, quality and format of this moment.
func (b *batch) begin() {
	b.query, b.jobs, b.queue = b.result.asks(), nil, album.NewQueue(len(b.photos.list))
	b.failures.Call("replaceChildren")
	names := album.Names{}
	for _, p := range b.photos.list {
		b.jobs = append(b.jobs, &job{photo: p, name: names.Unlike(b.result.name(p.file))})
		b.label(p, "Cancel ")
	}
	write(b.button, "Cancel all")
	b.next()
}

// label names the × of a photo, which cancels its download while there is one.
func (b *batch) label(p *photo, verb string) {
	within(p.item, "[data-do=remove]").Call("setAttribute", "aria-label", verb+p.name())
}

// next posts what may be posted now, and ends the batch when nothing is left.
func (b *batch) next() {
	b.dropWait()
	for {
		i, wait, ok := b.queue.Next(time.Now())
		if !ok {
			if wait > 0 {
				b.resume = after(wait, b.next)
			}
			break
		}
		b.post(i)
	}
	b.show()
	if b.queue.Over() {
		b.end()
	}
}

func (b *batch) post(i int) {
	queue, j := b.queue, b.jobs[i]
	j.cancel = b.uploads.post(j.photo.file, b.query, func(answer js.Value, _ string) {
		settled(answer.Call("arrayBuffer"), func(body js.Value) {
			j.answer, j.crc = answer, checksum(window.Get("Uint8Array").New(body))
			b.ended(queue, i, album.Done)
		}, func(js.Value) { b.failed(queue, i, stream.Failure{}) })
	}, func(why stream.Failure) { b.failed(queue, i, why) })
}

func (b *batch) failed(queue *album.Queue, i int, why stream.Failure) {
	if queue != b.queue { // a batch that was stopped
		return
	}
	if asksToWait(why) && queue.Refused(i, why.RetryAfter, time.Now()) {
		b.next()
		return
	}
	if queue.State(i) != album.Cancelled {
		b.failures.Call("append", write(element("li"), b.jobs[i].photo.name()+": "+uploadText(why)))
	}
	b.ended(queue, i, album.Failed)
}

// ended sets how a photo has ended, unless it was cancelled before.
func (b *batch) ended(queue *album.Queue, i int, as album.State) {
	if queue != b.queue {
		return
	}
	queue.End(i, as)
	b.label(b.jobs[i].photo, "Remove ")
	b.next()
}

// cancelled cancels the download of a photo. It reports whether there was one.
func (b *batch) cancelled(p *photo) bool {
	i := slices.IndexFunc(b.jobs, func(j *job) bool { return j.photo == p })
	if b.queue == nil || i < 0 || !b.queue.End(i, album.Cancelled) {
		return false
	}
	if cancel := b.jobs[i].cancel; cancel != nil {
		cancel()
	}
	b.ended(b.queue, i, album.Cancelled)
	return true
}

// stop cancels all photos that are left. What is done is thrown away.
func (b *batch) stop() {
	for _, j := range b.jobs {
		if j.cancel != nil {
			j.cancel()
		}
		b.label(j.photo, "Remove ")
	}
	b.dropWait()
	b.close("Nothing was saved")
}

// dropWait ends the wait that the server has asked for, if there is one.
func (b *batch) dropWait() {
	if b.resume != nil {
		b.resume()
		b.resume = nil
	}
}

func (b *batch) close(words string) {
	b.queue, b.jobs = nil, nil
	b.progress.Set("hidden", true)
	write(b.button, "Download all")
	write(b.said, words)
}

// show shows how far the batch is.
func (b *batch) show() {
	ended := len(b.jobs) - b.queue.Count(album.Waiting) - b.queue.Count(album.Posting)
	b.progress.Set("hidden", false)
	b.progress.Set("max", len(b.jobs))
	b.progress.Set("value", ended)
	write(b.said, strconv.Itoa(ended)+" of "+strconv.Itoa(len(b.jobs)))
}

// end saves the zip of what is done.
func (b *batch) end() {
	done := b.queue.Count(album.Done)
	if done == 0 {
		b.close("Nothing was saved")
		return
	}
	zipped, err := b.zip()
	if err != nil {
		b.close("The results are more than the 4 GB that fit in a zip. Nothing was saved")
		return
	}
	words := strconv.Itoa(done) + " of " + strconv.Itoa(len(b.jobs)) + " saved in "
	b.close(words + save(zipped, "zip"))
}

func (b *batch) zip() (blob js.Value, err error) {
	var archive zip.Archive
	parts, now := window.Get("Array").New(), localClock()
	for i, j := range b.jobs {
		if b.queue.State(i) != album.Done {
			continue
		}
		header, err := archive.Add(j.name, j.crc, int64(j.answer.Get("size").Float()), now)
		if err != nil {
			return js.Undefined(), err
		}
		parts.Call("push", bytesOf(header), j.answer)
	}
	parts.Call("push", bytesOf(archive.End()))
	return window.Get("Blob").New(parts, object("type", "application/zip")), nil
}

// bytesOf copies bytes to JavaScript, as a Uint8Array.
func bytesOf(b []byte) js.Value {
	array := window.Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}

// checksum returns the IEEE CRC-32 of a Uint8Array, of which a part at a time is in Go's memory.
func checksum(array js.Value) (crc uint32) {
	part := make([]byte, 1<<18)
	for at, size := 0, array.Get("length").Int(); at < size; at += len(part) {
		n := js.CopyBytesToGo(part, array.Call("subarray", at))
		crc = crc32.Update(crc, crc32.IEEETable, part[:n])
	}
	return crc
}
