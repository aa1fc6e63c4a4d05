// What the checker of HTML is asked. A rule is off only for what is said beside it.
export default {
  extends: ["html-validate:recommended"],
  rules: {
    // How HTML is written and not what it says; templates are held to one form by djade and djlint.
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    // A question with many answers has one name for all of them.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button"] }],
    // A title says first what the page is, and then the event, however long its name.
    "long-title": "off",
    // The style sheet keeps every telephone number on one line, which the HTML does not show.
    "tel-non-breaking": "off",
  },
};
