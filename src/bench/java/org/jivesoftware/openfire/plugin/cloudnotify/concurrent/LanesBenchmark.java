package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Handing work from a routing thread to the users' lanes, and its being done. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class LanesBenchmark {

    private static final int BATCH = 1_000;

    private final UserExecutor executor = new UserExecutor(4, 10_000, new Parts("4.2.0", System::nanoTime).part(PartName.WORK));
    private final String[] users = Material.users("user", BATCH);

    /** Ends the threads. */
    @TearDown
    public void close() {
        executor.close();
    }

    /** A burst for many users, until all of it is done. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void burst() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(BATCH);
        for (String user : users) {
            executor.execute(user, done::countDown);
        }
        done.await();
    }
}
