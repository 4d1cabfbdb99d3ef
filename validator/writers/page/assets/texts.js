// The sections of text: the sentence that a finding quotes is marked, what the table says of it stands beside it.

function showTexts(view) {
  for (const box of view.root.querySelectorAll(".sheet [data-text]")) {
    const at = Number(box.dataset.text);
    const found = view.unit.findings.flatMap((one) =>
      one.at.filter((cell) => Array.isArray(cell) && cell[0] === at).map((cell) => ({ finding: one, quote: cell[1] })),
    );
    box.tabIndex = -1;
    const text = view.unit.texts ? view.unit.texts[at] : undefined;
    box.replaceChildren(...(text === undefined ? quotations(view, found) : paragraphs(view, text, found)));
  }
}

// A report of many: only what is quoted.
function quotations(view, found) {
  const lines = found.map((one) =>
    element(
      "div",
      { class: "line" },
      element("p", {}, quoted(view, one.quote, one)),
      element("div", { class: "notes" }, note(view, one)),
    ),
  );
  return view.unit.texts
    ? [element("p", { class: "hint" }, say("empty_text"))]
    : [element("p", { class: "hint" }, say("not_quoted")), ...lines];
}

function paragraphs(view, text, found) {
  if (!text.trim()) return [element("p", { class: "hint" }, say("empty_text")), ...found.map((one) => note(view, one))];
  const left = new Set(found);
  const lines = text.split("\n").map((line) => {
    const here = [...left]
      .map((one) => ({ ...one, one, range: rangeOf(line, one.quote) }))
      .filter(({ range }) => range);
    here.forEach(({ one }) => left.delete(one));
    const notes = here.length ? element("div", { class: "notes" }, ...here.map((one) => note(view, one))) : "";
    return element("div", { class: "line" }, element("p", {}, ...marked(view, line, here)), notes);
  });
  const rest = [...left].map((one) => note(view, one));
  return rest.length ? [element("div", { class: "notes" }, ...rest), ...lines] : lines;
}

// Where words stand in a line, whatever blanks are between their signs.
function rangeOf(line, words) {
  const signs = [...words.replace(/\s+/g, "")];
  if (!signs.length || signs.length > 300) return null;
  const pattern = signs.map((sign) => sign.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("\\s*");
  const hit = new RegExp(pattern, "u").exec(line);
  return hit ? [hit.index, hit.index + hit[0].length] : null;
}

function marked(view, line, here) {
  const parts = [];
  let done = 0;
  for (const one of here.sort((a, b) => a.range[0] - b.range[0])) {
    const [from, to] = one.range;
    if (from < done) continue;
    parts.push(line.slice(done, from), quoted(view, line.slice(from, to), one));
    done = to;
  }
  return [...parts, line.slice(done)];
}

function quoted(view, words, { finding, quote }) {
  const look = finding.w ? "waived" : finding.s;
  return element("mark", { class: `q-${look}`, tabindex: "-1", "data-quote": quote }, words);
}

function note(view, { finding }) {
  const figures = finding.at.filter((cell) => typeof cell === "number");
  const table = figures.map((at) =>
    element(
      "button",
      { type: "button", class: "link", onclick: () => view.show([at], finding.at) },
      `${view.cells.label(at)} ${view.cells.shown(at)}`,
    ),
  );
  const line = figures.length
    ? element("p", {}, `${say("table_says")} `, ...table.flatMap((one, at) => (at ? [say("or"), one] : [one])))
    : "";
  return element(
    "div",
    { class: "note" },
    element("p", {}, badge(finding), " ", element("span", { class: "code" }, finding.c), " ", finding.m),
    line,
  );
}
