// Keeps the status fresh without disturbing what somebody types into the search field.
const now = document.getElementById("now");
async function refresh() {
  try {
    const answer = await fetch("/now", { cache: "no-store" });
    if (answer.ok) now.innerHTML = await answer.text();
    now.classList.toggle("stale", !answer.ok);
  } catch {
    now.classList.add("stale");
  }
}
if (now) setInterval(refresh, 3000);
