// Package plugin makes operations of WebAssembly modules. Whoever runs framepost puts *.wasm files
// into a directory, and each is an operation like the built-in ones.
//
// # The interface, version 1
//
// A module exports its memory as "memory", and four functions:
//
//	framepost_abi() i32                returns the version of this interface, 1
//	framepost_describe() i64           returns where the description is: address << 32 | length
//	framepost_alloc(size i32) i32      returns the address of size bytes, a multiple of 16
//	framepost_process(picture i32) i32 changes a picture in place, and returns 0
//
// If it exports _initialize, that is called once, before them.
//
// The description is an operation as /v1/ops has it, in JSON, with one more field: "picture" says
// what the module works on, "planes" or "rgba". Of the properties a module may set only costly.
//
// The bytes of framepost_alloc are the host's until the next call of it. The host asks for them
// again only when it needs more.
//
// A picture is a header of 16 words (u32, little-endian): width and height in px; how many planes
// there are; the address of the arguments; then the address, stride in bytes, width and height of
// each of three planes.
//
//   - "planes" are three: Y, Cb and Cr of full range (JFIF), of one byte a sample. Those of
//     chroma have the size of the picture or are smaller by 2 or 4 in either direction, rounded
//     up. The chroma of a grey picture is 128 everywhere; if it still is afterwards, the
//     picture stays grey.
//   - "rgba" is one plane of four bytes a pixel, all opaque. What becomes of A is ignored.
//
// Each plane begins at a multiple of 16, and so does each of its rows. What lies between the end
// of a row and the next one may be overwritten.
//
// The arguments are one f64 for each parameter, in the order of the description: a number itself;
// a length in px, where a share counts of the shorter side; true as 1; a choice as its index; a
// colour as 0xrrggbb; a text as the address of its UTF-8, which a zero ends.
//
// # What a module can do
//
// A module may import wasi_snapshot_preview1, because the runtimes of most languages do, and abort
// of env, which is AssemblyScript's. It finds no file, no network, no variable, a clock that stands
// still and random numbers that begin anew with each frame. So the same picture and arguments have
// the same result, unless the module itself remembers something: an instance is used for one frame
// after the other. What the host has written is erased after each frame, so a module that reads
// past its picture finds zeros, but one that means to can copy a frame elsewhere. Only modules whose
// author is trusted with frames belong into the directory.
//
// What it can't do is to harm the server. Its memory is limited, a frame takes it no longer than
// the limit of time, and when it traps, it is that frame alone that fails. An instance that has
// failed in any way is thrown away.
package plugin
