package overlay

import (
	"image"
	"maps"
	"slices"
	"sync"

	"framepost/api/filter/paint"

	"github.com/disintegration/imaging"
)

// Pictures holds the overlays of one directory. It may be used by many goroutines at once.
type Pictures struct {
	originals map[string]*image.NRGBA
	ignored   []string

	mu     sync.Mutex
	recent []scaled // the last one is the one used most recently
}

// scaled is an overlay at a size that was asked for.
type scaled struct {
	name  string
	w, h  int // px
	stamp *paint.Stamp
}

// A stream asks for the same size with every frame, so scaled pictures are cached: at most 16
// of 4 MB each. A picture of more pixels is scaled each time.
const (
	maxRecent       = 16
	maxRecentPixels = 1 << 20
)

// Names returns the names of the pictures, sorted.
func (p *Pictures) Names() []string { return slices.Sorted(maps.Keys(p.originals)) }

// Ignored returns the files that Load has left out because of their names, which are to be
// letters, digits, - and _.
func (p *Pictures) Ignored() []string { return slices.Clone(p.ignored) }

// Scaled returns a picture scaled to width px, or less if it would be higher than height px. It
// keeps the aspect ratio, and is at least 1×1 px. The result is shared and must not be changed.
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

// fit returns the size of a w×h picture scaled to width px, or less if it would be higher than
// height.
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

// keep adds a scaled picture to the cache, in place of the one that was used longest ago. If two
// frames scale the same picture at once, both results are cached for a while.
func (p *Pictures) keep(s scaled) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.recent) == maxRecent {
		p.recent = slices.Delete(p.recent, 0, 1)
	}
	p.recent = append(p.recent, s)
}
