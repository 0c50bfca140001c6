package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lanes that are kept busy. */
abstract class UserExecutorRoom {

    static final int CAPACITY = 3;

    final CountDownLatch busy = new CountDownLatch(1);
    final List<Integer> done = new CopyOnWriteArrayList<>();

    static void fail() {
        throw new IllegalStateException("as a test");
    }

    void block(UserExecutor executor) throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        executor.execute("a", () -> {
            began.countDown();
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(began.await(10, TimeUnit.SECONDS));
    }
}
