// Reads the number of every frame in the camera's picture and in the answer's, and
// when each was there. An expression: a function of the codes (the row of blocks of
// each number), the two selectors and how long to look in ms; its promise gives
// what Go's Trace holds.
(codes, cameraSelector, outputSelector, duration) => new Promise((resolve, reject) => {
  const camera = document.querySelector(cameraSelector);
  const output = document.querySelector(outputSelector);
  if (!camera || !output) return reject(new Error(`no ${cameraSelector} or no ${outputSelector}`));

  const BLOCKS = 20;
  const straight = new Map(codes.map((row, n) => [row, n]));
  const mirrored = new Map(codes.map((row, n) => {
    let turned = 0;
    for (let i = 0; i < BLOCKS; i++) turned = turned << 1 | row >> i & 1;
    return [turned, n];
  }));

  // One pixel from the middle of each block: without smoothing, that is what
  // scaling the row down to 20×1 takes.
  const pad = new OffscreenCanvas(BLOCKS, 1).getContext("2d", {willReadFrequently: true});
  pad.imageSmoothingEnabled = false;
  const row = (source, width) => {
    pad.drawImage(source, 0, 0, width, width / BLOCKS, 0, 0, BLOCKS, 1);
    const {data} = pad.getImageData(0, 0, BLOCKS, 1);
    let bits = 0;
    for (let i = 0; i < BLOCKS; i++) bits = bits << 1 | (data[4 * i + 1] >= 128 ? 1 : 0);
    return bits;
  };
  const widthOf = (element) => element.videoWidth ?? element.naturalWidth ?? element.width;
  const heightOf = (element) => element.videoHeight ?? element.naturalHeight ?? element.height;

  const trace = {camera: [], output: [], unreadable: 0, straight: 0, mirrored: 0, width: 0, height: 0, cost: 0, refreshes: 0};
  const began = performance.now();
  let running = true;

  const onCamera = () => {
    if (!running) return;
    const at = performance.now();
    camera.requestVideoFrameCallback(onCamera);
    const n = straight.get(row(camera, camera.videoWidth));
    if (n !== undefined) trace.camera.push({n, at});
    trace.cost += performance.now() - at;
  };

  let last = 0;
  const onRefresh = () => {
    const at = performance.now();
    if (at - began >= duration) {
      running = false;
      trace.width = widthOf(output);
      trace.height = heightOf(output);
      return resolve(trace);
    }
    requestAnimationFrame(onRefresh);
    trace.refreshes++;
    const width = widthOf(output);
    if (width < BLOCKS) return;
    const bits = row(output, width);
    if (bits !== last) {
      last = bits;
      const isMirrored = mirrored.has(bits);
      const n = isMirrored ? mirrored.get(bits) : straight.get(bits);
      if (n === undefined) {
        if (bits !== 0) trace.unreadable++; // 0: nothing is drawn yet
      } else {
        trace[isMirrored ? "mirrored" : "straight"]++;
        trace.output.push({n, at});
      }
    }
    trace.cost += performance.now() - at;
  };

  camera.requestVideoFrameCallback(onCamera);
  requestAnimationFrame(onRefresh);
})
