// Shows what needs a passkey where the browser has them, and says in words when one was not used.

const say = (hidden) => {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = hidden;
  for (const element of document.querySelectorAll("[data-without-passkey]")) element.hidden = !hidden;
};

if (window.PublicKeyCredential) say(false);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const element of document.querySelectorAll("[data-passkey-trouble]")) {
    element.textContent = element.dataset.passkeyTrouble;
    element.hidden = false;
  }
});
