// Gradio draws the parts of the page in no certain order, so all of them are waited for.
const parts =
  "#nav #tools #transcript #question #sources #reader #view-speakers #adding #running " +
  "#drop-articles #article-list #drop-questions #run-list #settings";
while (!parts.split(" ").every((part) => document.querySelector(part)))
  await new Promise((resume) => setTimeout(resume, 15));

