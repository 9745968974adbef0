// The search of the site: readers type words, with mistakes, and numbers, in any spelling.
import MiniSearch from "./minisearch.js"

// ---- Words and numbers ----

// 1,046,350, 1.046.350 and 1 046 350 are one number, 4.81 and 4,81 another: the digits, with a point before the decimals. A single
// separator before three digits parts groups, whatever the language. A number is found whole or not at all; its sign and its unit are
// not asked for, since a keyboard has neither the minus of print nor its spaces.
const CHUNK = /\d{1,3}(?:\s\d{3})+(?:[.,·]\d+)?(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+(?:[.,'’·][\p{L}\p{M}\p{N}]+)*/gu
const NUMBER = /^([1-9]\d{0,2}(?:([.,'’\s])\d{3})(?:\2\d{3})*|\d+)(?:[.,·](\d+))?$/
const plain = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
const number = chunk => {
  const found = NUMBER.exec(chunk)
  return found && found[1].replace(/\D/g, "") + (found[3] ? `.${found[3]}` : "")
}
const isNumber = term => /^\d+(\.\d+)?$/.test(term)

// In a text, only spaces that do not break part the groups of a number: "in 2020 300 reports" has two.
const chunks = text => text.replace(/(\d)[^\S\u00a0\u202f\u2009]+(?=\d)/g, "$1\n\n").match(CHUNK) || []
const terms = text => chunks(text).map(chunk => number(chunk) || plain(chunk))
const typed = text => (text.match(CHUNK) || []).map(chunk => number(chunk.trim()) || plain(chunk))

// ---- The index ----

const entities = document.createElement("textarea")
const bare = html => {
  entities.innerHTML = html.replace(/<[^>]*>/g, " ")
  return entities.value.replace(/[^\S\u00a0\u202f\u2009]+/g, " ").trim()
}

// Makes a function from what is typed to the sections found, the best first. index: search_index.json.
export function open({ docs, synonyms = [] }) {
  const entries = docs.map((entry, id) => {
    const [page, section] = entry.location.split("#")
    return { id, page, section, location: entry.location, title: bare(entry.title), text: bare(entry.text), also: entry.also || "",
      figure: entry.figure || "", boost: entry.boost || 1 }
  })
  // Words that stand for others are found mistyped, too: each section has those of the ones that it says.
  const groups = synonyms.map(group => group.map(word => terms(word)))
  for (const entry of entries) {
    const said = ` ${terms(`${entry.title} ${entry.text}`).join(" ")} `
    const meant = groups.filter(group => group.some(words => said.includes(` ${words.join(" ")} `)))
    entry.also = [entry.also, entry.section ? "" : entry.page.replace(/[^\p{L}]+/gu, " "), ...meant.flat(2)].join(" ")
  }
  const titles = Object.fromEntries(entries.filter(entry => !entry.section).map(entry => [entry.page, entry.title]))
  const index = new MiniSearch({ fields: ["title", "text", "also"], tokenize: terms, processTerm: term => term })
  index.addAll(entries)
  const others = new Map()
  for (const group of synonyms) {
    for (const word of group) others.set(terms(word).join(" "), group.filter(other => other !== word).map(terms))
  }

  // One word: as it is, or the beginning of a longer one, or mistyped. A number: that number.
  const word = term => isNumber(term) ? { queries: [term], prefix: false, fuzzy: false }
    : { queries: [term], prefix: term.length > 2, fuzzy: term.length > 7 ? 2 : term.length > 3 ? 1 : false }
  const every = list => ({ combineWith: "AND", queries: list.map(word) })

  // Words that stand for others are asked for in their place too, the longest first.
  const parts = list => {
    const found = []
    for (let at = 0; at < list.length;) {
      let end = Math.min(list.length, at + 4)
      while (end > at + 1 && !others.has(list.slice(at, end).join(" "))) end--
      const here = list.slice(at, end), meant = others.get(here.join(" "))
      found.push(meant ? { combineWith: "OR", queries: [every(here), ...meant.map(every)] } : word(here[0]))
      at = end
    }
    return found
  }

  return text => {
    const list = typed(text), id = text.trim().toLowerCase()
    if (!list.length) return []
    const options = {
      tokenize: term => [term], processTerm: term => term, boost: { title: 3, also: .3 }, weights: { fuzzy: .3, prefix: .6 },
      // A page before its sections; proofs behind what is told, unless a number is asked for.
      boostDocument: at => entries[at].boost * (entries[at].section ? 1 : 1.2) * (entries[at].figure && !list.some(isNumber) ? .5 : 1),
    }
    // A number must be there; the words around it ("percent") only say which of its places is meant.
    const numbers = list.filter(isNumber), words = parts(list.filter(term => !isNumber(term)))
    const filter = ({ queryTerms }) => numbers.every(digits => queryTerms.includes(digits))
    const find = combineWith => index.search({ combineWith, queries: [...numbers.map(word), ...words] }, { ...options, filter })
    let found = numbers.length ? [] : find("AND")
    if (!found.length) found = find("OR")
    const exact = entries.filter(entry => entry.figure === id)
    return [...exact, ...found.map(({ id: at }) => entries[at]).filter(entry => !exact.includes(entry))]
      .map(entry => ({ ...entry, above: entry.section ? titles[entry.page] : "" }))
  }
}

// ---- The box and its list ----

const MOST = 8, NEAR = 90 // pages listed; letters shown before and after what was found

export async function attach(form) {
  const list = document.getElementById(form.elements.q.getAttribute("aria-controls")), told = list.querySelector("[role=status]")
  const index = await (await fetch(form.dataset.index)).json()
  const search = open(index), box = form.elements.q

  const show = () => {
    const wanted = typed(box.value), pages = new Map()
    for (const entry of search(box.value)) pages.set(entry.page, [...(pages.get(entry.page) || []), entry])
    const shown = [...pages.values()].slice(0, MOST)
    told.textContent = !wanted.length ? "" : shown.length ? form.dataset.found : form.dataset.none
    list.querySelector("ol").replaceChildren(...shown.map(some => item(some, wanted)))
    list.hidden = !wanted.length
  }

  const item = (some, wanted) => {
    const [first, ...more] = some
    const node = element("li", "found__page", link(first, first.above ? `${first.above}: ${first.title}` : first.title))
    const text = excerpt(first.text, wanted)
    if (text) node.append(text)
    if (more.length) node.append(element("p", "found__more", ...more.slice(0, 3).map(entry => link(entry, entry.title))))
    return node
  }
  const link = (entry, text) => Object.assign(element("a", "found__link", text), { href: form.dataset.home + entry.location })

  box.addEventListener("input", show)
  form.addEventListener("submit", () => { show(); list.querySelector("a")?.focus() })
  const move = event => {
    const links = [box, ...list.querySelectorAll("a")], at = links.indexOf(document.activeElement)
    if (event.key === "Escape" && !list.hidden) { list.hidden = true; box.focus() }
    else if (!list.hidden && at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault()
      links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus()
    }
  }
  for (const part of [form, list]) part.addEventListener("keydown", move)
  addEventListener("click", event => { if (!form.contains(event.target) && !list.contains(event.target)) list.hidden = true })
  box.addEventListener("focus", () => { if (typed(box.value).length) list.hidden = false })
  show()
}

function element(name, kind, ...content) {
  const made = document.createElement(name)
  made.className = kind
  made.append(...content.flatMap((part, at) => at ? [" ", part] : [part]))
  return made
}

// The words around the first one found, each found one marked.
function excerpt(text, wanted) {
  const spots = []
  for (const match of text.matchAll(CHUNK)) {
    const term = number(match[0]) || plain(match[0])
    if (wanted.some(word => isNumber(word) ? term === word : term.startsWith(word))) spots.push([match.index, match.index + match[0].length])
  }
  if (!text) return null
  const from = spots.length ? Math.max(0, text.lastIndexOf(" ", Math.max(0, spots[0][0] - NEAR)) + 1) : 0
  const end = text.indexOf(" ", (spots.length ? spots[0][1] : 0) + 2 * NEAR), to = end < 0 ? text.length : end
  const node = element("p", "found__text", from ? "… " : "")
  let at = from
  for (const [start, stop] of spots.filter(([start, stop]) => start >= from && stop <= to)) {
    node.append(text.slice(at, start), element("mark", "", text.slice(start, stop)))
    at = stop
  }
  node.append(text.slice(at, to), to < text.length ? " …" : "")
  return node
}
