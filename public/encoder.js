// Turns pictures into JPEG in a thread of its own. On the page's thread a browser encodes
// only when that has nothing else to do (Chromium's convertToBlob waits there for an idle
// period): one frame in twenty took twice as long for it. A Go program has one thread in a
// browser, and a second instance of it would be megabytes; hence these lines.
//
// It takes {picture, width, height, quality}, a VideoFrame or an ImageBitmap, which is
// closed, and the JPEG's size in px and quality, 0 to 1; it gives a Blob, or null when
// that cannot be done.
'use strict';

const format = {format: 'RGBA'};
let canvas, context, image;

function resize(width, height) {
  if (canvas?.width === width && canvas.height === height) return;
  canvas = new OffscreenCanvas(width, height);
  context = canvas.getContext('2d', {alpha: false, willReadFrequently: true}); // not on the GPU
  image = new ImageData(width, height);
}

// copies tells whether the frame's bytes are the picture as it is to be: of that size,
// not to be turned, as the frames of phones may be, and in RGBA, which a browser that
// does not know the option would not give. Copying takes a tenth of the time of drawing,
// which allocates each picture anew and runs it through colour management.
function copies(frame, width, height) {
  return frame.visibleRect?.width === width && frame.visibleRect.height === height &&
    frame.displayWidth === width && frame.displayHeight === height &&
    !frame.rotation && !frame.flip && frame.allocationSize(format) === image.data.byteLength;
}

async function encode({picture, width, height, quality}) {
  resize(width, height);
  if (copies(picture, width, height)) {
    await picture.copyTo(image.data, format);
    context.putImageData(image, 0, 0);
  } else {
    context.drawImage(picture, 0, 0, width, height);
  }
  return canvas.convertToBlob({type: 'image/jpeg', quality});
}

onmessage = async ({data}) => {
  const blob = await encode(data).catch(() => null);
  data.picture.close();
  postMessage(blob);
};
