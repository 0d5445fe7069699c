// What HTML cannot do by itself. Every page works without it.

for (const field of document.querySelectorAll("[data-stepper]")) {
  for (const [sign, step] of [["minus", -1], ["plus", 1]]) {
    const button = field.parentElement.querySelector(`[data-step="${sign}"]`);
    button.hidden = false;
    button.addEventListener("click", () => {
      const most = Number(field.max) || Infinity;
      field.value = Math.min(most, Math.max(Number(field.min) || 0, Number(field.value) + step));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// Names that begin like what is being typed, as the browser's own list below the field.
const search = document.querySelector("form[data-suggest]");
if (search) {
  const field = search.elements.q;
  const list = document.createElement("datalist");
  list.id = "search-names";
  search.append(list);
  field.setAttribute("list", list.id);
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const asked = field.value.trim();
    if (asked.length < 2) return;
    waiting = setTimeout(async () => {
      const answer = await fetch(`${search.dataset.suggest}?q=${encodeURIComponent(asked)}`);
      if (!answer.ok || asked !== field.value.trim()) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map(({ title }) => Object.assign(document.createElement("option"), { value: title })));
    }, 150);
  });
}

// A heart saves without leaving the page.
for (const form of document.querySelectorAll("form.heart")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" } });
    if (!answer.ok) return form.submit();
    button.setAttribute("aria-pressed", "true");
    const words = form.querySelector("[data-saved]");
    if (words) words.textContent = words.dataset.saved;
  });
}
