package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.LoadCommands;

/** Load and its cost by way of the JVM's beans, flight recordings and {@link PushStamps}. */
final class LoadControl implements LoadCommands {
    private static final Duration SAMPLE = Duration.ofMillis(10);

    private final PushStamps stamps = new PushStamps();
    private final PluginCost cost = new PluginCost();
    private Recording recording;

    @Override
    public int insert(String sql, List<Object[]> rows) {
        try {
            return DatabaseSwitch.INSTANCE.bypassing(() -> {
                var connection = DbConnectionManager.getTransactionConnection();
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (Object[] row : rows) {
                        for (int i = 0; i < row.length; i++) {
                            statement.setObject(i + 1, row[i]);
                        }
                        statement.addBatch();
                    }
                    return statement.executeBatch().length;
                } finally {
                    DbConnectionManager.closeTransactionConnection(connection, false);
                }
            });
        } catch (Exception e) {
            throw new IllegalArgumentException(sql, e);
        }
    }

    @Override
    public Map<String, long[]> threads() {
        var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = bean.getAllThreadIds();
        var infos = bean.getThreadInfo(ids);
        long[] allocated = bean.getThreadAllocatedBytes(ids);
        long[] cpu = bean.getThreadCpuTime(ids);
        Map<String, long[]> groups = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && cpu[i] >= 0) {
                long[] sums = groups.computeIfAbsent(infos[i].getThreadName().replaceAll("[0-9]+", "#"), name -> new long[3]);
                sums[0] += cpu[i];
                sums[1] += allocated[i];
                sums[2]++;
            }
        }
        return groups;
    }

    @Override
    public long[] collections() {
        long[] sums = new long[2];
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sums[0] += collector.getCollectionCount();
            sums[1] += collector.getCollectionTime();
        }
        return sums;
    }

    @Override
    public long[] reload(String plugin) {
        Plugin loaded = PluginControl.plugin(plugin);
        // Only what the plugin itself does: Openfire looks for new jars every 20 s, and unpacks them.
        loaded.destroyPlugin();
        long without = ProcessControl.heapAfterCollection();
        long begin = System.nanoTime();
        PluginManager manager = XMPPServer.getInstance().getPluginManager();
        loaded.initializePlugin(manager, manager.getPluginPath(loaded).toFile());
        long took = System.nanoTime() - begin;
        return new long[] {took, without, ProcessControl.heapAfterCollection()};
    }

    @Override
    public void startStamps() {
        stamps.start();
    }

    @Override
    public long[] takeStamps() {
        return stamps.take();
    }

    @Override
    public void stopStamps() {
        stamps.stop();
    }

    @Override
    public void startPluginCost() {
        cost.start();
    }

    @Override
    public long[] stopPluginCost() {
        return cost.stop();
    }

    @Override
    public synchronized void startProfile() {
        recording = new Recording();
        recording.enable("jdk.ExecutionSample").withPeriod(SAMPLE);
        recording.enable("jdk.NativeMethodSample").withPeriod(SAMPLE);
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
        recording.start();
    }

    @Override
    public synchronized void startAllocations() {
        recording = new Recording();
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "100000/s");
        recording.start();
    }

    @Override
    public synchronized void stopProfile(String file) {
        try (Recording ended = recording) {
            ended.stop();
            ended.dump(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
