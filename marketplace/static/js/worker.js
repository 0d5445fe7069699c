// The step entry of a workspace where there is no network. Kept are its own pages and what they are drawn with, nothing
// else of the workspace: no orders, no money, no buyers. The network comes first; only when it fails is the last seen
// copy shown, marked as one (data-kept). The server writes the first line:
// const KEEP = { version, assets: [paths], offline: path }

const OWN = `field ${new URL(registration.scope).pathname} `; // one worker for each language
const NAME = OWN + KEEP.version;
const ENTRY = /^(\/en)?\/kenh-nha-san-xuat\/tem\/lo\/(\d+\/buoc|them)\/$/;
const MOST = 40; // pages; the first seen goes first

const pathOf = (url) => new URL(url).pathname;
const isPage = (url) => ENTRY.test(pathOf(url)) || pathOf(url) === KEEP.offline;
const isOurs = (url) => new URL(url).origin === location.origin;
const pagesIn = async (cache) => (await cache.keys()).map(({ url }) => url).filter((url) => ENTRY.test(pathOf(url)));

// What the server just answered becomes the last seen copy; no other answer but the page itself does.
const note = async (url, answer) => {
  const cache = await caches.open(NAME);
  if (answer.ok && !answer.redirected) {
    await cache.put(url, answer);
    for (const old of (await pagesIn(cache)).slice(0, -MOST)) await cache.delete(old);
  } else if (answer.type === "opaqueredirect") { // to the login: nobody is signed in any more
    for (const page of await pagesIn(cache)) await cache.delete(page);
  } else if (answer.status < 500) await cache.delete(url);
};

const keep = async (url) => note(url, await fetch(url, { redirect: "manual" }));

const copyOf = async (url) => {
  const kept = await caches.match(url, { ignoreVary: true });
  if (!kept) return null;
  const headers = new Headers(kept.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response((await kept.text()).replace("<html", "<html data-kept"), { headers });
};

const visit = async (event) => {
  const { url, method } = event.request;
  try {
    const answer = await fetch(event.request);
    if (method === "GET" && isPage(url)) event.waitUntil(note(url, answer.clone()));
    return answer;
  } catch {
    if (method !== "GET") return Response.redirect(url, 303); // the form again, with its draft
    return (await copyOf(url)) ?? (await copyOf(new URL(KEEP.offline, location))) ?? Response.error();
  }
};

const draw = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url, { ignoreVary: true })) ?? Response.error();
  }
};

addEventListener("fetch", (event) => {
  const { url, method, mode } = event.request;
  if (!isOurs(url)) return;
  if (mode === "navigate" && (method === "GET" || isPage(url))) event.respondWith(visit(event));
  else if (mode !== "navigate" && method === "GET" && KEEP.assets.includes(pathOf(url))) event.respondWith(draw(event.request));
});

// New assets make a new worker: it asks anew for the pages that were kept, for they name their assets.
const install = async () => {
  const cache = await caches.open(NAME);
  await cache.addAll(KEEP.assets);
  const former = (await caches.keys()).filter((name) => name.startsWith(OWN));
  const pages = await Promise.all(former.map(async (name) => pagesIn(await caches.open(name))));
  await Promise.allSettled([...new Set([new URL(KEEP.offline, location).href, ...pages.flat()])].map(keep));
  await skipWaiting();
};

const clean = async () => {
  for (const name of await caches.keys()) if (name.startsWith(OWN) && name !== NAME) await caches.delete(name);
  await clients.claim();
};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(clean()));

// A page names pages that it leads to, itself included: the first was loaded before there was a worker.
addEventListener("message", (event) => event.waitUntil(Promise.allSettled(event.data.keep.filter((url) => isOurs(url) && isPage(url)).map(keep))));
