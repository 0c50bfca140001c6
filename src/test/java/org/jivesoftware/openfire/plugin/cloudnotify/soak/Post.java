package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Handset.State;

/** Where Openfire brings a user's letters, and which pushes follow from that (behaviour §2): the oracle. Guarded by its {@link Person}. */
final class Post {

    private final List<Handset> handsets;
    private final Ledger ledger;
    private final Rules rules;

    Post(List<Handset> handsets, Ledger ledger, Rules rules) {
        this.handsets = handsets;
        this.ledger = ledger;
        this.rules = rules;
    }

    /** A letter is about to be routed, for the first time or once more. */
    void route(Letter letter) {
        if (letter.kind() == Letter.Kind.CALL) {
            handsets.forEach(handset -> due(letter, handset));
        }
        route(letter, letter.to(), false);
    }

    private void route(Letter letter, String to, boolean copy) {
        List<Handset> targets = targets(to);
        if (!targets.isEmpty()) {
            boolean direct = !copy && targets.stream().anyMatch(handset -> handset.jid().equals(to));
            targets.forEach(handset -> bring(letter, handset, copy || direct && !handset.jid().equals(to)));
            // What a carbon is of was archived when it came.
            if (rules.archive() && letter.important() && !copy) {
                handsets.stream().filter(handset -> !handset.present()).forEach(handset -> due(letter, handset));
            }
        } else if (letter.important() && !copy) {
            handsets.forEach(handset -> due(letter, handset));
        }
    }

    /** As Openfire 4.2 routes chat messages. */
    List<Handset> targets(String to) {
        List<Handset> present = handsets.stream().filter(Handset::present).toList();
        Handset addressed = present.stream().filter(handset -> handset.jid().equals(to)).findFirst()
            .orElse(present.stream().max(Comparator.comparingInt(handset -> handset.priority)).orElse(null));
        return present.stream().filter(handset -> handset == addressed || handset.carbons).toList();
    }

    private void bring(Letter letter, Handset handset, boolean copy) {
        if (handset.state == State.ONLINE) {
            seen(letter, handset);
        }
        if (handset.state == State.SILENT || handset.state == State.DETACHED) {
            handset.unacked.add(letter);
            if (copy) {
                handset.copies.add(letter);
            }
        }
        if (handset.state == State.DETACHED || handset.state == State.SILENT && rules.ackDelay()) {
            due(letter, handset);
        }
    }

    /** A device has got a letter and acknowledged it, and seen is seen: it is no reason to push to that device any more. */
    private static void seen(Letter letter, Handset handset) {
        if (handset.node != null) {
            letter.seen().add(handset.node);
        }
    }

    /** A silent device acknowledges what it has got. */
    void speaks(Handset handset) {
        handset.unacked.forEach(letter -> seen(letter, handset));
    }

    /**
     * A letter is routed while the connection that it goes to is being lost: it waits in the session, and Openfire may store it offline,
     * too, which is a reason to push to every device, also to one that is online and will not get it (behaviour §2 "Offline").
     */
    void mayBeStored(Letter letter) {
        for (Handset handset : handsets) {
            if (handset.node != null && letter.important() && !letter.due().contains(handset.node) && letter.maybe().add(handset.node)) {
                ledger.allow(handset.node, letter.text());
                handset.maybe++;
            }
        }
    }

    /** A silent device lost its connection: what it has not acknowledged is due. */
    void lost(Handset handset) {
        // What is not important only wakes, and need not, where the other does.
        handset.unacked.stream().filter(Letter::important).forEach(letter -> due(letter, handset));
        handset.unacked.stream().filter(letter -> !letter.important()).forEach(letter -> due(letter, handset));
    }

    private void due(Letter letter, Handset handset) {
        if (handset.node == null || letter.kind() == Letter.Kind.CALL_END || letter.seen().contains(handset.node)
            || !letter.due().add(handset.node)) {
            return;
        }
        boolean away = handset.state != State.ONLINE && !unnoticed(letter, handset);
        if (letter.important()) {
            if (letter.maybe().remove(handset.node)) {
                ledger.require(handset.node, letter.text());
            } else {
                ledger.expect(handset.node, letter.text());
            }
            handset.woken |= away;
            handset.counted += away ? 1 : 0;
            handset.doubtful += away && elsewhere(letter, handset) && handset.unacked.isEmpty() ? 1 : 0;
            handset.calls += letter.kind() == Letter.Kind.CALL ? 1 : 0;
        } else if (!handset.woken) {
            handset.woken = true;
            ledger.expect(handset.node, "");
        }
    }

    /**
     * A call that went elsewhere, for a device that has acknowledged everything: nothing tells that it is not there any more. Where nothing
     * but presences is open, they do if the plugin has looked since they came, which it does for messages only.
     */
    private boolean unnoticed(Letter letter, Handset handset) {
        return elsewhere(letter, handset) && handset.session() != null && handset.session().unacked() == 0;
    }

    private boolean elsewhere(Letter letter, Handset handset) {
        return letter.kind() == Letter.Kind.CALL && handset.state == State.SILENT && !targets(letter.to()).contains(handset);
    }

    /**
     * A session ended with letters that were not acknowledged: Openfire routes them once more. Carbons, too, but those it stores nowhere,
     * and a carbon of a call is no call.
     */
    void redeliver(Handset handset) {
        List<Letter> again = new ArrayList<>(handset.unacked);
        Set<Letter> copies = Collections.newSetFromMap(new IdentityHashMap<>());
        copies.addAll(handset.copies);
        handset.forget();
        again.forEach(letter -> {
            if (copies.contains(letter)) {
                route(letter, handset.user.jid(), true);
            } else {
                route(letter);
            }
        });
    }

    /** A device is about to be online: everything that is due for it must have been pushed, and no more than that. */
    void settle(Handset handset) {
        if (handset.node == null) {
            return;
        }
        ledger.settle(handset.node);
        if (rules.merging() && handset.counted > handset.doubtful) {
            int pushes = ledger.awaitCount(handset.node, handset.counted - handset.doubtful, handset.counted).size();
            long seconds = 1 + (System.nanoTime() - handset.absentSince) / 1_000_000_000;
            // At the beginning, and at the end of each second; one that only wakes; and calls, which push what waits before them.
            long most = Math.min(handset.counted + 1 + handset.calls, 2 + seconds + 2L * handset.calls) + handset.maybe;
            if (pushes > most) {
                throw new AssertionError(pushes + " pushes instead of at most " + most + " for " + handset.counted + " messages to "
                    + handset.node + " in " + seconds + " s");
            }
        }
    }

    /**
     * The service is back: what is due for a device that is away is one push at least, which counts it all (behaviour §4).
     */
    void back(Handset handset) {
        if (handset.node != null && ledger.pooled(handset.node)) {
            if (handset.state != State.ONLINE) {
                // What came before the outage may count as much.
                ledger.awaitPool(handset.node);
                ledger.awaitCount(handset.node, handset.counted - handset.doubtful, handset.counted + handset.maybe);
            }
            ledger.drain(handset.node);
        }
    }

    /** The plugin is about to be unloaded: whatever was pushed to a device that is online has come. */
    void unloading(Handset handset) {
        if (handset.state == State.ONLINE) {
            leaves(handset);
        }
    }

    /** The plugin was loaded anew, or saw the device for a moment: what it pushed before it knows, but it may count from here. */
    void mayCountFromHere(Handset handset) {
        handset.unsure = true;
        handset.doubtful = handset.counted;
    }

    /** A device is online, and the plugin knows. */
    void online(Handset handset) {
        handset.woken = false;
        handset.unsure = false;
        handset.counted = 0;
        handset.calls = 0;
        handset.doubtful = 0;
        handset.maybe = 0;
        if (handset.node != null) {
            ledger.mark(handset.node);
        }
    }

    /** A device is about to be away: nothing but calls was pushed while it was online. */
    void leaves(Handset handset) {
        if (handset.node != null && rules.merging()) {
            int came = ledger.awaitSince(handset.node, handset.calls);
            if (came > handset.calls + handset.maybe) {
                throw new AssertionError(came + " pushes came for " + handset.node + " while it was online, with " + handset.calls
                    + " calls: " + ledger.since(handset.node));
            }
            ledger.mark(handset.node);
            handset.calls = 0;
            handset.maybe = 0;
        }
        handset.absentSince = System.nanoTime();
    }
}
