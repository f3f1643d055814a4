// guidance-frame.js, for frame.html: tells the page around the frame how high the
// guidance is, if that page's origin is listed on the script tag. Must not know of
// the widget, and sends nothing else.

const origins = (document.currentScript.dataset.origins ?? "").split(/\s+/).filter(Boolean);
// Where the browser names the page around, the others need not be tried; the browser
// itself gives the message to a page of that origin only.
const [around] = location.ancestorOrigins ?? [];
const listed = origins.filter((origin) => !around || origin === around);

if (parent !== window && listed.length > 0) {
  const tell = () => {
    const { height } = document.documentElement.getBoundingClientRect();
    const message = { type: "guidance-height", height: Math.ceil(height) };
    for (const origin of listed) parent.postMessage(message, origin);
  };
  new ResizeObserver(tell).observe(document.documentElement);
}
