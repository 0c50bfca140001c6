package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jspecify.annotations.Nullable;

/** A push on its way to its answer; takes the first one that comes. */
final class InFlight extends AtomicBoolean implements Consumer<Reply> {

    private static final long serialVersionUID = 1L;

    /** What was pushed. */
    final transient Push push;
    /** Its id. */
    final String id;
    /** When it went out, in monotonic nanoseconds. */
    final long start;
    /** The registration's health then. */
    final transient Health health;
    /** Whether it is to find out whether the service is back. */
    final boolean probe;
    /** Who waits for the answer to a test push, which no line has counted; null where it is none. */
    final transient @Nullable CompletableFuture<TestResult> test;
    private final transient Answers answers;

    InFlight(Answers answers, Push push, String id, long start, Health health, boolean probe,
             @Nullable CompletableFuture<TestResult> test) {
        this.answers = answers;
        this.push = push;
        this.id = id;
        this.start = start;
        this.health = health;
        this.probe = probe;
        this.test = test;
    }

    @Override
    public void accept(Reply reply) {
        if (compareAndSet(false, true)) {
            answers.answered(this, reply);
        }
    }
}
