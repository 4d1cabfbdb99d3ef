// The cells of one unit: what they hold, what they are called, and what their relations come to.

const LAST_YEAR = "上.";

class Cells {
  constructor(unit) {
    this.unit = unit;
    this.form = page.forms[unit.form];
    this.number = new Map(this.form.names.map((name, at) => [name, at]));
    this.failing = new Map(
      unit.findings.filter((one) => "k" in one && !one.w).map((one) => [`${one.c} ${one.k}`, one]),
    );
    this.waived = new Set(unit.findings.filter((one) => "k" in one && one.w).map((one) => `${one.c} ${one.k}`));
    this.open = new Set(unit.open.map(([code, member]) => `${code} ${member}`));
    this.run = new Set(unit.run);
  }

  name(at) {
    return this.form.names[at];
  }

  isLastYears(at) {
    return this.name(at).startsWith(LAST_YEAR);
  }

  // undefined: the workbook has no such place; null: it is blank.
  value(at) {
    const own = this.isLastYears(at) ? this.number.get(this.name(at).slice(LAST_YEAR.length)) : at;
    const values = (this.isLastYears(at) ? this.unit.before : this.unit.values) || [];
    return own === undefined || values[own] === false ? undefined : values[own];
  }

  before(at) {
    const found = this.unit.before ? this.unit.before[at] : undefined;
    return found === false ? undefined : found;
  }

  shown(at) {
    return shown(this.value(at));
  }

  address(at) {
    const own = this.isLastYears(at) ? this.number.get(this.name(at).slice(LAST_YEAR.length)) : at;
    const moved = this.unit.moved && this.unit.moved[own];
    const cell = moved || this.form.cells[own] || "";
    return this.isLastYears(at) ? `${say("last_year_value")} ${cell}` : cell;
  }

  // Table and address of a cell; of a document what says it in words.
  where(at, table) {
    return (this.unit.said && this.unit.said[at]) || [table, this.address(at)].filter(Boolean).join(" ");
  }

  parts(at) {
    return this.name(at).replace(LAST_YEAR, "").split(".").slice(1);
  }

  // 表三.本年新收.自然人 -> 本年新收 自然人; the parts in `shared` go without saying.
  label(at, shared = []) {
    const parts = this.parts(at);
    const told = parts.filter((one) => !shared.includes(one));
    return (this.isLastYears(at) ? `${say("last_year_value")} ` : "") + (told.length ? told : parts).join(" ");
  }

  // What the names of all cells of a relation have in common.
  shared([left, , right]) {
    const [first, ...others] = [...left, ...right].filter(([, at]) => at !== undefined).map(([, at]) => this.parts(at));
    return others.length ? first.filter((part) => others.every((parts) => parts.includes(part))) : [];
  }

  // The relations that a cell is in, those that do not hold first.
  relations(at) {
    const order = { fails: 0, open: 1, waived: 2, holds: 3, not: 4 };
    return this.form.relations
      .filter(
        ([code, , comparison, guard]) => this.run.has(code) && [comparison, guard].some((one) => one && uses(one, at)),
      )
      .map(([code, member, comparison, guard]) => ({
        code,
        member,
        comparison,
        state: this.state(code, member, guard),
      }))
      .sort((one, other) => order[one.state] - order[other.state]);
  }

  state(code, member, guard) {
    const key = `${code} ${member}`;
    if (this.failing.has(key)) return "fails";
    if (this.waived.has(key)) return "waived";
    if (this.open.has(key)) return "open";
    return guard && !this.compares(guard) ? "not" : "holds";
  }

  sum(terms) {
    const total = terms.reduce(
      (sum, [factor, at]) => sum + factor * (at === undefined ? 1 : numeric(this.value(at))),
      0,
    );
    return Number(total.toFixed(6));
  }

  compares([left, sign, right]) {
    const gap = this.sum(left) - this.sum(right);
    const near = Math.abs(gap) <= 5e-7;
    return {
      "=": near,
      "<>": !near,
      ">=": gap > 0 || near,
      "<=": gap < 0 || near,
      ">": gap > 0 && !near,
      "<": gap < 0 && !near,
    }[sign];
  }
}

const numeric = (value) => (typeof value === "number" ? value : 0);
const shown = (value) =>
  value === undefined ? say("absent") : value === null || value === "" ? say("blank") : plain(value);
const uses = ([left, , right], at) => [...left, ...right].some((term) => term[1] === at);

// As Excel shows a number: no exponents, no noise of binary fractions.
function plain(value) {
  if (typeof value !== "number") return String(value);
  const text = String(Number(value.toPrecision(15)));
  return text.includes("e") && Math.abs(value) < 1 ? value.toFixed(12).replace(/0+$/, "") : text;
}
