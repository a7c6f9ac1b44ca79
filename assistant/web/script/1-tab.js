// What this tab keeps while it is open, for a page that is loaded anew, as Gradio does by itself
// when a lost connection is back: its conversation, by a key that no other tab has; what is typed
// or not answered yet; the filters.

const tab = { key: "", draft: "", filters: {} };
try {
  Object.assign(tab, JSON.parse(sessionStorage.getItem("on-record-tab") ?? "{}"));
} catch {
  // A browser that keeps nothing begins anew.
}

function keepInTab(given) {
  Object.assign(tab, given);
  try {
    sessionStorage.setItem("on-record-tab", JSON.stringify(tab));
  } catch {
    // Then it lasts until the page is loaded anew.
  }
}

// A tab that was duplicated has the same key as the other, so each page takes a new one.
const keyBefore = tab.key;
const bytes = crypto.getRandomValues(new Uint8Array(16));
keepInTab({ key: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
