// Sends a frame over socket.io as often as it is told, each after the answer to the one
// before: `node client.mjs URL`, then lines "FILE N" on standard input; it answers each
// with "0" when the last frame is back.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const socket = io(process.argv[2], { transports: ["websocket"] });
await new Promise((connected) => socket.once("connect", connected));

for await (const line of createInterface({ input: process.stdin })) {
  const [file, n] = line.split(" ");
  const frame = readFileSync(file).toString("base64");
  for (let i = 0; i < Number(n); i++) {
    const answer = new Promise((back) => socket.once("response_back", back));
    socket.emit("image", frame);
    await answer;
  }
  console.log(0);
}
socket.close();
