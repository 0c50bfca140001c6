package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;

/** A few messages a second between two users who are online: how long they take, whatever else the server is busy with. */
final class OnlineProbe implements Closeable {
    private static final long PAUSE_MILLIS = 20;

    private final LeanStream from;
    private final Thread thread;
    private volatile Latencies latencies = new Latencies();
    private volatile boolean over;

    /** Sends until closed, from one stream to the other. */
    OnlineProbe(LeanStream from, LeanStream to, String address) throws IOException {
        this.from = from;
        to.send("<presence/>");
        to.read("probe-to", ">", tag -> {
            String sent = LeanStream.between(tag, "id=\"probe-", "\"");
            if (sent != null) {
                latencies.add(System.nanoTime() - Long.parseLong(sent));
            }
        }, () -> { });
        from.read("probe-from", ">", tag -> { }, () -> { });
        thread = new Thread(() -> send(address), "probe");
        thread.setDaemon(true);
        thread.start();
    }

    private void send(String address) {
        try {
            while (!over) {
                from.send("<message type='chat' id='probe-" + System.nanoTime() + "' to='" + address + "'><body>Hi</body></message>");
                World.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            // The end of the measurement closes it.
        }
    }

    /** The times since the last call. */
    Latencies take() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    @Override
    public void close() {
        over = true;
    }
}
