// The theme's search, mended in three places.

// 1. Numbers. A reader types 47%, -47 %, 4,81 or 1 046 350 where the text has −47%, 4.81% or 1,046,350: text and query are both brought
// to the digits of the number, with a point before its decimals, and a number is found whole or not at all. A single separator before
// three digits parts groups, whatever the language: 1.046 and 1,046 are one number.
const CHUNK = /\d{1,3}(?:\s\d{3})+(?:[.,·]\d+)?(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+(?:[.,'’·][\p{L}\p{M}\p{N}]+)*/gu
const NUMBER = /^([1-9]\d{0,2}(?:([.,'’\s])\d{3})(?:\2\d{3})*|\d+)(?:[.,·](\d+))?$/
const key = chunk => {
  const number = NUMBER.exec(chunk)
  return number && number[1].replace(/\D/g, "") + (number[3] ? `.${number[3]}` : "")
}

// The tokens of a token: itself, if it is more than numbers and signs, and its numbers.
const tokens = token => {
  const chunks = token.toString().match(CHUNK) || [], keys = chunks.map(key).filter(Boolean)
  return [...(keys.length < chunks.length ? [token] : []), ...keys.map(digits => token.clone(() => digits))]
}

// 2. What is typed is words and numbers: none of its signs is an operator of the theme's query language. Numbers must be found, and so
// must what stands in quotation marks.
const plain = query => query.replace(/[*^~:\\]/g, " ").split('"').flatMap((part, at, parts) => {
  const quoted = at % 2 && at < parts.length - 1
  return part.replace(CHUNK, chunk => chunk.replace(/\s/g, "")).split(/\s+/).flatMap(word => {
    const chunks = word.match(CHUNK) || [], keys = chunks.map(key)
    return chunks.length && keys.every(Boolean) ? keys.map(digits => `+${digits}`)
      : chunks.length ? [(quoted ? "+" : "") + word.replace(/^[-+]+/, "")] : []
  })
}).join(" ")

addEventListener("message", ({ data }) => { // before the theme hears of it
  if (typeof data.data === "string") data.data = plain(data.data)
  // A space that does not break may part the groups of a number; any other space or hyphen ends a word.
  else data.data.config.separator = String.raw`(?:[^\S\u00a0\u202f\u2009]|-|[\u00a0\u202f\u2009](?!\d{3}(?!\d)))+`
})
importScripts(location.search.slice(1))
const { run } = lunr.Pipeline.prototype
lunr.Pipeline.prototype.run = function (list) { return run.call(this, list.flatMap(tokens)) }

// 3. The theme's index tells the ends of words apart by a text in which the digits of a word and the numbers of what follows run
// together. It took one end for another, and searches for words such as "2020" could stop with an error.
lunr.TokenSet.prototype.toString = function () {
  const follows = Object.keys(this.edges).sort().map(letter => `${letter}${this.edges[letter].id};`)
  return this._str || `${this.final ? 1 : 0}${follows.join("")}`
}
