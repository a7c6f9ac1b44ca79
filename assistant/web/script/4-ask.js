// Asking: the box, what can be done with an answer, and links that ask again.

const composer = one("#question");
const box = one("textarea", composer);
const transcript = one("#transcript");
let newest = null;
let asking = false;
let lastBefore = null;

if (!wide.matches) box.placeholder = "Ask the archive";
function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}
box.addEventListener("input", () => {
  fit();
  keepInTab({ draft: box.value });
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asking) return actions.stop();
  const question = box.value.trim();
  if (question) ask(question, givenFilters(), Number(composer.dataset.instead) || null);
});

function ask(question, given, instead = null) {
  if (asking) return;
  go("ask");
  closeFilters();
  closeReader(false);
  lastBefore = all(".turn", transcript).at(-1) ?? null;
  setAsking(true);
  told.replaceChildren();
  tell("Searching the archive");
  const most = Number(settings.most) || 5;
  const answerer = settings.answerer === "quoted" ? "extractive" : null;
  keepInTab({ draft: question }); // until it is answered
  trigger("ask", { key: tab.key, question, filters: given, instead, most, answerer });
  if (question.length <= 1000) {
    box.value = "";
    fit();
  }
  delete composer.dataset.instead;
  showFilters();
  if (wide.matches) box.focus();
}

function setAsking(now) {
  asking = now;
  const button = one("#send");
  button.textContent = now ? "Stop" : "Ask";
  button.classList.toggle("stopping", now);
}

actions.stop = () => {
  trigger("stop", { key: tab.key });
  setAsking(false);
};

function stopEditing() {
  delete composer.dataset.instead;
  box.value = "";
  keepInTab({ draft: "" });
  fit();
  showFilters();
}

const turnOf = (button) => button.closest(".turn");
const filtersOf = (element) => JSON.parse(element.dataset.filters || "{}");

actions.ask = (button) => ask(button.dataset.question, filtersOf(button));
actions.edit = (button) => {
  const turn = turnOf(button);
  composer.dataset.instead = turn.dataset.turn;
  box.value = turn.dataset.asked;
  setFilters(filtersOf(turn));
  fit();
  box.focus();
};
actions.again = (button) => {
  const turn = turnOf(button);
  ask(turn.dataset.asked, filtersOf(turn), Number(turn.dataset.turn));
};
actions.undo = () => {
  trigger("undo", { key: tab.key });
  box.focus();
};
actions.fresh = async () => {
  if (asking) actions.stop();
  trigger("fresh", { key: tab.key });
  stopEditing();
  setFilters({});
  closeReader(false);
  go("ask");
  box.focus();
  fill(one("#coverage"), await look("coverage"));
};
actions.link = (button) => {
  const turn = turnOf(button);
  const asked = one(".understood q", turn)?.textContent ?? turn.dataset.asked;
  copy(linkTo(asked, filtersOf(turn)), button);
};

function linkTo(question, given) {
  const query = new URLSearchParams({ q: question });
  if (given.speaker) query.set("speaker", given.speaker);
  for (const outlet of given.outlets ?? []) query.append("outlet", outlet);
  for (const end of ["from", "to"]) if (given[end]) query.set(end, given[end]);
  return `${location.origin}${location.pathname}?${query}`;
}

document.addEventListener("click", (event) => {
  const example = event.target instanceof Element && event.target.closest("button.example");
  if (example) ask(example.textContent, givenFilters());
});

// The conversation is drawn anew with every sentence, which no screen reader can follow, so what has
// come since is said in a log beside it: a sentence when the next has begun, the last at the end.
const told = one("#told");
function tell(text) {
  const line = told.appendChild(document.createElement("p"));
  line.textContent = text;
}

function tellAnswer(turn) {
  const lines = all(".sentence, .abstained, .problem, .searched", turn);
  const ready = one(".actions", turn) ? lines : lines.slice(0, -1);
  for (const line of ready.slice(told.children.length - 1)) {
    const words = one("blockquote p", line)?.firstChild.textContent.trim() ?? line.textContent;
    const speaker = one(".speaker", line)?.textContent;
    tell(speaker ? `${speaker}: ${words}` : words);
  }
}

// Each new question is brought to the top of its column, so that its answer is read from the start.
new MutationObserver(() => {
  const last = all(".turn", transcript).at(-1);
  if (asking && last && last !== lastBefore) {
    tellAnswer(last);
    if (one(".actions", last)) {
      setAsking(false);
      keepInTab({ draft: box.value });
    }
  }
  if (last && last.id !== newest && last.previousElementSibling)
    last.scrollIntoView({ behavior: behavior(), block: "start" });
  if (last && last.id !== newest) one("#panel").scrollTop = 0;
  newest = last?.id ?? null;
  offerExamples();
}).observe(transcript, { childList: true, subtree: true });

// Questions that this archive answers, to begin with; looked for while the page is already there.
async function offerExamples() {
  const place = one("#transcript .tries:empty");
  if (!place || place.dataset.sought) return;
  place.dataset.sought = "yes";
  const found = await server.examples({}).catch(() => null);
  if (found?.html) place.innerHTML = found.html;
}

// A link that someone was given: its question is asked at once, with its filters.
function askFromAddress() {
  const query = new URLSearchParams(location.search);
  if (!query.size) return false;
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(query.get(name) ?? "") ? query.get(name) : "");
  setFilters({
    speaker: query.get("speaker") ?? "",
    outlets: query.getAll("outlet"),
    from: day("from"),
    to: day("to"),
  });
  const question = query.get("q")?.trim();
  history.replaceState(null, "", location.pathname + location.hash);
  if (question) ask(question, givenFilters());
  return Boolean(question);
}
