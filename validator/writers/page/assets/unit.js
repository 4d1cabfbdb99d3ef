// One unit: the form with its marks, the findings beside it, and what is known of the cell that is chosen.

const SIGNS = { "=": "=", "<>": "≠", ">=": "≥", "<=": "≤", ">": ">", "<": "<" };
const BROKEN_SIGNS = { "=": "≠", "<>": "=", ">=": "<", "<=": ">", ">": "≤", "<": "≥" };
const MOST_TERMS = 8;
const SMALL = window.matchMedia("(max-width: 56rem)");

class UnitView {
  constructor(root, unit) {
    this.root = root;
    this.unit = unit;
    this.cells = unit.error === undefined ? new Cells(unit) : null;
    this.pinned = null;
    this.at = -1;
    this.buttons = [];
    this.head();
    if (this.cells) {
      this.fill();
      this.listFindings();
      this.texts();
      this.seen();
      this.listen();
    }
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  place(at) {
    return this.find(`.sheet [data-n="${at}"]`);
  }

  head() {
    const { organ, year, verdict, path, error } = this.unit;
    this.find(".unit-name").textContent = [organ || say("unnamed"), year].filter(Boolean).join(" ");
    this.find(".unit-verdict").append(
      element("span", { class: `verdict v-${verdict}` }, say(verdict)),
      ...counts(this.unit.counts),
    );
    this.find(".unit-path").textContent = path;
    if (error === undefined) return;
    this.find(".unit-error").hidden = false;
    this.find(".unit-error").textContent = error;
    for (const part of this.root.querySelectorAll(".unit-body, .coverage")) part.hidden = true;
  }

  fill() {
    for (const place of this.root.querySelectorAll(".sheet [data-n]")) {
      const at = Number(place.dataset.n);
      const value = this.cells.value(at);
      place.textContent = value === undefined || value === null ? "" : plain(value);
      place.classList.toggle("absent", value === undefined);
      place.classList.toggle("words", typeof value === "string" && place.tagName === "TD");
      const look = this.unit.looks.get(at);
      if (look !== undefined) place.classList.add(`look-${look}`);
      place.setAttribute("aria-label", this.spoken(at, look));
    }
    const first = this.find(".sheet td[data-n]");
    if (first) first.tabIndex = 0;
  }

  spoken(at, look) {
    const told = [this.cells.label(at) || this.cells.name(at), this.cells.shown(at)];
    if (look !== undefined) told.push(this.root.querySelectorAll(".legend li")[look].textContent.trim());
    return told.join(say("or"));
  }

  listFindings() {
    const box = this.find(".entries");
    if (!this.unit.findings.length) box.append(element("p", {}, say("no_findings")));
    const caused = this.unit.entries.filter(([cause]) => cause);
    const others = this.unit.entries.filter(([cause]) => !cause);
    for (const [word, told] of Object.entries({ causes: caused, others })) {
      if (told.length && caused.length) box.append(element("h3", { class: "small" }, say(word)));
      if (told.length) box.append(element("ol", {}, ...told.map((one) => this.entry(...one))));
    }
  }

  entry(cause, findings) {
    if (!cause) return element("li", { class: "entry" }, this.findingButton(findings[0]), this.rule(findings[0]));
    const cells = cause.at.map(([where]) => where);
    const told = [
      badge(findings[0]),
      this.unit.said ? "" : element("span", { class: "where" }, cells.map((one) => this.where(one)).join(say("or"))),
      element("span", { class: "what" }, cause.m),
    ];
    const all = findings.flatMap((one) => one.at);
    const button = this.step(cells, all, told);
    const folded = element(
      "details",
      {},
      element("summary", {}, say("hence", { count: findings.length })),
      element("ul", {}, ...findings.map((one) => element("li", {}, this.findingButton(one, false)))),
    );
    return element("li", { class: "entry cause" }, button, folded, this.others(cause));
  }

  others(cause) {
    if (!cause.others) return "";
    const lines = cause.others.map((cells) =>
      element(
        "li",
        {},
        cells.map(([where, to]) => `${this.where(where)}${to === null ? "" : ` → ${to}`}`).join(say("or")),
      ),
    );
    return element(
      "details",
      {},
      element("summary", {}, say("alternatives", { count: lines.length })),
      element("ul", {}, ...lines),
    );
  }

  findingButton(finding, isStep = true) {
    const fixes = finding.fix || [];
    const first = (fixes.length ? fixes : finding.at).map(cellOf);
    const told = [
      badge(finding),
      element("span", { class: "code" }, finding.c),
      element("span", { class: "where" }, first.length ? this.where(first[0]) : say("whole")),
      element("span", { class: "what" }, finding.m),
    ];
    const known = fixes.filter(([, to]) => to !== null);
    if (known.length === 1) {
      const [[, value, certain]] = known;
      told.push(element("span", { class: "to" }, `→ ${say(certain ? "should" : "maybe", { value })}`));
    }
    if (finding.w) told.push(element("span", { class: "waiver" }, `${say("waivers")} ${waiver(finding)}`));
    return this.step(first, finding.at, told, isStep);
  }

  // A button that leads to the first of some cells and shows the others that belong to them.
  step(first, all, told, isStep = true) {
    const go = () => {
      this.at = this.buttons.findIndex((one) => one.button === button);
      this.show(first, all);
      this.mark(button);
    };
    const button = element("button", { type: "button", class: "go", onclick: go }, ...told);
    if (isStep) this.buttons.push({ button, go });
    return button;
  }

  mark(button) {
    for (const one of this.root.querySelectorAll(".go[aria-current]")) one.removeAttribute("aria-current");
    if (button) button.setAttribute("aria-current", "true");
  }

  rule(finding) {
    const [title, fix, why, basis] = page.rules[finding.c] || [];
    const lines = Object.entries({ rule_fix: fix, rule_why: why, rule_basis: basis })
      .filter(([, text]) => text)
      .map(([word, text]) => element("p", {}, element("b", {}, `${say(word)} `), text));
    return element("details", {}, element("summary", {}, say("rule")), element("p", {}, title), ...lines);
  }

  where(where) {
    if (typeof where !== "number") return String(where);
    const parts = this.cells.name(where).replace(LAST_YEAR, "").split(".");
    const place = this.find(`.sheet [data-n="${where}"], .sheet [data-text="${where}"]`);
    const section = place ? place.closest(".part").querySelector("h3").textContent.split("、")[0] : "";
    return this.cells.where(where, parts.length > 2 ? parts[0] : section);
  }

  show(first, all) {
    this.clear();
    const places = all.map((one) => this.target(one)).filter(Boolean);
    for (const place of places) place.classList.add("member");
    const [target] = [...first.map((at) => this.target(all.find((one) => cellOf(one) === at) ?? at)), ...places].filter(
      Boolean,
    );
    if (!target) return;
    target.classList.add("chosen");
    target.scrollIntoView(
      SMALL.matches ? { block: "start", inline: "center" } : { block: "center", inline: "nearest" },
    );
    if (target.dataset.n !== undefined) this.choose(Number(target.dataset.n), { move: true });
    else target.focus({ preventScroll: true });
  }

  // The cell of a finding, or the words that it quotes of a section.
  target(one) {
    if (!Array.isArray(one)) return typeof one === "number" ? this.place(one) : null;
    const [at, quote] = one;
    if (typeof at !== "number") return null;
    const section = this.find(`.sheet [data-text="${at}"]`);
    return [...section.querySelectorAll("mark")].find((mark) => mark.dataset.quote === quote) || section;
  }

  clear() {
    for (const one of this.root.querySelectorAll(".member, .chosen")) one.classList.remove("member", "chosen");
  }

  choose(at, { move = false, pin = true } = {}) {
    const place = this.place(at);
    if (!place) return;
    if (pin) {
      this.pinned = at;
      for (const one of this.root.querySelectorAll(".chosen")) one.classList.remove("chosen");
      place.classList.add("chosen");
      this.root.classList.add("has-choice");
      if (place.tagName === "TD") {
        for (const one of this.root.querySelectorAll('.sheet td[tabindex="0"]')) one.tabIndex = -1;
        place.tabIndex = 0;
      }
      if (move) place.focus({ preventScroll: true });
    }
    inspect(this, at);
  }

  letGo() {
    this.pinned = null;
    this.clear();
    this.mark(null);
    this.root.classList.remove("has-choice");
    this.find(".inspector").replaceChildren(element("p", { class: "hint" }, say("choose")));
  }

  walk(step) {
    if (!this.buttons.length) return;
    this.at = (this.at + step + this.buttons.length) % this.buttons.length;
    if (this.at < 0) this.at += this.buttons.length;
    const { button, go } = this.buttons[this.at];
    go();
    button.scrollIntoView({ block: "nearest" });
  }

  listen() {
    const sheet = this.find(".sheet");
    sheet.addEventListener("click", (event) => this.onPlace(event, (at) => this.choose(at, { move: true })));
    sheet.addEventListener("focusin", (event) => this.onPlace(event, (at) => this.pinned !== at && this.choose(at)));
    sheet.addEventListener(
      "mouseover",
      (event) => SMALL.matches || this.onPlace(event, (at) => this.choose(at, { pin: false })),
    );
    sheet.addEventListener("mouseleave", () => this.pinned !== null && inspect(this, this.pinned));
    sheet.addEventListener("keydown", (event) => this.onArrow(event));
  }

  onPlace(event, act) {
    const place = event.target.closest("[data-n]");
    if (place) act(Number(place.dataset.n));
  }

  onArrow(event) {
    const cell = event.target.closest("td[data-n]");
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const next = neighbour(cell, step);
    if (next) {
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
      this.choose(Number(next.dataset.n), { move: true });
    }
  }

  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return false;
    const step = { n: 1, j: 1, p: -1, k: -1 }[event.key.toLowerCase()];
    if (step) this.walk(step);
    else if (event.key === "Escape" && this.pinned !== null) this.letGo();
    else return false;
    event.preventDefault();
    return true;
  }

  seen() {
    const { ran, not, open } = this.unit.seen;
    const waived = this.unit.findings.filter((one) => one.w).map((one) => `${one.c} ${one.m} ${waiver(one)}`);
    for (const [word, lines] of Object.entries({ ran, not_run: not, no_verdict: open, waivers: waived })) {
      const list = element("ul", {}, ...lines.map((line) => element("li", {}, line)));
      if (lines.length) this.find(".seen").append(element("div", {}, element("h4", {}, say(word)), list));
    }
  }

  texts() {
    showTexts(this);
  }
}

const cellOf = (one) => (Array.isArray(one) ? one[0] : one);

// The next cell with a number in a direction, by where cells are drawn.
function neighbour(cell, [across, down]) {
  const own = cell.getBoundingClientRect();
  const middle = { x: own.left + own.width / 2, y: own.top + own.height / 2 };
  let found = null;
  let least = Infinity;
  for (const one of cell.closest("table").querySelectorAll("td[data-n]")) {
    const box = one.getBoundingClientRect();
    const along = across
      ? (box.left + box.width / 2 - middle.x) * across
      : (box.top + box.height / 2 - middle.y) * down;
    const aside = across
      ? gap(own.top, own.bottom, box.top, box.bottom)
      : gap(own.left, own.right, box.left, box.right);
    const far = along + 4 * aside;
    if (one !== cell && along > 1 && far < least) [found, least] = [one, far];
  }
  return found;
}

const gap = (from, to, other, otherTo) => Math.max(0, other - to + 1, from - otherTo + 1);
