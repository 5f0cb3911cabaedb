// pdf-lib as a worker; the same orders and answers as fillers.py. A font is embedded, as its documentation asks for
// letters beyond those of its standard fonts.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { PDFDocument } from "pdf-lib";
import fontkit from "@pdf-lib/fontkit";

let template, sets, turn;
const font = readFileSync(process.argv[2]);

async function fill(values) {
  const document = await PDFDocument.load(template);
  document.registerFontkit(fontkit);
  const own = await document.embedFont(font, { subset: true });
  const form = document.getForm();
  for (const field of form.getFields()) {
    const value = values[field.getName()];
    if (value === true) field.check();
    else if (value !== undefined) field.setText(value);
  }
  form.updateFieldAppearances(own);
  return document.save();
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer = {};
  try {
    if (order.do === "load") [template, sets, turn] = [readFileSync(order.template), order.values, 0];
    else if (order.do === "fill") {
      const taken = [];
      while (!taken.length || (taken.length < 7 && taken.reduce((a, b) => a + b) < 200)) {
        const values = sets[turn++ % sets.length];
        const start = process.cpuUsage();
        await fill(values);
        const { user, system } = process.cpuUsage(start);
        taken.push((user + system) / 1000);
      }
      answer = { seconds: taken.sort((a, b) => a - b)[taken.length >> 1] / 1000 };
    } else writeFileSync(order.path, await fill(sets[0]));
  } catch (error) {
    answer = { error: String(error).slice(0, 200) };
  }
  console.log(JSON.stringify(answer));
}
