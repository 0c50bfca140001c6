package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Handset.State;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Letter.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/**
 * A user with some devices, and what happens to them. One thing after the other for one user, under the user's lock; many users at the
 * same time. What would otherwise be a race between a letter and the device's network is decided by what the device does: one that does
 * not acknowledge has to be pushed to, whichever way the race went.
 */
final class Person {

    final Soak soak;
    final TestUser user;
    final List<Handset> handsets = new ArrayList<>();
    final Post post;
    final ReentrantLock lock = new ReentrantLock();
    final Random random;
    /** Letters that must have arrived in the end, at any of the user's devices. */
    final List<Letter> letters = new ArrayList<>();
    /** Letters in sessions that were replaced: Openfire 4.2 delivers them only when it cleans up, if it does. */
    final Set<String> limbo = new HashSet<>();
    final Diary diary = new Diary();
    private int serial;

    Person(Soak soak, TestUser user, int devices, Random random) {
        this.soak = soak;
        this.user = user;
        this.random = random;
        boolean carbons = random.nextBoolean();
        for (int i = 0; i < devices; i++) {
            handsets.add(new Handset(this, i, carbons, i == 0 || random.nextInt(4) > 0));
        }
        this.post = new Post(handsets, soak.ledger(), soak.rules());
    }

    /** The next thing in this user's life. */
    void live() {
        Handset handset = handsets.get(random.nextInt(handsets.size()));
        int chance = random.nextInt(100);
        if (chance < 45) {
            write(letters(1 + random.nextInt(4), true));
            return;
        }
        switch (handset.state) {
            case ABSENT -> login(handset);
            case ONLINE -> {
                if (chance < 60) {
                    detach(handset);
                } else if (chance < 80) {
                    silence(handset);
                } else if (chance < 90) {
                    leave(handset);
                } else if (handset.node != null && nothingOpen()) {
                    renew(handset);
                }
            }
            case SILENT -> {
                if (chance < 70) {
                    lose(handset, List.of());
                } else if (chance < 85) {
                    lose(handset, letters(1 + random.nextInt(4), false));
                } else if (chance < 93 || soak.rules().archive() || soak.rules().ackDelay() || handset.isAddressed()) {
                    speak(handset);
                } else {
                    leaveSilently(handset);
                }
            }
            default -> {
                if (chance < 70 || Lack.REPLACING_TAKES_LONG.holds()) {
                    resume(handset);
                } else if (chance < 85 && mayFlicker(handset)) {
                    flicker(handset, letters(1 + random.nextInt(4), false));
                } else if (!soak.rules().expiring()) {
                    replace(handset);
                }
            }
        }
        soak.count(handset.state.name());
    }

    /** Where only a time-out detaches a session, nothing does so in the moment in which it is resumed. */
    private boolean mayFlicker(Handset handset) {
        return handset.heard >= 0 && !soak.rules().merging() && handset.unacked.stream().allMatch(Letter::important)
            && !Lack.LOST_CONNECTION_ENDS_SESSION.holds();
    }

    /** Whether nothing can be delivered once more, to a registration that it was never meant for. */
    private boolean nothingOpen() {
        return handsets.stream().allMatch(handset -> handset.unacked.isEmpty());
    }

    private List<Letter> letters(int count, boolean anyKind) {
        var written = new ArrayList<Letter>();
        String to = random.nextInt(5) < 3 ? user.jid() : handsets.get(random.nextInt(handsets.size())).jid();
        for (int i = 0; i < count; i++) {
            int chance = random.nextInt(100);
            Kind kind = chance < 55 ? Kind.TEXT : chance < 70 ? Kind.EQUAL : chance < 80 ? Kind.ENCRYPTED
                : chance < 90 ? Kind.CALL : Kind.STATE;
            // What only wakes need not where something important does so at the same time: nothing comes after it.
            if (kind == Kind.STATE && (!anyKind || i < count - 1 || soak.rules().ackDelay()
                || handsets.stream().anyMatch(each -> each.flickered))
                || kind == Kind.CALL && handsets.stream().anyMatch(each -> each.unacked.stream().anyMatch(one -> !one.important()))) {
                kind = Kind.TEXT;
            }
            String body = kind == Kind.EQUAL ? "Equal for " + user.name() : user.name() + " #" + ++serial;
            written.add(Letter.of(kind, body, random.nextBoolean(), serial, "", to));
        }
        return written;
    }

    /** Letters are sent, each by somebody, and routed when this returns. */
    private void write(List<Letter> written) {
        written.forEach(post::route);
        send(written);
        if (written.stream().anyMatch(letter -> !letter.important())) {
            handsets.stream().filter(handset -> handset.node != null).forEach(handset -> soak.ledger().settle(handset.node));
        }
        acknowledge();
    }

    /** Whoever is online has seen what came. */
    void acknowledge() {
        handsets.stream().filter(handset -> handset.state == State.ONLINE).forEach(Handset::quiet);
    }

    private void send(List<Letter> written) {
        written.forEach(letter -> diary.note(letter.toString()));
        if (written.isEmpty()) {
            return;
        }
        soak.sending(this, sender -> {
            for (Letter letter : written) {
                if (letter.unique()) {
                    letters.add(letter);
                }
                sender.send(letter.xml());
            }
            routed(sender);
        });
        soak.count("LETTERS", written.size());
    }

    /** Openfire handles a client's stanzas one after the other: when it says how many it has handled, the letters are where they go. */
    private static void routed(RawClient sender) {
        sender.others().poll(element -> element.getName().equals("a"), java.time.Duration.ZERO);
        sender.send("<r xmlns='urn:xmpp:sm:3'/>");
        sender.others().await(element -> element.getName().equals("a"), Ledger.PATIENCE);
    }

    private void login(Handset handset) {
        handset.note("login");
        post.settle(handset);
        handset.connect();
        if (handset.registers && handset.node == null && nothingOpen()) {
            handset.enroll();
        }
        handset.settle();
        post.online(handset);
    }

    private void detach(Handset handset) {
        handset.note("detach");
        handset.quiet();
        post.leaves(handset);
        handset.cut();
    }

    private void silence(Handset handset) {
        handset.note("silence");
        handset.quiet();
        post.leaves(handset);
        handset.state = State.SILENT;
    }

    private void speak(Handset handset) {
        handset.note("speak");
        if (soak.rules().ackDelay()) {
            post.settle(handset);
        }
        post.speaks(handset);
        handset.forget();
        handset.quiet();
        handset.settle();
        handset.state = State.ONLINE;
        post.online(handset);
    }

    /** The connection is lost, maybe in the very moment in which letters come. */
    private void lose(Handset handset, List<Letter> meanwhile) {
        handset.note("lose");
        handset.hear();
        handset.heard = meanwhile.isEmpty() ? handset.heard : -1;
        meanwhile.forEach(post::route);
        post.lost(handset);
        meanwhile.forEach(post::mayBeStored);
        var sent = CompletableFuture.runAsync(() -> send(meanwhile), soak.helpers());
        handset.cut();
        sent.join();
        acknowledge();
    }

    private void resume(Handset handset) {
        handset.note("resume");
        post.settle(handset);
        handset.forget();
        handset.resume();
        handset.quiet();
        handset.settle();
        handset.state = State.ONLINE;
        post.online(handset);
    }

    /** The network is there for a moment, in which letters come, and the device acknowledges nothing. */
    private void flicker(Handset handset, List<Letter> meanwhile) {
        handset.note("flicker");
        post.settle(handset);
        handset.tell();
        meanwhile.forEach(post::route);
        meanwhile.forEach(post::mayBeStored);
        var sent = CompletableFuture.runAsync(() -> send(meanwhile), soak.helpers());
        if (!random.nextBoolean()) {
            pauseALittle();
        }
        handset.resume();
        sent.join();
        handset.cut();
        // Whether the plugin noticed that it was there is not known, and matters to what only wakes.
        handset.flickered = true;
        acknowledge();
    }

    private static void pauseALittle() {
        java.util.concurrent.locks.LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(3_000_000));
    }

    private void leave(Handset handset) {
        handset.note("leave");
        handset.quiet();
        post.leaves(handset);
        handset.close();
    }

    /**
     * In order, but without having acknowledged: Openfire delivers what is open to somebody else. What has this session's full address,
     * Openfire 5 stores instead, even where another session is there.
     */
    private void leaveSilently(Handset handset) {
        handset.note("leaveSilently");
        handset.state = State.ABSENT;
        post.redeliver(handset);
        handset.close();
        acknowledge();
    }

    private void renew(Handset handset) {
        handset.note("renew");
        if (handset.node != null) {
            post.leaves(handset);
            soak.ledger().settle(handset.node);
            handset.withdraw();
            handset.enroll();
            handset.settle();
            post.online(handset);
        }
    }

    private void replace(Handset handset) {
        handset.note("replace");
        post.settle(handset);
        handset.unacked.forEach(letter -> limbo.add(letter.body()));
        handset.forget();
        handset.connect();
        handset.settle();
        post.online(handset);
    }

    /**
     * Of several detached sessions, the order in which they end is not known, and matters: all but one resume before. So does one in which
     * something waits for its full address: Openfire 5 routes that, when the session times out, to that very session, where it is lost.
     */
    void prepareExpiry() {
        List<Handset> detached = handsets.stream().filter(handset -> handset.state == State.DETACHED).toList();
        detached.stream().filter(handset -> handset != detached.get(0) || handset.isAddressed()).forEach(this::resume);
        handsets.stream().filter(handset -> handset.state == State.DETACHED).forEach(handset -> {
            post.settle(handset);
            handset.note("times out");
            handset.state = State.ABSENT;
            post.redeliver(handset);
        });
    }

    /** Everybody comes back, and nothing is missing. */
    void finish() {
        for (Handset handset : handsets) {
            switch (handset.state) {
                case ABSENT -> login(handset);
                case SILENT -> speak(handset);
                case DETACHED -> resume(handset);
                default -> { }
            }
        }
        handsets.forEach(post::settle);
        new Arrivals(this).check();
    }
}
