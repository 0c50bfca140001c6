package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

/** The server's JVM. */
public interface ProcessCommands {

    /** Answers, to show that the channel works. */
    String ping(String text);

    /** Stacks of all threads, for a test that hangs. */
    String threadDump();

    /** Bytes of heap in use after a garbage collection. */
    long usedHeap();

    /** Writes the live objects of the heap to a file whose name ends with ".hprof", for looking into with a heap analyser. */
    void heapDump(String file);

    /** CPU time of the whole process, in nanoseconds. */
    long cpuNanos();

    /** Stops the server in order (plugins, modules, database) and ends the process; returns before that. */
    void stop();
}
