// Warns before the idle time-out and lets it be put off; afterwards leads to sign-in and back to this page.
// Tabs of one browser share one session: the last activity is kept in localStorage and read by all of them.

const LAST_ACTIVITY = "session-last-activity";
const LEAST_WARNING = 60;

const dialog = document.getElementById("session-dialog");
const idleSeconds = Number(dialog.dataset.sessionSeconds);
const warningSeconds = Math.max(LEAST_WARNING, Number(dialog.dataset.warningSeconds ?? 120));
const countdown = dialog.querySelector("[data-countdown]");
const form = dialog.querySelector("form");

let ended = false;
let here = Date.now();

function touched() {
  here = Date.now();
  try {
    localStorage.setItem(LAST_ACTIVITY, String(here));
  } catch {
    // Storage may be switched off; this tab then counts for itself.
  }
}

function lastActivity() {
  try {
    return Math.max(here, Number(localStorage.getItem(LAST_ACTIVITY) ?? 0));
  } catch {
    return here;
  }
}

function secondsLeft() {
  return Math.round(idleSeconds - (Date.now() - lastActivity()) / 1000);
}

// Whole minutes down to one, then steps of ten seconds: words that can be read out without haste.
function inWords(seconds) {
  if (seconds >= 60) return `${Math.ceil(seconds / 60)}分钟`;
  return `${Math.max(10, Math.ceil(seconds / 10) * 10)}秒`;
}

function show() {
  if (!dialog.open) dialog.showModal();
}

// `signIn`: where the server leads, which says why the session ended; by the clock alone the server finds out itself.
function end(signIn) {
  ended = true;
  const next = encodeURIComponent(location.pathname + location.search);
  dialog.querySelector("[data-sign-in]").href = signIn ?? `${dialog.dataset.signInUrl}?next=${next}`;
  dialog.querySelector('[data-when="warning"]').hidden = true;
  dialog.querySelector('[data-when="ended"]').hidden = false;
  show();
}

function tick() {
  if (ended) return;
  const left = secondsLeft();
  if (left <= 0) {
    end();
  } else if (left <= warningSeconds) {
    countdown.textContent = inWords(left);
    show();
  } else if (dialog.open) {
    dialog.close(); // put off in another tab
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      redirect: "manual",
      // Asked as htmx asks, so that the way to sign in comes as a header: fetch hides where a redirect leads.
      headers: { "HX-Request": "true", "HX-Current-URL": location.href },
    });
    if (ended) return;
    if (answer.status !== 204) return end(answer.headers.get("HX-Redirect"));
    touched();
    dialog.close();
  } catch {
    // No network: the time runs on, and the button can be pressed again.
  }
});

// Escape means: I am here. (As a key, because a browser may close the dialog without asking by "cancel".)
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (!ended) form.requestSubmit();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) touched();
});

touched();
setInterval(tick, 5000);
