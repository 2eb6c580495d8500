// Says under the heading when a request in the background failed; without this it would fail in silence.

function say(text) {
  const note = document.createElement("div");
  note.className = "note note-error";
  note.textContent = text;
  document.getElementById("live-messages")?.replaceChildren(note);
}

// A refusal brings its own words, as a fragment for the place under the heading, which a whole page has too.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  const { xhr } = detail;
  if (![403, 409, 422].includes(xhr.status) || !xhr.responseText.trimStart().startsWith('<div id="live-messages"')) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:responseError", (event) => {
  const number = event.detail.xhr.getResponseHeader("X-Error-Number");
  const suffix = number ? `（错误编号 ${number}）` : "";
  say(`刚才的操作没有完成，页面上的内容仍在。请稍后重试，或刷新页面后再试。${suffix}`);
});

document.addEventListener("htmx:sendError", () => {
  say("网络连接中断，刚才的操作没有完成，页面上的内容仍在。请检查网络后重试。");
});
