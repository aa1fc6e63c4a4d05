// Moves the code of a feedback link from the address into the form, and out of the address bar.
// What stands after the # is sent to no server. Without script people type the code.
const code = new URLSearchParams(location.hash.slice(1)).get("code");
const field = document.getElementById("id_ballot");
if (code && field) {
  if (!field.value) field.value = code;
  history.replaceState(null, "", location.pathname);
}
