// Keeps the page of a roll, and what draws it, for when there is no network (BOO-43). Its scope is that folder alone.
// Pages name people: a copy is dropped after a day, and at sign-out with everything that this site kept.
const PAGES = "roll-pages";
const PARTS = "roll-parts";
const DAY = 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function dropOld() {
  const pages = await caches.open(PAGES);
  for (const asked of await pages.keys()) {
    const kept = await pages.match(asked);
    if (Date.now() - Date.parse(kept.headers.get("Date")) > DAY) await pages.delete(asked);
  }
}

async function page(request) {
  await dropOld();
  try {
    const answer = await fetch(request);
    const pages = await caches.open(PAGES);
    if (answer.ok && !answer.redirected) await pages.put(request.url, answer.clone());
    else await pages.delete(request.url);
    return answer;
  } catch (fault) {
    const kept = await (await caches.open(PAGES)).match(request.url);
    if (kept) return kept;
    throw fault;
  }
}

async function part(request) {
  const parts = await caches.open(PARTS);
  try {
    const answer = await fetch(request);
    if (answer.ok) await parts.put(request.url, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await parts.match(request.url);
    if (kept) return kept;
    throw fault;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "font", "image"].includes(request.destination)) event.respondWith(part(request));
});
