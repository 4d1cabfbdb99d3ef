// Many units: the list with its filters, and the way to a unit and back.

const STEP = 100;

class List {
  constructor() {
    this.rows = page.rows.map((row, number) => ({ number, row, text: `${row[0]} ${row[1]}`.toLowerCase() }));
    this.lines = null;
    this.sorted = null;
    this.found = this.rows;
    this.most = STEP;
    this.view = null;
    this.columns = [
      ["unit", (row) => row[1]],
      ["year", (row) => row[2]],
      ["verdict", (row) => ORDER.indexOf(row[3])],
      ["level_must", (row) => row[4]],
      ["level_explain", (row) => row[5]],
      ["level_notice", (row) => row[6]],
      ...page.figures.map((name, at) => [name, (row) => row[8][at]]),
      ["file", (row) => row[0]],
    ];
    this.heads();
    this.listen();
    this.filter();
  }

  heads() {
    const row = document.querySelector(".units thead tr");
    row.append(
      ...this.columns.map(([key, value], at) => {
        const name = key in page.words ? say(key) : key;
        const kind =
          at > 2 && key !== "file" ? (at > 5 ? "number figure-of" : "number") : key === "file" ? "path-of" : "";
        const button = element(
          "button",
          { type: "button", title: say("sort", { name }), onclick: () => this.sort(at) },
          name,
          element("span", { class: "arrow", "aria-hidden": "true" }),
        );
        return element("th", { scope: "col", class: kind, "aria-sort": "none" }, button);
      }),
    );
  }

  listen() {
    const by = (id) => document.getElementById(id);
    this.search = by("search");
    this.verdict = by("by-verdict");
    this.rule = by("by-rule");
    this.year = by("by-year");
    let waiting = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.filter(), 120);
    });
    for (const one of [this.verdict, this.rule, this.year].filter(Boolean))
      one.addEventListener("change", () => this.filter());
    by("reset").addEventListener("click", () => this.reset());
    by("more").addEventListener("click", () => {
      const from = this.most;
      this.most += STEP * 5;
      this.draw(from);
    });
    by("back").addEventListener("click", () => this.close());
    by("before").addEventListener("click", () => this.turn(-1));
    by("after").addEventListener("click", () => this.turn(1));
    for (const one of document.querySelectorAll("[data-verdict]"))
      one.addEventListener("click", () => this.pick({ verdict: one.dataset.verdict }));
    for (const one of document.querySelectorAll("[data-rule]"))
      one.addEventListener("click", () => this.pick({ rule: one.dataset.rule }));
    window.addEventListener("beforeprint", () => {
      this.most = Infinity;
      this.draw();
    });
    window.addEventListener("hashchange", () => this.follow());
  }

  pick({ verdict = "", rule = "" }) {
    this.reset();
    this.verdict.value = verdict;
    this.rule.value = rule;
    this.filter();
    const title = document.getElementById("units-title");
    title.scrollIntoView();
    title.focus({ preventScroll: true });
  }

  reset() {
    for (const one of [this.search, this.verdict, this.rule, this.year].filter(Boolean)) one.value = "";
    this.filter();
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [verdict, rule, year] = [this.verdict.value, this.rule.value, this.year ? this.year.value : ""];
    this.found = this.rows.filter(
      ({ row, text }) =>
        (!verdict || row[3] === verdict) &&
        (!rule || row[7].includes(rule)) &&
        (!year || String(row[2]) === year) &&
        words.every((word) => text.includes(word)),
    );
    this.order();
    this.most = STEP;
    this.draw();
  }

  sort(at) {
    const down = this.sorted && this.sorted.at === at ? !this.sorted.down : at > 2 && at < this.columns.length - 1;
    this.sorted = { at, down };
    document
      .querySelectorAll(".units thead th")
      .forEach((head, number) =>
        head.setAttribute("aria-sort", number !== at ? "none" : down ? "descending" : "ascending"),
      );
    this.order();
    this.draw();
  }

  order() {
    if (!this.sorted) return;
    const { at, down } = this.sorted;
    const value = this.columns[at][1];
    this.found.sort((one, other) => compared(value(one.row), value(other.row), down) || one.number - other.number);
  }

  draw(from = 0) {
    const body = document.querySelector(".units tbody");
    const rows = this.found.slice(from, this.most).map((one) => this.line(one));
    if (from) body.append(...rows);
    else body.replaceChildren(...rows);
    if (!this.found.length)
      body.append(element("tr", {}, element("td", { colspan: this.columns.length }, say("none"))));
    const shownNow = Math.min(this.most, this.found.length);
    document.getElementById("shown").textContent = say("shown", { shown: this.found.length, count: this.rows.length });
    const more = document.getElementById("more");
    more.hidden = shownNow >= this.found.length;
    more.textContent = say("more", { count: Math.min(STEP * 5, this.found.length - shownNow) });
  }

  line({ number, row }) {
    const [path, organ, year, verdict, must, explain, notice, , figures] = row;
    const go = element("a", { href: `#unit-${number}`, class: "unit-link" }, organ || path || say("unnamed"));
    const count = (value, level) =>
      element("td", { class: "number" }, value ? element("span", { class: `badge s-${level}` }, String(value)) : "");
    return element(
      "tr",
      { "data-number": number, onclick: (event) => event.target.closest("a") || this.open(number) },
      element("th", { scope: "row" }, go),
      element("td", {}, year === null ? "" : String(year)),
      element("td", {}, element("span", { class: `verdict v-${verdict}` }, say(verdict))),
      count(must, "must"),
      count(explain, "explain"),
      count(notice, "notice"),
      ...figures.map((one) => element("td", { class: "number figure-of" }, one === null ? "" : plain(one))),
      element("td", { class: "path-of" }, path),
    );
  }

  // A unit is read only when it is looked at.
  unit(number) {
    this.lines = this.lines || read("units").trim().split("\n");
    return unitOf(this.lines[number]);
  }

  open(number) {
    window.location.hash = `unit-${number}`;
  }

  close() {
    window.location.hash = "list";
  }

  turn(step) {
    const at = this.found.findIndex((one) => one.number === this.number);
    const next = this.found[at + step];
    if (next) this.open(next.number);
  }

  follow() {
    const hit = /^#unit-(\d+)$/.exec(window.location.hash);
    if (hit && Number(hit[1]) < this.rows.length) this.show(Number(hit[1]));
    else if (this.view) this.hide();
  }

  show(number) {
    this.number = number;
    const unit = this.unit(number);
    const root = document.querySelector("#unit > .unit");
    root.className = "unit";
    root.replaceChildren(document.getElementById("unit-view").content.cloneNode(true));
    if (unit.error === undefined)
      root.querySelector(".sheet").append(document.getElementById(`form-${unit.form}`).content.cloneNode(true));
    const fresh = root.cloneNode(true); // without the listeners of the unit before
    root.replaceWith(fresh);
    this.view = new UnitView(fresh, unit);
    this.toggle(true);
    const at = this.found.findIndex((one) => one.number === number);
    document.getElementById("before").disabled = at < 1;
    document.getElementById("after").disabled = at < 0 || at + 1 >= this.found.length;
    window.scrollTo(0, 0);
    fresh.querySelector(".unit-name").focus({ preventScroll: true });
  }

  hide() {
    this.view = null;
    this.toggle(false);
    const row = document.querySelector(`tr[data-number="${this.number}"]`);
    if (row) {
      row.scrollIntoView({ block: "center" });
      row.querySelector("a").focus({ preventScroll: true });
    }
  }

  toggle(isUnit) {
    document.getElementById("list").hidden = isUnit;
    document.getElementById("unit").hidden = !isUnit;
  }

  onKey(event) {
    if (!this.view) return;
    if (!this.view.onKey(event) && event.key === "Escape") this.close();
  }
}

const ORDER = ["fails", "unreadable", "explain", "undecided", "untouched", "clean"];
const collator = new Intl.Collator("zh-CN", { numeric: true });

// What is not known comes last, whichever way.
function compared(one, other, down) {
  const [none, otherNone] = [one, other].map((value) => value === null || value === undefined || value === "");
  if (none || otherNone) return none - otherNone;
  const order = typeof one === "number" && typeof other === "number" ? one - other : collator.compare(one, other);
  return down ? -order : order;
}
