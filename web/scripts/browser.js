/*
 * Subscribes this browser with the server's key, and hands what it says to the page, which sends a push. Nothing is kept: the subscription is
 * ended when another one is tried, and can be ended in the browser's own settings.
 */
(function () {
  'use strict';

  var form = document.getElementById('cn-browser');
  var problem = document.getElementById('cn-browser-problem');
  if (!form || !problem) {
    return;
  }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (character) { return character.charCodeAt(0); });
  }

  function subscribe() {
    return navigator.serviceWorker.register('scripts/browser-worker.js').then(function (registration) {
      return waited(registration).then(function () {
        return registration.pushManager.getSubscription();
      }).then(function (before) {
        // It may be of another key.
        return before ? before.unsubscribe() : true;
      }).then(function () {
        return registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key)});
      });
    });
  }

  /* Subscribing needs a worker that is active. */
  function waited(registration) {
    return new Promise(function (resolve) {
      var worker = registration.installing || registration.waiting;
      if (registration.active || !worker) {
        resolve();
        return;
      }
      worker.addEventListener('statechange', function () {
        if (worker.state === 'activated') {
          resolve();
        }
      });
    });
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    problem.textContent = '';
    if (!navigator.serviceWorker || !window.PushManager || !window.Notification) {
      problem.textContent = form.dataset.cannot;
      return;
    }
    Notification.requestPermission().then(function (permission) {
      if (permission !== 'granted') {
        throw new Error(permission);
      }
      return subscribe();
    }).then(function (subscription) {
      var said = subscription.toJSON();
      form.elements.endpoint.value = said.endpoint;
      form.elements.p256dh.value = said.keys.p256dh;
      form.elements.auth.value = said.keys.auth;
      form.submit();
    }).catch(function (error) {
      problem.textContent = form.dataset.cannot + ' (' + error.message + ')';
    });
  });
}());
