package browser

import (
	"fmt"
	"strconv"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Drag drags from the middle of one element to the middle of another, in steps, because a drag
// begins with a movement of the mouse.
func (tab *Tab) Drag(from, to string) {
	tab.t.Helper()
	var at struct{ X0, Y0, X1, Y1 float64 }
	tab.Eval(fmt.Sprintf(`(() => {
		const [from, to] = [%s, %s].map((selector) => document.querySelector(selector));
		from.scrollIntoView({block: "center", behavior: "instant"});
		const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
		return {X0: a.x + a.width / 2, Y0: a.y + a.height / 2, X1: b.x + b.width / 2, Y1: b.y + b.height / 2};
	})()`, strconv.Quote(from), strconv.Quote(to)), &at)
	mouse := func(kind input.MouseType, part float64) chromedp.Action {
		x, y := at.X0+(at.X1-at.X0)*part, at.Y0+(at.Y1-at.Y0)*part
		return input.DispatchMouseEvent(kind, x, y).WithButton(input.Left).WithButtons(1).WithClickCount(1)
	}
	tab.run("drag "+from,
		mouse(input.MousePressed, 0),
		mouse(input.MouseMoved, 0.1),
		mouse(input.MouseMoved, 0.5),
		mouse(input.MouseMoved, 1),
		mouse(input.MouseMoved, 1),
		mouse(input.MouseReleased, 1))
}
