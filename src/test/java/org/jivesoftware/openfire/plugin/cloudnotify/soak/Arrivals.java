package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** Whether what was written to a user arrived: all of it, in order, and once in each session, as far as Openfire itself promises. */
final class Arrivals {

    private final Person person;
    private final Map<String, Letter> letters = new HashMap<>();

    Arrivals(Person person) {
        this.person = person;
        person.letters.forEach(letter -> letters.put(letter.body(), letter));
    }

    void check() {
        var missing = new HashSet<>(letters.keySet());
        missing.removeAll(person.limbo);
        long deadline = System.nanoTime() + Ledger.PATIENCE.toNanos();
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            for (Handset handset : person.handsets) {
                handset.lives.forEach(life -> bodies(life).forEach(missing::remove));
            }
            if (!missing.isEmpty()) {
                person.soak.pause();
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("Messages for " + person.user.name() + " never arrived: " + missing);
        }
        for (Handset handset : person.handsets) {
            handset.lives.forEach(life -> session(handset, life));
        }
    }

    private static List<String> bodies(RawClient life) {
        var bodies = new ArrayList<String>();
        for (Element stanza : life.received().all()) {
            String body = stanza.getName().equals("message") ? stanza.elementText("body") : null;
            if (body != null) {
                bodies.add(body);
            }
        }
        return bodies;
    }

    /** What Openfire delivers once more bears a delay, and may come at any time. */
    private void session(Handset handset, RawClient life) {
        Set<String> seen = new HashSet<>();
        int last = 0;
        for (Element stanza : life.received().all()) {
            Letter letter = stanza.getName().equals("message") ? letters.get(stanza.elementText("body")) : null;
            if (letter != null && stanza.element("delay") == null) {
                if (!seen.add(letter.body())) {
                    throw new AssertionError(handset.jid() + " received twice: " + letter.body());
                }
                if (letter.serial() < last) {
                    throw new AssertionError(handset.jid() + " received out of order: " + letter.body() + " after #" + last);
                }
                last = letter.serial();
            }
        }
    }
}
