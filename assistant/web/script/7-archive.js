// The archive: a table of its articles, and files that are dropped to be added.

const articleList = one("#article-list");
const articleWords = one("#article-words");
let order = null;
let articlesListed = false;

async function listArticles() {
  const words = articleWords.value;
  const found = await busy(articleList, look("articles", { words, order }));
  if (words === articleWords.value) articlesListed = fill(articleList, found);
}
articleWords.addEventListener("input", later(150, listArticles));
actions.sort = async (button) => {
  order = button.dataset.order;
  await listArticles();
  one("[aria-sort]:not([aria-sort=none]) button", articleList)?.focus();
};
actions["more-articles"] = async (button) => {
  const page = Number(button.dataset.page);
  append(articleList, await look("articles", { words: articleWords.value, order, page }));
};
opened.archive = () => {
  if (!articlesListed) listArticles();
};

// What Python says when articles came or went: everything that was looked up is looked up again.
async function refresh() {
  articlesListed = listed = boundsShown = false;
  if (document.body.dataset.view === "archive") {
    const wasIn = articleList.contains(document.activeElement) || document.activeElement === document.body;
    await listArticles();
    if (wasIn) articleWords.focus({ preventScroll: true });
  }
  fill(one("#coverage"), await look("coverage"));
}

function dropping(zone, accept) {
  const chooser = one("input[type=file]", zone);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    accept([...event.dataTransfer.files]);
  });
  chooser.addEventListener("change", () => {
    accept([...chooser.files]);
    chooser.value = "";
  });
}

// A file dropped beside its place must not take the page away.
for (const kind of ["dragover", "drop"])
  window.addEventListener(kind, (event) => event.preventDefault());

async function sent(files, status) {
  const paths = [];
  for (const [number, file] of files.entries()) {
    status.textContent = `Taking in ${file.name} (${number + 1} of ${files.length})`;
    try {
      paths.push((await upload(file)).path);
    } catch (error) {
      status.textContent = "";
      say(`${file.name} could not be taken in: ${error?.message || "it may be too large"}`);
    }
  }
  status.textContent = "";
  return paths;
}

dropping(one("#drop-articles"), async (files) => {
  const paths = await sent(files, one("#sending"));
  if (paths.length) trigger("add_files", { paths });
});
actions.sample = () => {
  go("archive");
  trigger("add_sample", {});
};
