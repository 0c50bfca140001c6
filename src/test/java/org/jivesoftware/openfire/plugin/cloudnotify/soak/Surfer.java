package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Letter.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.BoshClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * A user with a browser's tab over BOSH, and a phone that is always off; both are registered. The tab is closed in order, or vanishes: then
 * what comes for it Openfire loses, or stores when it ends the session, and either is due for both when that is so (behaviour §2 "BOSH").
 */
final class Surfer extends Life {

    private enum State { ABSENT, ONLINE, GONE }

    private final TestUser user;
    private final Phone phone;
    private final String tabNode;
    /** Null until the first one is opened, which registers. */
    private BoshClient tab;
    private State state = State.ABSENT;
    private int serial;

    Surfer(Soak soak, TestUser user, Random random) {
        super(soak, user.name(), random);
        this.user = user;
        this.phone = new Phone(this, user, "phone", false);
        this.tabNode = user.name() + "-tab";
        phone.connect(0, false);
        phone.enroll();
        phone.settle();
        phone.close();
    }

    @Override
    List<Phone> phones() {
        return List.of(phone);
    }

    @Override
    void live() {
        int chance = random.nextInt(100);
        if (chance < 40) {
            write(letters());
        } else {
            switch (state) {
                case ABSENT -> open();
                case ONLINE -> {
                    if (chance < 80) {
                        vanish();
                    } else {
                        leave();
                    }
                }
                default -> write(letters());
            }
        }
        soak.count("TAB " + state);
    }

    private List<Letter> letters() {
        var letters = new ArrayList<Letter>();
        String to = random.nextBoolean() ? user.jid() : user.jid() + "/tab";
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int chance = random.nextInt(100);
            Kind kind = chance < 60 ? Kind.TEXT : chance < 75 ? Kind.EQUAL : chance < 85 ? Kind.ENCRYPTED : Kind.CALL;
            String body = kind == Kind.EQUAL ? "Equal for " + name : name + " #" + ++serial;
            letters.add(Letter.of(kind, body, random.nextBoolean(), serial, to));
        }
        return letters;
    }

    private void write(List<Letter> letters) {
        for (Letter letter : letters) {
            route(letter);
            diary.note(state + " " + letter);
        }
        soak.writers().sending(this, sender -> {
            letters.forEach(letter -> sender.send(letter.xml()));
            Writers.routed(sender);
        });
        if (state == State.ONLINE) {
            hear();
        }
        soak.count("LETTERS TO TABS", letters.size());
    }

    /** A tab that is open gets what comes, and only calls, and what an archive keeps, are for the phone; else everything is for both. */
    private void route(Letter letter) {
        if (state != State.ONLINE || letter.kind() == Kind.CALL) {
            due(letter, tabNode);
        }
        if (state != State.ONLINE || letter.kind() == Kind.CALL || soak.rules().archive()) {
            due(letter, phone.node);
        }
    }

    private void due(Letter letter, String node) {
        if (tab != null || node.equals(phone.node)) {
            letter.due().add(node);
            soak.ledger().expect(node, letter.text());
        }
    }

    /** Waits until the tab has got everything so far. It says something itself: whatever became of the request before, there is one now. */
    private void hear() {
        String text = "probe-" + soak.nextProbe();
        RawClient prober = soak.prober();
        prober.send("<message type='headline' to='" + tab.jid() + "'><body>" + text + "</body></message>");
        tab.send("<iq type='get' id='" + XmppClient.newId() + "' to='" + soak.domain() + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        tab.received().await(stanza -> text.equals(stanza.elementText("body")), Phone.PATIENCE);
    }

    private void open() {
        diary.note("opens");
        settle();
        tab = new BoshClient(soak.httpPort(), soak.domain(), user.name(), user.password());
        tab.login("tab");
        tab.enablePush(soak.service(), tabNode);
        tab.available();
        phone.await("has a tab that is available", () -> soak.control().sessions().of(name).stream().anyMatch(each -> each.available()));
        hear();
        state = State.ONLINE;
    }

    private void leave() {
        diary.note("leaves");
        tab.close();
        awaitEnd();
        state = State.ABSENT;
    }

    /** Something comes in any case: without that Openfire takes the request that waits for a sign of life. */
    private void vanish() {
        diary.note("vanishes");
        hear();
        tab.cut();
        state = State.GONE;
        write(letters());
    }

    private void awaitEnd() {
        phone.await("has no tab any more", () -> soak.control().sessions().of(name).isEmpty());
    }

    @Override
    boolean hasTabThatIsGone() {
        if (state == State.GONE && soak.control().sessions().of(name).isEmpty()) {
            diary.note("the tab's session has ended");
            state = State.ABSENT;
        }
        return state == State.GONE;
    }

    @Override
    void settle() {
        // What a tab that is gone was sent is pushed when its session ends.
        if (state != State.GONE) {
            soak.ledger().settle(tabNode);
            soak.ledger().settle(phone.node);
        }
    }

    @Override
    void duringOutage() {
        if (state == State.ABSENT) {
            diary.note("outage");
            write(letters().stream().filter(letter -> letter.kind() != Kind.CALL).toList());
        }
    }

    @Override
    void afterOutage() {
        for (String node : List.of(tabNode, phone.node)) {
            if (soak.ledger().pooled(node)) {
                soak.ledger().awaitPool(node);
                soak.ledger().drain(node);
            }
        }
    }

    @Override
    void finish() {
        settle();
    }

    @Override
    void close() {
        super.close();
        if (state == State.ONLINE) {
            tab.close();
        }
    }
}
