// What everything else uses: the data of the page, its words, and elements made without a word of HTML as text.

const read = (id) => document.getElementById(id).textContent;
const page = JSON.parse(read("page"));

function say(key, given = {}) {
  return page.words[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) =>
    one === undefined ? String(given[name]) : String(given[name]) === "1" ? one : many,
  );
}

function element(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

// A unit as it is worked with: what it has like others is taken from the pool, findings stand under their causes.
function unitOf(text) {
  const unit = JSON.parse(text);
  if (unit.error !== undefined) return unit;
  unit.run = page.pool[unit.run];
  unit.open = page.pool[unit.open];
  unit.seen.open = unit.seen.open.map((number) => page.pool[number]);
  for (const key of ["values", "before"]) if (unit[key]) unit[key] = unit[key].flatMap(zeros);
  for (const key of ["ran", "not"]) unit.seen[key] = page.pool[unit.seen[key]];
  unit.looks = new Map(Object.entries(unit.marks).flatMap(([look, places]) => places.map((at) => [at, Number(look)])));
  let from = 0;
  unit.entries = unit.causes.map((cause) => [cause, unit.findings.slice(from, (from += cause.n))]);
  unit.entries.push(...unit.findings.slice(from).map((one) => [null, [one]]));
  return unit;
}

const zeros = (value) => (Array.isArray(value) ? Array(value[0]).fill(0) : [value]);

const LEVELS = ["must", "explain", "notice"];

function badge(finding) {
  const key = finding.b ? "broken" : finding.w ? "waived" : `level_${finding.s}`;
  return element("span", { class: `badge ${finding.w ? "s-waived" : `s-${finding.s}`}` }, say(key));
}

function counts(numbers) {
  return LEVELS.flatMap((level, at) =>
    numbers[at] ? [element("span", { class: `badge s-${level}` }, `${say(`level_${level}`)} ${numbers[at]}`)] : [],
  );
}

function waiver({ w: [reason, by, date] }) {
  return say("waiver", { reason, by, date });
}
