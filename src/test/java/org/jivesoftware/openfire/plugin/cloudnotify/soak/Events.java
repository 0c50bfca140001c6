package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionInfo;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** What happens to all lives at once, between rounds. */
final class Events {

    /** After so many rounds everything has happened. */
    static final int ALL_ONCE = 10;
    /** For how long a tab may be without a request. Longer than it takes one that is there from an answer to its next request. */
    static final int TAB_IDLE_SECONDS = 6;
    private static final String PLUGIN = "cloudnotify";

    private final Soak soak;
    private final Scenario scenario;
    private final PushService service;
    private final Random random;
    /** Never there, and the last one to be written to after an outage. */
    private final TestUser last;
    private final String lastNode;
    private int outages;

    Events(Soak soak, Scenario scenario, PushService service, Random random) {
        this.soak = soak;
        this.scenario = scenario;
        this.service = service;
        this.random = random;
        this.last = scenario.user("last");
        this.lastNode = last.name() + "-node";
        RawClient phone = scenario.raw(last, "phone");
        phone.enablePush(service.jid(), lastNode);
        scenario.leave(phone);
    }

    /** Perhaps something. */
    void maybe(int round) {
        if (random.nextInt(4) == 0 && soak.rules().expiring()) {
            expiry();
        }
        if (round % 10 == 7) {
            tabsEnd();
        }
        if (round % 12 == 5) {
            outage();
        }
        if (round % 30 == 9) {
            reload();
        }
    }

    /** All detached sessions time out. */
    private void expiry() {
        soak.everybody(Life::beforeExpiry);
        // Again where one is left: after a push the plugin lets the server's own time begin anew, maybe in the moment of the clean-up.
        scenario.await("no session is detached", () -> {
            scenario.control().sessions().expireDetached(0);
            return scenario.control().sessions().list().stream().noneMatch(SessionInfo::detached);
        });
        soak.everybody(Life::afterExpiry);
        soak.count("TIME-OUTS");
    }

    /** The sessions of all tabs that are gone end, by Openfire's own clean-up, which is not made to be run twice at the same time. */
    void tabsEnd() {
        long deadline = System.nanoTime() + Ledger.PATIENCE.toNanos();
        while (soak.anybody(Life::hasTabThatIsGone)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The sessions of tabs that are gone do not end");
            }
            scenario.control().sessions().expireIdleBosh();
            soak.pause();
        }
    }

    /**
     * The push service goes and comes back. What waits for it goes out in the order in which it fell due: until the last of it is out, what
     * comes meanwhile waits, too, and becomes one push.
     */
    private void outage() {
        // What a tab that is gone was sent is pushed when its session ends: were that meanwhile, it would be told of in another's count.
        tabsEnd();
        soak.everybody(Life::settle);
        service.disconnect();
        // A newer Openfire writes into a closed connection for a while.
        while (soak.control().stanzas().component(service.jid())) {
            soak.pause();
        }
        soak.ledger().away(true);
        soak.everybody(Life::duringOutage);
        service.connect();
        soak.everybody(Life::afterOutage);
        soak.ledger().away(false);
        String text = "The last of outage " + ++outages;
        soak.ledger().expect(lastNode, text);
        soak.prober().send("<message type='chat' to='" + last.jid() + "'><body>" + text + "</body></message>");
        soak.ledger().settle(lastNode);
        soak.count("OUTAGES");
    }

    /** The plugin is unloaded and loaded: nothing that was pushed is pushed again, and everything goes on. */
    private void reload() {
        // What was written into the dead request of a tab only the plugin's memory knows.
        tabsEnd();
        soak.everybody(Life::settle);
        soak.everybody(Life::beforeReload);
        scenario.control().plugins().unload(PLUGIN);
        scenario.control().plugins().load(PLUGIN);
        soak.everybody(Life::afterReload);
        soak.count("RELOADS");
    }
}
