// Communes follow the chosen province, and names of today an old name, without a page load. Without script buttons do it.

const province = document.querySelector("#id_province");
const commune = document.querySelector("[data-communes]");

for (const element of document.querySelectorAll("[data-hide-with-script]")) element.hidden = true;

province?.addEventListener("change", async () => {
  const answer = await fetch(`${commune.dataset.communes}?province=${encodeURIComponent(province.value)}`);
  if (answer.ok) commune.innerHTML = await answer.text();
});

const oldName = document.querySelector("[data-old-names]");
let asking;

oldName?.addEventListener("input", () => {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const asked = oldName.value;
    const answer = await fetch(`${oldName.dataset.oldNames}?old_name=${encodeURIComponent(asked)}`);
    if (answer.ok && oldName.value === asked) document.querySelector("#old-names").innerHTML = await answer.text();
  }, 250);
});
