/* <passage-list data-prefix>: passages of a record, each typed as 事実, ことば or 見立て.
   F2 while writing turns the passage to the next kind; the button adds an empty passage without asking the server.
   Without this script the kinds are radio buttons and the button posts the form. */
class PassageList extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener("keydown", (event) => event.key === "F2" && !event.isComposing && this.turn(event));
    this.addEventListener("click", (event) => event.target.closest("[data-add-passage]") && this.add(event));
  }

  turn(event) {
    const kinds = [...(event.target.closest(".passage")?.querySelectorAll("input[type=radio]") ?? [])];
    if (!kinds.length) return;
    event.preventDefault();
    const next = kinds[(kinds.findIndex((kind) => kind.checked) + 1) % kinds.length];
    next.checked = true;
    next.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(next.closest("label").textContent.trim());
  }

  add(event) {
    const total = this.querySelector(`[name="${this.dataset.prefix}-TOTAL_FORMS"]`);
    const template = this.querySelector("template");
    if (!total || !template) return;
    event.preventDefault();
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = String(Number(total.value) + 1);
    const passage = holder.content.firstElementChild;
    template.before(passage);
    passage.querySelector("textarea")?.focus();
  }

  say(words) {
    this.status ??= this.querySelector("[role=status]");
    if (this.status) this.status.textContent = words;
  }
}
customElements.define("passage-list", PassageList);
