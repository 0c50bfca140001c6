/*
 * Keeps the activity page up to date. Without it the page works all the same and shows what there was when it was loaded.
 *
 * It asks only while the page is looked at: every page of a plugin makes Openfire change the session's CSRF token, which would spoil
 * the forms of other plugins in other tabs; and the login of an administrator who went away should end as it would otherwise.
 */
(function () {
  'use strict';

  var EVERY = 5000;
  var AWAY = 30 * 60 * 1000;

  var box = document.getElementById('cn-live');
  var button = document.getElementById('cn-pause');
  var state = document.getElementById('cn-live-state');
  if (!box || !button || !state || !window.fetch) {
    return;
  }

  var paused = false;
  var asking = false;
  var lastUse = Date.now();

  function say(name) {
    var text = state.getAttribute('data-' + name);
    if (state.textContent !== text) {
      state.textContent = text;
    }
  }

  function pause(yes) {
    paused = yes;
    button.textContent = button.getAttribute(yes ? 'data-resume' : 'data-pause');
    say(yes ? 'paused' : 'running');
  }

  /* Nothing is pulled away from under somebody who is in it by keyboard, or who is copying from it. */
  function inUse() {
    var selection = window.getSelection();
    return box.contains(document.activeElement)
      || (selection && !selection.isCollapsed && box.contains(selection.anchorNode));
  }

  function ask() {
    if (paused || asking || document.hidden || inUse()) {
      return;
    }
    if (Date.now() - lastUse > AWAY) {
      pause(true);
      return;
    }
    asking = true;
    fetch(box.getAttribute('data-url'), { credentials: 'same-origin', cache: 'no-store' }).then(function (response) {
      var type = response.headers.get('Content-Type') || '';
      /* After a logout this is the login page. */
      if (!response.ok || type.indexOf('text/plain') !== 0) {
        throw new Error('no activity');
      }
      return response.text();
    }).then(function (html) {
      if (!paused && !inUse()) {
        var scroller = box.querySelector('.cn-scroll');
        var left = scroller ? scroller.scrollLeft : 0;
        /* The server's template has escaped every value in it. */
        box.innerHTML = html;
        scroller = box.querySelector('.cn-scroll');
        if (scroller) {
          scroller.scrollLeft = left;
        }
      }
      if (!paused) {
        say('running');
      }
    }).catch(function () {
      say('lost');
    }).then(function () {
      asking = false;
    });
  }

  ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'].forEach(function (event) {
    document.addEventListener(event, function () {
      lastUse = Date.now();
    }, { passive: true });
  });
  button.addEventListener('click', function () {
    lastUse = Date.now();
    pause(!paused);
    ask();
  });
  button.hidden = false;
  pause(false);
  window.setInterval(ask, EVERY);
}());
