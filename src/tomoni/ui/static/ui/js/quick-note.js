/* <quick-note data-dialog>: opens the link inside it as a drawer beside the page. Without this script it is a link.
   The page answers as a whole; htmx takes the part marked data-content. What was typed stays when the drawer closes. */
class QuickNote extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.drawer = document.getElementById(this.dataset.dialog);
    this.content = this.drawer?.querySelector("[data-fill]");
    if (!this.link || !this.content || this.ready) return;
    this.ready = true;
    this.link.addEventListener("click", (event) => this.clicked(event));
    this.link.addEventListener("htmx:error", () => location.assign(this.link.href));
    this.drawer.addEventListener("click", (event) => event.target.closest("[data-close]") && this.drawer.close());
    this.drawer.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.drawer.close());
    this.drawer.addEventListener("htmx:after:settle", () => this.focusFirst());
    this.drawer.addEventListener("close", () => this.closed());
    document.addEventListener("tomoni:note", () => this.link.click());
  }

  clicked(event) {
    if (!window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!this.drawer.open) matchMedia("(min-width: 64em)").matches ? this.drawer.show() : this.drawer.showModal();
    if (this.content.querySelector("form")) return this.focusFirst();
    htmx.ajax("GET", this.link.href, { source: this.link, target: this.content, select: "[data-content]" });
  }

  focusFirst() {
    const first = this.content.querySelector(".error-summary") ?? this.content.querySelector("input:not([type=hidden]), textarea, select");
    first?.focus();
  }

  closed() {
    document.dispatchEvent(new CustomEvent("tomoni:flush", { detail: [] }));
    this.link.focus();
  }
}
customElements.define("quick-note", QuickNote);
