// Comfort only: every screen works without it.
"use strict";
for (const button of document.querySelectorAll("button.copy")) {
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    });
  }
}
for (const button of document.querySelectorAll("button.pick-all")) {
  const boxes = button.form.querySelectorAll("input[type=checkbox]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = [...boxes].every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
  });
}
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});
