package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;

/**
 * A push on its way to its answer.
 *
 * @param notification what was pushed; not null
 * @param id the id of its IQ; not null
 * @param start when it went out, in monotonic nanoseconds
 * @param health the registration's health then; not null
 * @param probe whether it is to find out whether the service is back
 * @param test who waits for the answer to a test push; null where it is none
 */
record Flight(Notification notification, String id, long start, Health health, boolean probe, CompletableFuture<TestResult> test) {
}
