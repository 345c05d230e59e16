// Defines moment, which compares the screen with the answer to the whole of the same frame as
// soon as a region of one is shown: a promise of what Go's Moment holds.
{
	let wanted = null, taken = null, asked = null;
	const post = Worker.prototype.postMessage;
	Worker.prototype.postMessage = function(message, moves) {
		if (wanted && Array.isArray(message) && message.length === 6 && globalThis.VideoFrame && message[1] instanceof VideoFrame) {
			taken?.close();
			taken = message[1].clone();
		}
		return post.call(this, message, moves);
	};
	const fetched = window.fetch;
	window.fetch = function(url, init) {
		if (wanted && taken && String(url).includes("region=")) {
			asked = {frame: taken, id: Number(init.headers["Frame-Id"].split("-")[1]), url: String(url).replace(/&region=.*/, "")};
			taken = null;
			wanted(asked);
			wanted = null;
		}
		return fetched.call(window, url, init);
	};
	const pixels = (picture, width, height) => {
		const pen = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
		pen.drawImage(picture, 0, 0);
		return pen.getImageData(0, 0, width, height).data;
	};
	window.moment = async () => {
		for (;;) {
			const {frame, id, url} = await new Promise((resolve) => { wanted = resolve; });
			let last;
			while ((last = framepost.stats().lastFrameId) < id) await new Promise((resolve) => setTimeout(resolve, 1));
			const output = document.querySelector("#output"), {width, height} = output;
			const shown = pixels(output, width, height);
			const share = framepost.frames().at(-1).share;
			const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
			canvas.getContext("2d", {willReadFrequently: true}).drawImage(frame, 0, 0);
			frame.close();
			if (last !== id) continue;
			const body = await canvas.convertToBlob({type: "image/jpeg", quality: .85});
			const response = await fetched.call(window, url, {method: "POST", body});
			if (response.status !== 200) continue;
			const whole = pixels(await createImageBitmap(await response.blob()), width, height);
			const db = (a, b) => {
				let sum = 0;
				for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
				return 10 * Math.log10(255 ** 2 * a.length * 3 / 4 / sum);
			};
			const blocks = (pixels) => {
				const side = 8, columns = Math.floor(width / side), rows = Math.floor(height / side), sums = new Float32Array(columns * rows * 4);
				for (let y = 0; y < rows * side; y++) for (let x = 0; x < columns * side; x++) for (let c = 0; c < 3; c++) {
					sums[4 * (Math.floor(y / side) * columns + Math.floor(x / side)) + c] += pixels[4 * (y * width + x) + c] / side / side;
				}
				return sums;
			};
			const [a, b] = [blocks(whole), blocks(shown)];
			return {db: db(whole, shown), blocks: db(a, b), worst: Math.max(...a.map((v, i) => Math.abs(v - b[i]))), share};
		}
	};
}
