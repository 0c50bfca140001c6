package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Handset.State;

/** What a user's devices do, and what the {@link Post} says is due for it. Guarded by its {@link Person}. */
final class Deeds {

    private final Person person;
    private final Soak soak;
    private final Post post;
    private final Random random;

    Deeds(Person person) {
        this.person = person;
        this.soak = person.soak;
        this.post = person.post;
        this.random = person.random;
    }

    void login(Handset handset) {
        handset.note("login");
        post.settle(handset);
        boolean moves = handset.node != null && random.nextInt(4) == 0;
        if (moves) {
            // Some apps bind another resource each time. Who enables again is known, whatever the resource (behaviour §1).
            handset.resource = handset.resource.replaceFirst("m.*", "") + "m" + random.nextInt(1_000_000);
            soak.count("MOVED");
        }
        handset.connect();
        if (moves) {
            handset.enable();
            handset.quiet();
        } else if (handset.registers && handset.node == null && person.nothingOpen()) {
            handset.enroll();
        }
        handset.settle();
        post.online(handset);
    }

    void detach(Handset handset) {
        handset.note("detach");
        handset.quiet();
        post.leaves(handset);
        handset.cut();
    }

    void silence(Handset handset) {
        handset.note("silence");
        handset.quiet();
        post.leaves(handset);
        handset.state = State.SILENT;
    }

    void speak(Handset handset) {
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
    void lose(Handset handset, List<Letter> meanwhile) {
        handset.note("lose");
        handset.hear();
        handset.heard = meanwhile.isEmpty() ? handset.heard : -1;
        meanwhile.forEach(post::route);
        post.lost(handset);
        meanwhile.forEach(post::mayBeStored);
        var sent = CompletableFuture.runAsync(() -> person.send(meanwhile), soak.helpers());
        handset.cut();
        sent.join();
        person.acknowledge();
    }

    void resume(Handset handset) {
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
    void flicker(Handset handset, List<Letter> meanwhile) {
        handset.note("flicker");
        post.settle(handset);
        handset.tell();
        meanwhile.forEach(post::route);
        meanwhile.forEach(post::mayBeStored);
        var sent = CompletableFuture.runAsync(() -> person.send(meanwhile), soak.helpers());
        if (!random.nextBoolean()) {
            pauseALittle();
        }
        handset.resume();
        sent.join();
        handset.cut();
        // Whether the plugin noticed that it was there is not known, and matters to what only wakes.
        post.mayCountFromHere(handset);
        person.acknowledge();
    }

    private static void pauseALittle() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(3_000_000));
    }

    void leave(Handset handset) {
        handset.note("leave");
        handset.quiet();
        post.leaves(handset);
        handset.close();
    }

    /**
     * In order, or because its connection is lost and cannot be resumed, but without having acknowledged: Openfire delivers what is open
     * to somebody else. What has this session's full address, Openfire 5 stores instead, even where another session is there.
     */
    void leaveSilently(Handset handset) {
        handset.note("leaveSilently");
        handset.state = State.ABSENT;
        post.redeliver(handset);
        if (handset.webSocket && random.nextBoolean()) {
            handset.cut();
        } else {
            handset.close();
        }
        person.acknowledge();
    }

    void renew(Handset handset) {
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

    void replace(Handset handset) {
        handset.note("replace");
        post.settle(handset);
        handset.unacked.forEach(letter -> person.limbo.add(letter.body()));
        handset.forget();
        handset.connect();
        handset.settle();
        post.online(handset);
    }

    void catchUp(Handset handset) {
        handset.note("catchUp");
        int all = person.letters.size();
        CatchUp.fetch(handset, 1 + random.nextInt(5), person.letters.subList(Math.max(0, all - random.nextInt(3)), all));
        person.acknowledge();
    }
}
