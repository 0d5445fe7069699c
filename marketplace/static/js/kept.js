// Pages of the step entry that were opened once can be opened without a network (worker.js). What was kept for another
// account goes: the server asks for that too (Clear-Site-Data), not every browser listens.

const { account, worker, offline } = document.querySelector("[data-account]").dataset;
const isKept = document.documentElement.dataset.kept !== undefined;

const forgetOthers = async () => {
  if (localStorage.getItem("kept-for") === account) return;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) if (!new URL(request.url).pathname.startsWith("/static/")) await cache.delete(request);
  }
  localStorage.setItem("kept-for", account);
};

// This page, those it leads to, and the one that lists them.
const keepPages = async () => {
  const links = [...document.querySelectorAll("[data-keep] a")].map(({ href }) => href);
  const wanted = [location.href, new URL(offline, location).href, ...links];
  const held = await Promise.all(wanted.map((url) => caches.match(url, { ignoreVary: true })));
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: wanted.filter((_url, place) => !held[place]) });
};

const listPages = async (list) => {
  const parser = new DOMParser();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (new URL(url).pathname.startsWith("/static/")) continue;
      const kept = parser.parseFromString(await (await cache.match(url, { ignoreVary: true })).text(), "text/html");
      const words = kept.querySelector("[data-kept-as]")?.dataset.keptAs;
      if (!words || kept.documentElement.lang !== document.documentElement.lang) continue;
      const link = Object.assign(document.createElement("a"), { href: url, textContent: words, className: "row__main row__link" });
      const row = Object.assign(document.createElement("li"), { className: "row" });
      row.append(link);
      list.append(row);
    }
  }
};

if (navigator.serviceWorker && globalThis.caches) {
  if (!isKept) await forgetOthers();
  if (!isKept && document.querySelector("[data-kept-as]")) {
    await navigator.serviceWorker.register(worker);
    keepPages();
  }
  const list = document.querySelector("[data-kept-pages]");
  if (list) listPages(list);
}
