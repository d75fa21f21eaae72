// Menus close when one leaves them; dialogs open by their button; the search window works from the keyboard.
"use strict";

(() => {
  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    const opener = event.target.closest("[data-opens]");
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dialog.showModal();
  });

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    } else if (event.target.matches("dialog[open]")) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.clientX > 0) event.target.close(); // a press beside the dialog, on its backdrop
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // The search window: Ctrl K or ⌘ K opens it, arrows choose, Enter goes there.
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = palette.querySelector("input");
  const answers = () => [...palette.querySelectorAll(".found a")];
  const chosen = () => palette.querySelector('.found a[aria-selected="true"]');

  const choose = (link) => {
    answers().forEach((other) => other.setAttribute("aria-selected", String(other === link)));
    input.setAttribute("aria-activedescendant", link ? link.id : "");
    link?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!palette.open) palette.showModal();
      input.select();
    }
  });

  palette.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the Enter that ends a conversion of kana is not ours
    const all = answers();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  });

  // Nothing is chosen until the answers are those of what is typed: Enter before that searches for it.
  input.addEventListener("input", () => choose(undefined));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!palette.contains(event.target)) return;
    const asked = new URL(event.detail.pathInfo.finalRequestPath, location.href).searchParams.get("q") ?? "";
    if (asked === input.value) choose(answers()[0]);
  });
})();
