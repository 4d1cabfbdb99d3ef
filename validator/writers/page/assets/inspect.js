// What is known of one cell: its value, what it should be, findings, relations with both sides spelled out.

function inspect(view, at) {
  const { cells, unit } = view;
  const facts = element("p", { class: "facts" }, element("b", { class: "value" }, cells.shown(at)));
  if (cells.before(at) !== undefined)
    facts.append(element("span", {}, `${say("last_year_value")} ${shown(cells.before(at))}`));
  view
    .find(".inspector")
    .replaceChildren(
      element(
        "button",
        { type: "button", class: "close", "aria-label": say("close"), onclick: () => view.letGo() },
        "×",
      ),
      element(
        "h3",
        {},
        cells.label(at) || cells.name(at),
        " ",
        element("small", {}, cells.where(at, cells.name(at).split(".")[0])),
      ),
      facts,
      ...advice(unit, at),
      ...messages(unit, at),
      ...relations(cells, at),
    );
}

// What the causes, and else the findings, say that the cell should hold.
function advice(unit, at) {
  const causes = unit.entries.flatMap(([cause]) => (cause ? cause.at.map((one) => [one, cause.certain]) : []));
  const loose = unit.findings.flatMap((one) => (one.fix || []).map((suspect) => [suspect, Boolean(suspect[2])]));
  const found = [...causes, ...loose].filter(([[where]]) => where === at);
  const lines = new Set(
    found.map(([[, to, , why], certain]) =>
      [to === null ? say("wrong") : say(certain ? "should" : "maybe", { value: to }), why]
        .filter(Boolean)
        .join(say("or")),
    ),
  );
  return [...lines].slice(0, 3).map((line) => element("p", { class: "to" }, line));
}

function messages(unit, at) {
  const found = unit.findings.filter((one) => one.at.some((cell) => cell === at) && !("k" in one));
  return found.map((one) =>
    element("p", { class: "message" }, badge(one), " ", element("span", { class: "code" }, one.c), " ", one.m),
  );
}

function relations(cells, at) {
  const found = cells.relations(at);
  const title = element("h4", {}, say("relations"));
  if (!found.length)
    return cells.name(at).split(".").length > 2 ? [title, element("p", { class: "hint" }, say("no_relations"))] : [];
  return [title, element("ul", { class: "relations" }, ...found.map((one) => relation(cells, one, at)))];
}

const STATES = { fails: "fails_relation", open: "open_relation", waived: "waived", holds: "holds", not: "not_applied" };
const SYMBOLS = { fails: "✗", open: "?", waived: "!", holds: "✓", not: "–" };

function relation(cells, { code, comparison, state }, at) {
  const [left, sign, right] = comparison;
  const shared = cells.shared(comparison);
  const lines = [
    element(
      "p",
      { class: "state" },
      element("span", { class: `sign r-${state}`, "aria-hidden": "true" }, SYMBOLS[state]),
      ` ${say(STATES[state])} `,
      element("span", { class: "code" }, code),
      ` ${page.rules[code][0]}`,
    ),
  ];
  if (left.length && right.length) {
    const [from, to] = [cells.sum(left), cells.sum(right)];
    lines.push(side(cells, left, from, shared, at), side(cells, right, to, shared, at));
    const between = state === "fails" || state === "waived" ? BROKEN_SIGNS[sign] : SIGNS[sign];
    const result = [element("b", {}, `${plain(from)} ${state === "open" ? "?" : between} ${plain(to)}`)];
    if (state === "fails")
      result.push(` ${say("or")}${say("difference", { value: plain(Math.abs(Number((from - to).toFixed(6)))) })}`);
    lines.push(element("p", { class: "result" }, ...result));
  }
  return element("li", { class: `relation r-${state}` }, ...lines);
}

// 本年新收 63 + 上年结转 2 = 65; of many terms those that are zero are only counted.
function side(cells, terms, total, shared, at) {
  const told =
    terms.length > MOST_TERMS
      ? terms.filter(([, one]) => one === undefined || one === at || numeric(cells.value(one)))
      : terms;
  const line = element("p", { class: "side-of" });
  told.forEach(([factor, one], number) => {
    line.append(number || factor < 0 ? (factor < 0 ? " − " : " + ") : "");
    const size = Math.abs(factor);
    if (one === undefined) line.append(plain(size));
    else
      line.append(
        size === 1 ? "" : `${plain(size)} × `,
        element(
          "span",
          { class: one === at ? "own" : "" },
          cells.label(one, shared),
          " ",
          element("b", {}, cells.shown(one)),
        ),
      );
  });
  if (told.length < terms.length) line.append(`（${say("rest_zero", { count: terms.length - told.length })}）`);
  if (terms.length > 1) line.append(" = ", element("b", {}, plain(total)));
  return line;
}
