// Runs before anything is drawn: a module would come too late and the page would jump.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " nhsuk-frontend-supported" : "");
