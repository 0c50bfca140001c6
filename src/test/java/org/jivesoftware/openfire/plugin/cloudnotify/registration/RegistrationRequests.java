package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/** What apps ask for, and what is in the table afterwards. */
abstract class RegistrationRequests {

    static final String FORM = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
        + PublishOptions.FORM_TYPE + "</value></field><field var='secret'><value>s3cret</value></field></x>";

    static void enable(Scenario scenario, TestUser user, PushService service, String node) {
        RawClient client = scenario.raw(user, node);
        client.enablePush(service.jid(), node);
        scenario.leave(client);
    }

    static String iq(String type, String to, String content) {
        return "<iq type='" + type + "' id='" + XmppClient.newId() + "'" + to + ">" + content + "</iq>";
    }

    static String fill(String text, TestUser user, TestUser other, Scenario scenario) {
        return text.replace("{bare}", user.jid()).replace("{other}", other.jid()).replace("{domain}", scenario.server().domain());
    }

    static List<String> nodes(Scenario scenario, TestUser user) {
        return rows(scenario, user).stream().map(row -> String.valueOf(row.values().iterator().next())).sorted().toList();
    }

    static List<Map<String, String>> rows(Scenario scenario, TestUser user) {
        return scenario.control().database().query("SELECT node FROM ofCloudNotify WHERE username = ?", user.name());
    }
}
