/* Keys for the whole page: / goes to the search field, n opens a note, ? lists the keys. Never while typing, and
   they can be switched off (WCAG 2.1.4); only that choice is kept in the browser. */
{
  const STORE = "tomoni-keys";
  const on = () => localStorage.getItem(STORE) !== "off";
  const sheet = () => document.getElementById("key-list");
  // A dialog just closed may still hold the focus for a moment: nobody types into what is not shown.
  const typing = (target) => target.checkVisibility() && target.closest("input, textarea, select, [contenteditable], dialog");
  const keys = {
    "/": () => document.getElementById("search-words")?.focus(),
    n: () => document.dispatchEvent(new Event("tomoni:note")),
    "?": () => sheet()?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key];
    if (!act || !on()) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") localStorage.setItem(STORE, event.target.checked ? "on" : "off");
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-show-keys]")) sheet()?.showModal();
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  const box = document.getElementById("keys-on");
  if (box) box.checked = on();
}
