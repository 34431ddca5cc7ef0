// The pages work without this. It links words and cards by hover and focus, keeps the card in sight, shows a dropped
// file's name, and lets the keys of the review queue act.
const marks = [...document.querySelectorAll(".text [data-cards]")];
const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.id, card]));
const marksOf = (id) => marks.filter((mark) => mark.dataset.cards.split(" ").includes(id));

function light(ids, on, fromText) {
  for (const id of ids) {
    const card = cards.get(id);
    card?.classList.toggle("on", on);
    for (const mark of marksOf(id)) mark.classList.toggle("on", on);
    const column = card?.parentElement;
    if (on && fromText && card && column.scrollHeight > column.clientHeight) {
      column.scrollTop = card.offsetTop - column.offsetTop - column.clientHeight / 3;
    }
  }
}
for (const mark of marks) {
  const ids = mark.dataset.cards.split(" ");
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
    mark.addEventListener(event, () => light(ids, on, true));
  }
}
for (const [id, card] of cards) {
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    card.addEventListener(event, () => light([id], on, false));
  }
}

for (const drop of document.querySelectorAll(".drop")) {
  const input = drop.querySelector("input");
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
  });
}

// Keys of the review queue: those that the buttons name.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) return;
  const found = document.querySelector(`.review [data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("select")) found.focus(); else found.click();
});

// "/" goes to the search field of the page, or to the search page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) return;
  event.preventDefault();
  const field = document.querySelector("input[type=search]");
  if (field) field.focus(); else location.assign("/search");
});
