package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;

/** What a push is by HTTP (RFC 8030 §5): its headers and its text. Stateless. */
final class WebPushRequest {

    /** The status of an answer that says that the request is too large. */
    static final int TOO_LARGE = 413;
    /** How long its text is then. */
    static final int SHORT = 1_024;
    /** How long a push service keeps what it cannot deliver; longer than anybody wants to hear of a message by a notification. */
    static final Duration KEEP = Duration.ofDays(7);
    /** A call does not ring for longer. */
    static final Duration KEEP_CALL = Duration.ofSeconds(60);
    private static final int TOPIC = 32;

    private WebPushRequest() {
    }

    /**
     * @return the push's text, in at most so many bytes: what is said to apps (behaviour §10), and how many ask to be contacts
     */
    static byte[] text(Push push, int most) {
        Integer subscriptions = push.summary().pendingSubscriptionCount();
        String more = subscriptions == null ? "" : ",\"subscriptions\":" + subscriptions;
        String json = push.said().json(most - more.length());
        return (json.substring(0, json.length() - 1) + more + "}").getBytes(StandardCharsets.UTF_8);
    }

    static HttpRequest of(Push push, Subscription subscription, String authorization, byte[] body) {
        Duration keep = push.cause().call() ? KEEP_CALL : KEEP;
        return HttpRequest.newBuilder(subscription.endpoint()).timeout(Posting.LONGEST)
            .header("TTL", String.valueOf(keep.toSeconds()))
            .header("Urgency", urgency(push))
            .header("Topic", Topic.of(push).text())
            .header("Authorization", authorization)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "aes128gcm")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** Messages and calls are what a sleeping phone is woken for; what only wakes can wait until it is awake. */
    private static String urgency(Push push) {
        return push.important() || push.cause().call() ? "high"
            : push.trigger() == Trigger.CALL_END || push.trigger() == Trigger.READ || push.trigger() == Trigger.SUBSCRIPTION ? "normal"
            : "low";
    }

    /**
     * Of a registration's pushes that could not be delivered, the last one stays: it has the count of all. Calls are apart.
     *
     * @param registration whose
     * @param call whether it is about a call
     */
    record Topic(String registration, boolean call) {

        static Topic of(Push push) {
            return new Topic(push.key().id(), push.cause().call() || push.trigger() == Trigger.CALL_END);
        }

        /** @return as the header says it */
        String text() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((registration + (call ? "call" : "")).getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, TOPIC);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }
    }
}
