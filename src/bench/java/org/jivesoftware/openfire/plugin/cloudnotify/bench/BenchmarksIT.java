package org.jivesoftware.openfire.plugin.cloudnotify.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for a moment, in this JVM: they must run, not be fast. */
class BenchmarksIT {

    @Test
    void everyBenchmarkRuns() throws Exception {
        Options options = new OptionsBuilder().include("cloudnotify").forks(0).warmupIterations(0).measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(5)).param("users", "1000").param("rows", "1000").shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT).build();
        Collection<RunResult> results = new Runner(options).run();
        assertFalse(results.isEmpty());
        for (RunResult result : results) {
            assertTrue(result.getPrimaryResult().getScore() > 0, result.getPrimaryResult()::toString);
        }
    }
}
