package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/**
 * Random journeys of stanzas with few contents, many equal and without ids, against an oracle that knows which stanza each copy is of.
 */
class PushHistoryPropertyTest {

    /** Fewer than the window, so that all is remembered. */
    @Property(tries = 2_000)
    void eachStanzaIsPushedOncePerRegistration(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int devices) {
        Random random = new Random(seed);
        Server server = new Server(random, devices);
        for (int i = 0; i < 60; i++) {
            if (server.sent.isEmpty() || server.sightings < PushedStanzas.WINDOW - 4 && random.nextInt(3) == 0) {
                server.send();
            } else {
                server.anotherOccasion(server.sent.get(random.nextInt(server.sent.size())));
            }
        }
    }

    /** One of a thousand times is a full second, and could be one that lost its fraction. */
    @Test
    void aTimeThatHappensToBeAFullSecondIsATimeLikeOthers() {
        eachStanzaIsPushedOncePerRegistration(-19298, 4);
    }

    /** Far more than the window: every stanza goes to every device when it comes, and copies of any come back in any order. */
    @Property(tries = 100)
    void copiesOfStanzasBeyondTheWindowAreKnown(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int devices) {
        Random random = new Random(seed);
        Server server = new Server(random, devices);
        for (int i = 0; i < 400; i++) {
            Sent sent = server.send();
            for (int device = 0; device < devices; device++) {
                server.occasion(sent, device, sent.journey, sent.stored == null ? sent.queued.get(device) : null);
            }
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                server.anotherOccasion(server.sent.get(random.nextInt(server.sent.size())));
            }
        }
        assertTrue(server.seen.size("user") <= PushedStanzas.WINDOW);
    }

    /** What the oracle knows of one stanza. */
    private static final class Sent {
        private final int number;
        private final Fingerprint fingerprint;
        private final Journey journey;
        private final Instant time;
        /** When each device's session queues it. */
        private final List<Instant> queued = new ArrayList<>();
        /** When it was stored offline, or null where it never is without having been queued before. */
        private final Instant stored;

        private Sent(int number, Fingerprint fingerprint, Journey journey, Instant time, Instant stored) {
            this.number = number;
            this.fingerprint = fingerprint;
            this.journey = journey;
            this.time = time;
            this.stored = stored;
        }
    }

    private static final class Server {
        private final PushHistory seen = new PushHistory(10_000, System::nanoTime, Runnable::run);
        private final List<Sent> sent = new ArrayList<>();
        private final Set<String> pushed = new HashSet<>();
        private final Random random;
        private final List<RegistrationKey> devices = new ArrayList<>();
        private Instant now = Instant.parse("2026-03-04T05:06:07.089Z");
        private long journeys;
        private int sightings;

        private Server(Random random, int devices) {
            this.random = random;
            for (int i = 0; i < devices; i++) {
                this.devices.add(new RegistrationKey("user", new JID("push.example.com"), "device" + i));
            }
        }

        private Sent send() {
            // Where only the database's time is known, equal messages are told apart if they are some seconds from each other.
            boolean unstamped = random.nextInt(4) == 0;
            now = now.plusMillis(unstamped || sent.isEmpty() || sent.get(sent.size() - 1).stored != null ? 7_000 : 40)
                .plusMillis(random.nextInt(500));
            Sent stanza = new Sent(sent.size(), new Fingerprint(random.nextInt(3), 0), new Journey(++journeys, Origin.TRACED), now,
                unstamped ? now.minusMillis(random.nextInt(3_000)) : null);
            for (int i = 0; i < devices.size(); i++) {
                stanza.queued.add(now.plusMillis(1 + random.nextInt(35)));
            }
            sent.add(stanza);
            int device = random.nextInt(devices.size());
            occasion(stanza, device, stanza.journey, unstamped ? null : stanza.queued.get(device));
            return stanza;
        }

        /** The same journey seen again, the queue of a session, or a copy from one that comes back at some later time. */
        private void anotherOccasion(Sent stanza) {
            int device = random.nextInt(devices.size());
            if (stanza.stored != null) {
                copy(stanza, device, stanza.stored);
                return;
            }
            int session = random.nextInt(devices.size());
            switch (random.nextInt(4)) {
                case 3 -> {
                    occasion(stanza, session, stanza.journey, stanza.queued.get(session));
                    again(stanza, device, stanza.queued.get(session));
                }
                case 0 -> occasion(stanza, device, stanza.journey, stanza.queued.get(device));
                case 1 -> {
                    // It was routed to this session, whose device is known to have it.
                    occasion(stanza, session, stanza.journey, stanza.queued.get(session));
                    copy(stanza, device, stanza.queued.get(session));
                }
                default -> occasion(stanza, device, stanza.journey, null);
            }
        }

        private void copy(Sent stanza, int device, Instant since) {
            Instant due = now.plus(Duration.ofMinutes(random.nextInt(4_000)));
            check(stanza, device, new Travelling(message(stanza, since),
                random.nextBoolean() ? new Journey(++journeys, Origin.STORED) : null, random.nextBoolean() ? due : null), due, true);
        }

        /** The session ended, and the server routes the very stanza once more. */
        private void again(Sent stanza, int device, Instant since) {
            Instant due = now.plus(Duration.ofMinutes(random.nextInt(4_000)));
            check(stanza, device, new Travelling(message(stanza, since), stanza.journey), due, true);
        }

        private void occasion(Sent stanza, int device, Journey journey, Instant stamp) {
            check(stanza, device, new Travelling(message(stanza, null), journey, stamp), stanza.time, stanza.stored != null);
        }

        private void check(Sent stanza, int device, Travelling travelling, Instant due, boolean stored) {
            boolean first = seen.first(devices.get(device), travelling, due, stored);
            assertEquals(pushed.add(stanza.number + "/" + device), first, () -> "stanza " + stanza.number + " for device " + device
                + " on " + travelling.journey() + " queued " + travelling.stamp() + " copy of " + travelling.stanza().delayedSince());
            sightings = seen.size("user");
        }

        private static Stanza message(Sent sent, Instant since) {
            return new Stanza(Stanza.Kind.MESSAGE, null, null, false, true, false, null, false, null, "ok", false, false, false,
                sent.fingerprint, since);
        }
    }
}
