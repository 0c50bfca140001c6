package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Letter.Kind;

/** What others write to a user: letters of all kinds, to all of the user's addresses. Guarded by its {@link Person}. */
final class Pen {

    private final Person person;
    private final Random random;
    private int serial;

    Pen(Person person) {
        this.person = person;
        this.random = person.random;
    }

    /** Some letters to one of the user's addresses. */
    List<Letter> letters(int count, boolean anyKind) {
        var written = new ArrayList<Letter>();
        String to = address();
        for (int i = 0; i < count; i++) {
            int chance = random.nextInt(100);
            Kind kind = chance < 55 ? Kind.TEXT : chance < 70 ? Kind.EQUAL : chance < 80 ? Kind.ENCRYPTED
                : chance < 90 ? Kind.CALL : Kind.STATE;
            // What only wakes need not where something important does so at the same time: nothing comes after it.
            if (kind == Kind.STATE && (!anyKind || i < count - 1 || !mayWake()) || kind == Kind.CALL && !mayCall()) {
                kind = Kind.TEXT;
            }
            written.add(letter(kind, to));
        }
        return written;
    }

    /** Letters that show their text, or stand for one. */
    List<Letter> texts(int count) {
        var written = new ArrayList<Letter>();
        String to = address();
        for (int i = 0; i < count; i++) {
            written.add(letter(random.nextInt(3) > 0 ? Kind.TEXT : random.nextBoolean() ? Kind.EQUAL : Kind.ENCRYPTED, to));
        }
        return written;
    }

    /** A call, and its end if the caller gives up. */
    List<Letter> call() {
        var written = new ArrayList<Letter>(List.of(letter(Kind.CALL, person.user.jid())));
        if (random.nextBoolean()) {
            written.add(Letter.of(Kind.CALL_END, written.get(0).body(), false, written.get(0).serial(), person.user.jid()));
        }
        return written;
    }

    private Letter letter(Kind kind, String to) {
        String body = kind == Kind.EQUAL ? "Equal for " + person.name : person.name + " #" + ++serial;
        return Letter.of(kind, body, random.nextBoolean(), serial, to);
    }

    private String address() {
        List<Handset> handsets = person.handsets;
        return random.nextInt(5) < 3 ? person.user.jid() : handsets.get(random.nextInt(handsets.size())).jid();
    }

    private boolean mayWake() {
        return !person.soak.rules().ackDelay() && person.handsets.stream().noneMatch(each -> each.unsure);
    }

    private boolean mayCall() {
        return person.handsets.stream().allMatch(each -> each.unacked.stream().allMatch(Letter::important));
    }
}
