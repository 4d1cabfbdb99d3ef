// Opens each workbook with a program and saves it: node save.cjs exceljs|sheetjs SOURCE TARGET [SOURCE TARGET ...]
"use strict";

const programs = {
  async exceljs(source, target) {
    const { Workbook } = require("exceljs");
    const book = new Workbook();
    await book.xlsx.readFile(source);
    await book.xlsx.writeFile(target);
  },
  async sheetjs(source, target) {
    const { readFile, writeFile } = require("xlsx");
    writeFile(readFile(source), target);
  },
  // What a page with a download button does: styles and dates asked for.
  async sheetjs_dates(source, target) {
    const { readFile, writeFile } = require("xlsx");
    const given = { cellDates: true, cellStyles: true, cellNF: true };
    writeFile(readFile(source, given), target, { ...given, bookSST: true });
  },
  // Rows as arrays and back: values alone.
  async sheetjs_values(source, target) {
    const { readFile, writeFile, utils } = require("xlsx");
    const book = readFile(source);
    const made = utils.book_new();
    for (const name of book.SheetNames) {
      utils.book_append_sheet(made, utils.aoa_to_sheet(utils.sheet_to_json(book.Sheets[name], { header: 1, raw: true })), name);
    }
    writeFile(made, target);
  },
};

(async () => {
  const [program, ...files] = process.argv.slice(2);
  for (let at = 0; at < files.length; at += 2) await programs[program](files[at], files[at + 1]);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
