// Ties the library's scripts for passkeys to the forms of a page; without them the codes do.
"use strict";

const able = Boolean(window.PublicKeyCredential && window.allauth?.webauthn);

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) break;
  const kind = form.dataset.passkey;
  const button = form.querySelector("[data-passkey-begin]");
  const ids = { [kind]: button.id, credential: form.elements.credential.id };
  if (form.elements.passwordless) ids.passwordless = form.elements.passwordless.id;
  const data = form.dataset.asked ? JSON.parse(form.dataset.asked) : undefined;
  window.allauth.webauthn.forms[`${kind}Form`]({ ids, data });
  button.hidden = false;
  form.hidden = false;
  form.querySelector("[data-passkey-without]")?.remove();
  button.addEventListener("click", () => {
    form.querySelector("[data-passkey-failed]").hidden = true;
  });
  // Enter in a field begins what the button begins: there is nothing else to send.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    button.click();
  });
}

// Whoever leaves the device's own window, or has no passkey for this place, is told so in the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const said of document.querySelectorAll("[data-passkey-failed]")) said.hidden = false;
});
