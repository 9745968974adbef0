// The page of a chart, in the frame of another site's page: tells that page its height, at each change and when asked (assets/frame.js).
if (parent !== window) {
  const tell = () => parent.postMessage({ height: Math.ceil(document.body.getBoundingClientRect().height) }, "*")
  new ResizeObserver(tell).observe(document.body)
  addEventListener("message", event => { if (event.source === parent && event.data === "height") tell() })
}
