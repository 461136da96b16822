// Keeps the status fresh without disturbing what somebody types, selects or listens to.
const now = document.getElementById("now");
let shown = null;
async function refresh() {
  try {
    const answer = await fetch("/now", { cache: "no-store" });
    const text = answer.ok ? await answer.text() : shown;
    if (text !== shown) {
      if (shown !== null || text.trim() !== now.innerHTML.trim()) now.innerHTML = text;
      shown = text;
    }
    now.classList.toggle("stale", !answer.ok);
  } catch {
    now.classList.add("stale");
  }
}
if (now) setInterval(refresh, 3000);
