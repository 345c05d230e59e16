package overlay

import (
	"image"
	"slices"
	"sync"

	"framepost/api/filter/paint"

	"github.com/disintegration/imaging"
)

// Pictures are the overlays of one directory. They may be used by many goroutines at
// once.
type Pictures struct {
	names     []string // sorted
	originals map[string]*image.NRGBA

	mu     sync.Mutex
	recent []scaled // the one used last comes last
}

// scaled is an overlay at the size at which it was asked for.
type scaled struct {
	name  string
	w, h  int // px
	stamp *paint.Stamp
}

// A stream asks for the same size with every frame. At most 16 times 4 MB are kept: a
// picture of more pixels is scaled each time.
const (
	maxRecent       = 16
	maxRecentPixels = 1 << 20
)

// Names lists the pictures by name.
func (p *Pictures) Names() []string { return slices.Clone(p.names) }

// Scaled returns a picture width px wide, or less where it would be higher than height
// px. It keeps its shape, and has at least 1×1 px. The result is shared: only read it.
func (p *Pictures) Scaled(name string, width, height int) *paint.Stamp {
	original := p.originals[name]
	w, h := fit(original.Rect.Dx(), original.Rect.Dy(), width, height)
	if stamp := p.find(name, w, h); stamp != nil {
		return stamp
	}
	stamp := paint.NewStamp(imaging.Resize(original, w, h, imaging.Lanczos))
	if w*h <= maxRecentPixels {
		p.keep(scaled{name, w, h, stamp})
	}
	return stamp
}

// fit returns the size of a w×h picture that is made to be width px wide, but no higher
// than height.
func fit(w, h, width, height int) (int, int) {
	if h*width > w*height {
		return max((w*height+h/2)/h, 1), height
	}
	return width, max((h*width+w/2)/w, 1)
}

func (p *Pictures) find(name string, w, h int) *paint.Stamp {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.recent, func(s scaled) bool { return s.name == name && s.w == w && s.h == h })
	if i < 0 {
		return nil
	}
	found := p.recent[i]
	p.recent = append(slices.Delete(p.recent, i, i+1), found)
	return found.stamp
}

// keep remembers a scaled picture in place of the one that was used longest ago. Two
// frames may scale the same one at once; then both are kept until they get old.
func (p *Pictures) keep(s scaled) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.recent) == maxRecent {
		p.recent = slices.Delete(p.recent, 0, 1)
	}
	p.recent = append(p.recent, s)
}
