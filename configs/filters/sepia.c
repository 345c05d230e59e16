// A filter in C, without a library. To build it, with Debian's clang and lld:
//
//	clang --target=wasm32 -O3 -nostdlib -Wl,--no-entry -Wl,--strip-all -o sepia.wasm sepia.c
//
// It does what framepost's own sepia does. Copy it, change the description and process, and put
// the .wasm file into the directory that FRAMEPOST_FILTERS names.

typedef unsigned char byte;
typedef unsigned int u32; // an address, too

// What framepost hands over; api/plugin/doc.go in its repository describes the interface.
struct plane {
	byte *samples;
	u32 stride, width, height; // a row begins each stride bytes, a multiple of 16
};
struct picture {
	u32 width, height, planes;
	double *args; // in the order of the description
	struct plane y, cb, cr;
};

#define EXPORT(name) __attribute__((export_name(#name))) name

u32 EXPORT(framepost_abi)(void) { return 1; }

static const char description[] =
	"{\"name\":\"sepia_c\",\"group\":\"tone\",\"doc\":\"Makes the picture look like an old brown photograph.\","
	"\"params\":[{\"name\":\"amount\",\"doc\":\"How much of the effect\",\"type\":\"float\",\"unit\":\"%\","
	"\"min\":0,\"max\":100,\"default\":100}],\"properties\":{},\"picture\":\"planes\"}";

unsigned long long EXPORT(framepost_describe)(void) {
	return (unsigned long long)(u32)description << 32 | (sizeof description - 1);
}

// The memory after the program's own is free.
extern byte __heap_base;

void *EXPORT(framepost_alloc)(u32 size) {
	u32 start = ((u32)&__heap_base + 15) & ~15u, page = 65536;
	u32 pages = (start + size + page - 1) / page, has = __builtin_wasm_memory_size(0);
	if (pages > has && __builtin_wasm_memory_grow(0, pages - has) == (unsigned long)-1)
		return 0;
	return (void *)start;
}

static double clamp(double v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

// What becomes of a grey v: the sepia matrix makes red, green and blue of it, and JFIF's
// equations Y', Cb and Cr of those.
static byte luma[256], blue[256], red[256];

static void tables(double amount) {
	for (int v = 0; v < 256; v++) {
		double r = clamp(1.351 * v), g = clamp(1.203 * v), b = clamp(0.937 * v);
		double y = 0.299 * r + 0.587 * g + 0.114 * b;
		luma[v] = clamp(v + (y - v) * amount + 0.5);
		blue[v] = clamp(128 + (b - y) / 1.772 + 0.5);
		red[v] = clamp(128 + (r - y) / 1.402 + 0.5);
	}
}

// tone moves a sample towards another one by a share of 256.
static byte tone(int from, int to, int share) { return from + (((to - from) * share + 128) >> 8); }

u32 EXPORT(framepost_process)(struct picture *p) {
	double amount = p->args[0] / 100;
	int share = amount * 256 + 0.5;
	tables(amount);

	// How many columns and rows of luma a sample of chroma covers.
	u32 columns = (p->width + p->cb.width - 1) / p->cb.width, rows = (p->height + p->cb.height - 1) / p->cb.height;
	for (u32 y = 0; y < p->cb.height; y++) {
		u32 last = y * rows + rows - 1 < p->height ? y * rows + rows - 1 : p->height - 1;
		const byte *top = p->y.samples + y * rows * p->y.stride, *bottom = p->y.samples + last * p->y.stride;
		byte *cb = p->cb.samples + y * p->cb.stride, *cr = p->cr.samples + y * p->cr.stride;
		// The host asks at each round of a loop whether the filter's time is over, so a round is 16
		// pixels. A stride is a multiple of 16, and what follows a row may be overwritten.
		for (u32 x = 0; x < p->cb.stride; x += 16) {
#pragma clang loop unroll(full)
			for (u32 i = 0; i < 16; i++) {
				u32 left = (x + i) * columns, right = left + columns - 1;
				if (left >= p->width) left = p->width - 1;
				if (right >= p->width) right = p->width - 1;
				byte mean = (top[left] + top[right] + bottom[left] + bottom[right] + 2) / 4;
				cb[x + i] = tone(cb[x + i], blue[mean], share);
				cr[x + i] = tone(cr[x + i], red[mean], share);
			}
		}
	}
	for (byte *at = p->y.samples, *end = at + p->y.stride * p->y.height; at < end; at += 16) {
#pragma clang loop unroll(full)
		for (u32 i = 0; i < 16; i++) at[i] = luma[at[i]];
	}
	return 0;
}
