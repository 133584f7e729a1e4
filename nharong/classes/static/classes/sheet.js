/* Counts at the foot of an attendance sheet; without it the sheet saves all the same. */

const form = document.querySelector("form[data-roll]");

const count = () => {
  const found = { c: 0, p: 0, k: 0 };
  for (const box of form.querySelectorAll('input[name="vang"]')) {
    const why = form.querySelector(`input[name="ly-do-${box.value}"]:checked`);
    found[box.checked ? why?.value ?? "k" : "c"] += 1;
  }
  for (const [mark, number] of Object.entries(found)) form.querySelector(`[data-count="${mark}"]`).textContent = number;
};

form?.addEventListener("change", count);
