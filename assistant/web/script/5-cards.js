// The card of a marker tells its source. It comes with the pointer or the focus, stays while the
// pointer is on it, and goes with Escape.

let card = null;
let going;

function showCard(marker) {
  const next = marker.nextElementSibling;
  clearTimeout(going);
  if (next === card || marker.classList.contains("open")) return;
  hideCard();
  card = next;
  card.classList.add("shown");
  placeCard(marker);
}

// Below its sentence, above it where there is no room; what lies between is as good as the card.
function placeCard(marker) {
  const sentence = card.offsetParent.getBoundingClientRect();
  const at = marker.getBoundingClientRect();
  const room = (wide.matches ? transcript.getBoundingClientRect().bottom : innerHeight) - 12;
  const above = sentence.bottom + card.offsetHeight + 6 > room;
  card.classList.toggle("above", above);
  const furthest = sentence.width - card.offsetWidth;
  card.style.left = `${Math.min(Math.max(16, at.left - sentence.left - 24), furthest)}px`;
  const gap = above ? at.top - sentence.top : sentence.bottom - at.bottom;
  card.style.setProperty("--gap", `${gap + 6}px`);
  card.style.setProperty("--at", `${at.left - card.getBoundingClientRect().left}px`);
}

function hideCard() {
  clearTimeout(going);
  if (!card) return false;
  card.classList.remove("shown");
  card = null;
  return true;
}

const cardOf = (target) => target instanceof Element && target.closest(".marker, .card");
transcript.addEventListener("pointerover", (event) => {
  const over = event.pointerType !== "touch" && cardOf(event.target);
  if (over) over.matches(".marker") ? showCard(over) : clearTimeout(going);
});
transcript.addEventListener("pointerout", (event) => {
  if (!cardOf(event.target)) return;
  clearTimeout(going);
  going = setTimeout(hideCard, 150);
});
transcript.addEventListener("focusin", (event) => {
  if (event.target.matches(".marker:focus-visible")) showCard(event.target);
});
transcript.addEventListener("focusout", (event) => {
  if (event.target.matches(".marker")) hideCard();
});
