package kernel

import "sync"

// slicePool lends slices as package pool lends bytes. At first they hold leftovers of earlier
// use.
type slicePool[T any] struct{ pool sync.Pool }

func (p *slicePool[T]) get(length int) *[]T {
	if s, ok := p.pool.Get().(*[]T); ok && cap(*s) >= length {
		*s = (*s)[:length]
		return s
	}
	s := make([]T, length)
	return &s
}

func (p *slicePool[T]) put(s *[]T) { p.pool.Put(s) }
