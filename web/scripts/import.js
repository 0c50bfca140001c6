/* Shows how far the import is, while it goes on. Without it the page has a link that does. */
(function () {
  'use strict';

  var EVERY = 1000;

  var box = document.getElementById('cn-import');
  if (!box || box.getAttribute('data-running') !== 'true' || !window.fetch) {
    return;
  }

  function look() {
    window.fetch('import.jsp', {credentials: 'same-origin', redirect: 'error'}).then(function (answer) {
      if (!answer.ok) {
        throw new Error();
      }
      return answer.text();
    }).then(function (text) {
      var next = new DOMParser().parseFromString(text, 'text/html').getElementById('cn-import');
      if (!next) {
        return;
      }
      if (next.getAttribute('data-running') !== 'true') {
        window.location.reload();
        return;
      }
      box.innerHTML = next.innerHTML;
      window.setTimeout(look, EVERY);
    }).catch(function () { /* The login has ended, or the server. */ });
  }

  window.setTimeout(look, EVERY);
}());
