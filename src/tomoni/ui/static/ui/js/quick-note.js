/* <quick-note>: opens the link inside it as a drawer beside the page. Without this script it is a link to a page.
   The page answers as a whole; htmx takes the part marked data-drawer. What was typed stays when the drawer closes. */
class QuickNote extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a[hx-get]");
    this.drawer = document.getElementById(this.dataset.drawer);
    if (!this.link || !this.drawer || this.ready) return;
    this.ready = true;
    this.link.addEventListener("click", (event) => this.clicked(event));
    this.drawer.addEventListener("click", (event) => event.target.closest("[data-close]") && this.drawer.close());
    this.drawer.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.drawer.close());
    this.drawer.addEventListener("close", () => this.closed());
    document.addEventListener("tomoni:note", () => this.link.click());
  }

  clicked(event) {
    if (!window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!this.drawer.querySelector("form")) this.link.dispatchEvent(new Event("open-drawer"));
    if (this.drawer.open) return this.drawer.querySelector("textarea, input")?.focus();
    if (matchMedia("(min-width: 64em)").matches) this.drawer.show();
    else this.drawer.showModal();
  }

  closed() {
    document.dispatchEvent(new CustomEvent("tomoni:flush", { detail: [] }));
    this.link.focus();
  }
}
customElements.define("quick-note", QuickNote);
