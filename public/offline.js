// The service worker: the page opens without a network, too. It keeps one whole version of
// the page, and uses it only when the host does not answer, so that nobody gets an old page
// who can have the new one.
//
// A page of which the host sent the beginning and the cache the rest might consist of two
// versions. So a document that came from the cache gets everything from there, and the cache
// is filled as a whole or not at all.
//
// Frames do not pass by here: the browser is told so where it can be (Chromium), and
// otherwise this worker leaves them alone.
'use strict';

const shell = 'shell'; // the name of the cache
const coming = 'coming'; // that of the one that is not whole yet
const config = 'config.json';
const unnamed = [ // what the client asks for without the page naming it
  config, 'demo.svg', 'local.js', 'dist/wasm_exec.js', 'dist/local.wasm', 'dist/catalogue.json', 'dist/faces.dat', 'dist/font.ttf',
  'dist/symbols.ttf',
];
const patience = 4000; // ms, for which a host may be silent before the kept page opens

const kept = (request) => caches.open(shell).then((cache) => cache.match(request, {ignoreSearch: true}));
const old = new Set(); // clients whose document came from the cache
let keeping; // an AbortController, from the first time on that the cache is filled

// ours reports whether a request is for the page, as opposed to its API.
function ours({method, url}) {
  return method === 'GET' && url.startsWith(registration.scope) &&
    !url.slice(registration.scope.length).startsWith('v1/');
}

// whole returns a file. A host may have no configuration. Frames go first where the host can tell.
async function whole(name, signal) {
  const response = await fetch(name, {signal, priority: 'low'});
  if (!response.ok && name !== config) throw new Error(name + ' answers ' + response.status);
  return response;
}

// keep fills the cache with the page and all that it names, one file after the other, since who
// watches meanwhile has the same link. What has come stays if it is interrupted. Between its two
// readings of the page the host may have got another version: then the next visit tries again.
async function keep(signal) {
  const page = await whole('./', signal);
  const text = await page.clone().text();
  const named = [...text.matchAll(/\s(?:src|href|data-[a-z]+)="([\w./-]+\.\w+)"/g)].map(([, name]) => name);
  const names = [...new Set([...named, ...unnamed])];
  let come = await caches.open(coming);
  if (await (await come.match('./'))?.text() !== text) {
    await caches.delete(coming);
    come = await caches.open(coming);
    await come.put('./', page);
  }
  for (const name of names) {
    if (name === config || !await come.match(name)) await come.put(name, await whole(name, signal));
  }
  if (await (await whole('./', signal)).text() !== text) return;

  const cache = await caches.open(shell);
  await Promise.all(['./', ...names].map(async (name) => cache.put(name, await come.match(name))));
  const current = new Set(['./', ...names].map((name) => new URL(name, registration.scope).href));
  for (const request of await cache.keys()) {
    if (!current.has(request.url)) await cache.delete(request);
  }
  await caches.delete(coming);
}

// open answers a navigation: by the host if it answers in time and is well.
async function open({request, resultingClientId}) {
  const copy = await kept(request);
  if (!copy) return fetch(request);
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, patience); });
  const response = await Promise.race([fetch(request).catch(() => {}), late]);
  clearTimeout(timer);
  if (response && response.status < 500) return response;
  old.add(resultingClientId);
  return copy;
}

// part answers a request for one of the page's files.
async function part({request, clientId}) {
  if (old.has(clientId)) {
    const copy = await kept(request);
    if (copy) return copy;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await kept(request);
    if (copy) return copy;
    throw error;
  }
}

addEventListener('install', (event) => {
  skipWaiting(); // no version of this file depends on the page's
  if (event.addRoutes) event.waitUntil(event.addRoutes({condition: {requestMethod: 'POST'}, source: 'network'}));
});

addEventListener('fetch', (event) => {
  if (ours(event.request)) event.respondWith(event.request.mode === 'navigate' ? open(event) : part(event));
});

// The page says when the link has room for this, and when it has none after all. It is told when
// there is nothing more to do in this visit.
addEventListener('message', (event) => {
  keeping?.abort();
  if (event.data !== 'keep') return;
  const {signal} = keeping = new AbortController();
  event.waitUntil(keep(signal).catch(() => {}).then(() => signal.aborted || event.source.postMessage('kept')));
});
