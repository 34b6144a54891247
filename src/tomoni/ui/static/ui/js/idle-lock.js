/* <idle-lock data-minutes data-form>: after so many minutes without a key or a touch, in any tab, keeps all drafts and then
   posts the named form to the lock page. One minute before it asks; any key or touch goes on.
   Only the time of the last touch is kept in the browser, no words. The server locks by itself as well. */
class IdleLock extends HTMLElement {
  static KEY = "tomoni-touched";
  static EVENTS = ["pointerdown", "keydown", "input", "wheel"];

  connectedCallback() {
    this.limit = Number(this.dataset.minutes) * 60000;
    this.form = document.getElementById(this.dataset.form);
    this.dialog = this.querySelector("dialog");
    if (!this.limit || !this.form || this.timer) return;
    this.touch();
    for (const name of IdleLock.EVENTS) document.addEventListener(name, () => this.touch(), { passive: true });
    this.timer = setInterval(() => this.look(), Math.min(5000, this.limit / 10));
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.timer = null;
  }

  touch() {
    this.touched = Date.now();
    if (this.dialog?.open) this.dialog.close();
    try {
      localStorage.setItem(IdleLock.KEY, String(this.touched));
    } catch { /* without storage each tab counts for itself */ }
  }

  look() {
    const idle = Date.now() - Math.max(this.touched, this.elsewhere());
    if (idle >= this.limit) this.lock();
    else if (idle >= this.limit - Math.min(60000, this.limit / 4)) this.dialog?.open || this.dialog?.showModal();
    else if (this.dialog?.open) this.dialog.close();
  }

  elsewhere() {
    try {
      return Number(localStorage.getItem(IdleLock.KEY)) || 0;
    } catch {
      return 0;
    }
  }

  async lock() {
    this.disconnectedCallback();
    const drafts = [];
    document.dispatchEvent(new CustomEvent("tomoni:flush", { detail: drafts }));
    await Promise.race([Promise.allSettled(drafts), new Promise((done) => setTimeout(done, 4000))]);
    for (const draft of document.querySelectorAll("auto-save")) draft.submitted();
    this.form.requestSubmit();
  }
}
customElements.define("idle-lock", IdleLock);
