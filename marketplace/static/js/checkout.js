// Communes follow the chosen province without a page load. Without script a button does the same.

const province = document.querySelector("#id_province");
const commune = document.querySelector("[data-communes]");

for (const element of document.querySelectorAll("[data-hide-with-script]")) element.hidden = true;

province?.addEventListener("change", async () => {
  const answer = await fetch(`${commune.dataset.communes}?province=${encodeURIComponent(province.value)}`);
  if (answer.ok) commune.innerHTML = await answer.text();
});
