package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Handset.State;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;

/**
 * A user with some devices, and what happens to them. One thing after the other for one user, under the user's lock; many users at the
 * same time. What would otherwise be a race between a letter and the device's network is decided by what the device does: one that does
 * not acknowledge has to be pushed to, whichever way the race went.
 */
final class Person extends Life {

    final TestUser user;
    final List<Handset> handsets = new ArrayList<>();
    final Post post;
    /** Letters that must have arrived in the end, at any of the user's devices. */
    final List<Letter> letters = new ArrayList<>();
    /** Letters in sessions that were replaced: Openfire 4.2 delivers them only when it cleans up, if it does. */
    final Set<String> limbo = new HashSet<>();
    private final Pen pen;
    private final Deeds deeds;

    Person(Soak soak, TestUser user, int devices, Random random) {
        super(soak, user.name(), random);
        this.user = user;
        this.pen = new Pen(this);
        boolean carbons = random.nextBoolean();
        for (int i = 0; i < devices; i++) {
            handsets.add(new Handset(this, i, carbons, i == 0 || random.nextInt(4) > 0, random.nextInt(5) == 0));
        }
        diary.note("carbons " + carbons);
        this.post = new Post(handsets, soak.ledger(), soak.rules());
        this.deeds = new Deeds(this);
    }

    @Override
    List<Handset> phones() {
        return handsets;
    }

    @Override
    void live() {
        Handset handset = handsets.get(random.nextInt(handsets.size()));
        int chance = random.nextInt(100);
        if (chance < 45) {
            write(handsets.stream().noneMatch(Handset::present) && chance < 10 ? pen.call() : pen.letters(1 + random.nextInt(4), true));
            return;
        }
        if (chance < 50 && handset.present()) {
            deeds.catchUp(handset);
            return;
        }
        switch (handset.state) {
            case ABSENT -> deeds.login(handset);
            case ONLINE -> {
                if (chance < 60) {
                    deeds.detach(handset);
                } else if (chance < 80) {
                    deeds.silence(handset);
                } else if (chance < 90) {
                    deeds.leave(handset);
                } else if (handset.node != null && nothingOpen()) {
                    deeds.renew(handset);
                }
            }
            case SILENT -> {
                if (chance < 70 && !handset.webSocket) {
                    deeds.lose(handset, List.of());
                } else if (chance < 85 && !handset.webSocket) {
                    deeds.lose(handset, pen.letters(1 + random.nextInt(4), false));
                } else if (chance < (handset.webSocket ? 60 : 93) || soak.rules().archive() || soak.rules().ackDelay()
                    || handset.isAddressed()) {
                    deeds.speak(handset);
                } else {
                    deeds.leaveSilently(handset);
                }
            }
            default -> {
                if (chance < 70 || Lack.REPLACING_TAKES_LONG.holds()) {
                    deeds.resume(handset);
                } else if (chance < 85 && mayFlicker(handset)) {
                    deeds.flicker(handset, pen.letters(1 + random.nextInt(4), false));
                } else if (!soak.rules().expiring()) {
                    deeds.replace(handset);
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
    boolean nothingOpen() {
        return handsets.stream().allMatch(handset -> handset.unacked.isEmpty());
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

    void send(List<Letter> written) {
        written.forEach(letter -> diary.note(letter.toString()));
        if (written.isEmpty()) {
            return;
        }
        soak.writers().sending(this, sender -> {
            for (Letter letter : written) {
                if (letter.unique()) {
                    letters.add(letter);
                }
                sender.send(letter.xml());
            }
            Writers.routed(sender);
        });
        soak.count("LETTERS", written.size());
    }

    /**
     * Of several detached sessions, the order in which they end is not known, and matters: all but one resume before. So does one in which
     * something waits for its full address: Openfire 5 routes that, when the session times out, to that very session, where it is lost.
     */
    @Override
    void beforeExpiry() {
        List<Handset> detached = handsets.stream().filter(handset -> handset.state == State.DETACHED).toList();
        detached.stream().filter(handset -> handset != detached.get(0) || handset.isAddressed()).forEach(deeds::resume);
        handsets.stream().filter(handset -> handset.state == State.DETACHED).forEach(handset -> {
            post.settle(handset);
            handset.note("times out");
            handset.state = State.ABSENT;
            post.redeliver(handset);
        });
    }

    @Override
    void afterExpiry() {
        handsets.stream().filter(handset -> !handset.present() && handset.client != null)
            .forEach(handset -> handset.await("timed out", () -> handset.session() == null));
        acknowledge();
    }

    @Override
    void duringOutage() {
        diary.note("outage");
        write(pen.texts(1 + random.nextInt(4)));
    }

    @Override
    void afterOutage() {
        diary.note("the service is back");
        handsets.forEach(post::back);
    }

    /**
     * What was pushed to whom the plugin forgets, but for what waits in detached sessions: nothing that another device had pushed may come
     * back later.
     */
    @Override
    void beforeReload() {
        for (Handset handset : handsets) {
            if (handset.state == State.SILENT) {
                deeds.speak(handset);
            } else if (handset.state == State.DETACHED && (soak.rules().archive() || handset.unacked.stream().anyMatch(Letter::rings))) {
                deeds.resume(handset);
            }
        }
        handsets.forEach(post::unloading);
    }

    @Override
    void afterReload() {
        diary.note("reloaded");
        handsets.forEach(handset -> {
            post.mayCountFromHere(handset);
            if (handset.state == State.ONLINE) {
                handset.settle();
                post.online(handset);
            }
        });
    }

    @Override
    void finish() {
        for (Handset handset : handsets) {
            switch (handset.state) {
                case ABSENT -> deeds.login(handset);
                case SILENT -> deeds.speak(handset);
                case DETACHED -> deeds.resume(handset);
                default -> { }
            }
        }
        handsets.forEach(post::settle);
        new Arrivals(this).check();
    }
}
