// Who speaks: a list that can be searched, and one speaker with a timeline and a table.

const speakerList = one("#speaker-list");
const speakerPage = one("#speaker-page");
const speakerWords = one("#speaker-words");
const aboutBox = one("#speaker-about");
let listed = false;
let current = "";

async function listSpeakers() {
  const words = speakerWords.value;
  const people = one("#people-only").checked;
  const found = await look("speakers", { words, people });
  if (words === speakerWords.value) listed = fill(speakerList, found);
}
speakerWords.addEventListener("input", later(150, listSpeakers));
one("#people-only").addEventListener("change", listSpeakers);
actions["more-speakers"] = async (button) => {
  const people = one("#people-only").checked;
  const page = Number(button.dataset.page);
  append(speakerList, await look("speakers", { words: speakerWords.value, people, page }));
};

opened.speakers = async (detail) => {
  const [name, about = ""] = detail.split("/about/");
  one("#view-speakers").classList.toggle("one", Boolean(name));
  if (!name) {
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
  go("speakers", encodeURIComponent(name) + (about ? `/about/${encodeURIComponent(about)}` : ""));
}
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
  const { from, to, outlet } = dot.dataset;
  const rows = all(".said-table tbody tr", speakerPage);
  const inside = rows.filter(
    (row) => row.dataset.day >= from && row.dataset.day <= to && row.dataset.outlet === outlet,
  );
  rows.forEach((row) => row.classList.toggle("sought", inside.includes(row)));
  if (inside.length) show(one("button", inside[0]), "center");
};
