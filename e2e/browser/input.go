package browser

import (
	"context"
	"fmt"
	"strconv"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Click clicks in the middle of the first element that matches the selector. Like a user, it
// waits until the element is there, is enabled and no longer moves; an element above it gets
// the click.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	x, y, ok := Middle(tab.Eval, selector)
	if !ok {
		tab.t.Fatalf("%s is missing, disabled or on the move", selector)
	}
	tab.run("click "+selector, chromedp.MouseClickXY(x, y))
}

// Middle returns the middle of the first element that matches the selector, in px of the window, when
// it is in view, enabled and no longer moves. It asks any browser by eval, and returns false after
// Patience.
func Middle(eval func(expression string, out any), selector string) (x, y float64, ok bool) {
	type point struct{ X, Y float64 }
	find := fmt.Sprintf(`(() => {
		const element = document.querySelector(%s);
		if (!element || element.disabled) return {};
		element.scrollIntoView({block: "center", behavior: "instant"});
		const box = element.getBoundingClientRect();
		return {X: box.x + box.width / 2, Y: box.y + box.height / 2};
	})()`, strconv.Quote(selector))
	var last point
	for began := time.Now(); time.Since(began) < Patience; time.Sleep(20 * time.Millisecond) {
		var at point
		eval(find, &at)
		if at == last && at != (point{}) {
			return at.X, at.Y, true
		}
		last = at
	}
	return 0, 0, false
}

// Type replaces the text of an input element, at once, as an input method or the
// clipboard does: between two keys a busy machine may take so long that the page acts on
// half the text.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.Eval(fmt.Sprintf(`(() => {
		const element = document.querySelector(%s);
		element.focus();
		element.select();
	})()`, strconv.Quote(selector)), nil)
	tab.run("type into "+selector, input.InsertText(text))
}

// Key presses and releases a key; see chromedp's package kb.
func (tab *Tab) Key(key string, modifiers ...input.Modifier) {
	tab.t.Helper()
	tab.run("key", chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// Front moves the tab's window in front of the others.
func (tab *Tab) Front() {
	tab.t.Helper()
	tab.run("front", page.BringToFront())
}

// Hide hides the page as minimising its window does.
func (tab *Tab) Hide() {
	tab.t.Helper()
	tab.bounds(cdpbrowser.WindowStateMinimized)
}

// Show undoes Hide.
func (tab *Tab) Show() {
	tab.t.Helper()
	tab.bounds(cdpbrowser.WindowStateNormal)
}

func (tab *Tab) bounds(state cdpbrowser.WindowState) {
	tab.t.Helper()
	id, _, err := cdpbrowser.GetWindowForTarget().WithTargetID(chromedp.FromContext(tab.ctx).Target.TargetID).Do(tab.process)
	if err == nil {
		err = cdpbrowser.SetWindowBounds(id, &cdpbrowser.Bounds{WindowState: state}).Do(tab.process)
	}
	if err != nil {
		tab.t.Fatalf("window %s: %v", state, err)
	}
}

// Files chooses files for a file input, as its dialog does.
func (tab *Tab) Files(selector string, paths ...string) {
	tab.t.Helper()
	tab.run("files for "+selector, chromedp.ActionFunc(func(ctx context.Context) error {
		element, fault, err := runtime.Evaluate("document.querySelector(" + strconv.Quote(selector) + ")").Do(ctx)
		if fault != nil {
			return fault
		}
		if err != nil {
			return err
		}
		return dom.SetFileInputFiles(paths).WithObjectID(element.ObjectID).Do(ctx)
	}))
}

// NoScript disables scripts in the documents that are loaded after it.
func (tab *Tab) NoScript() {
	tab.t.Helper()
	tab.run("no script", emulation.SetScriptExecutionDisabled(true))
}
