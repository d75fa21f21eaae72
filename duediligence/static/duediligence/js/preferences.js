// Appearance and density: the choice is kept in a cookie, so the server writes it into the page and nothing flickers.
"use strict";

(() => {
  const year = 365 * 24 * 60 * 60;
  const root = document.documentElement;

  const keep = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax${secure}`;
    root.dataset[name] = value;
  };

  // A switch names its preference and the values it goes through; data-<value> holds the words for each.
  const show = (button) => {
    const words = button.dataset[root.dataset[button.dataset.preference]];
    button.querySelector("[data-word]").textContent = words;
    button.title = words;
  };

  document.querySelectorAll("[data-preference]").forEach((button) => {
    const name = button.dataset.preference;
    const values = button.dataset.values.split(" ");
    button.addEventListener("click", () => {
      keep(name, values[(values.indexOf(root.dataset[name]) + 1) % values.length]);
      document.querySelectorAll(`[data-preference="${name}"]`).forEach(show);
    });
    show(button);
    button.hidden = false;
  });
})();
