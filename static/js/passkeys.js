// Says in words when the browser or the person stopped a passkey; the library would only write it to the console.
document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("passkey_trouble");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
});
