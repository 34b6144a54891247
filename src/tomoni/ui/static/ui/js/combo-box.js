/* <combo-box data-url>: suggestions from the server while a name is typed (ARIA 1.2 combobox).
   Without this script it is a plain text field, and the server asks which person was meant. */
class ComboBox extends HTMLElement {
  static WAIT = 200;

  connectedCallback() {
    this.input = this.querySelector("input[type=text]");
    this.chosen = this.querySelector("input[type=hidden]");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}_options`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "候補");
    this.status = document.createElement("span");
    this.status.className = "hidden-text";
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" }))
      this.input.setAttribute(name, value);
    this.input.addEventListener("input", (event) => this.typed(event));
    this.input.addEventListener("compositionend", (event) => this.typed(event));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  typed(event) {
    if (this.chosen) this.chosen.value = "";
    if (event.isComposing) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), ComboBox.WAIT);
  }

  async ask() {
    const words = this.input.value.trim();
    this.request?.abort();
    if (!words) return this.close();
    this.request = new AbortController();
    const url = new URL(this.dataset.url, location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { signal: this.request.signal, headers: { "HX-Request": "true" }, redirect: "error" });
      if (answer.ok) this.show(await answer.text());
    } catch { /* the field stays a text field */ }
  }

  show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    this.list.replaceChildren(...page.querySelectorAll("[role=option]"));
    this.options.forEach((option, index) => (option.id = `${this.list.id}_${index}`));
    const count = this.options.length;
    this.status.textContent = count ? `候補が${count}件あります。上下のキーで選べます。` : "候補はありません。このまま書けます。";
    this.open(count > 0 && document.activeElement === this.input);
  }

  get options() {
    return [...this.list.children];
  }

  open(visible) {
    this.list.hidden = !visible;
    this.input.setAttribute("aria-expanded", String(visible));
    this.mark(null);
  }

  close() {
    clearTimeout(this.timer);
    this.open(false);
  }

  mark(option) {
    this.current = option;
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const options = this.options;
    const at = options.indexOf(this.current);
    if (event.key === "ArrowDown") this.mark(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") this.mark(options[at <= 0 ? options.length - 1 : at - 1]);
    else if (event.key === "Enter" && this.current) this.choose(this.current);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.text;
    if (this.chosen) this.chosen.value = option.dataset.value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("combo-box", ComboBox);
