// Processes frames in a thread of the page: it runs dist/local.wasm, the server's pipeline
// without files, whose Go code is in wasmclient/local. It makes no decisions about frames.
//
// Each message is a list that begins with a number, the id, and so does its only answer:
//
//   [id, {exec, wasm}]                              loads the module, first of all; these are the
//                                                   addresses of wasm_exec.js and local.wasm
//     [id, true]
//   [id, null, chain]                               parses a chain and loads the files it needs
//     [id, true]
//   [id, picture, buffer, chain, width, height, wary]
//                                                   processes a VideoFrame or ImageBitmap, which is
//                                                   closed, scaled to width × height if they are
//                                                   not 0; the answer's pixels may be in buffer;
//                                                   wary hides what may be a face, too
//     [id, pixels, width, height, timing, size, faces, boxes, figures, affine]
//                                                   pixels is an ArrayBuffer, RGBA; the last six
//                                                   are as in the headers of an answer, or null
//   [id, file, chain, type, quality]                processes a Blob, which the browser decodes, and
//                                                   encodes again as that type; quality is 0 to 1
//     [id, blob, size]
//
// [id, null, code, detail] reports a failure, where code is the server's or local_unavailable.
// While the module is loaded there are messages [-1, bytes received, bytes in all].
'use strict';

const unavailable = 'local_unavailable';
const format = {format: 'RGBA'};
let base, module, take, most, settle, away, canvas, context, pixels, done = Promise.resolve();

// host is what the module calls.
globalThis.host = {
  ready: (f, pixels) => { take = f; most = pixels; settle(); },
  file,
  answer: (...fields) => settle(fields),
  fail: (code, detail) => settle([null, away ? unavailable : code, detail]),
};

// names are the files that chains may need, beside the module.
const names = {faces: 'faces.dat', font: 'font.ttf', symbols: 'symbols.ttf'};

async function file(name) {
  try {
    const response = await fetch(new URL(names[name], base));
    if (!response.ok) throw new Error(names[name] + ' answers ' + response.status);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    away = true;
    throw error;
  }
}

// counted passes a response on as it arrives, and reports how much has.
function counted(response) {
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      received += chunk.byteLength;
      postMessage([-1, received, globalThis.framepost?.local ?? 0]);
    },
  });
  return new Response(response.body.pipeThrough(counter), {headers: {'Content-Type': 'application/wasm'}});
}

async function load({exec, wasm}) {
  importScripts(exec);
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(wasm + ' answers ' + response.status);
  module = await WebAssembly.compileStreaming(counted(response));
  base = wasm;
  await start();
  return [true];
}

// start runs an instance of the module. One that ends has failed: out of memory, for example.
async function start() {
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  await called(() => {
    go.run(instance).finally(() => {
      take = undefined;
      settle([null, 'internal', 'the module has failed; it is started again']);
    });
  });
  if (!take) throw new Error('the module does not start');
}

// called calls f, and returns what the module answers.
function called(f) {
  return new Promise((resolve) => {
    settle = resolve;
    f();
  });
}

function copies(picture, width, height) {
  return picture.visibleRect?.width === width && picture.visibleRect.height === height &&
    picture.displayWidth === width && picture.displayHeight === height &&
    !picture.rotation && !picture.flip && picture.allocationSize(format) === 4 * width * height;
}

// read returns the pixels of a picture. codec.js says why a frame is copied rather than drawn. It is
// always the same array: Go holds what it has seen until it next collects its garbage. There are none
// of a picture that is too large, which Go refuses.
async function read(picture, width, height) {
  if (width * height > most) return new Uint8Array();
  if (pixels?.byteLength !== 4 * width * height) pixels = new Uint8Array(4 * width * height);
  if (copies(picture, width, height)) {
    await picture.copyTo(pixels, format);
    return pixels;
  }
  if (canvas?.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
    context = canvas.getContext('2d', {alpha: false, willReadFrequently: true}); // not on the GPU
  }
  context.fillStyle = '#fff'; // which is what the server puts under what is transparent
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  pixels.set(context.getImageData(0, 0, width, height).data);
  return pixels;
}

async function process(picture, buffer, chain, width, height, wary) {
  const began = performance.now();
  let rgba = null;
  try {
    away = false;
    if (!take) await start();
    if (picture) {
      width ||= picture.displayWidth ?? picture.width;
      height ||= picture.displayHeight ?? picture.height;
      rgba = await read(picture, width, height);
    }
  } finally {
    picture?.close();
  }
  return called(() => take(chain, rgba, width, height, performance.now() - began, buffer, wary));
}

async function develop(file, chain, type, quality) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return [null, 'undecodable', 'it is no picture that this browser can decode'];
  const [pixels, width, height, ...rest] = await process(picture, undefined, chain, 0, 0);
  if (!pixels) return [pixels, width, height];
  const sheet = new OffscreenCanvas(width, height);
  sheet.getContext('2d', {alpha: false, willReadFrequently: true})
    .putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return [await sheet.convertToBlob({type, quality}), rest[1]];
}

function job(subject, fields) {
  if (subject?.wasm) return load(subject);
  if (subject instanceof Blob) return develop(subject, ...fields);
  return subject === null ? process(null, undefined, ...fields) : process(subject, ...fields);
}

// Messages wait for each other, so that frames stay in order.
onmessage = ({data: [id, subject, ...fields]}) => {
  done = done.then(async () => {
    let answer;
    try {
      answer = await job(subject, fields);
    } catch (error) {
      answer = [null, unavailable, error.message];
    }
    postMessage([id, ...answer], answer[0] instanceof ArrayBuffer ? [answer[0]] : []);
  });
};
