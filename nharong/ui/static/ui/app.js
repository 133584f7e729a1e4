/* The little that pages do beyond htmx. Hooks are data attributes; without JavaScript everything still reads and submits. */

const show = (root) => {
  // What only works here is hidden until now.
  for (const part of root.querySelectorAll("[data-print][hidden], [data-copy][hidden], [data-js][hidden]")) part.hidden = false;
};

document.addEventListener("click", (event) => {
  const at = (name) => event.target.closest(`[data-${name}]`);
  if (at("print")) window.print();

  const copy = at("copy");
  if (copy) {
    const text = document.querySelector(copy.dataset.copy)?.textContent.trim() ?? copy.dataset.copy;
    navigator.clipboard?.writeText(text).then(() => { copy.textContent = copy.dataset.done ?? copy.textContent; });
  }

  // A link or button that asks first: data-confirm="words".
  const ask = at("confirm");
  if (ask && !window.confirm(ask.dataset.confirm)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

document.addEventListener("change", (event) => {
  const box = event.target;
  // Submit the form on change: data-submit on the form.
  if (box.form?.hasAttribute("data-submit")) box.form.requestSubmit();

  // Show what a password field holds: data-reveal="#id".
  if (box.dataset.reveal) document.querySelector(box.dataset.reveal).type = box.checked ? "text" : "password";

  // How many rows are chosen, printed in every element data-chosen of the form that the tick boxes belong to.
  if (box.name === "chon" && box.form) {
    const count = [...box.form.elements].filter((one) => one.name === "chon" && one.checked).length;
    for (const part of box.form.querySelectorAll("[data-chosen]")) part.textContent = count;
  }
});

// A changed part that could not be fetched is said in words; errors are never toasts.
const lost = document.getElementById("loi-mang");
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => { if (lost) { lost.hidden = false; lost.scrollIntoView({ block: "nearest" }); } });
}
document.addEventListener("htmx:beforeRequest", () => { if (lost) lost.hidden = true; });
document.addEventListener("htmx:afterSettle", (event) => show(event.target));

// After a form came back with errors, the reader starts at their summary.
document.querySelector("#loi:not([data-quiet] *)")?.focus();
show(document);
