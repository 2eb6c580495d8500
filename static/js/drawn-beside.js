// Forms beside a scan (<form data-drawn-beside>), whose buttons draw what they change anew and leave the scan where its
// reader leafed to. Without this file each answer is a page of its own, where the scan begins at its first page again.

(() => {
  "use strict";

  const form = document.querySelector("form[data-drawn-beside]");
  let leaves = false; // the page is being asked for again with what was typed

  function answered(event) {
    form.inert = false;
    // What was sent in the background is still only typed, unless the answer leads on.
    const leadsOn = leaves || event.detail.xhr.getResponseHeader("HX-Redirect");
    if ("guard" in form.dataset && !leadsOn) form.dataset.typed = "";
  }

  // What was said of the form as it stood before holds no longer.
  function goOn(event) {
    form.inert = false;
    document.querySelector(".error-summary")?.remove();
    document.getElementById("live-messages").replaceChildren();
    (document.getElementById(event.detail.place) ?? document.getElementById("id_look")).focus();
  }

  // Where what was typed is refused, the answer is this page with what to mend: it is asked for again, as without this
  // file. Every other refusal is left to request-errors.js.
  function asPage(event) {
    const { xhr, requestConfig } = event.detail;
    if (![409, 422].includes(xhr.status) || !xhr.responseText.includes(`id="${form.id}"`)) return;
    event.stopPropagation();
    event.detail.shouldSwap = event.detail.isError = false;
    const op = Object.assign(document.createElement("input"), { type: "hidden", name: "op" });
    op.value = requestConfig.parameters.op;
    form.append(op);
    leaves = true;
    form.submit();
    op.remove();
  }

  form.addEventListener("htmx:beforeRequest", () => {
    form.inert = true;
    leaves = false;
  });
  form.addEventListener("htmx:afterRequest", answered);
  form.addEventListener("htmx:beforeSwap", asPage);
  document.body.addEventListener("plan-focus", goOn);
})();
