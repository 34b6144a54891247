/* <quick-note data-dialog>: opens links marked data-note as a drawer beside the page. Without this script they are links.
   The page answers as a whole; htmx takes the part marked data-content. What was typed stays when the drawer closes.
   The key n takes the first such link of the main part (a note about this family), else the one in the top bar. */
class QuickNote extends HTMLElement {
  connectedCallback() {
    this.drawer = document.getElementById(this.dataset.dialog);
    this.content = this.drawer?.querySelector("[data-fill]");
    if (!this.content || this.ready) return;
    this.ready = true;
    document.addEventListener("click", (event) => this.clicked(event, event.target.closest("a[data-note]")));
    document.addEventListener("tomoni:note", () => (document.querySelector("main a[data-note]") ?? this.querySelector("a"))?.click());
    this.drawer.addEventListener("click", (event) => event.target.closest("[data-close]") && this.drawer.close());
    this.drawer.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.drawer.close());
    this.drawer.addEventListener("htmx:after:settle", () => this.focusFirst());
    this.drawer.addEventListener("close", () => this.closed());
  }

  clicked(event, link) {
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.opener = link;
    if (!this.drawer.open) matchMedia("(min-width: 64em)").matches ? this.drawer.show() : this.drawer.showModal();
    if (this.shown === link.href && this.content.querySelector("form")) this.focusFirst();
    else this.load(link);
  }

  async load(link) {
    this.shown = link.href;
    await this.flush();
    link.addEventListener("htmx:error", () => location.assign(link.href), { once: true });
    htmx.ajax("GET", link.href, { source: link, target: this.content, select: "[data-content]" });
  }

  focusFirst() {
    const places = [".error-summary", "input:not([type=hidden]), textarea, select", "a, button"];
    places.map((place) => this.content.querySelector(place)).find(Boolean)?.focus();
  }

  closed() {
    this.flush();
    this.opener?.focus();
  }

  flush() {
    const drafts = [];
    document.dispatchEvent(new CustomEvent("tomoni:flush", { detail: drafts }));
    return Promise.allSettled(drafts);
  }
}
customElements.define("quick-note", QuickNote);
