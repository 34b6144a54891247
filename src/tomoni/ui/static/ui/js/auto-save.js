/* <auto-save data-url data-key>: posts the form it stands in as a draft to data-url and shows the answer,
   JSON { saved: "10:32", told: "" }; told is not empty when another screen wrote here too. Three seconds after
   typing stops, and every fifteen seconds while it goes on.
   A draft that could not be kept is said so and tried again; the words stay on the page. */
class AutoSave extends HTMLElement {
  static WAIT = 3000;
  static LONGEST = 15000;
  static RETRY = 15000;
  static LOCKED = 423;
  static WHEN_LOCKED = "画面がロックされているため、下書きを保存できません。文はこの画面に残っています。別の窓でロックを解くと、自動で保存します。";
  static WHEN_LOST = "下書きを保存できていません。文はこの画面に残っています。このまま書き続けられます（自動でやり直します）。";

  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || this.abort) return;
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.setAttribute("role", "status");
    this.form.addEventListener("input", (event) => event.target.matches("[data-no-draft]") || this.changed(), { signal });
    this.form.addEventListener("submit", () => this.submitted(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush(), { signal });
    window.addEventListener("online", () => this.flush(), { signal });
    window.addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && (this.leaving = false), { signal });
    document.addEventListener("tomoni:flush", (event) => event.detail.push(this.flush()), { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = null;
  }

  get unsaved() {
    return Boolean(this.dirty || this.running) && !this.leaving;
  }

  changed() {
    if (!this.dirty) this.since = Date.now();
    this.dirty = true;
    this.leaving = false;
    this.later(Math.min(AutoSave.WAIT, Math.max(0, this.since + AutoSave.LONGEST - Date.now())));
  }

  submitted() {
    this.leaving = true;
    clearTimeout(this.timer);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /* Resolves when nothing is left to keep, or keeping failed. One request at a time, the newest words last. */
  async flush() {
    while (this.running) await this.running;
    if (!this.dirty || this.leaving) return;
    this.running = this.send().finally(() => (this.running = null));
    await this.running;
  }

  async send() {
    clearTimeout(this.timer);
    this.dirty = false;
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body: this.draft(), keepalive: document.hidden, redirect: "error" });
      if (!answer.ok) throw answer;
      const { saved, told } = await answer.json();
      this.say(told ? "told" : "saved", `下書きを保存しました ${saved}${told ? `　${told}` : ""}`);
    } catch (error) {
      this.dirty = true;
      this.say("failed", error.status === AutoSave.LOCKED ? AutoSave.WHEN_LOCKED : AutoSave.WHEN_LOST);
      this.later(AutoSave.RETRY);
    }
  }

  draft() {
    const data = new FormData(this.form);
    for (const field of this.form.querySelectorAll("[type=password], [type=file], [data-no-draft]")) data.delete(field.name);
    data.set("draft_key", this.dataset.key);
    return new URLSearchParams(data);
  }

  say(state, words) {
    this.setAttribute("state", state);
    this.textContent = words;
  }
}
customElements.define("auto-save", AutoSave);
