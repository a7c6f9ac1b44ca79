// What the server says while it adds, removes and runs stands in #adding and #running.

new MutationObserver(() => {
  if (one("#adding .report, #adding .problem, #adding .gone")) refresh();
}).observe(one("#adding"), { childList: true, subtree: true });

new MutationObserver(() => {
  const done = one("#running [data-finished]")?.dataset.finished ?? "";
  const isNews = done && done !== running;
  running = done;
  if (!isNews) return;
  listRuns();
  openRun(done);
}).observe(one("#running"), { childList: true, subtree: true });

arrive();
if (!askFromAddress()) {
  trigger("reopen", { key: tab.key, before: keyBefore });
  setFilters(tab.filters);
  box.value = tab.draft;
  fit();
  // A question that was asked before the page was loaded anew stands there to be asked again.
  new MutationObserver((_, observer) => {
    const last = all(".turn", transcript).at(-1);
    if (!last) return;
    observer.disconnect();
    if (!asking && box.value === last.dataset.asked) stopEditing();
  }).observe(transcript, { childList: true, subtree: true });
}
if (history.state?.read) read(history.state.read);
offerExamples();
document.body.classList.add("ready");
