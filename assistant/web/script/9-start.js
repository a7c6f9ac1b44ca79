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

showFilters();
arrive();
askFromAddress();
offerExamples();
document.body.classList.add("ready");
