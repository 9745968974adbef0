// What a page does with a script. Without one, all of it can be read: links lead on, lists are open, the colours follow the system.
const own = document.currentScript.dataset, all = (what, where = document) => [...where.querySelectorAll(what)]

// Colours: the button changes them and the browser remembers it.
for (const button of all("[data-scheme]")) button.addEventListener("click", () => {
  const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate"
  document.body.dataset.mdColorScheme = scheme
  try { localStorage.setItem("scheme", scheme) } catch { /* not remembered */ }
})

// Leaving: the other page takes the place of this one in the history. So does Escape, three times within two seconds.
const leave = document.querySelector(".leave a")
if (leave) {
  const go = () => { document.documentElement.hidden = true; location.replace(leave.href) }
  leave.addEventListener("click", event => { event.preventDefault(); go() })
  let pressed = []
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.repeat) return
    pressed = [...pressed.filter(time => event.timeStamp - time < 2000), event.timeStamp]
    if (pressed.length > 2) go()
  })
}

// The other language opens at the same place: a figure has the same address there.
for (const link of all("a[hreflang]")) link.addEventListener("click", () => { if (location.hash && !link.hash) link.hash = location.hash })

// What is to be copied gets a button.
for (const text of all("main [data-copy], .cite__code")) {
  const lines = text.children.length ? [...text.children].map(line => line.textContent.trim()) : [text.textContent]
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: own.copy })
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(lines.join("\n")); button.textContent = own.copied }
    catch { getSelection().selectAllChildren(text) }
  })
  text.localName === "dd" ? text.append(button) : text.after(button)
}

// What is folded opens where a link leads into it.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true
  if (target && target.closest("details")) target.scrollIntoView()
}
addEventListener("hashchange", unfold)
unfold()

// A number opens its proof beside it. With a key held, or where that fails, its link leads there.
if (own.proof && "popover" in HTMLElement.prototype) for (const link of all("main a.figure")) link.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  import("./proof.js").then(({ show }) => show(link, own)).catch(() => { location.href = link.href })
})

// Marks that may have no number beside them show theirs.
// From a folder, without a server, browsers load no further script.
if (location.protocol !== "file:" && document.querySelector("[data-cell]")) import("./charts.js")

// On paper nothing is folded that belongs to the text, in browsers too whose style sheets cannot say so.
addEventListener("beforeprint", () => { for (const part of all(".chart__table, .figures-here__list")) part.open = true })

// The search is loaded when somebody goes to its box.
for (const form of all("form[role=search]")) {
  const start = () => import(new URL(form.dataset.script, document.baseURI)).then(({ attach }) => attach(form))
  form.addEventListener("focusin", start, { once: true })
  form.addEventListener("submit", event => event.preventDefault())
  const asked = new URLSearchParams(location.search).get("q")
  if (asked) { form.elements.q.value = asked; start() }
}
