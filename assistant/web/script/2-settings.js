// Settings are kept in this browser and nowhere else.

const settings = { theme: "auto", days: "2 Dec 2021", most: "5", answerer: "written" };
try {
  Object.assign(settings, JSON.parse(localStorage.getItem("on-record-settings") ?? "{}"));
} catch {
  // A browser that keeps nothing gets the settings as they come.
}

function applySettings() {
  const isDark = settings.theme === "dark" || (settings.theme === "auto" && dark.matches);
  document.body.classList.toggle("dark", isDark);
  document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  all("time[data-days]").forEach((time) => time.removeAttribute("data-days"));
  writeDays();
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
function writeDays() {
  for (const time of all("time[datetime]:not([data-days])")) {
    const iso = time.getAttribute("datetime");
    time.dataset.words ??= time.textContent;
    const [year, month, day] = iso.split("-").map(Number);
    time.dataset.days = "";
    let words = time.dataset.words;
    if (settings.days === "2021-12-02") words = iso;
    else if (settings.days === "Dec 2, 2021") words = `${months[month - 1]} ${day}, ${year}`;
    if (time.textContent !== words) time.textContent = words;
  }
}

new MutationObserver(writeDays).observe(document.body, { childList: true, subtree: true });
dark.addEventListener("change", applySettings);

for (const field of all("#settings [name]")) {
  field.value = settings[field.name];
  field.addEventListener("change", () => {
    settings[field.name] = field.value;
    try {
      localStorage.setItem("on-record-settings", JSON.stringify(settings));
    } catch {
      // Then they last until the page is closed.
    }
    applySettings();
  });
}
actions.settings = () => one("#settings").showModal();
actions["close-settings"] = () => one("#settings").close();
one("#settings").addEventListener("click", (event) => {
  if (event.target === one("#settings")) one("#settings").close();
});
applySettings();
