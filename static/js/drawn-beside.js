// Forms beside a scan (<form data-drawn-beside>), whose buttons draw what they change anew and leave the scan where its
// reader leafed to. Without this file each answer is a page of its own, where the scan begins at its first page again.
// data-fields-stay: the fields themselves are never drawn anew; what is wrong with them is put beside them.

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

  // The answer is this page with what is noticed or what to mend; every other refusal is left to request-errors.js.
  function onThisPage(event) {
    const { xhr, requestConfig } = event.detail;
    if (!xhr.responseText.includes(`id="${form.id}"`)) return;
    const staysOpen = xhr.status === 200 || (xhr.status === 422 && "fieldsStay" in form.dataset);
    event.detail.shouldSwap = staysOpen;
    event.detail.isError = false;
    if (!staysOpen) {
      askAgain(requestConfig.parameters.op);
      return;
    }
    forget();
    if (xhr.status === 422) tell(new DOMParser().parseFromString(xhr.responseText, "text/html"));
  }

  // The page is asked for as without this file.
  function askAgain(pressed) {
    const op = Object.assign(document.createElement("input"), { type: "hidden", name: "op", value: pressed });
    form.append(op);
    leaves = true;
    form.submit();
    op.remove();
  }

  // What was said of the form as it stood before holds no longer.
  function forget() {
    document.getElementById("live-messages").replaceChildren();
    for (const said of document.querySelectorAll(".error-summary, [data-drawn-beside] .field-error")) said.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      const describing = (field.getAttribute("aria-describedby") ?? "").split(" ");
      const left = describing.filter((id) => document.getElementById(id)).join(" ");
      if (left) field.setAttribute("aria-describedby", left);
      else field.removeAttribute("aria-describedby");
    }
  }

  function tell(answer) {
    document.getElementById("main").prepend(answer.querySelector(".error-summary"));
    for (const wrong of answer.querySelectorAll(`#${form.id} [aria-invalid]`)) {
      const field = document.getElementById(wrong.id);
      for (const said of ["aria-invalid", "aria-describedby"]) field.setAttribute(said, wrong.getAttribute(said));
      field.after(answer.getElementById(`${wrong.id}_error`));
      field.closest("details")?.setAttribute("open", "");
    }
  }

  function goOn(event) {
    form.inert = false;
    const errors = document.querySelector(".error-summary");
    (errors ?? document.getElementById(event.detail.place) ?? document.getElementById("id_look")).focus();
  }

  form.addEventListener("htmx:beforeRequest", () => {
    form.inert = true;
    leaves = false;
  });
  form.addEventListener("htmx:afterRequest", answered);
  form.addEventListener("htmx:beforeSwap", onThisPage);
  document.body.addEventListener("plan-focus", goOn);
})();
