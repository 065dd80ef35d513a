// Filters over the rows that are already there; without this file the whole list stands.
const rows = [...document.querySelectorAll("#cases tbody tr")]
const fields = [...document.querySelectorAll("#filters select, #filters input")]
const told = document.getElementById("told")
function show() {
  let shown = 0
  for (const row of rows) {
    const good = fields.every(field => !field.value ||
      (field.name === "text" ? row.textContent.includes(field.value.trim())
        : row.dataset[field.name] === field.value))
    row.hidden = !good
    shown += good ? 1 : 0
  }
  told.textContent = `共 ${rows.length} 件，当前列出 ${shown} 件`
}
for (const field of fields) field.addEventListener("input", show)
document.documentElement.classList.add("js")
show()
