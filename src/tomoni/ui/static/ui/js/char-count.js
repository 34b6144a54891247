/* <char-count data-max>: says how much room is left, by characters as people count them. Nothing is cut off. */
class CharCount extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    if (!this.field || this.output) return;
    this.output = document.createElement("output");
    this.output.htmlFor = this.field.id;
    this.append(this.output);
    this.addEventListener("input", () => this.count());
    this.count();
  }

  count() {
    const left = Number(this.dataset.max) - [...this.field.value].length;
    this.toggleAttribute("over", left < 0);
    this.output.textContent = left < 0 ? `${-left} 文字多くなっています` : `あと ${left} 文字`;
  }
}
customElements.define("char-count", CharCount);
