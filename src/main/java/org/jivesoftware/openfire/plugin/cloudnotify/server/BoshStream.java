package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.session.ClientStream;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Unacked;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** A client's BOSH session in Openfire: it is never detached, cannot be resumed, and acknowledges by its requests only. */
final class BoshStream implements ClientStream {

    private final LocalClientSession session;
    private final BoshSessions bosh;
    private final StanzaReader reader;

    BoshStream(LocalClientSession session, BoshSessions bosh, StanzaReader reader) {
        this.session = Objects.requireNonNull(session);
        this.bosh = Objects.requireNonNull(bosh);
        this.reader = Objects.requireNonNull(reader);
    }

    @Override
    public String id() {
        return session.getStreamID().getID();
    }

    @Override
    public JID address() {
        return session.getAddress();
    }

    @Override
    public @Nullable String userAgent() {
        return Accounts.userAgent(session);
    }

    @Override
    public boolean detached() {
        return false;
    }

    @Override
    public boolean closed() {
        return session.isClosed();
    }

    @Override
    public boolean managed() {
        return false;
    }

    @Override
    public boolean holdsBack() {
        return false;
    }

    @Override
    public @Nullable Unacked unacked(@Nullable Object newest) {
        return null;
    }

    @Override
    public long request() {
        return bosh.request(session);
    }

    @Override
    public @Nullable List<Fingerprint> answered(long request) {
        List<Packet> packets = bosh.answered(session, request);
        if (packets == null) {
            return null;
        }
        return packets.stream().map(packet -> reader.read(packet).fingerprint()).toList();
    }

    @Override
    public void requestAck() {
        // There is nothing to ask with.
    }

    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public void touch() {
        // Openfire has another rule for when it ends.
    }

    @Override
    public void remember(String text) {
        // It never sleeps.
    }

    @Override
    public @Nullable String remembered() {
        return null;
    }

    @Override
    public boolean decideEnd(Predicate<Duration> mayEnd) {
        return false;
    }

    @Override
    public void leaveEnd() {
        // It was never taken over.
    }
}
