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
