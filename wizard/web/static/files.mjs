// Files between this computer and the app: chosen or dropped here, sent up; handed out there, saved by the browser.

const at = (id) => document.getElementById(id);
const LINGER = 6000;

export class Files {
  #wanted = false;
  #quiet = null;

  constructor({ say, most, session, focus }) {
    Object.assign(this, { say, most, session, focus });
    at("choose").addEventListener("click", () => at("file").click());
    at("cancel").addEventListener("click", () => at("pick").close());
    at("pick").addEventListener("close", () => this.focus());
    at("file").addEventListener("change", () => this.#take(at("file").files));
    // A file that is dropped where none is asked for must not make the browser leave the page.
    for (const name of ["dragover", "drop", "dragleave"]) {
      window.addEventListener(name, (event) => {
        event.preventDefault();
        const isFile = [...(event.dataTransfer?.types ?? [])].includes("Files");
        at("drop").hidden = !(this.#wanted && isFile && name === "dragover");
        if (name === "drop" && isFile) this.#take(event.dataTransfer.files);
      });
    }
  }

  set wanted(wanted) {
    this.#wanted = wanted;
    if (!wanted) {
      at("pick").close();
      at("drop").hidden = true;
    }
  }

  // The browser opens its own window at once where it believes that the person has just pressed something.
  pick() {
    if (!this.#wanted) return;
    if (navigator.userActivation?.isActive) at("file").click();
    else if (!at("pick").open) at("pick").showModal();
  }

  save(key) {
    const link = document.createElement("a");
    link.href = `/download/${key}`;
    link.download = "";
    link.click();
  }

  async #take(chosen) {
    const list = [...chosen];
    at("file").value = "";
    at("pick").close();
    for (const file of list) {
      const why = await this.#send(file);
      if (why) return this.#note(`file.${why}`, file.name, true);
    }
    this.#note(null);
    this.focus();
  }

  // Why it was not taken; nothing where it was.
  async #send(file) {
    if (!this.#wanted) return "not-asked-for";
    if (file.size > this.most) return "too-large";
    this.#note("file.coming", file.name);
    try {
      const answer = await fetch(`/files?session=${encodeURIComponent(this.session())}`, {
        method: "POST",
        body: file,
        headers: { "Content-Type": "application/octet-stream", "X-Lov-Name": encodeURIComponent(file.name) },
      });
      if (answer.status === 201) return null;
      const known = ["too-large", "too-many", "no-room", "not-asked-for"];
      const { why } = await answer.json();
      return known.includes(why) ? why : "failed";
    } catch {
      return "failed";
    }
  }

  #note(word, name = "", isFault = false) {
    clearTimeout(this.#quiet);
    at("note").hidden = !word;
    at("note").toggleAttribute("data-fault", isFault);
    at("note").textContent = word ? this.say(word).replaceAll("{name}", () => name) : "";
    if (isFault) this.#quiet = setTimeout(() => this.#note(null), LINGER);
  }
}
