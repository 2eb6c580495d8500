// Keeps what was typed into a plan form on this machine, by person and plan, until it is saved.
// Loaded on every page of a signed-in person, because signing out anywhere clears all that is theirs.
// <script data-person="12">; <any data-keep-clear="gjrc-4"> on a page clears what was kept of that plan, and
// <a data-keep-give-up="gjrc-4"> clears it when it is followed.

(() => {
  "use strict";

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

  window.planKeep = {
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
    if (link) window.planKeep.clear(link.dataset.keepGiveUp);
  });
  for (const element of document.querySelectorAll("[data-keep-clear]")) {
    window.planKeep.clear(element.dataset.keepClear);
  }
})();
