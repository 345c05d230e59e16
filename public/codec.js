// Encodes and decodes JPEG in a thread of its own. On the page's thread a browser encodes
// only when it is idle (Chromium's convertToBlob: one frame in twenty took twice as long),
// and decoding and converting are a third of the work for a frame. A Go program has one
// thread in a browser, and a second instance of it would be megabytes, so this is
// JavaScript. It makes no decisions; those are in Go.
//
// The worker named encoder receives [id, picture, width, height, quality] and answers
// [id, blob], or receives [id] and answers [id, faithful]. Or it receives [id, picture, width,
// height, columns, rows] and answers [id, luma, width, height], with a thumbnail of the picture,
// of which [id, x, y, width, height, quality] then asks for a part as [id, blob]. The one named
// decoder receives [id, jpeg, pixels] and answers [id, pixels, width, height] or [id, bitmap]. As
// an answer, [id] alone reports a failure.
'use strict';

const format = {format: 'RGBA'};
const type = 'image/jpeg';
const onCPU = {alpha: false, willReadFrequently: true};
let canvas, context, image;
let piece, pen; // a canvas of a part's size

function resize(width, height) {
  if (canvas?.width === width && canvas.height === height) return;
  canvas = new OffscreenCanvas(width, height);
  context = canvas.getContext('2d', onCPU);
  image = new ImageData(width, height);
}

// copies reports whether the frame can be copied rather than drawn: it has that size, needs
// no turning, as frames of phones may, and copies to RGBA, an option that some browsers
// ignore. Copying takes a tenth of the time of drawing, which allocates each picture anew
// and runs it through colour management.
function copies(frame, width, height) {
  return frame.visibleRect?.width === width && frame.visibleRect.height === height &&
    frame.displayWidth === width && frame.displayHeight === height &&
    !frame.rotation && !frame.flip && frame.allocationSize(format) === 4 * width * height;
}

// encode takes over a VideoFrame or an ImageBitmap; width and height are the size of the JPEG
// in px, quality is 0 to 1. Without a picture it answers faithful.
async function encode(picture, width, height, quality) {
  if (!picture) return [await faithful()];
  try {
    resize(width, height);
    if (copies(picture, width, height)) {
      await picture.copyTo(image.data, format);
      context.putImageData(image, 0, 0);
    } else {
      context.drawImage(picture, 0, 0, width, height);
    }
  } finally {
    picture.close();
  }
  return [await canvas.convertToBlob({type, quality})];
}

// Colours as [red, green, blue], a square each, and how far a channel may be off: JPEG rounds,
// and some browsers change the last bits of what is read, which nobody sees.
const colours = [[208, 40, 48], [32, 176, 64], [32, 64, 208], [96, 96, 96]];
const side = 16; // px: a JPEG's unit, so that no colour blurs into the next
const tolerance = 40;

// faithful reports whether what is drawn can be read. Where a browser resists fingerprinting,
// pages read noise or white. The colours go the way of the frames, there and back.
async function faithful() {
  const canvas = new OffscreenCanvas(side * colours.length, side);
  const context = canvas.getContext('2d', onCPU);
  colours.forEach((colour, i) => {
    context.fillStyle = `rgb(${colour})`;
    context.fillRect(side * i, 0, side, side);
  });
  const picture = await createImageBitmap(await canvas.convertToBlob({type, quality: 1}));
  context.clearRect(0, 0, canvas.width, side);
  context.drawImage(picture, 0, 0);
  picture.close();
  return colours.every((colour, i) => {
    const {data} = context.getImageData(side * (i + 0.5), side / 2, 1, 1);
    return colour.every((level, channel) => Math.abs(level - data[channel]) <= tolerance);
  });
}

// compare takes over a picture, keeps it in the size width × height for part, and returns its
// thumbnail.
async function compare(picture, width, height, columns, rows) {
  try {
    resize(width, height);
    if (copies(picture, width, height)) {
      await picture.copyTo(image.data, format);
    } else {
      context.drawImage(picture, 0, 0, width, height);
      image = context.getImageData(0, 0, width, height);
    }
  } finally {
    picture.close();
  }
  return [thumbnail(columns, rows), width, height];
}

// thumbnail returns the mean luma, by the weights of BT.601, of each cell of a grid over image.
// Some 64 pixels for a cell remove most of a sensor's noise. In a row, red and blue are added up in
// one number: reading and adding each alone takes 0.7 instead of 0.5 ms for 640 × 480.
function thumbnail(columns, rows) {
  const {width, height, data} = image, pixels = new Uint32Array(data.buffer);
  const cells = new Uint8Array(columns * rows), every = Math.max(1, Math.floor(width / columns / 8));
  for (let row = 0; row < rows; row++) {
    const top = Math.floor(row * height / rows), bottom = Math.floor((row + 1) * height / rows);
    for (let column = 0; column < columns; column++) {
      const left = Math.floor(column * width / columns), right = Math.floor((column + 1) * width / columns);
      let sum = 0, count = 0;
      for (let y = top; y < bottom; y += every) {
        let blueRed = 0, green = 0;
        for (let i = y * width + left, end = y * width + right; i < end; i += every, count++) {
          blueRed += pixels[i] & 0xff00ff;
          green += pixels[i] >>> 8 & 0xff;
        }
        sum += 77 * (blueRed & 0xffff) + 150 * green + 29 * (blueRed >>> 16);
      }
      cells[row * columns + column] = count ? sum / count >> 8 : 0;
    }
  }
  return cells;
}

// part returns the JPEG of a part of the picture that compare has kept.
async function part(x, y, width, height, quality) {
  if (!piece) {
    piece = new OffscreenCanvas(width, height);
    pen = piece.getContext('2d', onCPU);
  }
  if (piece.width !== width || piece.height !== height) [piece.width, piece.height] = [width, height];
  pen.putImageData(image, -x, -y, x, y, width, height);
  return [await piece.convertToBlob({type, quality})];
}

// decode returns [pixels, width, height], or [bitmap] if the browser cannot copy the pixels of
// the picture. It writes into the ArrayBuffer pixels if its size matches, otherwise into a new one.
async function decode(jpeg, pixels) {
  if (!globalThis.ImageDecoder) return [await createImageBitmap(new Blob([jpeg], {type}))];
  const decoder = new ImageDecoder({type, data: jpeg, transfer: [jpeg]});
  let frame;
  try {
    frame = (await decoder.decode()).image;
    const {displayWidth: width, displayHeight: height} = frame;
    if (!copies(frame, width, height)) return [await createImageBitmap(frame)];
    if (pixels.byteLength !== 4 * width * height) pixels = new ArrayBuffer(4 * width * height);
    await frame.copyTo(pixels, format);
    return [pixels, width, height];
  } finally {
    frame?.close();
    decoder.close();
  }
}

const moves = name === 'encoder' ? 0 : 1;

function job(fields) {
  if (name !== 'encoder') return decode;
  if (typeof fields[0] === 'number') return part;
  return fields.length > 4 ? compare : encode;
}

onmessage = async ({data: [id, ...fields]}) => {
  const done = await job(fields)(...fields).catch(() => []);
  postMessage([id, ...done], done.slice(0, moves));
};
