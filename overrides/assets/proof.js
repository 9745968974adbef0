// The proof of a number, beside it: its entry of the ledger. All words are those of the ledger and of the script's element.
const read = async address => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(answer.status)
  return new DOMParser().parseFromString(await answer.text(), "text/html")
}

// The entry that an address leads to. Of a long ledger the page of all figures leads on to one of its parts.
const find = async address => {
  const place = (await read(address)).getElementById(decodeURIComponent(address.hash.slice(1)))
  const onward = place.localName === "li" && place.querySelector("a").getAttribute("href")
  if (onward && !onward.startsWith("#")) return find(new URL(onward, address))
  const entry = document.importNode(place.nextElementSibling, true)
  if (!entry.matches("dl.proof")) throw new Error("no proof")
  for (const link of entry.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), address)
  place.querySelector(".headerlink")?.remove()
  return { title: place.textContent, entry }
}

const make = (name, facts, ...inside) => { const made = Object.assign(document.createElement(name), facts); made.append(...inside); return made }

let asked
export const show = async (link, words) => {
  asked = link
  const { title, entry } = await find(new URL(link.href))
  if (asked !== link) return
  const close = make("button", { type: "button", className: "copy" }, words.close)
  const heading = make("p", { className: "proof-card__title", id: "proof-card-title" }, title)
  const card = make("div", { className: "proof-card", popover: "auto", role: "dialog", tabIndex: -1 },
    heading, entry, make("p", { className: "proof-card__foot" }, make("a", { href: link.href }, words.proof), close))
  card.setAttribute("aria-labelledby", heading.id)
  close.addEventListener("click", () => card.hidePopover())
  // Closed by Escape or the button, it gives the focus back; closed by going elsewhere, it leaves it there.
  card.addEventListener("toggle", event => {
    if (event.newState === "open") return
    const held = card.contains(document.activeElement) || document.activeElement === document.body
    card.remove()
    if (held) link.focus({ preventScroll: true })
  })
  link.after(card)
  card.showPopover()
  const at = link.getBoundingClientRect(), size = card.getBoundingClientRect(), edge = 8
  const below = at.bottom + size.height + edge < innerHeight || at.top < size.height + edge
  card.style.left = `${scrollX + Math.max(edge, Math.min(at.left, document.documentElement.clientWidth - size.width - edge))}px`
  card.style.top = `${scrollY + (below ? at.bottom + edge / 2 : at.top - size.height - edge / 2)}px`
  card.focus({ preventScroll: true })
}
