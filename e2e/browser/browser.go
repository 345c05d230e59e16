// Package browser drives a headless Chromium for the tests: one process with a fake camera, and
// tabs that are independent of each other and detect every error in a page.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"framepost/e2e/process"
)

// Config configures a Browser.
type Config struct {
	// Film is the path of the Y4M file that the camera shows. If it is empty, there is no
	// camera.
	Film string
	// Trust lists certificates that are accepted whatever their issuer: the SHA-256 of their
	// public keys in base64. All other certificates are checked as usual.
	Trust []string
	// Hosts are names that resolve to 127.0.0.1.
	Hosts []string
}

// Browser is a running process.
type Browser struct {
	ctx     context.Context
	release func()
	profile string
}

// Start starts Chromium with an empty profile. So that measurements are right, background tabs
// and timers are not slowed down, the browser fetches nothing on its own, and QUIC is off,
// since the tested server uses TCP. Frame rates are those of an ordinary user.
func Start(c Config) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "framepost-browser-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.Dir = filepath.Dir(c.Film)
			process.Tie(cmd)
		}),
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(1280, 900),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-breakpad", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-features", "Translate,MediaRouter,OptimizationHints,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
		chromedp.Flag("allow-loopback-in-peer-connection", true), // for WebRTC on a machine without a network
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("use-mock-keychain", true),
		chromedp.WSURLReadTimeout(time.Minute), // for the first start on a busy machine
	}
	device := "device-count=0"
	if c.Film != "" {
		device = "device-count=1"
		// Chromium labels the camera with the file name as it is given here.
		options = append(options, chromedp.Flag("use-file-for-fake-video-capture", filepath.Base(c.Film)))
	}
	options = append(options, chromedp.Flag("use-fake-device-for-media-stream", device))
	if len(c.Trust) > 0 {
		options = append(options, chromedp.Flag("ignore-certificate-errors-spki-list", strings.Join(c.Trust, ",")))
	}
	var rules []string
	for _, host := range c.Hosts {
		rules = append(rules, "MAP "+host+" 127.0.0.1")
	}
	if len(rules) > 0 {
		options = append(options, chromedp.Flag("host-resolver-rules", strings.Join(rules, ",")))
	}

	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator, quiet)
	b := &Browser{ctx: ctx, release: release, profile: profile}
	if err := chromedp.Run(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return b, nil
}

// quiet drops chromedp's own log, which complains about protocol events that are newer than it.
var quiet = chromedp.WithErrorf(func(string, ...any) {})

// Close ends the process and removes its profile.
func (b *Browser) Close() {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Cancel(ctx) // asks the browser to close; release kills it
	b.release()
	// Its child processes end a moment later and may still be writing.
	for range 20 {
		if os.RemoveAll(b.profile) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// CPU returns the time that all processes of the browser have used so far.
func (b *Browser) CPU() (time.Duration, error) {
	return process.Tree(chromedp.FromContext(b.ctx).Browser.Process().Pid)
}
