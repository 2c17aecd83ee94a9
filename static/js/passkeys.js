// Passkeys: the browser asks the person's device, and the answer goes out with the form. Without scripts the other ways in remain.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function made(asked) {
    const key = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: named(asked.excludeCredentials),
    } });
    const answer = key.response;
    return { id: key.id, rawId: text(key.rawId), type: key.type, authenticatorAttachment: key.authenticatorAttachment || undefined, clientExtensionResults: {},
      response: { clientDataJSON: text(answer.clientDataJSON), attestationObject: text(answer.attestationObject), transports: answer.getTransports?.() || [] } };
  }

  async function shown(asked) {
    const key = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) } });
    const answer = key.response;
    return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {},
      response: { clientDataJSON: text(answer.clientDataJSON), authenticatorData: text(answer.authenticatorData), signature: text(answer.signature),
        userHandle: answer.userHandle ? text(answer.userHandle) : undefined } };
  }

  async function ask(button) {
    const form = button.form;
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    button.disabled = true;
    try {
      const asked = JSON.parse(button.dataset.passkey).publicKey;
      const answer = await (button.dataset.passkeyKind === "make" ? made(asked) : shown(asked));
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      button.disabled = false;
      trouble.hidden = false;
      trouble.focus();
    }
  }

  document.querySelectorAll("[data-passkey]").forEach((button) => {
    if (!window.PublicKeyCredential) {
      button.form.querySelector("[data-passkey-trouble]").hidden = false;
      return;
    }
    button.hidden = false;
    button.addEventListener("click", () => ask(button));
    if (button.dataset.passkeyAuto) ask(button);
  });
})();
