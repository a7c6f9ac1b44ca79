// Question sets: a file is run, its report read here, and two runs compared.

const runList = one("#run-list");
const runPage = one("#run-page");
let running = "";

opened.sets = () => {
  listRuns();
};
async function listRuns() {
  fill(runList, await look("runs"));
  chosenRuns();
}

dropping(one("#drop-questions"), async (files) => {
  runPage.replaceChildren();
  const paths = await sent(files.slice(0, 1), one("#sending-questions"));
  if (paths.length) trigger("run_set", { paths });
});
actions["stop-run"] = (button) => trigger("halt_run", { run: button.dataset.run });
actions["resume-run"] = (button) => {
  runPage.replaceChildren();
  trigger("resume_run", { run: button.dataset.run });
};
actions.run = (button) => openRun(button.dataset.run);

// The report asks the system for its theme; here it has that of the page.
const systemTheme = "@media (prefers-color-scheme: dark)";
let report = "";
function themedReport() {
  const ours = document.body.classList.contains("dark") ? "@media all" : "@media not all";
  const scheme = document.documentElement.style.colorScheme;
  const [style, ...rest] = report.split("</style>");
  const themed = style.replace(systemTheme, ours).replace("color-scheme: light dark", `color-scheme: ${scheme}`);
  return [themed, ...rest].join("</style>");
}
function fillReport(found) {
  if (!found) return false;
  const made = document.createElement("template");
  made.innerHTML = found.html;
  const frame = one("iframe", made.content);
  report = frame?.srcdoc ?? "";
  if (frame) frame.srcdoc = themedReport();
  runPage.replaceChildren(made.content);
  return true;
}
new MutationObserver(() => {
  const frame = one("iframe", runPage);
  if (frame && frame.srcdoc !== themedReport()) frame.srcdoc = themedReport();
}).observe(document.body, { attributeFilter: ["class"] });

async function openRun(run) {
  all("tr", runList).forEach((row) => row.classList.toggle("open", Boolean(one(`[data-run="${run}"]`, row))));
  runPage.innerHTML = '<p class="searching">Opening the report</p>';
  if (!fillReport(await look("run", { run }))) return runPage.replaceChildren();
  show(runPage);
}

function chosenRuns() {
  const chosen = all("[name=compare]:checked", runList);
  const button = one("[data-do=compare]", runList);
  if (button) button.disabled = chosen.length !== 2;
  return chosen.map((box) => box.value);
}
runList.addEventListener("change", chosenRuns);
actions.compare = async () => {
  all("tr.open", runList).forEach((row) => row.classList.remove("open"));
  if (fillReport(await look("compared", { runs: chosenRuns() }))) show(runPage);
};

actions.download = async (button) => {
  const { run, form } = button.dataset;
  const found = await look("download", { run, form });
  if (!found) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([found.text], { type: "text/plain;charset=utf-8" }));
  link.download = found.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
