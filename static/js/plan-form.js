// The plan form while it is being typed into: keeps every change on this machine, saves by itself ten seconds
// after a change, explains times, and says so when the connection is cut. Without it all buttons still work.

(() => {
  "use strict";

  const WAIT = 10_000;

  const form = document.getElementById("plan-form");
  const plan = form.dataset.keep;
  const keep = window.planKeep;
  const together = takeFromAddress("together");

  let changed = "unsaved" in form.dataset; // something stands here that the server has not confirmed
  let timer = null;
  let stopped = false; // somebody else saved: what stands here is saved by hand, after a choice
  let offered = null; // what an earlier visit left behind, until it is restored or given up
  let leaveTo = null;

  // --- What is kept on this machine ---------------------------------------------------------------------------

  function remember(pending = false) {
    if (offered) return;
    const version = form.elements.based_on.value;
    const seen = parseInt(form.elements.together?.value ?? version, 10);
    keep.put(plan, { at: Date.now(), version, seen, pending, entries: keep.entries(form) });
  }

  // A save by hand leaves the page before its answer: a version of one's own above the last that was `seen` shows that it
  // arrived. That may be above the one the page rests on, where somebody else's text was saved beside one's own. Where nothing
  // was left to be written of both, the address says so, this once.
  function arrived(record) {
    const { version, savedByMe } = form.dataset;
    const isNewer = savedByMe !== undefined && Number(version) > Number(record.seen ?? record.version);
    return record.pending && (isNewer || together === version);
  }

  function takeFromAddress(name) {
    const address = new URL(window.location);
    const value = address.searchParams.get(name);
    address.searchParams.delete(name);
    if (value !== null) window.history.replaceState(null, "", address);
    return value;
  }

  function offerWhatWasKept() {
    const record = keep.get(plan);
    if (!record || changed) return;
    if (arrived(record) || keep.written(record.entries) === keep.written(keep.entries(form))) {
      keep.clear(plan);
      return;
    }
    offered = record;
    keep.offer(record, { restore, giveUp });
  }

  // Restoring is a save based on the version it was typed into: where somebody saved since, both texts are shown.
  function restore() {
    keep.put(plan, { ...offered, pending: true });
    keep.replay(form, offered, { op: "save", based_on: offered.version });
  }

  function giveUp() {
    offered = null;
    keep.clear(plan);
    form.querySelector("input:not([type=hidden])").focus();
    if (changed) remember();
  }

  // --- Saving by itself ---------------------------------------------------------------------------------------

  function schedule() {
    timer ??= setTimeout(saveNow, WAIT);
  }

  function saveNow() {
    clearTimeout(timer);
    timer = null;
    if (!stopped) htmx.trigger(form, "autosave");
  }

  // 尚未填写 follows at once; what was emptied again comes back with the next save.
  function followMissing(field) {
    for (const link of document.querySelectorAll(`#plan-missing a[href="#${field.id}"]`)) {
      link.parentElement.hidden = Boolean(field.value.trim());
    }
  }

  function typed(event) {
    followMissing(event.target);
    if (!keep.holds(event.target.name)) return;
    changed = true;
    remember();
    if (event.target.name !== "paste") schedule();
  }

  function say(text) {
    const note = document.createElement("div");
    note.className = "note note-warning";
    note.textContent = text;
    document.getElementById("plan-notice").replaceChildren(note);
  }

  function isSave(event) {
    return event.detail.requestConfig?.verb === "post";
  }

  // htmx would add the button that has the focus, and press it once more with every save.
  function configured(event) {
    if (event.target === form) event.detail.parameters.op = "autosave";
  }

  function sent(event) {
    if (!isSave(event)) return;
    changed = false;
    hold(event.target !== form);
  }

  // While a button waits for the rows to be drawn again nothing can be typed into those that will go.
  function hold(held) {
    for (const id of ["id_steps", "id_participants"]) document.getElementById(id).inert = held;
  }

  function answered(event) {
    if (!isSave(event)) return;
    hold(false);
    const { xhr } = event.detail;
    if (xhr.getResponseHeader("HX-Redirect")) return; // the session ended; what was typed is kept for the return
    if (xhr.status === 200) return saved();
    changed = true;
    leaveTo = null;
    if (xhr.status === 409) {
      stopped = true;
      remember(); // on the version that is saved by now
    }
    if (xhr.status >= 400 && xhr.status !== 409 && xhr.status !== 422) {
      say("保存没有成功，内容已暂存在本机。请稍后点“保存”，或刷新页面后恢复。");
    }
  }

  function saved() {
    if (changed) {
      remember(); // typed while the save was under way
      schedule();
      return;
    }
    if (form.querySelector("[data-half-typed]")) {
      remember();
      if (leaveTo) say("有答复未填完，尚未保存。请填完后再继续。");
    } else {
      if (!offered) keep.clear(plan);
      if (leaveTo) window.location.assign(leaveTo);
    }
    leaveTo = null;
  }

  function cut(event) {
    event.stopPropagation();
    changed = true;
    leaveTo = null;
    remember();
    say("网络中断，内容已暂存在本机，恢复后自动保存。");
    schedule();
  }

  // --- Buttons of the form ------------------------------------------------------------------------------------

  // A button among the rows has them drawn again in the background; each of three hundred would have to say so itself.
  // Of a form that came back with errors it is not: as long as there are any, nothing is drawn in the background.
  function changesRows(button) {
    return !("unsaved" in form.dataset) && button?.closest("#id_steps, #id_participants") && !button.dataset.leave;
  }

  function submitted(event) {
    const button = event.submitter;
    if (changesRows(button)) {
      event.preventDefault();
      htmx.ajax("POST", form.getAttribute("hx-post"), { source: button });
      return;
    }
    const leave = button?.dataset.leave;
    if (!leave || stopped) {
      remember(true);
      return;
    }
    event.preventDefault();
    leaveTo = leave;
    saveNow();
  }

  function focusOn(event) {
    hold(false);
    document.getElementById(event.detail.place)?.focus();
  }

  // --- Times --------------------------------------------------------------------------------------------------

  // A year left out is that of the time before: the start, and all from the nearest one on that has a year.
  function timesBefore(field) {
    const times = [...form.querySelectorAll("[data-period]:not([data-period=finish])")];
    const before = times.slice(0, Math.max(0, times.indexOf(field))).map((time) => time.value);
    const withYear = before.findLastIndex((text) => /\d{4}/.test(text));
    return [...before.slice(0, 1), ...before.slice(Math.max(1, withYear)).slice(-20)];
  }

  function explain(event) {
    const field = event.target.closest("[data-period]");
    if (!field) return;
    const place = field.dataset.period;
    const before = place === "finish" ? [form.elements.start.value] : timesBefore(field);
    htmx.ajax("GET", form.dataset.periodUrl, {
      target: `#${field.id}_read`,
      swap: "innerHTML",
      values: { text: field.value, place, before },
    });
  }

  function entered(field) {
    field.dispatchEvent(new Event("change", { bubbles: true })); // a time is explained
    if (changed) saveNow();
  }

  form.addEventListener("input", typed);
  keep.onEnter(form, entered);
  form.addEventListener("change", explain);
  form.addEventListener("submit", submitted);
  form.addEventListener("htmx:configRequest", configured);
  form.addEventListener("htmx:beforeRequest", sent);
  form.addEventListener("htmx:afterRequest", answered);
  form.addEventListener("htmx:sendError", cut);
  form.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.body.addEventListener("plan-focus", focusOn);
  window.addEventListener("online", () => changed && saveNow());
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

  if (changed) remember();
  offerWhatWasKept();
})();
