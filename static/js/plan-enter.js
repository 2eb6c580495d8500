// The form of a plan entered from a letter: nothing of it is stored before it is filed, so every change is kept on
// this machine and offered on return, until the page that shows the plan as entered clears it. While the offer stands
// the form waits: what is typed now would have no place to be kept.

(() => {
  "use strict";

  const form = document.getElementById("plan-form");
  const plan = form.dataset.keep;
  const keep = window.planKeep;

  let offered = null; // what an earlier visit left behind, until it is restored or given up
  let typed = "unsaved" in form.dataset;

  function remember() {
    typed = true;
    if (!offered) keep.put(plan, { at: Date.now(), entries: keep.entries(form) });
  }

  function offerWhatWasKept() {
    offered = keep.get(plan);
    if (!offered) return;
    if (keep.written(offered.entries) === keep.written(keep.entries(form))) {
      giveUp();
      return;
    }
    keep.offer(offered, { restore, giveUp });
    form.inert = true;
  }

  // Draws the form again with what was kept; what it is based on is the state this page was opened with.
  function restore() {
    keep.replay(form, offered, { op: "restore", based_on: form.elements.based_on.value });
  }

  function giveUp() {
    offered = null;
    form.inert = false;
    keep.clear(plan);
    if (typed) remember();
  }

  // --- Buttons draw the form anew beside the scan --------------------------------------------------------------

  function drawn(event) {
    form.inert = false;
    if (event.detail.successful) remember();
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
    if (![409, 422].includes(xhr.status) || !xhr.responseText.includes('id="plan-form"')) return;
    event.stopPropagation();
    event.detail.shouldSwap = event.detail.isError = false;
    const op = Object.assign(document.createElement("input"), { type: "hidden", name: "op" });
    op.value = requestConfig.parameters.op;
    form.append(op);
    form.submit();
    op.remove();
  }

  form.addEventListener("input", remember);
  keep.onEnter(form, remember);
  form.addEventListener("submit", remember);
  form.addEventListener("htmx:beforeRequest", () => {
    form.inert = true;
  });
  form.addEventListener("htmx:afterRequest", drawn);
  form.addEventListener("htmx:beforeSwap", asPage);
  document.body.addEventListener("plan-focus", goOn);

  if (typed) remember();
  else offerWhatWasKept();
})();
