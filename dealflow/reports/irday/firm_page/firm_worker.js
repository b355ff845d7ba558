"use strict";
// Keeps the page as it was last seen, so that it opens again without a connection. It keeps nothing that is typed.
const STORE = "dealflow-firm-page";
const SCOPE = self.registration.scope;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.add(new Request(SCOPE, { cache: "reload" })))
    .catch(() => {}).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const store = await caches.open(STORE);
  const waiting = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS));
  const isPage = request.mode === "navigate";
  const kept = await store.match(request, { ignoreVary: true }) || (isPage && await store.match(SCOPE, { ignoreVary: true }));
  const network = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    if (answer.status === 404 || answer.status === 410) {
      for (const each of await store.keys()) if (each.url.startsWith(SCOPE)) await store.delete(each);
    }
    return answer;
  });
  try {
    return await (kept ? Promise.race([network, waiting]) : network);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url), isReader = pathname.endsWith("/reader.js");
  // Other persons' contacts are never kept: a consent that is taken back must not go on opening here.
  if (/\/contacts(\.csv|\.xlsx)?$/.test(pathname)) return;
  if (event.request.method !== "GET" || pathname.endsWith(".ics") || !(isReader || event.request.mode === "navigate")) return;
  event.respondWith(fresh(event.request));
});
