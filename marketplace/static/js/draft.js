// What a form holds stays in this browser until it has arrived: fields and one photograph, with the network or without.
// Without script it is a plain form. A page that was opened once can be opened without a network (worker.js).

const isKept = document.documentElement.dataset.kept !== undefined; // a copy, shown because there is no network
const { account } = document.querySelector("[data-account]").dataset;
const form = document.querySelector("form[data-draft]");
const key = form && `draft:${form.dataset.draft}`;
const LONGEST = 1600;

const store = async (mode, act) => {
  const opening = indexedDB.open("drafts", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
  const base = await done(opening);
  return done(act(base.transaction("photos", mode).objectStore("photos")));
};
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const forget = async (name) => {
  localStorage.removeItem(name);
  await store("readwrite", (photos) => photos.delete(name)).catch(() => null);
};

// A draft is done with when a page of the server says that it has arrived: not when the net, the session or the server failed.
if (!isKept) for (const { dataset } of document.querySelectorAll("[data-draft-done]")) forget(`draft:${dataset.draftDone}`);

// Another person's drafts are not this person's to find; the server has asked for it too (Clear-Site-Data).
for (const name of Object.keys(localStorage)) if (name.startsWith("draft:") && !name.startsWith(`draft:${account}-`)) forget(name);

const fields = () => [...form.elements].filter(({ name, type }) => name && !["hidden", "file", "submit"].includes(type));
const photo = form?.querySelector("input[type=file]");
const say = (...what) => {
  for (const note of document.querySelectorAll("[data-draft-note]")) note.hidden = !what.includes(note.dataset.draftNote);
};

const keep = () => {
  const held = {};
  for (const field of fields()) {
    if (["checkbox", "radio"].includes(field.type)) {
      if (field.checked) (held[field.name] ??= []).push(field.value);
    } else held[field.name] = field.value;
  }
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), held }));
};

const fill = ({ held }) => {
  for (const field of fields()) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = (held[field.name] ?? []).includes(field.value);
    else if (field.name in held) field.value = held[field.name];
  }
  for (const fold of form.querySelectorAll("details")) fold.open ||= [...fold.querySelectorAll("input, select")].some(({ value, type }) => value && type === "text");
};

const show = (file) => {
  const given = new DataTransfer();
  given.items.add(file);
  photo.files = given.files;
};

const smaller = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  return blob && blob.size < file.size ? new File([blob], "anh.jpg", { type: "image/jpeg" }) : file;
};

// The key in a copy's form may be of an earlier session: the page is asked for anew, and its key taken.
const send = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.querySelector(`form[data-draft="${form.dataset.draft}"] [name=csrfmiddlewaretoken]`);
  if (!fresh) return location.reload(); // signed out, or the lot is closed: the server says it, the draft stays
  form.elements.csrfmiddlewaretoken.value = fresh.value;
  form.submit();
};

const begin = async () => {
  const isAnswer = form.dataset.draftAnswer !== undefined; // what was just sent and refused: no older words over it
  const held = localStorage.getItem(key);
  if (isKept && form.elements.on) form.elements.on.value = new Date().toLocaleDateString("sv"); // not the copy's day
  if (held && !isAnswer) fill(JSON.parse(held));
  if (held && photo && photo.ariaInvalid !== "true") {
    const kept = await store("readonly", (photos) => photos.get(key)).catch(() => null);
    if (kept) show(kept);
  }
  if (held && !isAnswer) say("restored", isKept ? "offline" : "");
  form.addEventListener("input", keep);

  let original, isSending = false;
  const take = async () => {
    const file = form.elements.keep_time?.checked ? original : await smaller(original).catch(() => original);
    show(file);
    await store("readwrite", (photos) => photos.put(file, key)).catch(() => null);
    keep();
  };
  photo?.addEventListener("change", () => { [original] = photo.files; if (original) take(); });
  form.elements.keep_time?.addEventListener("change", () => { if (original) take(); });

  form.addEventListener("submit", async (event) => {
    keep();
    if (navigator.onLine && !isKept) return;
    event.preventDefault();
    if (!isKept) return say("offline");
    if (isSending) return;
    isSending = true;
    await send().catch(() => { isSending = false; say("offline"); });
  });
  addEventListener("online", () => { if (localStorage.getItem(key)) say("online"); });
  addEventListener("offline", () => say("offline"));
  document.querySelector("[data-draft-forget]")?.addEventListener("click", async () => {
    await forget(key);
    location.reload();
  });
};

if (isKept) say("offline");
if (form) begin();
