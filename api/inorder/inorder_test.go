package inorder

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// numbers has items 0 to n-1 taken.
func numbers(n int) func(func(int) bool) {
	return func(put func(int) bool) {
		for i := range n {
			if !put(i) {
				return
			}
		}
	}
}

// However long the work on each takes, items are given in order, and no more than AtOnce are
// begun and not given.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given []int
		begun := make(chan int, 100)
		s := Stages[int]{
			AtOnce: 3,
			Take:   numbers(20),
			Work: func(i int) {
				begun <- i
				time.Sleep(time.Duration(7*i%5) * time.Second)
			},
			Give: func(i int) {
				if ahead := len(begun) - len(given); ahead > 3 {
					t.Errorf("%d are begun and not given", ahead)
				}
				given = append(given, i)
			},
		}
		began := time.Now()
		if !s.Run(t.Context()) {
			t.Error("the stream has not ended")
		}
		if len(given) != 20 || !slices.IsSorted(given) {
			t.Errorf("given are %v", given)
		}
		if all := 40 * time.Second; time.Since(began) > all*2/3 { // one after the other takes all
			t.Errorf("it takes %v", time.Since(began))
		}
	})
}

// Of a live stream the newest item goes next, and one at a time.
func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given, replaced []int
		s := Stages[int]{
			AtOnce: 3,
			Live:   true,
			Take: func(put func(int) bool) {
				for i := range 10 { // an item a second
					put(i)
					time.Sleep(time.Second)
				}
			},
			Replaced: func(i int) { replaced = append(replaced, i) },
			Work:     func(int) { time.Sleep(2400 * time.Millisecond) },
			Give:     func(i int) { given = append(given, i) },
		}
		s.Run(t.Context())
		if want := []int{0, 2, 4, 7, 9}; !slices.Equal(given, want) {
			t.Errorf("given are %v, want %v", given, want)
		}
		if want := []int{1, 3, 5, 6, 8}; !slices.Equal(replaced, want) {
			t.Errorf("replaced are %v, want %v", replaced, want)
		}
	})
}

// Once the context is done, what has been begun is given, though the source is stuck.
func TestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		stuck, left := make(chan struct{}), make(chan bool, 1)
		var given []int
		s := Stages[int]{
			AtOnce: 2,
			Take: func(put func(int) bool) {
				put(0)
				<-stuck
				left <- put(1)
			},
			Work: func(int) {
				cancel()
				time.Sleep(time.Second)
			},
			Give: func(i int) { given = append(given, i) },
		}
		if s.Run(ctx) {
			t.Error("the stream has ended")
		}
		if !slices.Equal(given, []int{0}) {
			t.Errorf("given are %v", given)
		}
		close(stuck)
		if <-left {
			t.Error("an item is taken for which nobody waits")
		}
	})
}
