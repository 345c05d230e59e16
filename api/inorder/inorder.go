// Package inorder works on the items of a stream several at once, and hands them on in the order
// in which they came.
package inorder

import "context"

// Stages are what happens to the items of a stream: they are taken, worked on, given on.
type Stages[T any] struct {
	// Take calls put with one item after the other, and returns at the end of the stream. When
	// the context is done put reports false: it has not taken the item.
	Take func(put func(T) bool)
	// Work is called in a goroutine of its own for each item.
	Work func(T)
	// Give is called with one item after the other, when the work on it is done.
	Give func(T)

	// AtOnce is how many items may have been begun and not been given. While one takes its time,
	// those behind it go on.
	AtOnce int
	// Live is for a stream whose items are soon out of date. Replaced is called with those for
	// which a newer one came before they could be begun, and only one is at work, or the second
	// would be out of date when it is given. Otherwise Take waits until there is room.
	Live     bool
	Replaced func(T)
}

// item is an item that has been begun.
type item[T any] struct {
	value T
	done  chan struct{} // is closed when the work is done
}

// Run returns when the stream has ended and all has been given, and reports true. Once ctx is
// done it begins no item, gives those that it has begun, and reports false: it does not wait for
// Take to return, and what was taken and not begun is left.
func (s Stages[T]) Run(ctx context.Context) (ended bool) {
	atOnce, held := s.AtOnce, 0
	if s.Live {
		atOnce, held = 1, 1
	}
	taken := make(chan T, held)
	go func() {
		defer close(taken)
		s.Take(func(value T) bool { return s.put(ctx, taken, value) })
	}()
	begun := make(chan item[T], atOnce)
	room := make(chan struct{}, atOnce)
	go func() {
		defer close(begun)
		for {
			room <- struct{}{} // before an item is chosen, so that it is the newest
			select {
			case value, more := <-taken:
				if !more {
					ended = true
					return
				}
				it := item[T]{value, make(chan struct{})}
				begun <- it
				go func() {
					defer close(it.done)
					s.Work(it.value)
				}()
			case <-ctx.Done():
				return
			}
		}
	}()
	for it := range begun {
		<-it.done
		s.Give(it.value)
		<-room
	}
	return ended
}

// put passes an item on to be begun.
func (s Stages[T]) put(ctx context.Context, to chan T, value T) bool {
	if ctx.Err() != nil {
		return false
	}
	if s.Live {
		select {
		case older := <-to:
			s.Replaced(older)
		default:
		}
		to <- value // there is room: nobody else sends
		return true
	}
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}
