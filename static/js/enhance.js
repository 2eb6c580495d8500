// Small comforts of every page; each thing works without them.

// An error summary takes the focus, so that it is read first (the browser does not do it for a loaded page).
document.querySelector(".error-summary")?.focus();

// The answer to a form that was sent takes the address of the page it was sent from: whoever comes back to it later gets that
// page, and is never asked by the browser whether to send the form again.
if ("posted" in document.body.dataset && document.referrer.startsWith(`${location.origin}/`)) {
  history.replaceState(null, "", document.referrer);
  // What came back is typed and not sent: nobody leaves it without being asked.
  for (const form of document.querySelectorAll("form[data-guard]")) form.dataset.typed = "";
}

// Open menus close on Escape, giving the focus back, and on a press elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A scan that the browser cannot draw says so in place of an empty frame.
for (const scan of document.querySelectorAll(".scan-paper")) {
  const picture = scan.querySelector("img");
  const sayUnread = () => {
    scan.hidden = true;
    scan.nextElementSibling.hidden = false;
  };
  picture?.addEventListener("error", sayUnread);
  if (picture ? picture.complete && !picture.naturalWidth : navigator.pdfViewerEnabled === false) sayUnread();
}

// 复制: <button data-copy="id of a textarea" hidden> next to <span class="copy-done" role="status">; data-ticks is the id of the
// box that is ticked with it, where what was copied is noted.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const done = button.parentElement.querySelector(".copy-done");
    done.textContent = (await copied(text)) ? "已复制" : "未能复制，文字已选中，请按 Ctrl+C";
    const box = document.getElementById(button.dataset.ticks);
    if (box && !box.checked) box.click();
  });
}

// navigator.clipboard exists only over HTTPS and on this machine; an intranet address may be neither.
async function copied(textarea) {
  textarea.select();
  if (!navigator.clipboard) return document.execCommand("copy");
  try {
    await navigator.clipboard.writeText(textarea.value);
    return true;
  } catch {
    return false;
  }
}

// A file that is too large is said to be so when it is chosen: once it is sent, what was filled in beside it is gone with the page.
const MOST_BYTES = 20 * 1024 * 1024; // as zgc_tasks/common/uploads.py has it
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  input.parentElement.querySelector("[data-too-large]")?.remove();
  const file = [...input.files].find(({ size }) => size > MOST_BYTES);
  if (!file) return;
  const said = Object.assign(document.createElement("p"), { className: "field-error", role: "alert" });
  said.dataset.tooLarge = "";
  said.textContent = `文件“${file.name}”超过20MB，请压缩或调低分辨率后重新选择`;
  input.value = "";
  input.after(said);
});

// <form data-guard>: the browser asks before a page is left on which something was typed into it and not sent.
document.addEventListener("input", (event) => {
  const form = event.target.form; // also where it stands elsewhere on the page
  if (form?.matches("[data-guard]")) form.dataset.typed = "";
});
document.addEventListener("submit", (event) => {
  delete event.target.dataset.typed;
});
window.addEventListener("beforeunload", (event) => {
  if (!document.querySelector("form[data-typed]")) return;
  event.preventDefault();
  event.returnValue = ""; // what older browsers look at
});
