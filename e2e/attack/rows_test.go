package attack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/service"
)

// assault attacks a server until ctx ends.
type assault func(ctx context.Context, s *service.Server)

// rows are the attacks: each stopped or starved every other viewer once.
var rows = []struct {
	name   string
	attack assault
}{
	{"bodies that never come, HTTP/1.1", promises("GET %s HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n")},
	{"forms that never end", promises("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999\r\n\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"frame\"\r\n\r\n\xff\xd8\r\n--b\r\n")},
	{"a peer that stops reading", unread(1 << 30)},
	{"streams that announce and send nothing", slowBodies(258, 262_143, 0)},
	{"streams of a byte a second", slowBodies(270, 8_000_000, time.Second)},
	{"answers with window 0", unread(0)},
	{"pictures of 25 megapixels", upload},
	{"costly frames under random names", costly(http.MethodPost, longest, func(r *http.Request) {
		r.Header.Set(wire.HeaderFrameID, fmt.Sprintf("n%d-1", rand.Int()))
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", rand.IntN(256), rand.IntN(256), rand.IntN(256)))
	})},
	{"costly frames over many connections", costly(http.MethodPost, longest, func(r *http.Request) { r.Close = true })},
	{"frames for a filter that never ends", costly(http.MethodPost, "negative", func(*http.Request) {})},
	{"costly test cards", costly(http.MethodGet, longest, func(*http.Request) {})},
	{"resets of costly frames", resets},
	{"resets of large frames", largeResets},
	{"rapid resets", floods(func(stream int) string {
		return request(stream, wire.PathFrame, nil) + h2frame(reset, 0, stream, "\x00\x00\x00\x08") // CANCEL
	})},
	{"PING", floods(func(int) string { return h2frame(ping, 0, 0, "12345678") })},
	{"SETTINGS", floods(func(int) string { return h2frame(settings, 0, 0, "") })},
	{"scrapes of the metrics", scrapes},
	{"idle connections", idle},
}

// each runs n attackers at once until ctx ends and all have.
func each(n int, attacker func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { attacker(i) })
	}
	wait.Wait()
}

// promises sends requests that promise more than comes.
func promises(request string) assault {
	return func(ctx context.Context, s *service.Server) {
		each(50, func(int) {
			for ctx.Err() == nil {
				conn, err := open(ctx, s, attacker(0))
				if err != nil {
					return
				}
				_, _ = fmt.Fprintf(conn, request, wire.PathFrame)
				_, _ = io.Copy(io.Discard, conn)
				conn.Close()
				time.Sleep(50 * time.Millisecond)
			}
		})
	}
}

// unread asks for large answers, whose streams have a window, and reads none of them.
func unread(window uint32) assault {
	const answer = wire.PathFrame + "?ops=resize:3000:3000&q=100"
	return func(ctx context.Context, s *service.Server) {
		each(4, func(i int) {
			for ctx.Err() == nil {
				conn, err := open(ctx, s, attacker(0))
				if err != nil {
					return
				}
				_, _ = io.WriteString(conn, hello(window))
				for stream := 1; stream < 40; stream += 2 {
					asks := request(stream, wire.PathFrame+"?ops=resize:1100:900&q=100&format=png", nil)
					if i%2 == 0 {
						asks = request(stream, answer, pipeline.TestCard())
					}
					if _, err := io.WriteString(conn, asks); err != nil {
						break
					}
				}
				if window == 0 {
					_, _ = io.Copy(io.Discard, conn) // no answers come
				}
				select {
				case <-ctx.Done():
				case <-time.After(3 * time.Second):
				}
				conn.Close()
			}
		})
	}
}

// slowBodies sends a byte of n bodies in every interval, or none, whatever they announce.
func slowBodies(n, announced int, every time.Duration) assault {
	return func(ctx context.Context, s *service.Server) {
		h := client(attacker(0), true)
		defer h.CloseIdleConnections()
		each(n, func(int) {
			for ctx.Err() == nil {
				body, sender := io.Pipe()
				stop := context.AfterFunc(ctx, func() { sender.CloseWithError(context.Canceled) })
				if every > 0 {
					go func() {
						for _, err := sender.Write([]byte{0xff}); err == nil; _, err = sender.Write([]byte{0xff}) {
							time.Sleep(every)
						}
					}()
				}
				r, _ := http.NewRequestWithContext(ctx, http.MethodPost, base(s)+wire.PathFrame, body)
				r.ContentLength = int64(announced)
				if answer, err := h.Do(r); err == nil {
					answer.Body.Close()
				}
				sender.Close()
				stop()
			}
		})
	}
}

// post sends one request, and reads its answer.
func post(ctx context.Context, h *http.Client, method, url string, body []byte, prepare func(*http.Request)) int {
	r, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return 0
	}
	if method == http.MethodPost {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	prepare(r)
	answer, err := h.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// repeat posts until ctx ends, with a breath after what is refused.
func repeat(ctx context.Context, h *http.Client, method, url string, body []byte, prepare func(*http.Request)) {
	for ctx.Err() == nil {
		if post(ctx, h, method, url, body, prepare) != http.StatusOK {
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// upload sends the bombs, all at once.
func upload(ctx context.Context, s *service.Server) {
	each(len(bombs), func(i int) {
		file, err := os.ReadFile(bombFile(os.Getenv(dirVariable), i))
		if err != nil {
			panic(err)
		}
		h := client(attacker(i%2), true)
		defer h.CloseIdleConnections()
		repeat(ctx, h, http.MethodPost, base(s)+wire.PathFrame+"?ops=text:x", file, func(*http.Request) {})
	})
}

// longest is a chain that takes a worker as long as a frame may.
var longest = "resize:1100:900," + strings.Repeat("median:15,", 8) + "bilateral"

// costly asks for frames that keep a worker busy, from one address.
func costly(method, chain string, prepare func(*http.Request)) assault {
	return func(ctx context.Context, s *service.Server) {
		h := client(attacker(0), true)
		defer h.CloseIdleConnections()
		each(30, func(int) {
			repeat(ctx, h, method, base(s)+wire.PathFrame+"?ops="+chain, pipeline.TestCard(), prepare)
		})
	}
}

// resets asks for costly frames 100 times a second, and drops each after 5 ms.
func resets(ctx context.Context, s *service.Server) {
	h := client(attacker(0), true)
	defer h.CloseIdleConnections()
	for ctx.Err() == nil {
		go func() {
			soon, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
			defer cancel()
			post(soon, h, http.MethodGet, base(s)+wire.PathFrame+"?ops="+longest, nil, func(*http.Request) {})
		}()
		time.Sleep(10 * time.Millisecond)
	}
}

// largeResets sends frames of 25 megapixels 20 times a second, for a chain of seconds, and
// drops each after 30 ms, while it is decoded or computed.
func largeResets(ctx context.Context, s *service.Server) {
	file, err := os.ReadFile(bombFile(os.Getenv(dirVariable), gifBomb))
	if err != nil {
		panic(err)
	}
	h := client(attacker(0), true)
	defer h.CloseIdleConnections()
	for ctx.Err() == nil {
		go func() {
			soon, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
			defer cancel()
			post(soon, h, http.MethodPost, base(s)+wire.PathFrame+"?ops=median:63", file, func(*http.Request) {})
		}()
		time.Sleep(50 * time.Millisecond)
	}
}

// floods sends what send returns for one stream after the other over four connections, as fast as
// it is read, and opens another connection for each one that the server closes.
func floods(send func(stream int) string) assault {
	return func(ctx context.Context, s *service.Server) {
		each(4, func(int) {
			for ctx.Err() == nil {
				conn, err := open(ctx, s, attacker(0))
				if err != nil {
					continue
				}
				go func() { _, _ = io.Copy(io.Discard, conn) }()
				_, err = io.WriteString(conn, hello(1<<30))
				for stream := 1; err == nil; {
					var many strings.Builder
					for ; many.Len() < 16<<10; stream += 2 {
						many.WriteString(send(stream))
					}
					_, err = io.WriteString(conn, many.String())
				}
				conn.Close()
			}
		})
	}
}

func scrapes(ctx context.Context, s *service.Server) {
	h := client(attacker(0), true)
	defer h.CloseIdleConnections()
	each(8, func(int) {
		repeat(ctx, h, http.MethodGet, base(s)+wire.PathMetrics, nil, func(*http.Request) {})
	})
}

// idle opens 8,000 connections that ask nothing, from four addresses.
func idle(ctx context.Context, s *service.Server) {
	each(4, func(i int) {
		for range 2000 {
			if conn, err := open(ctx, s, attacker(i)); err == nil {
				_, _ = io.WriteString(conn, "GET "+wire.PathHealth+" HTTP/1.1\r\nHost: x\r\n\r\n")
			}
		}
		<-ctx.Done()
	})
}
