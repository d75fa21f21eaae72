// What a reader would stumble over on this page, each in a few words.
(language) => {
  const found = [];
  const told = (what, element) => found.push(`${what}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 150)}`);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden, .skip-link");
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    found.push(`wider than the window by ${document.documentElement.scrollWidth - width}`);
    for (const one of document.querySelectorAll("body *")) {
      const box = one.getBoundingClientRect();
      if (shown(one) && box.right > width + 1 && !one.closest(".table-frame, [class*=scroll]")) told("sticks out", one);
    }
  }
  for (const one of document.querySelectorAll("main *")) {
    if (!shown(one) || one.children.length || !one.textContent.trim()) continue;
    const style = getComputedStyle(one);
    if (style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1) told("clipped", one);
  }
  for (const one of document.querySelectorAll("input, select, textarea")) {
    if (["hidden", "submit"].includes(one.type) || !shown(one)) continue;
    if (!one.labels?.length && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")) told("no label", one);
  }
  for (const one of document.querySelectorAll("a, button, summary, input, select")) {
    if (one.type === "hidden" || !shown(one)) continue;
    const box = (one.labels?.[0] ?? one).getBoundingClientRect();
    const own = one.getBoundingClientRect();
    const inline = one.tagName === "A" && (getComputedStyle(one).display === "inline" || "open" in one.dataset);
    if (!inline && Math.max(box.height, own.height) < 24) told(`target of ${Math.round(own.height)} px`, one);
    const name = one.textContent.trim() || one.getAttribute("aria-label") || one.title || one.value;
    if ("A BUTTON SUMMARY".includes(one.tagName) && !name) told("no name", one);
  }
  let level = 0;
  for (const one of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!shown(one)) continue;
    const present = Number(one.tagName[1]);
    if (present > level + 1) told(`heading after h${level}`, one);
    level = present;
  }
  if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} first headings`);
  for (const one of document.querySelectorAll("body:not(.records) th:not([scope])")) told("head without scope", one);
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`two elements are called ${id}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim();
    const element = texts.currentNode.parentElement;
    if (!words || !shown(element) || element.closest("script, code, kbd, pre, [lang], textarea")) continue;
    if (/^[a-z]+(_[a-z]+)+$/.test(words) || /\b(None|True|False|undefined|NaN)\b/.test(words)) found.push(`a code: ${words}`);
    if (language === "ja" && /^[A-Z][a-z]+( [a-z]+)+[.:]?$/.test(words)) found.push(`English: ${words.slice(0, 80)}`);
  }
  return found;
}
