// The page's only script of our own: a terminal, a socket, and plain words for whatever happens to them.
// Everything that is said is set as text, never as markup.

import { Terminal } from "/static/vendor/xterm.mjs";
import { FitAddon } from "/static/vendor/addon-fit.mjs";
import { Unicode11Addon } from "/static/vendor/addon-unicode11.mjs";
import { WebglAddon } from "/static/vendor/addon-webgl.mjs";
import { Files } from "/static/files.mjs";

const at = (id) => document.getElementById(id);
const { words, most } = JSON.parse(at("data").textContent);
const root = document.documentElement;
const say = (name) => words[root.lang]?.[name] ?? "";

// xterm.js writes its measures into style elements; the policy of the page lets in those that know the nonce.
const nonce = document.querySelector("script[nonce]").nonce;
const create = document.createElement.bind(document);
document.createElement = (name, ...more) => {
  const element = create(name, ...more);
  if (String(name).toLowerCase() === "style") element.nonce = nonce;
  return element;
};

// Where it draws with elements it writes colours as style attributes, which the policy forbids in the text of a page and
// allows as what they mean.
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

// What is told over the terminal ----------------------------------------------------------------------------

let shown = null;

function veil(name, { solid = false, wait = false, then = null } = {}) {
  shown = name && { name, solid, wait, then };
  at("veil").hidden = !name;
  at("veil").toggleAttribute("data-solid", solid);
  at("wait").hidden = !wait;
  at("title").textContent = name ? say(name) : "";
  at("text").textContent = name ? say(`${name}.text`) : "";
  at("go").hidden = !then;
  at("go").textContent = name ? say(`${name}.button`) : "";
  if (then) at("go").focus();
}

function speak(language) {
  if (language in words) root.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  if (shown) veil(shown.name, shown);
}

at("go").addEventListener("click", () => {
  const then = shown?.then;
  veil("opening", { wait: true });
  then?.();
});

// The terminal ----------------------------------------------------------------------------------------------

const isLight = () =>
  (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark")) === "light";
const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
const colours = () => ({ background: colour("paper"), foreground: colour("ink"), cursor: colour("paper") });

const terminal = new Terminal({
  allowProposedApi: true,
  scrollback: 0,
  fontFamily: '"lov Mono", "lov Marks", ui-monospace, monospace',
  fontSize: 16,
  fontWeightBold: "700",
  lineHeight: 1.1,
  customGlyphs: true,
  rescaleOverlappingGlyphs: true,
  cursorBlink: false,
  macOptionIsMeta: true,
  theme: colours(),
  linkHandler: { activate: () => {} }, // nothing on the screen opens another page
});
const fit = new FitAddon();

async function open() {
  await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 16px "lov Mono"`)));
  await document.fonts.load('16px "lov Marks"', "✗");
  terminal.loadAddon(fit);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  terminal.open(at("terminal"));
  try {
    const gl = new WebglAddon();
    gl.onContextLoss(() => gl.dispose());
    terminal.loadAddon(gl);
  } catch {
    // Without WebGL xterm.js draws with elements: slower, and lines of the frame meet only where lines have no gaps.
    terminal.options.lineHeight = 1;
  }
  fit.fit();
  new ResizeObserver(() => fit.fit()).observe(at("terminal"));
}

// What the app copies goes to the clipboard (OSC 52); what is in the clipboard is never read.
terminal.parser.registerOscHandler(52, (data) => {
  const coded = data.slice(data.indexOf(";") + 1);
  if (coded && coded !== "?") {
    const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
    navigator.clipboard?.writeText(new TextDecoder().decode(bytes)).catch(() => {});
  }
  return true;
});
// Pasting is the browser's: it asks nobody for the clipboard. A page can lay keys into what is copied from it (control
// characters, the end of a paste); only text goes on.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
at("terminal").addEventListener(
  "paste",
  (event) => {
    event.preventDefault();
    event.stopPropagation();
    terminal.paste((event.clipboardData?.getData("text/plain") ?? "").replaceAll(CONTROL, ""));
  },
  true,
);
terminal.attachCustomKeyEventHandler(
  (event) => !((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "v"),
);

function paint(theme) {
  root.dataset.theme = theme;
  terminal.options.theme = colours();
}

// The socket ------------------------------------------------------------------------------------------------

const KEPT = "lov-session";
const ENDINGS = { 4000: "stopped", 4001: "ended", 4002: "elsewhere", 4003: "idle", 4005: "fault" };
const PATIENCE = [300, 700, 1500, 3000, 5000];
let socket = null;
let tries = 0;
let beat = null;

const send = (...said) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(said));
const files = new Files({ say, most, session: () => sessionStorage.getItem(KEPT), focus: () => terminal.focus() });

function connect() {
  const asked = new URLSearchParams({
    width: terminal.cols, height: terminal.rows, light: isLight() ? "1" : "0", language: root.lang,
    session: sessionStorage.getItem(KEPT) ?? "",
  });
  const own = new WebSocket(`ws://${location.host}/ws?${asked}`);
  let isOpen = false;
  own.binaryType = "arraybuffer";
  own.addEventListener("open", () => { isOpen = true; socket = own; tries = 0; listen(own); });
  own.addEventListener("message", ({ data }) => heard(data));
  own.addEventListener("close", ({ code }) => { if (socket === own || !isOpen) closed(code, isOpen); });
}

function listen(own) {
  send("resize", { width: terminal.cols, height: terminal.rows });
  send(document.hasFocus() ? "focus" : "blur");
  let isAnswered = true;
  clearInterval(beat);
  beat = setInterval(() => {
    if (!isAnswered) return own.close(); // a network that has gone without a word
    isAnswered = false;
    send("ping", String(Date.now()));
  }, 20000);
  own.addEventListener("message", () => { isAnswered = true; });
}

function heard(data) {
  if (typeof data !== "string") {
    terminal.write(new Uint8Array(data));
    if (data.byteLength > 200 && shown) { // the app has drawn
      veil(null);
      terminal.focus();
    }
    return;
  }
  const [kind, said] = JSON.parse(data);
  if (kind === "session") sessionStorage.setItem(KEPT, said.id);
  if (kind === "lov") {
    if (said.language) speak(said.language);
    if (said.theme) paint(said.theme === "light" ? "light" : "dark");
    if ("files" in said) files.wanted = said.files;
    if (said.pick) files.pick();
  }
  if (kind === "deliver_file_start" && /^[0-9a-f]{32}$/.test(said)) files.save(said);
}

async function closed(code, wasOpen) {
  socket = null;
  clearInterval(beat);
  files.wanted = false;
  const ending = ENDINGS[code];
  if (ending === "ended") sessionStorage.removeItem(KEPT);
  if (ending === "stopped") return veil(ending, { solid: true });
  if (ending) return veil(ending, { solid: ending === "ended", then: connect });
  if (!wasOpen) {
    const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
    if (answer?.status === 401) return veil("out", { solid: true });
    if (answer?.ok) return veil("full", { solid: true, then: connect });
  }
  veil("lost", { wait: true });
  setTimeout(connect, PATIENCE[Math.min(tries++, PATIENCE.length - 1)]);
}

terminal.onData((typed) => send("stdin", typed));
terminal.onBinary((typed) => send("stdin", typed));
terminal.onResize(({ cols, rows }) => send("resize", { width: cols, height: rows }));
window.addEventListener("focus", () => send("focus"));
window.addEventListener("blur", () => send("blur"));
at("terminal").addEventListener("click", () => terminal.focus());

speak(root.lang);
veil("opening", { solid: true, wait: true });
await open();
connect();
globalThis.lov = { terminal }; // for tests, which read what is drawn
