// Copying what a bank's app asks for, and asking by itself whether the money came. Without script it is a link.

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.firstChild;
  const before = label.data;
  label.data = button.dataset.copied;
  setTimeout(() => { label.data = before; }, 2000);
});

const reveal = () => {
  for (const element of document.querySelectorAll("[data-refreshing]")) element.hidden = false;
  if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
};

let next;

const check = async () => {
  clearTimeout(next);
  const now = document.querySelector("[data-refresh]");
  const answer = document.hidden ? null : await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return wait();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const then = page.querySelector("[data-refresh]");
  if (!then) return location.reload();
  if (then.textContent !== now.textContent) {
    now.replaceWith(then);
    reveal();
  }
  return wait();
};

const wait = () => {
  clearTimeout(next);
  const seconds = Number(document.querySelector("[data-refresh]")?.dataset.refresh);
  if (seconds) next = setTimeout(check, seconds * 1000);
};

// Back from the bank's app: ask at once.
document.addEventListener("visibilitychange", () => { if (!document.hidden && document.querySelector("[data-refresh]")) check(); });

reveal();
wait();
