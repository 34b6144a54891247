/* <body-chart>: a tap on the figure chooses the place in the list. Without it the list is chosen from by hand. */
class BodyChart extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("select[name=region]");
    if (!this.list) return;
    this.classList.add("taps");
    this.addEventListener("click", (event) => {
      const part = event.target.closest("[data-region]");
      if (part) this.choose(part.dataset.region);
    });
    this.list.addEventListener("change", () => this.show());
    this.show();
  }

  choose(region) {
    this.list.value = region;
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    for (const part of this.querySelectorAll("[data-region]")) {
      part.classList.toggle("chosen", part.dataset.region === this.list.value);
    }
  }
}
customElements.define("body-chart", BodyChart);
