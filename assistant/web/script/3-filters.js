// Filters: they are kept here, go with every question, and stand as chips over the box.

const filters = { speaker: "", outlets: [], from: "", to: "" };
const panel = one("#filters");
const nameBox = one("#filter-speaker");
const nameList = one("#filter-names");
let boundsShown = false;

function givenFilters() {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value.length));
}

function setFilters(given) {
  filters.speaker = given.speaker ?? "";
  filters.outlets = [...(given.outlets ?? [])];
  filters.from = given.from ?? "";
  filters.to = given.to ?? "";
  showFilters();
}

function dayWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

function showFilters() {
  keepInTab({ filters: givenFilters() });
  const chips = [];
  const add = (words, clear) => chips.push([words, clear]);
  const { editing } = { editing: one("#question").dataset.instead };
  if (editing) add(`Editing question ${editing}`, stopEditing);
  if (filters.speaker) add(`Words of ${filters.speaker}`, () => (filters.speaker = ""));
  for (const outlet of filters.outlets)
    add(outlet, () => (filters.outlets = filters.outlets.filter((other) => other !== outlet)));
  if (filters.from && filters.to && filters.from === filters.to)
    add(dayWords(filters.from), () => (filters.from = filters.to = ""));
  else if (filters.from && filters.to)
    add(`${dayWords(filters.from)} – ${dayWords(filters.to)}`, () => (filters.from = filters.to = ""));
  else if (filters.from) add(`Since ${dayWords(filters.from)}`, () => (filters.from = ""));
  else if (filters.to) add(`Until ${dayWords(filters.to)}`, () => (filters.to = ""));

  const list = one("#chips");
  list.replaceChildren(
    ...chips.map(([words, clear]) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      const button = document.createElement("button");
      name.textContent = words;
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", `Remove: ${words}`);
      button.addEventListener("click", () => {
        clear();
        showFilters();
        one("#question textarea").focus();
      });
      item.append(name, button);
      return item;
    }),
  );
  list.hidden = !chips.length;
  const isTyping = document.activeElement === nameBox; // what is being typed is not wiped out
  if (!isTyping && nameBox.value !== filters.speaker) nameBox.value = filters.speaker;
  one("#filter-from").value = filters.from;
  one("#filter-to").value = filters.to;
  all("#filter-outlets input").forEach((box) => (box.checked = filters.outlets.includes(box.value)));
  all("#filter-days .bar").forEach((bar) => {
    const { from, to } = bar.dataset;
    const chosen = filters.from || filters.to;
    bar.classList.toggle("chosen", Boolean(chosen) && (!filters.from || to >= filters.from) && (!filters.to || from <= filters.to));
  });
}

actions.filters = async (button) => {
  if (closeFilters()) return;
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  nameBox.focus();
  if (boundsShown) return;
  const found = await look("bounds");
  if (!found) return;
  boundsShown = true;
  one("#filter-outlets").innerHTML = found.outlets;
  one("#filter-days").innerHTML = found.histogram;
  showFilters();
};

function closeFilters() {
  if (panel.hidden) return false;
  panel.hidden = true;
  const button = one("[data-do=filters]");
  button.setAttribute("aria-expanded", "false");
  if (panel.contains(document.activeElement)) button.focus();
  return true;
}
actions["close-filters"] = closeFilters;
actions["clear-filters"] = () => setFilters({});
document.addEventListener("pointerdown", (event) => {
  if (!panel.hidden && !event.target.closest?.("#filters, [data-do=filters], #chips")) closeFilters();
});

// The speaker: a box with a list of the archive's speakers below it.

function chooseName(name) {
  filters.speaker = nameBox.value = name;
  closeNames();
  showFilters();
}

function closeNames() {
  nameList.hidden = true;
  nameBox.setAttribute("aria-expanded", "false");
  nameBox.removeAttribute("aria-activedescendant");
}

function activate(option) {
  all("[aria-selected=true]", nameList).forEach((other) => other.setAttribute("aria-selected", "false"));
  option?.setAttribute("aria-selected", "true");
  if (option) nameBox.setAttribute("aria-activedescendant", option.id);
  option?.scrollIntoView({ block: "nearest" });
}

const offerNames = later(90, async () => {
  const words = nameBox.value;
  const found = await look("names", { words });
  if (!found || nameBox.value !== words || document.activeElement !== nameBox) return;
  nameList.innerHTML = found.html;
  nameList.hidden = !nameList.children.length;
  nameBox.setAttribute("aria-expanded", String(!nameList.hidden));
});

nameBox.addEventListener("input", () => {
  filters.speaker = "";
  offerNames();
});
nameBox.addEventListener("blur", () => {
  setTimeout(closeNames, 150);
  filters.speaker = nameBox.value.trim();
  showFilters();
});
nameBox.addEventListener("keydown", (event) => {
  const options = all("[role=option]", nameList);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (nameList.hidden) return offerNames();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (options.length) activate(options[(at + step + options.length) % options.length]);
  } else if (event.key === "Escape" && !nameList.hidden) {
    event.stopPropagation();
    closeNames();
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (!nameList.hidden && at >= 0) chooseName(options[at].dataset.name);
    else chooseName(nameBox.value.trim());
  }
});
nameList.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  chooseName(option.dataset.name);
});

// Outlets and days; a drag over the bars chooses all of them.

one("#filter-outlets").addEventListener("change", () => {
  filters.outlets = all("#filter-outlets input:checked").map((box) => box.value);
  showFilters();
});
for (const end of ["from", "to"])
  one(`#filter-${end}`).addEventListener("change", (event) => {
    filters[end] = event.target.value;
    showFilters();
  });

let dragged = null;
const barAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".bar");
one("#filter-days").addEventListener("pointerdown", (event) => {
  const bar = event.target.closest(".bar");
  if (!bar) return;
  event.preventDefault();
  dragged = bar;
  spanBars(bar);
});
document.addEventListener("pointermove", (event) => {
  const bar = dragged && barAt(event);
  if (bar) spanBars(bar);
});
document.addEventListener("pointerup", () => (dragged = null));
function spanBars(bar) {
  filters.from = dragged.dataset.from < bar.dataset.from ? dragged.dataset.from : bar.dataset.from;
  filters.to = dragged.dataset.to > bar.dataset.to ? dragged.dataset.to : bar.dataset.to;
  showFilters();
}
