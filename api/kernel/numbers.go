package kernel

import "sync"

// numbers lends slices of numbers, as package pool lends bytes. What they hold at first
// is left over from earlier use.
type numbers[T any] struct{ pool sync.Pool }

func (n *numbers[T]) get(length int) *[]T {
	if s, ok := n.pool.Get().(*[]T); ok && cap(*s) >= length {
		*s = (*s)[:length]
		return s
	}
	s := make([]T, length)
	return &s
}

func (n *numbers[T]) put(s *[]T) { n.pool.Put(s) }
