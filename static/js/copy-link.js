// <a href="where the text stands" data-copy-text="the text"> copies it instead, and says so in the
// .copy-done beside it. Where copying is refused the link leads to the text.
for (const link of document.querySelectorAll("a[data-copy-text]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await copiedAsText(link.dataset.copyText)) link.parentElement.querySelector(".copy-done").textContent = "已复制";
    else location.assign(link.href);
  });
}

// navigator.clipboard exists only over HTTPS and on this machine; an intranet address may be neither.
async function copiedAsText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedThroughSelection(text);
  }
}

function copiedThroughSelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
