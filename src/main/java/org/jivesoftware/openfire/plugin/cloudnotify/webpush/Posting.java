package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Posts, and reads of an answer its status and one header. The rest is dropped as it comes, {@link #MOST_OF_BODY} bytes at most, so that
 * the connection can be used again; where more comes, or it comes too slowly, the request is cancelled. Thread-safe; nothing waits.
 */
final class Posting implements AutoCloseable {

    /** So long it may take to connect. */
    static final Duration CONNECT = Duration.ofSeconds(10);
    /** So long a request may take, with its answer's body. */
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final int MOST_OF_BODY = 16_384;

    /** Null at the end: its thread runs as long as anybody could send, and idle connections remember whom they told last. */
    private volatile @Nullable HttpClient client;
    private final Scheduler scheduler;

    /** Is told what comes. */
    interface Listener {

        /**
         * The answer, as soon as its headers are there.
         *
         * @param status its status
         * @param retryAfter its header Retry-After, or null
         */
        void answered(int status, @Nullable String retryAfter);

        /**
         * Nothing of the request is under way any more.
         *
         * @param problem why there is no answer, where there was none; else null or what came after it
         */
        void ended(@Nullable Throwable problem);
    }

    /**
     * @param client sends; follows no redirects
     * @param scheduler time
     */
    Posting(HttpClient client, Scheduler scheduler) {
        this.client = Objects.requireNonNull(client);
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    void post(HttpRequest request, Listener listener) {
        HttpClient present = client;
        if (present == null) {
            listener.ended(new ConnectException("It ends"));
            return;
        }
        AtomicBoolean late = new AtomicBoolean();
        AtomicReference<@Nullable CompletableFuture<HttpResponse<Void>>> sent = new AtomicReference<>();
        CompletableFuture<HttpResponse<Void>> future = present.sendAsync(request, info -> {
            listener.answered(info.statusCode(), info.headers().firstValue("Retry-After").orElse(null));
            return new Dropping(() -> complete(sent.get()));
        });
        sent.set(future);
        Scheduler.Task timer = scheduler.after(LONGEST, () -> {
            late.set(true);
            future.cancel(true);
        });
        future.whenComplete((response, problem) -> {
            timer.cancel();
            listener.ended(late.get() ? new HttpTimeoutException("It took too long") : problem);
        });
    }

    /**
     * Says that all of an answer has been read, before the client does: on a machine of one or two processors the client starts a thread
     * each time to say it, which costs a fifth of the whole request. Where the request is not known yet, the client says it.
     */
    private static void complete(@Nullable CompletableFuture<HttpResponse<Void>> sent) {
        if (sent != null) {
            sent.complete(null);
        }
    }

    @Override
    public void close() {
        client = null;
    }

    /** Takes a body and keeps nothing of it. */
    private static final class Dropping implements BodySubscriber<Void> {

        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Runnable told;
        private Flow.@Nullable Subscription subscription;
        private long taken;

        /** @param told is run when all has been read */
        Dropping(Runnable told) {
            this.told = told;
        }

        @Override
        public CompletionStage<Void> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            Flow.Subscription present = subscription;
            buffers.forEach(buffer -> taken += buffer.remaining());
            if (present == null) {
                return;
            }
            if (taken > MOST_OF_BODY) {
                present.cancel();
                end.complete(null);
            } else {
                present.request(1);
            }
        }

        @Override
        public void onError(Throwable problem) {
            end.completeExceptionally(problem);
        }

        @Override
        public void onComplete() {
            told.run();
            end.complete(null);
        }
    }
}
