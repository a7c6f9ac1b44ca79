// Who speaks: a list that can be searched, and one speaker with a timeline and a table.

const speakerList = one("#speaker-list");
const speakerPage = one("#speaker-page");
const speakerWords = one("#speaker-words");
const aboutBox = one("#speaker-about");
let listed = false;
let current = "";
let speakerOrder = null;

async function listSpeakers() {
  const words = speakerWords.value;
  const people = one("#people-only").checked;
  const found = await busy(speakerList, look("speakers", { words, people, order: speakerOrder }));
  if (words === speakerWords.value) listed = fill(speakerList, found);
}
speakerWords.addEventListener("input", later(150, listSpeakers));
actions["sort-speakers"] = async (button) => {
  speakerOrder = button.dataset.order;
  await listSpeakers();
  one("[aria-sort]:not([aria-sort=none]) button", speakerList)?.focus();
};
one("#people-only").addEventListener("change", listSpeakers);
actions["more-speakers"] = async (button) => {
  const people = one("#people-only").checked;
  const page = Number(button.dataset.page);
  const given = { words: speakerWords.value, people, page, order: speakerOrder };
  append(speakerList, await look("speakers", given));
};

opened.speakers = async (detail) => {
  const [name, about = ""] = detail.split("/about/");
  one("#view-speakers").classList.toggle("one", Boolean(name || about));
  if (!name && !about) {
    if (!listed) await listSpeakers();
    return;
  }
  current = name;
  aboutBox.value = about;
  const found = await look("speaker", { speaker: name, about });
  if (!found) return go("speakers");
  speakerPage.innerHTML = found.html;
  if (document.activeElement !== aboutBox) {
    one("#view-speakers").scrollTop = 0;
    one("h2", speakerPage).focus({ preventScroll: true });
  }
};

function toSpeaker(name, about = "") {
  if (!name && !about) return go("speakers");
  go("speakers", encodeURIComponent(name) + (about ? `/about/${encodeURIComponent(about)}` : ""));
}
actions.topic = (button) => toSpeaker("", button.dataset.about);
actions.speaker = (button) => toSpeaker(button.dataset.speaker, button.dataset.about);
actions.about = (button) => {
  const chosen = button.getAttribute("aria-pressed") === "true";
  toSpeaker(current, chosen ? "" : button.dataset.about);
};
aboutBox.addEventListener(
  "input",
  later(250, () => toSpeaker(current, aboutBox.value.trim())),
);
actions["all-speakers"] = () => go("speakers");
actions["filter-speaker"] = (button) => {
  setFilters({ speaker: button.dataset.speaker });
  go("ask");
  box.focus();
};

// A dot for several statements shows those in the table.
actions.days = (dot) => {
  const turn = dot.closest(".turn");
  if (turn) return one("[data-do=speaker]", turn)?.click();
  const articles = new Set(dot.dataset.articles.split(" "));
  const rows = all(".said-table tbody tr", speakerPage);
  const inside = rows.filter((row) => articles.has(one("button", row).dataset.article));
  rows.forEach((row) => row.classList.toggle("sought", inside.includes(row)));
  if (inside.length) show(one("button", inside[0]), "center");
};

// The dots of a timeline are one stop of Tab: arrows go along a lane, and to the nearest of another.
document.addEventListener("keydown", (event) => {
  const dot = event.target instanceof Element && event.target.closest(".dot-mark");
  if (!dot || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = dotFrom(dot, event.key);
  if (!to) return;
  event.preventDefault();
  dot.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
});

function dotFrom(dot, key) {
  const lane = dot.closest(".lane");
  const along = all(".dot-mark", lane);
  const at = along.indexOf(dot);
  if (key === "ArrowRight") return along[at + 1];
  if (key === "ArrowLeft") return along[at - 1];
  if (key === "Home") return along[0];
  if (key === "End") return along.at(-1);
  const next = { ArrowDown: lane.nextElementSibling, ArrowUp: lane.previousElementSibling }[key];
  if (!next) return null;
  const place = (other) => Number(other.style.getPropertyValue("--x"));
  const away = (other) => Math.abs(place(other) - place(dot));
  return all(".dot-mark", next).reduce((near, other) => (away(other) < away(near) ? other : near));
}
