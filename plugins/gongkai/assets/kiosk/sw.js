// Keeps one whole, verified set of the wall in the browser, so that it starts without a network.
// The build writes a line above this one: const set = {page: "…", files: {name: its SHA-256}}.
"use strict";
const scope = self.registration.scope;
const prefix = "kiosk " + scope + " ";
const own = prefix + set.page;
const OURS = /^(index\.html|kiosk-\w{8}\.\w+|pictures\/\w+\.\w+)$/;

const keep = (cache, name) => fetch(scope + name + "?" + set.page, {cache: "no-store"}).then(answer => {
  if (answer.status !== 200) throw answer.status;
  return answer.arrayBuffer().then(bytes => crypto.subtle.digest("SHA-256", bytes).then(digest => {
    const hex = Array.from(new Uint8Array(digest), byte => (byte + 256).toString(16).slice(1)).join("");
    if (hex !== set.files[name]) throw name;
    const headers = {"Content-Type": answer.headers.get("Content-Type")};
    return cache.put(scope + name, new Response(bytes, {headers}));
  }));
});

// All files or none: a worker without its whole set is thrown away by the browser, and the one before goes on.
self.addEventListener("install", event => event.waitUntil(
  caches.delete(own).then(() => caches.open(own)).then(
    cache => Promise.all(Object.keys(set.files).map(name => keep(cache, name)))
  ).catch(error => caches.delete(own).then(() => { throw error; }))
));

const tell = client => client.postMessage(set.page);

// The set before this one stays, the older ones go.
self.addEventListener("activate", event => event.waitUntil(
  caches.keys().then(names => {
    const others = names.filter(name => name.indexOf(prefix) === 0 && name !== own);
    return Promise.all(others.slice(0, -1).map(name => caches.delete(name)));
  }).then(() => self.clients.claim()).then(() => self.clients.matchAll()).then(all => all.forEach(tell))
));

// At the end of a slide the page sends which set it plays: a waiting worker with this very set takes over.
self.addEventListener("message", event => {
  if (event.data === set.page) self.skipWaiting();
  if (!event.data) tell(event.source);
});

// Addresses with a stamp ask what is new and go past. The page comes out of this one set, and each file that it
// names is called by its own sum, so two sets never mix.
self.addEventListener("fetch", event => {
  const request = event.request;
  const [address, stamp] = request.url.split("#")[0].split("?");
  const name = address.slice(scope.length) || "index.html";
  if (request.method !== "GET" || address.indexOf(scope) || !OURS.test(name)) return;
  if (stamp && request.mode !== "navigate") return;
  event.respondWith(caches.open(own).then(cache => cache.match(scope + name)).then(
    found => found || fetch(request).catch(() => caches.match(scope + name))
  ));
});
