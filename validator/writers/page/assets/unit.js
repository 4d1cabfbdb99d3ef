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

  find(selector) { return this.root.querySelector(selector); }

  place(at) { return this.find(`.sheet [data-n="${at}"]`); }

  head() {
    const { organ, year, verdict, path, error } = this.unit;
    this.find(".unit-name").textContent = [organ || say("unnamed"), year].filter(Boolean).join(" ");
    this.find(".unit-verdict").append(element("span", { class: `verdict v-${verdict}` }, say(verdict)), ...counts(this.unit.counts));
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
    for (const [key, isCause] of [["causes", true], ["others", false]]) {
      const told = this.unit.entries.filter(([cause]) => Boolean(cause) === isCause);
      if (!told.length) continue;
      if (isCause || box.children.length) box.append(element("h3", { class: "small" }, say(key)));
      box.append(element("ol", {}, ...told.map((one) => this.entry(...one))));
    }
  }

  entry(cause, findings) {
    if (!cause) return element("li", { class: "entry" }, this.findingButton(findings[0]), this.rule(findings[0]));
    const cells = cause.at.map(([where]) => where);
    const button = this.step(cells, findings.flatMap((one) => one.at), badge(findings[0]),
      element("span", { class: "where" }, cells.map((one) => this.where(one)).join(say("or"))), element("span", { class: "what" }, cause.m));
    const folded = element("details", {}, element("summary", {}, say("hence", { count: findings.length })),
      element("ul", {}, ...findings.map((one) => element("li", {}, this.findingButton(one, false)))));
    return element("li", { class: "entry cause" }, button, folded, this.others(cause));
  }

  others(cause) {
    if (!cause.others) return "";
    const lines = cause.others.map((cells) => element("li", {}, cells.map(([where, , to]) =>
      `${this.where(where)}${to === null ? "" : ` → ${to}`}`).join(say("or"))));
    return element("details", {}, element("summary", {}, say("alternatives", { count: lines.length })), element("ul", {}, ...lines));
  }

  findingButton(finding, isStep = true) {
    const suspects = (finding.fix || []).map(([where]) => where);
    const cells = finding.at.map(cellOf);
    const first = suspects.length ? suspects : cells;
    const known = (finding.fix || []).filter(([, , to]) => to !== null);
    const children = [badge(finding), element("span", { class: "code" }, finding.c),
      element("span", { class: "where" }, first.length ? this.where(first[0]) : say("whole")),
      element("span", { class: "what" }, finding.m)];
    if (known.length === 1) children.push(element("span", { class: "to" }, `→ ${say(known[0][3] ? "should" : "maybe", { value: known[0][2] })}`));
    if (finding.w) children.push(element("span", { class: "waiver" }, `${say("waivers")} ${say("waiver", { reason: finding.w[0], by: finding.w[1], date: finding.w[2] })}`));
    return this.step(first, finding.at, ...children, { isStep, finding });
  }

  // A button that leads to the first of some cells and shows the others that belong to them.
  step(first, all, ...children) {
    const last = children.at(-1);
    const { isStep, finding } = last instanceof Node ? { isStep: true, finding: null } : children.pop();
    const go = () => {
      this.at = this.buttons.findIndex((one) => one.button === button);
      this.show(first, all, finding);
      this.mark(button);
    };
    const button = element("button", { type: "button", class: "go", onclick: go }, ...children);
    if (isStep) this.buttons.push({ button, go });
    return button;
  }

  mark(button) {
    for (const one of this.root.querySelectorAll(".go[aria-current]")) one.removeAttribute("aria-current");
    if (button) button.setAttribute("aria-current", "true");
  }

  rule(finding) {
    const [title, fix, why, basis] = page.rules[finding.c] || [];
    const lines = [["rule_fix", fix], ["rule_why", why], ["rule_basis", basis]].filter(([, text]) => text)
      .map(([key, text]) => element("p", {}, element("b", {}, `${say(key)} `), text));
    return element("details", {}, element("summary", {}, say("rule")), element("p", {}, title), ...lines);
  }

  where(where) {
    if (typeof where !== "number") return String(where);
    const parts = this.cells.name(where).split(".");
    const place = this.find(`.sheet [data-n="${where}"], .sheet [data-text="${where}"]`);
    const section = place ? place.closest(".part").querySelector("h3").textContent.split("、")[0] : "";
    return [parts.length > 2 ? parts[0] : section, this.cells.address(where)].filter(Boolean).join(" ");
  }

  show(first, all, finding) {
    this.clear();
    const places = all.map((one) => [one, this.target(cellOf(one), one)]).filter(([, place]) => place);
    for (const [, place] of places) place.classList.add("member");
    const target = first.map((one) => this.target(one, all.find((each) => cellOf(each) === one))).find(Boolean) || (places[0] && places[0][1]);
    if (!target) return;
    target.classList.add("chosen");
    target.scrollIntoView({ block: SMALL.matches ? "start" : "center", inline: SMALL.matches ? "center" : "nearest" });
    if (target.dataset.n !== undefined && target.dataset.text === undefined) this.choose(Number(target.dataset.n), { move: true });
    else target.focus({ preventScroll: true });
  }

  // The cell of a finding, or the words that it quotes of a section.
  target(at, given) {
    if (Array.isArray(given) && typeof given[0] === "number") {
      const marks = [...this.root.querySelectorAll(`.sheet [data-text="${given[0]}"] mark`)];
      return marks.find((one) => one.dataset.quote === given[1]) || this.find(`.sheet [data-text="${given[0]}"]`);
    }
    return typeof at === "number" ? this.place(at) : null;
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
    sheet.addEventListener("mouseover", (event) => SMALL.matches || this.onPlace(event, (at) => this.choose(at, { pin: false })));
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
    for (const [key, word] of [["ran", "ran"], ["not", "not_run"], ["open", "no_verdict"]]) {
      const lines = this.unit.seen[key];
      if (lines.length) this.find(".seen").append(element("div", {}, element("h4", {}, say(word)), element("ul", {}, ...lines.map((line) => element("li", {}, line)))));
    }
    const waived = this.unit.findings.filter((one) => one.w);
    if (!waived.length) return;
    const lines = waived.map((one) => element("li", {}, `${one.c} ${one.m} `, element("i", {}, say("waiver", { reason: one.w[0], by: one.w[1], date: one.w[2] }))));
    this.find(".seen").append(element("div", {}, element("h4", {}, say("waivers")), element("ul", {}, ...lines)));
  }

  texts() { showTexts(this); }
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
    const along = across ? (box.left + box.width / 2 - middle.x) * across : (box.top + box.height / 2 - middle.y) * down;
    const aside = across ? gap(own.top, own.bottom, box.top, box.bottom) : gap(own.left, own.right, box.left, box.right);
    const far = along + 4 * aside;
    if (one !== cell && along > 1 && far < least) [found, least] = [one, far];
  }
  return found;
}

const gap = (from, to, other, otherTo) => Math.max(0, other - to + 1, from - otherTo + 1);
