package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How a {@link PushService} answers a push. */
@FunctionalInterface
public interface PushAnswer {

    /**
     * Answers.
     *
     * @param push what came
     * @param out  sends a stanza; may be used later and from another thread
     */
    void answer(Push push, Consumer<String> out);

    /** The ordinary success. */
    static PushAnswer result() {
        return (push, out) -> out.accept(result(push, push.to(), push.id()));
    }

    /** An error, for example {@code error("item-not-found", "cancel")}. */
    static PushAnswer error(String condition, String type) {
        return (push, out) -> out.accept("<iq type='error'" + head(push, push.to(), push.id()) + "><error type='" + type + "'><"
                + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    }

    /** No answer at all. */
    static PushAnswer never() {
        return (push, out) -> { };
    }

    /** Another answer after a time, without holding up other pushes; none where the service has gone by then. */
    static PushAnswer after(Duration delay, PushAnswer answer) {
        return (push, out) -> CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            try {
                answer.answer(push, out);
            } catch (UncheckedIOException e) {
                // Disconnected from one side or the other.
            }
        });
    }

    /** Another answer, two times. */
    static PushAnswer twice(PushAnswer answer) {
        return (push, out) -> {
            answer.answer(push, out);
            answer.answer(push, out);
        };
    }

    /** A success that claims to come from another JID of this component. */
    static PushAnswer resultFrom(String jid) {
        return (push, out) -> out.accept(result(push, jid, push.id()));
    }

    /** A success with another id. */
    static PushAnswer resultWithId(String id) {
        return (push, out) -> out.accept(result(push, push.to(), id));
    }

    /** Two answers, one after the other. */
    default PushAnswer and(PushAnswer next) {
        return (push, out) -> {
            answer(push, out);
            next.answer(push, out);
        };
    }

    private static String result(Push push, String from, String id) {
        return "<iq type='result'" + head(push, from, id) + "/>";
    }

    private static String head(Push push, String from, String id) {
        return " id='" + Xml.escape(id) + "' from='" + Xml.escape(from) + "' to='" + Xml.escape(push.from()) + "'";
    }
}
