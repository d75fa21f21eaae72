// A file dropped on the zone is put into its file field, whose own button stays for everybody else.
"use strict";

document.querySelectorAll("[data-drop]").forEach((zone) => {
  const input = zone.querySelector("input[type=file]");
  const named = zone.querySelector("[data-file-name]");
  const over = (event) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", event.type === "dragover");
  };
  const show = () => {
    named.textContent = [...input.files].map((file) => file.name).join(", ");
  };

  zone.querySelectorAll("[data-with-script]").forEach((words) => { words.hidden = false; });
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", over);
  zone.addEventListener("drop", (event) => {
    over(event);
    if (!input.multiple && event.dataTransfer.files.length > 1) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
});
