package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;

/** What happens to all lives at once, between rounds. */
final class Events {

    private static final String PLUGIN = "cloudnotify";

    private final Soak soak;
    private final Scenario scenario;
    private final PushService service;
    private final Random random;

    Events(Soak soak, Scenario scenario, PushService service, Random random) {
        this.soak = soak;
        this.scenario = scenario;
        this.service = service;
        this.random = random;
    }

    /** Perhaps something. */
    void maybe(int round) {
        if (random.nextInt(4) == 0 && soak.rules().expiring()) {
            expiry();
        }
        if (round % 10 == 7) {
            soak.everybody(Life::tabsEnd);
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
        scenario.control().sessions().expireDetached(0);
        soak.everybody(Life::afterExpiry);
        soak.count("TIME-OUTS");
    }

    /** The push service goes and comes back. */
    private void outage() {
        soak.everybody(Life::settle);
        service.disconnect();
        soak.ledger().away(true);
        soak.everybody(Life::duringOutage);
        service.connect();
        soak.everybody(Life::afterOutage);
        soak.ledger().away(false);
        soak.count("OUTAGES");
    }

    /** The plugin is unloaded and loaded: nothing that was pushed is pushed again, and everything goes on. */
    private void reload() {
        soak.everybody(Life::settle);
        soak.everybody(Life::beforeReload);
        scenario.control().plugins().unload(PLUGIN);
        scenario.control().plugins().load(PLUGIN);
        soak.everybody(Life::afterReload);
        soak.count("RELOADS");
    }
}
