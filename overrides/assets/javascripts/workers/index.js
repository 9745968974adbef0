// The theme's search, with one mend: its index tells the ends of words apart by a text in which the digits of a word and the numbers
// of what follows run together. It took one end for another, and searches for words such as "2020" could stop with an error.
importScripts(location.search.slice(1))
lunr.TokenSet.prototype.toString = function () {
  const follows = Object.keys(this.edges).sort().map(letter => `${letter}${this.edges[letter].id};`)
  return this._str || `${this.final ? 1 : 0}${follows.join("")}`
}
