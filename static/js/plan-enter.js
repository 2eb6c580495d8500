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

  // Buttons draw the form anew (drawn-beside.js).
  function drawn(event) {
    if (event.detail.successful) remember();
  }

  form.addEventListener("input", remember);
  keep.onEnter(form, remember);
  form.addEventListener("submit", remember);
  form.addEventListener("htmx:afterRequest", drawn);

  if (typed) remember();
  else offerWhatWasKept();
})();
