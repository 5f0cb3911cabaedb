// What pdf.js sees in a PDF: the text of its pages, and the value and the drawn text of each widget.
import { readFileSync } from "node:fs";
import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

const data = new Uint8Array(readFileSync(process.argv[2]));
const document = await getDocument({ data, verbosity: 0, useSystemFonts: false, disableFontFace: true }).promise;
const found = { text: "", fields: {}, drawn: "" };
for (let number = 1; number <= document.numPages; number++) {
  const page = await document.getPage(number);
  found.text += (await page.getTextContent()).items.map((item) => item.str).join("");
  for (const annotation of await page.getAnnotations()) {
    if (annotation.subtype === "Widget") found.fields[annotation.fieldName] = annotation.fieldValue;
  }
  const operators = await page.getOperatorList({ annotationMode: 1 });
  operators.fnArray.forEach((operator, index) => {
    if (operator === OPS.showText)
      found.drawn += operators.argsArray[index][0].map((glyph) => glyph.unicode ?? " ").join("");
  });
}
console.log(JSON.stringify(found));
