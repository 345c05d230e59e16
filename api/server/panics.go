package server

import (
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// panicInterval is the least time between two panics in the log, or two failures of an
// operator's operation: a stranger who has found a picture that a decoder stumbles over must not
// fill the disk with stacks.
const panicInterval = time.Second

// panicLog logs panics, and counts those that it leaves out.
type panicLog struct {
	mu      sync.Mutex
	last    time.Time
	leftOut int
}

// write logs a panic with its stack: the path of the request, and nothing else of it.
func (p *panicLog) write(log *slog.Logger, r *http.Request, message string, cause any, stack []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < panicInterval {
		p.leftOut++
		return
	}
	log.LogAttrs(r.Context(), slog.LevelError, message, slog.String("path", r.URL.Path),
		slog.Any("cause", cause), slog.String("stack", string(stack)), slog.Int("left_out", p.leftOut))
	p.last, p.leftOut = time.Now(), 0
}
