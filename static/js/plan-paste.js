// Pasting into the steps of the plan form, of the lead and from a letter. A table of Word or Excel is taken as one, as
// rows and cells that the server reads; several lines pasted into a step are offered as steps below it. The box
// “从 Word 粘贴多步”, which does the same for text without it, says beforehand what its text will become.

(() => {
  "use strict";

  const form = document.getElementById("plan-form");
  if (!form) return;
  const PAUSE = 500; // in typing
  let offered = null; // what was pasted into which field, and what stood in it before
  let pause = null;

  // --- A table as text: cells apart by tabs, one with line ends or quotes in it between quotes, as Excel writes it ---

  function tableOf(clipboard) {
    // Styles are taken out first: the browser would refuse them aloud, though nothing of this is ever drawn.
    const html = clipboard.getData("text/html").replace(/<style[^]*?<\/style>| style=("[^"]*"|'[^']*')/gi, "");
    if (!html) return "";
    const page = new DOMParser().parseFromString(html, "text/html");
    const tables = [...page.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
    const text = tables.flatMap(rowsOf).map((row) => row.map(quoted).join("\t")).join("\n");
    page.querySelectorAll("table, script, title").forEach((element) => element.remove());
    return page.documentElement.textContent.trim() ? "" : text; // text around it would be lost
  }

  // A cell over several rows counts for each of them, one over several columns for the first.
  function rowsOf(table) {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, line) => {
      let column = 0;
      for (const cell of row.cells) {
        while (rows[line][column] !== undefined) column += 1;
        const text = textOf(cell);
        const last = Math.min(line + Math.max(1, cell.rowSpan), rows.length);
        for (let below = line; below < last; below += 1) {
          for (let across = 0; across < cell.colSpan; across += 1) rows[below][column + across] = across ? "" : text;
        }
        column += cell.colSpan;
      }
    });
    return rows.map((row) => Array.from(row, (text) => text ?? ""));
  }

  // White space of the source is none between Chinese characters, where Word breaks its lines anywhere.
  function textOf(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("br").forEach((line) => line.replaceWith("\u2028"));
    copy.querySelectorAll("p, div, li").forEach((block) => block.replaceWith("\u2028", ...block.childNodes, "\u2028"));
    return copy.textContent
      .replace(/([\u2e80-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u2e80-\uffef])/g, "$1")
      .replace(/[ \t\r\n\u00a0]+/g, " ")
      .split("\u2028")
      .map((line) => line.trim())
      .filter((line) => line)
      .join("\n");
  }

  function quoted(text) {
    return /[\n\t"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  // --- Pasting ------------------------------------------------------------------------------------------------------

  function pasted(event) {
    const field = event.target;
    if (field.id !== "id_paste" && field.name !== "step_text") return;
    const table = tableOf(event.clipboardData);
    if (field.id === "id_paste") {
      if (table) insert(event, table);
      return;
    }
    const text = table || event.clipboardData.getData("text/plain");
    if (!table && !/\n/.test(text.trim())) return;
    const before = field.value;
    setTimeout(() => offer(field, text, before)); // once the text stands in the field
  }

  function insert(event, text) {
    event.preventDefault();
    document.execCommand("insertText", false, text);
  }

  // What the server makes of a text in a field; null where it does not answer: it stands in the field.
  async function read(field, text) {
    const body = new URLSearchParams({ text, into: numberOf(field) });
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const { pasteUrl } = form.querySelector("[data-paste-url]").dataset;
    try {
      const answer = await fetch(pasteUrl, { method: "POST", body, headers, redirect: "error" });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  async function offer(field, text, before) {
    const understood = await read(field, text);
    if (understood === null || !field.isConnected) return;
    close();
    const place = document.createElement("div");
    place.className = "paste-offer";
    place.innerHTML = understood;
    field.after(place);
    place.scrollIntoView({ block: "center" });
    offered = { field, text, before, place };
  }

  function typed(event) {
    if (event.target.id !== "id_paste") return;
    clearTimeout(pause);
    pause = setTimeout(foretell, PAUSE, event.target);
  }

  async function foretell(box) {
    const text = box.value;
    const understood = text.trim() ? await read(box, text) : "";
    if (box.isConnected && box.value === text) form.querySelector("#id_paste_offer").innerHTML = understood ?? "";
  }

  // The box for pasting is 0.
  function numberOf(field) {
    return [...form.querySelectorAll("[name=step_text]")].indexOf(field) + 1;
  }

  function close() {
    offered?.place.remove();
    offered = null;
  }

  // What was pasted goes through the box, and the step gets back what stood in it; the button then does what it says.
  function pressed(event) {
    if (!offered) return;
    if (event.target.closest("[data-paste-keep]")) {
      offered.field.focus();
      close();
    } else if (event.target.closest("[data-paste-split]")) {
      offered.field.value = offered.before;
      form.querySelector("#id_paste").value = offered.text;
    }
  }

  form.addEventListener("paste", pasted);
  form.addEventListener("input", typed);
  form.addEventListener("click", pressed, { capture: true });
})();
