package e2e

// A page lowers quality, size and rate if camera to screen takes longer than its target, for
// which a busy machine is one of the reasons. These functions prevent that in tests of anything
// else.

// either is a tab of either browser.
type either interface {
	Allow(text string)
	Before(script string)
	Open(url string)
	Eval(expression string, out any)
	Wait(what, expression string)
	Click(selector string)
	Type(selector, text string)
	Screenshot(path string)
}

// patient makes the page accept ten seconds from camera to screen. It must be called before the
// tab opens the page.
func patient(tab either) {
	tab.Before(`{
		const awaited = setInterval(() => {
			if (!globalThis.framepost?.target) return;
			clearInterval(awaited);
			framepost.target(10_000);
		}, 1);
	}`)
}

// quick is patient, and also makes the page believe that link and server are fast, so that it
// soon sends at the best quality and has time to spare. To do so it changes the server's own
// times of a frame, and the time from the answer's headers to its body.
func quick(tab either) {
	patient(tab)
	tab.Before(`{
		const send = fetch, read = Response.prototype.arrayBuffer, bodies = new WeakMap();
		Response.prototype.arrayBuffer = function () { return bodies.get(this) ?? read.call(this); };
		window.fetch = async (url, options) => {
			const answer = await send(url, options);
			if (!answer.ok || options?.priority !== "high") return answer;
			const headers = new Headers(answer.headers), body = await answer.arrayBuffer();
			const timing = headers.get("Server-Timing");
			if (timing) headers.set("Server-Timing", timing.replace(/dur=[\d.]+/g, "dur=0.1"));
			const here = new Response(body, {headers});
			bodies.set(here, Promise.resolve(body));
			return here;
		};
	}`)
}
