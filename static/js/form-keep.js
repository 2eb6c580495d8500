// What is typed into a form and not taken, because the session had ended, stands in the form again after signing in: to be looked
// at and sent once more. It is kept in this tab only: while a form is under way, and when the page of signing in is opened from
// the dialog of session.js. Forms that are kept while they are typed into (<form data-keep>) see to that themselves. Passwords,
// codes and files are not kept, and confirmations are asked anew.
// <script data-person="12">, without a person on the page of signing in, which knows by its address that something was refused.

(() => {
  "use strict";

  const PREFIX = "form-sent:";
  const NOT_KEPT = ["csrfmiddlewaretoken", "op", "warnings_seen"];
  const { person } = document.currentScript.dataset;
  const here = location.pathname + location.search;

  // Storage may be full or switched off; forms then work as without this file.
  function attempt(work) {
    try {
      return work(window.sessionStorage);
    } catch {
      return null;
    }
  }

  const get = (key) => attempt((storage) => JSON.parse(storage.getItem(key)));
  const put = (key, record) => attempt((storage) => storage.setItem(key, JSON.stringify(record)));

  // The server, not this page, says that nothing was taken: it led to signing in.
  function refused() {
    for (const key of attempt((storage) => Object.keys(storage)) ?? [])
      if (key.startsWith(PREFIX)) put(key, { ...get(key), refused: true });
  }

  if (!person) {
    if (new URLSearchParams(location.search).has("unsaved")) refused();
    return;
  }

  const mine = PREFIX + person;
  // The fields of a form, some of which stand elsewhere on the page (<textarea form="…">).
  const fieldsOf = (form, selector) => [...form.elements].filter((field) => field.matches(selector));
  const textsOf = (form) => fieldsOf(form, "textarea, input[type=text]");

  function isKept(form) {
    return form.method === "post" && !("keep" in form.dataset) && textsOf(form).length > 0 && fieldsOf(form, "[type=password], [autocomplete=one-time-code]").length === 0;
  }

  function actionOf(form) {
    const address = new URL(form.action);
    return address.pathname + address.search;
  }

  function keep(form, more) {
    const entries = [...new FormData(form)].filter(([name, text]) => typeof text === "string" && !NOT_KEPT.includes(name));
    const texts = textsOf(form).map((field) => field.value.trim()).filter(Boolean);
    put(mine, { page: here, action: actionOf(form), entries, texts, ...more });
  }

  // The form that was typed into: on a page that came back from being sent, what stands there was typed before.
  function touched() {
    const forms = [...document.forms].filter(isKept);
    const typed = forms.find((form) => textsOf(form).some(({ value, defaultValue }) => value !== defaultValue));
    return typed ?? ("posted" in document.body.dataset ? forms.find((form) => fieldsOf(form, "textarea").some(({ value }) => value)) : null);
  }

  const forget = () => attempt((storage) => storage.removeItem(mine));

  // Before htmx, which sends some forms itself.
  const onSubmit = ({ target }) => {
    if (target.matches('form[action$="/sign-out/"]')) forget();
    else if (isKept(target)) keep(target);
  };
  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr?.getResponseHeader("HX-Redirect")?.startsWith("/sign-in/")) refused();
    else if (detail.successful && detail.elt.matches("form")) forget();
  });
  document.addEventListener("click", ({ target }) => {
    const form = target.closest("[data-sign-in]") && touched();
    if (form) keep(form, { refused: true });
  });

  // The form it was typed into, where that is still on the page.
  function formOf({ action, entries }) {
    return [...document.forms].find((form) => isKept(form) && actionOf(form) === action && entries.every(([name]) => name in form.elements));
  }

  // With the version it was typed on, so that what somebody else has changed since is not overwritten unseen. Gives the first
  // field that reads otherwise by it.
  function putBack(form, entries) {
    let first = null;
    const values = new Map();
    for (const [name, text] of entries) values.set(name, [...(values.get(name) ?? []), text]);
    for (const field of form.elements) {
      if (NOT_KEPT.includes(field.name) || field.matches("[type=file], button")) continue;
      const typed = values.get(field.name) ?? [];
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = typed.includes(field.value);
      else if (typed.length) field.value = typed.shift();
      if (!textsOf(form).includes(field) || field.value === field.defaultValue) continue;
      first ??= field;
      for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    }
    first ??= textsOf(form)[0];
    first.dispatchEvent(new Event("input", { bubbles: true })); // the browser asks before it is left unsent
    return first;
  }

  function note(words, texts) {
    const box = Object.assign(document.createElement("div"), { className: "note note-warning", role: "status" });
    const said = document.createElement("div");
    const head = Object.assign(document.createElement("strong"), { textContent: "您的登录已结束，当时填写的内容没有提交。" });
    said.append(head, words);
    for (const text of texts) said.append(Object.assign(document.createElement("blockquote"), { textContent: text }));
    box.append(said);
    return box;
  }

  const record = get(mine);
  if (record?.refused && record.page !== here) return; // on the way back to it
  forget();
  if (!record?.refused) return;
  const form = formOf(record);
  if (form) {
    const first = putBack(form, record.entries);
    const files = fieldsOf(form, "[type=file]").length ? "，附件请重新选择" : "";
    (first.closest("fieldset, .field, form") ?? first).before(note(`已放回下面，请核对后再提交${files}。`, []));
    first.scrollIntoView({ block: "center" });
  } else {
    document.getElementById("live-messages").append(note("本页现在不能填写，内容如下，可以复制：", record.texts));
  }
})();
