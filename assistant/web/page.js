// Runs once, when the transcript is first shown: `element` is its element, `trigger` calls Python.
// All clicks are heard at the document, because transcript and panel are redrawn with each answer.

const wide = window.matchMedia("(min-width: 861px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let wanted = null;
let newest = null;

function show(target) {
  const behavior = calm.matches ? "auto" : "smooth";
  target.scrollIntoView({ behavior, block: "start" });
  target.focus({ preventScroll: true });
}

function choose(id) {
  const source = document.getElementById(id);
  if (!source) return false;
  document.querySelectorAll(".source.chosen").forEach((one) => one.classList.remove("chosen"));
  source.classList.add("chosen");
  show(source);
  return true;
}

document.addEventListener("click", (event) => {
  const clicked = event.target instanceof Element ? event.target : null;
  const example = clicked?.closest("button.example");
  const link = clicked?.closest("a.marker, a.back");
  if (example) {
    trigger("example", { question: example.textContent });
    if (wide.matches) document.querySelector("#question textarea")?.focus();
  }
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = link.getAttribute("href").slice(1);
  if (link.classList.contains("back")) {
    const turn = document.getElementById(id);
    if (turn) show(turn);
  } else if (!choose(id)) {
    wanted = id;
    trigger("cite", { turn: Number(link.dataset.turn) });
  }
});

document.addEventListener("sources-shown", () => {
  const id = wanted;
  wanted = null;
  if (id) requestAnimationFrame(() => requestAnimationFrame(() => choose(id)));
});

// A new question is brought to the top of its column, so that its answer is read from the start.
watch("value", () => {
  const last = [...element.querySelectorAll(".turn")].at(-1);
  const behavior = calm.matches ? "auto" : "smooth";
  if (last?.previousElementSibling) last.scrollIntoView({ behavior, block: "start" });
  if (last && last.id !== newest) document.getElementById("panel").scrollTop = 0;
  newest = last?.id;
});
