package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** One device of a user, and what the oracle knows of it. Guarded by its {@link Person}. */
final class Handset extends Phone {

    /** What its session is like. */
    enum State { ABSENT, ONLINE, SILENT, DETACHED }

    /** Different for each of a user's devices, so that Openfire's choice among them is known. */
    final int priority;
    final boolean carbons;
    final boolean registers;
    State state = State.ABSENT;
    /** What it has not acknowledged since it fell silent, the oldest first; goes on while it is detached. */
    final List<Letter> unacked = new ArrayList<>();
    /** Those of them that are carbons of what went to another device. */
    final Set<Letter> copies = Collections.newSetFromMap(new IdentityHashMap<>());
    /** How many of them, the oldest, it received all the same: a resumption acknowledges these. Negative where that is not known. */
    int heard;
    /** Whether something was pushed in this absence. */
    boolean woken;
    /** Whether the plugin may have another idea of this absence: it was connected for a moment, or the plugin has just been loaded. */
    boolean unsure;
    /** Important stanzas pushed in this absence, and calls among them or before, while it was online. */
    int counted;
    int calls;
    /** Those among the counted that may belong to no absence, or to one that the plugin does not know of. */
    int doubtful;
    /** What may have been pushed, or not, in this absence or while it was online. */
    int maybe;
    long absentSince;

    Handset(Person owner, int number, boolean carbons, boolean registers, boolean webSocket) {
        super(owner, owner.user, "r" + number, webSocket);
        this.priority = number + 1;
        this.carbons = carbons;
        this.registers = registers;
    }

    @Override
    void note(String event) {
        super.note(state + (webSocket ? " over WebSocket" : "") + ": " + event);
    }

    boolean present() {
        return state != State.ABSENT;
    }

    /** Whether something that is open has this session's full address, as copies have. */
    boolean isAddressed() {
        return !copies.isEmpty() || unacked.stream().anyMatch(letter -> letter.to().equals(jid()));
    }

    /** Nothing is open any more. */
    void forget() {
        heard = 0;
        unacked.clear();
        copies.clear();
    }

    void connect() {
        connect(priority, carbons);
        state = State.ONLINE;
    }

    @Override
    void hear() {
        super.hear();
        heard = unacked.size();
    }

    /** It is connected again, if only for a moment: the server learns what it has received. */
    void tell() {
        unacked.subList(0, heard).clear();
        heard = -1;
    }

    @Override
    void cut() {
        super.cut();
        state = webSocket ? State.ABSENT : State.DETACHED;
    }

    @Override
    void close() {
        super.close();
        state = State.ABSENT;
    }
}
