package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/** A session whose queue the test fills and empties. */
final class FakeStream implements ClientStream {

    final List<Unacked.Entry> queue = new ArrayList<>();
    final String id;
    final JID address;
    String userAgent;
    boolean detached;
    boolean closed;
    boolean managed = true;
    boolean holdsBack;
    boolean inactive;
    boolean readable = true;
    boolean delegates;
    /** As BOSH sessions have it. */
    long request = -1;
    List<Fingerprint> answered;
    /** What a look at the queue throws, or null. */
    Error broken;
    /** Is done while the server takes the decision over, or null. */
    Runnable meanwhile;
    int asked;
    int touched;
    /** How often somebody wanted to know whether it has a connection. */
    int looks;
    Instant lastActive;
    String remembered;
    Predicate<Duration> mayEnd;
    private final Supplier<Instant> now;

    FakeStream(String id, String address, Supplier<Instant> now) {
        this.id = id;
        this.address = new JID(address);
        this.now = now;
        this.lastActive = now.get();
    }

    /** As Openfire does before the interceptor hears of it. */
    void queued(Stanza stanza) {
        queue.add(new Unacked.Entry(new Object(), now.get(), stanza, new Object()));
    }

    /** @return the object that Openfire routes again when the session ends */
    Object original(int index) {
        return queue.get(index).original();
    }

    void acknowledge(int count) {
        queue.subList(0, count).clear();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public JID address() {
        return address;
    }

    @Override
    public String userAgent() {
        return userAgent;
    }

    @Override
    public boolean detached() {
        looks++;
        return detached;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public boolean managed() {
        return managed;
    }

    @Override
    public boolean inactive() {
        return inactive;
    }

    @Override
    public boolean holdsBack() {
        return holdsBack;
    }

    @Override
    public Unacked unacked(Object newest) {
        if (broken != null) {
            throw broken;
        }
        if (!readable) {
            return null;
        }
        int from = 0;
        for (int i = 0; i < queue.size(); i++) {
            if (queue.get(i).mark() == newest) {
                from = i + 1;
            }
        }
        return new Unacked(queue.isEmpty() ? null : queue.get(0).mark(), queue.subList(from, queue.size()));
    }

    @Override
    public long request() {
        return request;
    }

    @Override
    public List<Fingerprint> answered(long since) {
        return answered;
    }

    @Override
    public void requestAck() {
        asked++;
    }

    @Override
    public Duration idle() {
        return Duration.between(lastActive, now.get());
    }

    @Override
    public void remember(String text) {
        remembered = text;
    }

    @Override
    public String remembered() {
        return remembered;
    }

    @Override
    public void touch() {
        touched++;
        lastActive = now.get();
    }

    @Override
    public boolean decideEnd(Predicate<Duration> decision) {
        if (meanwhile != null) {
            meanwhile.run();
        }
        mayEnd = delegates ? decision : null;
        return delegates;
    }

    @Override
    public void leaveEnd() {
        mayEnd = null;
    }
}
