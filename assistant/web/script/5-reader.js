// The panel: the sources of an answer, and over them a whole article with the words marked.

const reader = one("#reader");
let opener = null;
let wanted = null;
let around = [];

async function read(given, from) {
  const removable = document.body.dataset.view === "archive";
  const found = await look("article", { ...given, removable });
  if (!found) return;
  // An article is a step in the browser's history, so that Back closes it, on a phone above all.
  if (history.state?.read) history.replaceState({ read: given }, "");
  else history.pushState({ read: given }, "");
  one("#article").innerHTML = found.html;
  document.body.classList.add("reading");
  coverRest();
  opener = from ?? opener;
  showPlace(given);
  const mark = one("#article mark");
  const target = mark ?? one("#article h2");
  target.setAttribute("tabindex", "-1");
  requestAnimationFrame(() => {
    if (mark) mark.scrollIntoView({ behavior: "auto", block: "center" });
    else one("#panel").scrollTop = 0;
    target.focus({ preventScroll: true });
  });
}

// On a phone an article lies over everything, which nobody should come to by Tab then.
function coverRest() {
  const covered = !wide.matches && document.body.classList.contains("reading");
  all("#masthead, #view-ask, #view-others").forEach((part) => (part.inert = covered));
}
wide.addEventListener("change", coverRest);

function closeReader(goBack) {
  if (!document.body.classList.contains("reading")) return;
  document.body.classList.remove("reading");
  coverRest();
  if (!goBack && history.state?.read) history.replaceState(null, "");
  one("#article").replaceChildren();
  all(".marker.open, .list tr.open").forEach((open) => open.classList.remove("open"));
  if (goBack && opener?.isConnected) opener.focus();
}
// By its own button, or by Escape: as Back does, where the article is a step of its own.
function leaveReader() {
  if (history.state?.read) history.back();
  else closeReader(true);
}
actions["close-reader"] = leaveReader;

const given = (element) => ({
  article: element.dataset.article,
  start: element.dataset.start === undefined ? null : Number(element.dataset.start),
  end: element.dataset.end === undefined ? null : Number(element.dataset.end),
});

actions.read = (button) => {
  around = [];
  all(".list tr.open").forEach((row) => row.classList.remove("open"));
  button.closest(".list tr")?.classList.add("open");
  read(given(button), button);
};

// Among the citations of an answer one goes to the next.
function showPlace() {
  const at = around.findIndex((marker) => marker.classList.contains("open"));
  const facts = [one("#article .source-facts bdi"), one("#article .source-facts time")];
  const place = facts.filter(Boolean).map((fact) => fact.textContent);
  if (at >= 0) place.unshift(`Source ${at + 1} of ${around.length}`);
  one("#reader-place").textContent = place.join(" · ");
  all("[data-do=next], [data-do=previous]").forEach((button) => {
    button.hidden = around.length < 2;
  });
}
function step(by) {
  const at = around.findIndex((marker) => marker.classList.contains("open"));
  openMarker(around[(at + by + around.length) % around.length]);
}
actions.next = () => step(1);
actions.previous = () => step(-1);

function openMarker(marker) {
  hideCard();
  all(".marker.open").forEach((other) => other.classList.remove("open"));
  marker.classList.add("open");
  around = all(".marker", marker.closest(".turn"));
  read(given(marker), marker);
  const id = marker.getAttribute("href").slice(1);
  if (!document.getElementById(id)) trigger("cite", { turn: Number(marker.dataset.turn) });
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a.marker, a.back");
  if (!link) return;
  event.preventDefault();
  if (link.matches(".marker")) openMarker(link);
  else {
    const turn = document.getElementById(link.getAttribute("href").slice(1));
    if (turn) show(turn);
  }
});

// Whose words are looked for in an article.
actions.who = (button) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  all("#article [data-do=who]").forEach((other) => other.setAttribute("aria-pressed", "false"));
  button.setAttribute("aria-pressed", String(on));
  const said = all("#article .said");
  said.forEach((span) => span.classList.toggle("sought", on && span.dataset.who === button.dataset.who));
  one("#article .said.sought")?.scrollIntoView({ behavior: behavior(), block: "center" });
};

actions.remove = (button) => {
  const { article, title } = button.dataset;
  one("#removing-title").textContent = title || "Untitled";
  one("#removing").dataset.article = article;
  one("#removing").showModal();
};
actions["keep-article"] = () => one("#removing").close();
actions["remove-article"] = () => {
  const dialog = one("#removing");
  trigger("remove_article", { article: dialog.dataset.article });
  dialog.close();
  leaveReader();
};
