// Marks without a number beside them show theirs, to a pointer, a finger and the arrow keys. All words are those of the table below.
const find = figure => [...figure.querySelectorAll(".chart-svg")].find(svg => svg.checkVisibility())

// What the table says of each cell, with the words and signs of its status; nothing for a cell without a value.
const read = node => {
  if (node.firstChild?.ariaHidden) return ""
  const copy = node.cloneNode(true)
  for (const sign of copy.querySelectorAll("sup")) sign.before(" ")
  return copy.textContent.replace(/\s+/g, " ").trim()
}
const describe = table => [...table.tBodies[0].rows].flatMap(({ cells: [row, ...cells] }) => cells.map((cell, at) => {
  const value = read(cell)
  return value && [value, [read(row), cells.length > 1 && read(table.tHead.rows[0].cells[at + 1])].filter(Boolean).join(", ")]
}))

// Where the marks of a drawing lie, by cell. A line has a mark at each of its corners: one for each cell of its row that has a value.
const locate = (svg, told) => {
  const found = new Map(), box = svg.getBoundingClientRect()
  for (const mark of svg.querySelectorAll("[data-cell]")) {
    let cell = +mark.dataset.cell
    if (mark.hasAttribute("fill")) {
      const { left, top, width, height } = mark.getBoundingClientRect()
      found.set(cell, [left + width / 2 - box.left, top + height / 2 - box.top])
    } else for (const [, x, y] of mark.getAttribute("d").matchAll(/[ML]([-\d.]+),([-\d.]+)/g)) {
      while (told[cell] === "") cell++
      const at = new DOMPoint(x, y).matrixTransform(mark.getScreenCTM())
      found.set(cell++, [at.x - box.left, at.y - box.top])
    }
  }
  return [...found].sort(([one], [other]) => one - other)
}

const attach = figure => {
  const told = describe(figure.querySelector("table")), drawing = figure.querySelector(".chart__drawing")
  if (locate(find(figure), told).length <= find(figure).querySelectorAll("text[data-figure]").length) return // all have their number
  const make = (name, given) => Object.assign(document.createElement(name), given)
  const note = make("div", { className: "chart__value", hidden: true })
  const ring = make("div", { className: "chart__ring", hidden: true })
  const slider = make("input", { className: "chart__slider", type: "range", min: 0, value: 0 })
  slider.setAttribute("aria-label", find(figure).getAttribute("aria-label"))
  slider.setAttribute("aria-valuetext", "–")
  let marks = []
  const look = () => { marks = locate(find(figure), told); slider.max = marks.length - 1 }
  const hide = () => { note.hidden = ring.hidden = true }
  const show = place => {
    const [cell, [x, y]] = marks[place], [value, of] = told[cell], svg = find(figure)
    note.replaceChildren(make("strong", { textContent: value }), " ", make("span", { textContent: of }))
    note.hidden = ring.hidden = false
    slider.value = place
    slider.setAttribute("aria-valuetext", `${of}: ${value}`)
    const left = x + svg.getBoundingClientRect().left - drawing.getBoundingClientRect().left
    const room = drawing.clientWidth - note.offsetWidth
    for (const [one, at, below] of [[note, Math.max(0, Math.min(room, left - note.offsetWidth / 2)), y - note.offsetHeight - 12], [ring, left, y]]) {
      one.style.left = `${at}px`
      one.style.top = `${below}px`
    }
  }
  const point = event => {
    const box = find(figure).getBoundingClientRect(), far = marks.map(([, [x, y]]) => Math.hypot(x - event.clientX + box.left, y - event.clientY + box.top))
    const nearest = far.indexOf(Math.min(...far))
    if (far[nearest] < 40) show(nearest)
    else hide()
  }
  for (const svg of figure.querySelectorAll(".chart-svg")) {
    svg.addEventListener("pointerenter", look)
    svg.addEventListener("pointerdown", event => { look(); point(event) })
    svg.addEventListener("pointermove", point)
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse" && document.activeElement !== slider) hide() })
  }
  slider.addEventListener("focus", () => { look(); show(+slider.value) })
  slider.addEventListener("input", () => { look(); show(+slider.value) })
  slider.addEventListener("blur", hide)
  addEventListener("keydown", event => { if (event.key === "Escape") hide() })
  drawing.append(ring, note, slider)
}

for (const figure of document.querySelectorAll("figure:has([data-cell]):has(table)")) attach(figure)
