// A filter in AssemblyScript. To build it:
//
//	npm install assemblyscript@0.28.4
//	npx asc sepia.ts -O3 --runtime stub -o sepia.wasm
//
// It does what framepost's own sepia does. Copy it, change the description and process, and put
// the .wasm file into the directory that FRAMEPOST_FILTERS names.

const description = `{"name":"sepia_ts","group":"tone","doc":"Makes the picture look like an old brown photograph.",
  "params":[{"name":"amount","doc":"How much of the effect","type":"float","unit":"%","min":0,"max":100,"default":100}],
  "properties":{},"picture":"planes"}`;

// What framepost hands over; api/plugin/doc.go in its repository describes the interface.
@unmanaged class Plane {
  samples: u32; // address of the first row
  stride: u32; // bytes from one row to the next, a multiple of 16
  width: u32;
  height: u32;
}
@unmanaged class Picture {
  width: u32;
  height: u32;
  planes: u32;
  args: u32; // address of an f64 for each parameter
}

function plane(p: Picture, n: u32): Plane { return changetype<Plane>(changetype<usize>(p) + 16 * (n + 1)); }

export function framepost_abi(): u32 { return 1; }

export function framepost_describe(): u64 {
  const text = String.UTF8.encode(description);
  return (u64(changetype<usize>(text)) << 32) | u64(text.byteLength);
}

let allocated: usize = 0;

export function framepost_alloc(size: u32): usize {
  if (allocated) heap.free(allocated);
  allocated = heap.alloc(size);
  return allocated;
}

// What becomes of a grey v: the sepia matrix makes red, green and blue of it, and JFIF's
// equations Y', Cb and Cr of those.
const luma = memory.data(256), blue = memory.data(256), red = memory.data(256);

function tables(amount: f64): void {
  for (let v = 0; v < 256; v++) {
    const r = min<f64>(1.351 * v, 255), g = min<f64>(1.203 * v, 255), b = 0.937 * v;
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    store<u8>(luma + v, u8(v + (y - v) * amount + 0.5));
    store<u8>(blue + v, u8(128 + (b - y) / 1.772 + 0.5));
    store<u8>(red + v, u8(128 + (r - y) / 1.402 + 0.5));
  }
}

// tone moves a sample towards another one by a share of 256.
@inline function tone(at: usize, to: i32, share: i32): void {
  const from = i32(load<u8>(at));
  store<u8>(at, u8(from + (((to - from) * share + 128) >> 8)));
}

@inline function map(at: usize): void { store<u8>(at, load<u8>(luma + load<u8>(at))); }

// Row is where the samples of a row of chroma are, and those of the luma that it covers.
@unmanaged class Row { cb: usize; cr: usize; top: usize; bottom: usize; columns: u32; last: u32; share: i32; }
const row = changetype<Row>(memory.data(64, 16));

@inline function colour(x: u32): void {
  const left = min(x * row.columns, row.last), right = min(x * row.columns + row.columns - 1, row.last);
  const mean = (u32(load<u8>(row.top + left)) + load<u8>(row.top + right) + load<u8>(row.bottom + left) + load<u8>(row.bottom + right) + 2) / 4;
  tone(row.cb + x, load<u8>(blue + mean), row.share);
  tone(row.cr + x, load<u8>(red + mean), row.share);
}

// The host asks at each round of a loop whether the filter's time is over, so loops over pixels do
// several pixels a round. A stride is a multiple of 16, and what follows a row may be overwritten.
export function framepost_process(p: Picture): u32 {
  const amount = load<f64>(p.args) / 100;
  tables(amount);

  const y = plane(p, 0), cb = plane(p, 1), cr = plane(p, 2);
  // How many columns and rows of luma a sample of chroma covers.
  const rows = (p.height + cb.height - 1) / cb.height;
  row.columns = (p.width + cb.width - 1) / cb.width;
  row.last = p.width - 1;
  row.share = i32(amount * 256 + 0.5);
  for (let n: u32 = 0; n < cb.height; n++) {
    row.cb = cb.samples + n * cb.stride;
    row.cr = cr.samples + n * cr.stride;
    row.top = y.samples + n * rows * y.stride;
    row.bottom = y.samples + min(n * rows + rows - 1, p.height - 1) * y.stride;
    for (let x: u32 = 0; x < cb.stride; x += 8) {
      colour(x); colour(x + 1); colour(x + 2); colour(x + 3);
      colour(x + 4); colour(x + 5); colour(x + 6); colour(x + 7);
    }
  }
  const end = y.samples + y.stride * y.height;
  for (let at = y.samples; at < end; at += 8) {
    map(at); map(at + 1); map(at + 2); map(at + 3);
    map(at + 4); map(at + 5); map(at + 6); map(at + 7);
  }
  return 0;
}
