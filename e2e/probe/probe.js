// Reads the number of every frame in the camera's picture and in the answer's, and
// when each was there. An expression: a function of the codes (the row of blocks of
// each number), where in the pictures it is (Go's Row), the two selectors, how long to look in ms and how many answers to see
// at least; its promise gives what Go's Trace holds.
(codes, row, cameraSelector, outputSelector, duration, answers) => new Promise((resolve, reject) => {
  const camera = document.querySelector(cameraSelector);
  const output = document.querySelector(outputSelector);
  if (!camera || !output) return reject(new Error(`no ${cameraSelector} or no ${outputSelector}`));

  const BLOCKS = 20;
  const straight = new Map(codes.map((code, n) => [code, n]));
  const mirrored = new Map(codes.map((code, n) => {
    let turned = 0;
    for (let i = 0; i < BLOCKS; i++) turned = turned << 1 | code >> i & 1;
    return [turned, n];
  }));

  const bits = (luma) => {
    let all = 0;
    for (let i = 0; i < BLOCKS; i++) all = all << 1 | (luma(i) >= 128 ? 1 : 0);
    return all;
  };

  // The row in a picture of that size: its left and upper edge, and the side of a block, in px.
  const place = (width, height) => ({left: (1 - row.Width) / 2 * width, top: row.Y * height, side: row.Width * width / BLOCKS});

  // A video's row comes from the frame's own bytes, of which copyTo takes two
  // lines (0.1 ms); drawImage would convert the whole picture (4 ms). Luma comes
  // first in every planar format, and green second in the others.
  const videoRow = async (video) => {
    const frame = new VideoFrame(video);
    const {x, y, width, height} = frame.visibleRect;
    const {left, top, side} = place(width, height);
    const rect = {x, y: y + (top + side / 2 >> 1) * 2, width, height: 2};
    const planar = !/^(RGB|BGR)/.test(frame.format);
    const bytes = new Uint8Array(frame.allocationSize({rect}));
    const copied = frame.copyTo(bytes, {rect});
    frame.close();
    await copied;
    return bits((i) => {
      const at = Math.floor(left + (i + 0.5) * side);
      return planar ? bytes[at] : bytes[4 * at + 1];
    });
  };

  // That of a canvas or an img: one pixel from the middle of each block. Without
  // smoothing, that is what scaling the row down to 20×1 takes.
  const pad = new OffscreenCanvas(BLOCKS, 1).getContext("2d", {willReadFrequently: true});
  pad.imageSmoothingEnabled = false;
  const outputRow = (width) => {
    const {left, top, side} = place(width, heightOf(output));
    pad.drawImage(output, left, top, BLOCKS * side, side, 0, 0, BLOCKS, 1);
    const {data} = pad.getImageData(0, 0, BLOCKS, 1);
    return bits((i) => data[4 * i + 1]);
  };
  const widthOf = (element) => element.videoWidth ?? element.naturalWidth ?? element.width;
  const heightOf = (element) => element.videoHeight ?? element.naturalHeight ?? element.height;

  const trace = {camera: [], output: [], unreadable: 0, straight: 0, mirrored: 0, width: 0, height: 0, cost: 0, refreshes: 0};
  const began = performance.now();
  let running = true;

  const onCamera = async (now, {captureTime}) => {
    if (!running) return;
    const at = performance.now();
    camera.requestVideoFrameCallback(onCamera);
    const reading = videoRow(camera);
    trace.cost += performance.now() - at;
    const n = straight.get(await reading);
    if (n !== undefined) trace.camera.push({n, at, captured: captureTime ?? at});
  };

  let last = 0;
  const note = (code, at) => {
    if (code === last) return;
    last = code;
    const isMirrored = mirrored.has(code);
    const n = isMirrored ? mirrored.get(code) : straight.get(code);
    if (n === undefined) {
      if (code !== 0) trace.unreadable++; // 0: nothing is drawn yet
    } else {
      trace[isMirrored ? "mirrored" : "straight"]++;
      trace.output.push({n, at});
    }
  };

  const onOutput = async () => {
    if (!running) return;
    const at = performance.now();
    output.requestVideoFrameCallback(onOutput);
    const reading = videoRow(output);
    trace.cost += performance.now() - at;
    note(await reading, at);
  };

  const isVideo = output instanceof HTMLVideoElement;
  const onRefresh = () => {
    const at = performance.now();
    if (at - began >= duration && trace.output.length >= answers) {
      running = false;
      trace.width = widthOf(output);
      trace.height = heightOf(output);
      return resolve(trace);
    }
    requestAnimationFrame(onRefresh);
    trace.refreshes++;
    const width = widthOf(output);
    if (isVideo || width < BLOCKS) return;
    note(outputRow(width), at);
    trace.cost += performance.now() - at;
  };

  camera.requestVideoFrameCallback(onCamera);
  if (isVideo) output.requestVideoFrameCallback(onOutput);
  requestAnimationFrame(onRefresh);
})
