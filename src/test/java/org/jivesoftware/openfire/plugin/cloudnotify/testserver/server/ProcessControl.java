package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ProcessCommands;

/** The JVM and its end. */
final class ProcessControl implements ProcessCommands {

    @Override
    public String ping(String text) {
        return text;
    }

    @Override
    public String threadDump() {
        var text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            text.append(thread).append('\n');
            for (var frame : stack) {
                text.append("    ").append(frame).append('\n');
            }
        });
        return text.toString();
    }

    @Override
    public long usedHeap() {
        return heapAfterCollection();
    }

    static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void heapDump(String file) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    @Override
    public void stop() {
        new Thread(ProcessControl::stopNow, "test-server-stop").start();
    }

    /** Stops the modules, the plugins and the database, and then the process, with status 0. */
    static void stopNow() {
        try {
            XMPPServer.getInstance().stop();
        } finally {
            System.exit(0);
        }
    }
}
