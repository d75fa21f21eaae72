// Keys for those who work through many rows: j and k move, Enter opens (it is a link), a page's own keys press its controls.
"use strict";

(() => {
  const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;

  const move = (step) => {
    const rows = [...document.querySelectorAll("a[data-open]")];
    if (rows.length === 0) return false;
    const here = document.activeElement.closest("tr")?.querySelector("a[data-open]");
    const at = rows.indexOf(here);
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (!plain(event) || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") {
      if (move(event.key === "j" ? 1 : -1)) event.preventDefault();
      return;
    }
    const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!control || control.getClientRects().length === 0) return; // a question that is not asked has no key
    event.preventDefault();
    control.focus();
    control.click();
  });

  // The first row of a worklist takes the focus, unless the address points elsewhere.
  if (!location.hash && document.activeElement === document.body) {
    document.querySelector("[data-focus-first] a[data-open]")?.focus({ preventScroll: true });
  }
})();
