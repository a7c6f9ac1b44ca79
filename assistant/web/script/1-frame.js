// Runs once, when the page is first shown. `server` calls the look-ups of desk.py, `trigger` starts
// what streams (asking, adding, running), `upload` takes a file to the server. All clicks are heard
// at the document, because what is shown is redrawn often: an element says in `data-do` what it does.

const wide = window.matchMedia("(min-width: 861px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const behavior = () => (calm.matches ? "auto" : "smooth");
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const actions = {};
const views = ["ask", "speakers", "archive", "sets"];
const opened = {};

function show(target, block = "start") {
  target.scrollIntoView({ behavior: behavior(), block });
  target.focus({ preventScroll: true });
}

// One line at the foot of the page, said to screen readers too, that goes by itself.
let fading;
function say(text) {
  const toast = one("#toast");
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => toast.classList.remove("shown"), 3500);
}

// A look-up's answer, or null after its problem has been said.
async function look(name, given = {}) {
  try {
    const found = await server[name](given);
    if (!found.problem) return found;
    say(found.problem);
  } catch {
    say("The page lost its server: is it still running? Reload the page.");
  }
  return null;
}

// A list is paler while what it is to show is looked up.
async function busy(list, looked) {
  list.setAttribute("aria-busy", "true");
  const found = await looked;
  list.removeAttribute("aria-busy");
  return found;
}

function fill(target, found) {
  if (found) target.innerHTML = found.html;
  return Boolean(found);
}

// "Show more": rows, a bar, and what comes after them.
function append(list, found) {
  if (!found) return;
  const cut = found.html.lastIndexOf("|");
  const rows = one("tbody", list);
  const before = rows.children.length;
  one(".more", list)?.remove();
  rows.insertAdjacentHTML("beforeend", found.html.slice(0, cut));
  list.insertAdjacentHTML("beforeend", found.html.slice(cut + 1));
  one("button", rows.children[before] ?? rows)?.focus({ preventScroll: true });
}

function later(wait, run) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
}

// Views: which one is shown stands in the address after #, so that Back works and it can be kept.

function go(view, detail = "") {
  const wanted = `#${view}${detail ? `/${detail}` : ""}`;
  if (location.hash === wanted) return arrive();
  history.pushState(null, "", wanted);
  arrive();
}

let arrivedAt = null;
function arrive() {
  arrivedAt = location.hash;
  const [name, ...rest] = decodeHash(location.hash.slice(1)).split("/");
  const view = views.includes(name) ? name : "ask";
  const before = document.body.dataset.view;
  document.body.dataset.view = view;
  all("#nav a").forEach((link) => {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  const shown = one(`#nav [data-view=${view}]`).textContent;
  document.title = view === "ask" ? "On Record" : `${shown} – On Record`;
  if (before && before !== view) closeReader(false);
  opened[view]?.(rest.join("/"));
}

function decodeHash(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

window.addEventListener("popstate", () => {
  if (location.hash !== arrivedAt) arrive();
  const article = history.state?.read;
  if (article) read(article);
  else closeReader(true);
});
actions.skip = () => {
  const typed = ":is(textarea, input[type=search], input[type=file])";
  all(`#view-${document.body.dataset.view} ${typed}`).find((box) => box.checkVisibility())?.focus();
};
actions.view = (button) => go(button.dataset.view);

// What is pressed.

function pressed(target, event) {
  const button = target.closest("[data-do], [data-copy]");
  if (!button || button.disabled) return;
  event.preventDefault();
  if (button.dataset.copy !== undefined) copy(button.dataset.copy, button);
  else actions[button.dataset.do]?.(button, event);
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest("a");
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
  pressed(event.target, event);
});

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  const typing = target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    escaped(event);
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (event.key === "/") {
      event.preventDefault();
      actions.skip();
    } else if (event.key === "?") one("#settings").showModal();
    else if (/^[1-4]$/.test(event.key)) go(views[Number(event.key) - 1]);
  }
});

function escaped(event) {
  if (one("#settings").open) return;
  if (hideCard() || closeFilters()) event.preventDefault();
  else if (document.body.classList.contains("reading")) leaveReader();
  else if (one("#question").dataset.instead) stopEditing();
}

// The clipboard; where the browser has none (a page over plain http), by a selection.
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    button?.focus();
  }
  say("Copied");
}
