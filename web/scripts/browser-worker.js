/* Shows what is pushed while an administrator tries Web Push. */
'use strict';

self.addEventListener('push', function (event) {
  var push = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification('Cloud Notify', {body: push.message || '', tag: 'cloudnotify'}));
});

self.addEventListener('notificationclick', function (event) {
  event.notification.close();
});
