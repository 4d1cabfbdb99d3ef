// The page begins: one unit, or the list of many.

const started = page.single ? new UnitView(document.getElementById("main"), unitOf(read("units").trim())) : new List();
document.addEventListener("keydown", (event) => started.onKey(event));
document.getElementById("print").addEventListener("click", () => window.print());
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
if (!page.single) started.follow();
