package e2e

import "framepost/e2e/browser"

// A page asks for less where camera to screen takes longer than its target, and a busy
// machine is one of the reasons. Tests of anything else keep that out.

// patient has the page take ten seconds from camera to screen before it asks for less.
// It is for a tab that has not been opened yet.
func patient(tab *browser.Tab) {
	tab.Before(`{
		const awaited = setInterval(() => {
			if (!globalThis.framepost?.target) return;
			clearInterval(awaited);
			framepost.target(10_000);
		}, 1);
	}`)
}

// quick is patient, and has the page believe that link and server take no time worth
// speaking of: it soon asks for the best it can get, and has something to spare. What it
// knows about the two is the server's own account of a frame, and how long the body of
// the answer comes after the headers.
func quick(tab *browser.Tab) {
	patient(tab)
	tab.Before(`{
		const send = fetch;
		window.fetch = async (url, options) => {
			const answer = await send(url, options);
			if (!answer.ok || options?.priority !== "high") return answer;
			const headers = new Headers(answer.headers), body = await answer.arrayBuffer();
			const timing = headers.get("Server-Timing");
			if (timing) headers.set("Server-Timing", timing.replace(/dur=[\d.]+/g, "dur=0.1"));
			return Object.assign(new Response(null, {headers}), {arrayBuffer: async () => body});
		};
	}`)
}
