// For pages of other sites: each frame that shows a chart of this site gets the height that its page asks for (assets/embed.js).
{
  const { origin } = new URL(document.currentScript.src)
  const frames = () => [...document.querySelectorAll("iframe")].filter(frame => frame.src.startsWith(`${origin}/`))
  addEventListener("message", ({ origin: sender, source, data }) => {
    const frame = sender === origin && frames().find(frame => frame.contentWindow === source)
    if (frame && data.height > 0) frame.style.height = `${data.height}px`
  })
  for (const frame of frames()) frame.contentWindow.postMessage("height", "*") // those that were there before this script
}
