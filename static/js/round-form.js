// The page of a unit and round while it is being typed into: each task is kept on this machine and saved by itself ten
// seconds after a change. Without it all buttons still work.

(() => {
  "use strict";

  const WAIT = 10_000;
  const form = document.getElementById("round-form");
  if (!form) return;
  const keep = window.planKeep;
  const timers = new Map(); // by task: when it is to be saved
  const stopped = new Set(); // tasks that somebody else saved: they are saved by hand, after a choice

  const sectionOf = (element) => element.closest("[data-task]");
  const nameOf = (section) => `${form.dataset.keep}${section.dataset.task}`;

  function entriesOf(section) {
    const own = `${section.dataset.task}-`;
    return keep.entries(form).filter(([name, value]) => name.startsWith(own) && typeof value === "string");
  }

  // The text alone: not the version it rests on.
  function textOf(entries) {
    return keep.written(entries.filter(([name]) => !/-(version|seen|step_key)$/.test(name)));
  }

  function remember(section) {
    keep.put(nameOf(section), { at: Date.now(), entries: entriesOf(section) });
  }

  function typed(event) {
    const section = sectionOf(event.target);
    if (!section || event.target.type === "file") return;
    remember(section);
    schedule(section);
  }

  function schedule(section) {
    if (timers.has(section)) return;
    timers.set(section, setTimeout(() => saveNow(section), WAIT));
  }

  function saveNow(section) {
    clearTimeout(timers.get(section));
    timers.delete(section);
    if (!stopped.has(section)) htmx.trigger(section, "autosave");
  }

  // htmx sends the whole form; only the task that was typed into is saved.
  function configured(event) {
    const section = sectionOf(event.target);
    const { parameters } = event.detail;
    const own = `${section.dataset.task}-`;
    for (const name of Object.keys(parameters)) {
      if (!name.startsWith(own) || name.endsWith("-file")) delete parameters[name];
    }
    parameters.op = "autosave";
    section.sent = textOf(entriesOf(section));
  }

  function answered(event) {
    const section = sectionOf(event.target);
    const { xhr } = event.detail;
    if (!section || xhr.getResponseHeader("HX-Redirect")) return; // the session ended; what was typed is kept
    if (xhr.status === 200) saved(section);
    else if (xhr.status === 409) {
      stopped.add(section);
      remember(section); // on the version that is saved by now
    } else if (xhr.status !== 422) say(section, "保存没有成功，内容已暂存在本机。请稍后点“保存”，或刷新页面后恢复。");
  }

  function saved(section) {
    const more = section.sent !== textOf(entriesOf(section)); // typed while the save was under way
    if (more) schedule(section);
    if (more || section.querySelector("[data-half-typed]")) remember(section);
    else keep.clear(nameOf(section));
  }

  function cut(event) {
    const section = sectionOf(event.target);
    event.stopPropagation();
    say(section, "网络中断，内容已暂存在本机，恢复后自动保存。");
    schedule(section);
  }

  function say(section, text) {
    const note = document.createElement("div");
    note.className = "note note-warning";
    note.textContent = text;
    document.getElementById(`task-${section.dataset.task}-notice`).replaceChildren(note);
  }

  // What an earlier visit left behind; restored, it is saved with the version it was typed into.
  function offerWhatWasKept() {
    const left = [];
    for (const section of form.querySelectorAll("[data-task]")) {
      const record = keep.get(nameOf(section));
      if (!record) continue;
      if (textOf(record.entries) === textOf(entriesOf(section))) keep.clear(nameOf(section));
      else left.push([section, record]);
    }
    if (!left.length || "unsaved" in form.dataset) return;
    const together = {
      at: Math.max(...left.map(([, record]) => record.at)),
      entries: left.flatMap(([, record]) => record.entries),
    };
    keep.offer(together, {
      restore: () => keep.replay(form, together, { op: "save" }),
      giveUp: () => left.forEach(([section]) => keep.clear(nameOf(section))),
    });
  }

  form.addEventListener("input", typed);
  keep.onEnter(form, (field) => timers.has(sectionOf(field)) && saveNow(sectionOf(field)));
  form.addEventListener("change", typed);
  form.addEventListener("htmx:configRequest", configured);
  form.addEventListener("htmx:afterRequest", answered);
  form.addEventListener("htmx:sendError", cut);
  form.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  window.addEventListener("online", () => [...timers.keys()].forEach(saveNow));
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

  offerWhatWasKept();
})();
