// <form data-passkey="create or get" data-options="what WebAuthn is asked, as JSON"> with an input named passkey: its button
// asks the browser for a passkey and sends what it answers. Where there are none, the form stays hidden and
// .passkey-missing beside it says so.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const missing = form.parentElement.querySelector(".passkey-missing");
  form.hidden = false;
  missing.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector(".passkey-failed");
    failed.textContent = "";
    try {
      form.elements.passkey.value = JSON.stringify(await answered(form.dataset.passkey, JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      failed.textContent = failed.dataset.text; // given up, too slow, or it is one's own already: browsers do not tell
    }
  });
}

async function answered(verb, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    publicKey[list] = (options[list] || []).map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return plain(await navigator.credentials[verb]({ publicKey }));
}

function plain(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const response = {};
  for (const part of parts) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

// base64url, as WebAuthn writes bytes in JSON; older browsers cannot do it themselves.
function bytes(written) {
  const binary = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
