// Loads the client: wasm_exec.js, client.wasm and config.json at the same time, with
// the progress shown, and starts codec.js, twice. Everything else is Go, in wasmclient/.
(() => {
  'use strict';

  const files = document.currentScript.dataset;
  const url = (path) => new URL(path, document.baseURI).href;
  const element = (id) => document.getElementById(id);

  function report(title, text) {
    element('status').textContent = 'Not running';
    element('loading').hidden = true;
    element('message-title').textContent = title;
    element('message-text').textContent = text;
    element('message').hidden = false;
    document.documentElement.dataset.state = 'broken';
  }

  // Go's own support file. The build appends to it the size of the client as
  // `framepost.bytes`, since Content-Length has only the compressed size.
  function support() {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = url(files.exec);
      script.onload = resolve;
      script.onerror = () => reject(new Error(files.exec + ' is missing'));
      document.head.append(script);
    });
  }

  // The response is passed on as it arrives, so that the browser compiles it meanwhile,
  // and with the type that it needs, which not every static host sends.
  async function client() {
    const response = await fetch(url(files.wasm));
    if (!response.ok) throw new Error(files.wasm + ' answers ' + response.status);
    const progress = element('progress');
    let received = 0;
    const counter = new TransformStream({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        received += chunk.byteLength;
        if (globalThis.framepost?.bytes) {
          progress.max = framepost.bytes;
          progress.value = received;
        }
      },
    });
    return new Response(response.body.pipeThrough(counter), {headers: {'Content-Type': 'application/wasm'}});
  }

  // No configuration is the same as an empty one: the API has the page's origin.
  async function config() {
    try {
      const response = await fetch(url(files.config), {cache: 'no-cache'});
      return (response.ok && await response.json()) || {};
    } catch {
      return {};
    }
  }

  function codec(name) {
    const worker = new Worker(url(files.codec), {name});
    worker.onerror = () => report('The page is not complete', files.codec + ' cannot be loaded: reload the page.');
    return worker;
  }

  async function load() {
    const response = client();
    const [encoder, decoder] = [codec('encoder'), codec('decoder')];
    const [file] = await Promise.all([config(), support()]);
    const go = new Go();
    go.env.GOGC = '25'; // collect early: only then are the JavaScript objects freed that Go refers to
    const {instance} = await WebAssembly.instantiateStreaming(response, go.importObject);
    await new Promise((resume) => setTimeout(resume)); // the browser paints and answers input before Go starts
    globalThis.framepost = {config: file, encoder, decoder};
    element('loading').hidden = true;
    return go.run(instance);
  }

  if (!globalThis.WebAssembly?.instantiateStreaming || !globalThis.OffscreenCanvas) {
    report('This browser is too old',
      'The page needs WebAssembly and OffscreenCanvas. Chrome, Edge, Firefox and Safari have had both since 2023: ' +
      'update the browser, or open the page in another one.');
    return;
  }
  load().then(
    () => report('The client has stopped', 'That is a defect of this page. Reload it to go on.'),
    (error) => report('The client could not be loaded', 'Check the connection and reload the page. (' + error.message + ')'),
  );
})();
