// Passkeys: the browser talks to the device, and its answer goes into the form. Without scripts, other ways remain.
const KINDS = {
  "sign-in": async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return window.webauthnJSON.get((await answer.json()).request_options);
  },
  show: async () => window.webauthnJSON.get(options().request_options),
  add: async () => {
    const wanted = options().creation_options;
    wanted.publicKey.authenticatorSelection.residentKey = "preferred";
    return window.webauthnJSON.create(wanted);
  },
};

function options() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const alert = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    alert.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await KINDS[form.dataset.passkey](form));
      form.submit();
    } catch (fault) {
      alert.textContent = form.dataset.failed;
      alert.hidden = false;
    }
  });
}
