package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A push on its way, which is answered once. Thread-safe. */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    /** By these words, and by nothing else, Java tells that the server takes no more requests at once. */
    private static final String FULL = "too many concurrent streams";
    /** By these, in Java 17 and in newer ones, that the server has not looked at it: REFUSED_STREAM (RFC 9113 §8.7). */
    private static final Set<String> REFUSED = Set.of("Received RST_STREAM: Stream not processed", "request not processed by peer");
    /** By this end, that it left the connection, maybe because it wants to be asked on another: GOAWAY (RFC 9113 §6.8). */
    private static final String LEFT = ": GOAWAY received";
    /** The same of HTTP/1.1: it closes a connection that it used, in the moment in which the next request comes. */
    private static final String CLOSED = "HTTP/1.1 header parser received no bytes";
    /** So often a push goes out again because a server left. */
    private static final int MOST_AGAIN = 3;
    /** Its turn did not come: the same to everybody as no answer, but that it can be sent again. */
    private static final Reply NEVER_SENT = new Reply(Reply.Kind.TRANSIENT, Reply.TIMEOUT.condition(), true);

    private final Push push;
    private final WebEndpoint endpoint;
    private final AtomicReference<@Nullable Consumer<Reply>> answer;
    private volatile Scheduler.@Nullable Task timer;
    private volatile int most = MessageEncryption.LONGEST;
    private boolean begun;
    private int again;

    Sending(Push push, WebEndpoint endpoint, Consumer<Reply> answer) {
        this.push = Objects.requireNonNull(push);
        this.endpoint = Objects.requireNonNull(endpoint);
        this.answer = new AtomicReference<>(Objects.requireNonNull(answer));
    }

    Push push() {
        return push;
    }

    WebEndpoint endpoint() {
        return endpoint;
    }

    /** Nobody waits longer than this, wherever it is then. */
    void giveUp(Scheduler scheduler, Duration timeout) {
        Scheduler.Task task = scheduler.after(timeout, this::late);
        timer = task;
        if (over()) {
            task.cancel();
        }
    }

    /** @return whether it was answered */
    boolean over() {
        return answer.get() == null;
    }

    /** @return false where it was given up, so that it must not go out any more */
    synchronized boolean begin() {
        begun = !over();
        return begun;
    }

    /** @return so many bytes of text are sent at most */
    int most() {
        return most;
    }

    /** @return whether the server takes no text of that length, and it is to go out again, shorter */
    boolean shorter() {
        boolean shortens = most > WebPushRequest.SHORT;
        most = WebPushRequest.SHORT;
        return shortens;
    }

    /** The server has not seen it, and it is to go out again. */
    synchronized void again() {
        begun = false;
    }

    private void late() {
        Consumer<Reply> waiting;
        boolean gone;
        synchronized (this) {
            waiting = answer.getAndSet(null);
            gone = begun;
        }
        tell(waiting, gone ? Reply.TIMEOUT : NEVER_SENT);
    }

    void answer(Reply reply) {
        tell(answer.getAndSet(null), reply);
    }

    private void tell(@Nullable Consumer<Reply> waiting, Reply reply) {
        if (waiting != null) {
            Scheduler.Task task = timer;
            if (task != null) {
                task.cancel();
            }
            waiting.accept(reply);
        }
    }

    /** There is no answer. */
    void failed(@Nullable Throwable problem) {
        Throwable cause = cause(problem);
        // Neither the endpoint nor what its server says.
        LOG.debug("A push to {} was not answered: {}", endpoint.service(), cause == null ? "nothing" : cause.getClass().getSimpleName());
        Reply against = refused(cause);
        answer(against != null ? against : unconnected(cause) ? HttpReplies.NO_CONNECTION
            : cause instanceof HttpTimeoutException || cause instanceof CancellationException ? Reply.TIMEOUT
                // Broken off in the middle: it may have been taken.
                : new Reply(Reply.Kind.TRANSIENT, HttpReplies.NO_CONNECTION.condition(), false));
    }

    /** What was against the connection, or null where it was not refused here. */
    private static @Nullable Reply refused(@Nullable Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof GuardedContext.Refused refused) {
                return HttpReplies.against(refused.result());
            }
        }
        return null;
    }

    private static @Nullable Throwable cause(@Nullable Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** @return whether the server takes no more at once, so that it did not see this one */
    static boolean full(@Nullable Throwable problem) {
        Throwable cause = cause(problem);
        return cause instanceof IOException && FULL.equals(cause.getMessage());
    }

    /**
     * Servers leave a connection by and by, after a thousand requests for example. Older updates of Java 17 then give up all that is under
     * way, also what the server still answers, and do not say which of it was seen. Who gets a push twice by that, gets it by the same
     * topic and with the same count. So it is sent again rather than lost.
     *
     * @return whether the server left, and it is to go out again
     */
    synchronized boolean left(@Nullable Throwable problem) {
        Throwable cause = cause(problem);
        String message = cause instanceof IOException ? cause.getMessage() : null;
        // Who closes the next connection likewise does not leave, but breaks off.
        return message != null && (message.endsWith(LEFT) || message.equals(CLOSED) && again == 0) && !over() && again++ < MOST_AGAIN;
    }

    /** Whether nothing of it can have arrived. */
    private static boolean unconnected(@Nullable Throwable problem) {
        if (full(problem) || problem instanceof IOException && problem.getMessage() != null && REFUSED.contains(problem.getMessage())) {
            return true;
        }
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof ConnectException || each instanceof HttpConnectTimeoutException || each instanceof SSLHandshakeException
                || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return problem instanceof SSLException;
    }
}
