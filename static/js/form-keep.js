// What is sent by a form is kept on this machine until the next page: whoever turns out to be signed out finds it in the form
// again after signing in, to be looked at and sent once more. Forms that are kept while they are typed into (<form data-keep>)
// see to that themselves. Passwords and files are not kept; plan-keep.js stores it for the person and clears it on signing out.

(() => {
  "use strict";

  const SENT = "sent";
  const keep = window.planKeep;
  const here = location.pathname + location.search;

  function isKept(form) {
    return form.method === "post" && !("keep" in form.dataset) && form.querySelector("textarea, input[type=text]") && !form.querySelector("input[type=password]");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isKept(form)) return;
    const entries = keep.entries(form).filter(([, text]) => typeof text === "string");
    keep.put(SENT, { page: here, action: form.action, entries });
  });

  // The form it was sent by, where that is still on the page.
  function formOf({ action, entries }) {
    return [...document.forms].find((form) => isKept(form) && form.action === action && entries.every(([name]) => name in form.elements));
  }

  function putBack(form, entries) {
    const texts = new Map();
    for (const [name, text] of entries) texts.set(name, [...(texts.get(name) ?? []), text]);
    for (const field of form.elements) {
      if (!keep.holds(field.name) || field.matches("[type=hidden], [type=file], button")) continue;
      const typed = texts.get(field.name) ?? [];
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = typed.includes(field.value);
      else if (typed.length) field.value = typed.shift();
    }
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true })); // it has to be sent before the page is left
  }

  function note(words, texts) {
    const box = Object.assign(document.createElement("div"), { className: "note note-warning", role: "status" });
    const said = document.createElement("div");
    const head = Object.assign(document.createElement("strong"), { textContent: "您的登录已结束，刚才填写的内容没有提交。" });
    said.append(head, words);
    for (const text of texts) said.append(Object.assign(document.createElement("blockquote"), { textContent: text }));
    box.append(said);
    return box;
  }

  const sent = keep.get(SENT);
  keep.clear(SENT);
  if (!sent || sent.page !== here || !keep.fromSigningIn()) return;
  const form = formOf(sent);
  if (form) {
    putBack(form, sent.entries);
    form.before(note("已放回下面，请核对后再提交；附件请重新选择。", []));
    form.scrollIntoView({ block: "center" });
  } else {
    const texts = sent.entries.map(([, text]) => text.trim()).filter((text) => text.length > 1);
    document.getElementById("live-messages").append(note("本页已不能再填写这些内容，可从这里复制：", texts));
  }
})();
