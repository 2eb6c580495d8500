// Keeps what was typed into a plan form on this machine, by person and plan, until it is saved; plan-form.js and
// plan-enter.js, the forms of the lead and of whoever enters a plan from a letter, work with what is given here.
// Loaded on every page of a signed-in person, because signing out anywhere clears all that is theirs.
// <script data-person="12">; <any data-keep-clear="gjrc-4 gjrc-5"> on a page clears what was kept of these plans, and
// <a data-keep-give-up="gjrc-4 gjrc-5"> clears those named when it is followed.

(() => {
  "use strict";

  const NOT_KEPT = ["csrfmiddlewaretoken", "op", "based_on", "together", "copy_source", "copy_what", "warning_shown"];
  const prefix = `plan-keep:${document.currentScript.dataset.person}:`;

  // Storage may be full or switched off; the form then works as without this file.
  function attempt(work) {
    try {
      return work(window.localStorage);
    } catch {
      return null;
    }
  }

  function keys(storage) {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index));
  }

  function inWords(when) {
    const minutes = String(when.getMinutes()).padStart(2, "0");
    const today = when.toDateString() === new Date().toDateString();
    return `${today ? "今天" : `${when.getMonth() + 1}月${when.getDate()}日`} ${when.getHours()}:${minutes}`;
  }

  // The path of the page before, where that was one of ours.
  function cameFrom() {
    return document.referrer.startsWith(`${location.origin}/`) ? new URL(document.referrer).pathname : "";
  }

  // The note above the form that offers what an earlier visit left behind.
  function offer(record, { restore, giveUp }) {
    const box = document.getElementById("plan-kept");
    // Who comes here from signing in was signed out while this was typed.
    box.querySelector("[data-ended]").hidden = !/^\/sign-in\//.test(cameFrom());
    box.querySelector("[data-when]").textContent = inWords(new Date(record.at));
    box.querySelector("[data-restore]").addEventListener("click", restore);
    box.querySelector("[data-give-up]").addEventListener("click", () => {
      box.hidden = true;
      giveUp();
    });
    box.hidden = false;
  }

  // Sends what was kept as if it had just been typed into `form`, with a button of the form and its other fields.
  function replay(form, record, fields) {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = form.action;
    sent.hidden = true;
    const token = form.elements.csrfmiddlewaretoken.value;
    const pasted = record.entries.some(([name, text]) => name === "paste" && text.trim());
    const named = Object.entries({ csrfmiddlewaretoken: token, ...fields, op: pasted ? "paste" : fields.op });
    for (const [name, text] of [...named, ...record.entries]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = text;
      sent.append(field);
    }
    document.body.append(sent);
    sent.submit();
  }

  // Enter in a field of one line saves where one is (`save`), instead of leaving for the first button of the form. Not while
  // an input method waits for it, nor in what is a button itself.
  function onEnter(form, save) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !event.target.matches("input:not([type=checkbox], [type=radio], [type=file])")) return;
      event.preventDefault();
      save(event.target);
    });
  }

  window.planKeep = {
    holds: (name) => !NOT_KEPT.includes(name),
    entries: (form) => [...new FormData(form)].filter(([name]) => !NOT_KEPT.includes(name)),
    // Texts of a form as they count when two are compared: blanks, the ends of lines, keys of steps and marks do not.
    written: (list) =>
      JSON.stringify(
        list.map(([name, text]) => [name, text.replace(/\r\n?/g, "\n").trim()]).filter(([name, text]) => text && !/^(step_key|drawn)$|-seen$/.test(name)),
      ),
    offer,
    replay,
    onEnter,
    put: (plan, record) => attempt((storage) => storage.setItem(prefix + plan, JSON.stringify(record))),
    get: (plan) => attempt((storage) => JSON.parse(storage.getItem(prefix + plan))),
    clear: (plan) => attempt((storage) => storage.removeItem(prefix + plan)),
    clearAll: () =>
      attempt((storage) => {
        for (const key of keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
      }),
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[action$="/sign-out/"]')) window.planKeep.clearAll();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-keep-give-up]");
    if (link) link.dataset.keepGiveUp.split(" ").forEach(window.planKeep.clear);
  });
  for (const element of document.querySelectorAll("[data-keep-clear]")) {
    element.dataset.keepClear.split(" ").forEach(window.planKeep.clear);
  }
})();
