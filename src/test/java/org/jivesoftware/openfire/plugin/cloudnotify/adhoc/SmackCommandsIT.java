package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.NODE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient;
import org.jivesoftware.smackx.commands.AdHocCommandManager;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.xdata.ListSingleFormField;
import org.jivesoftware.smackx.xdata.form.FillableForm;
import org.jivesoftware.smackx.xdata.packet.DataForm;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;

/** The ad-hoc commands, as Smack calls them. */
@IntegrationTest
class SmackCommandsIT {

    /** Smack remembers the type of a field for each kind of form, and closes the connection where it comes with another one. */
    @Test
    void smacksOwnClientCallsAllOfThem(Scenario scenario) throws Exception {
        TestUser user = scenario.user("alice");
        String service = scenario.pushService("push").jid();
        RawClient phone = scenario.raw(user, "phone");
        phone.enablePush(service, "one");
        phone.enablePush(service, "two");
        TestClient alice = scenario.client(user, "pc");
        for (String name : List.of("devices", "test", "remove-device", "privacy")) {
            complete(alice, scenario.server().domain(), name, null);
        }
        TestUser boss = scenario.user("admin");
        scenario.property("admin.authorizedJIDs", boss.jid());
        TestClient admin = scenario.client(boss, "smack");
        phone.enablePush(service, "one");
        for (String name : List.of("admin-devices", "admin-test", "admin-remove-device", "admin-privacy", "admin-devices")) {
            complete(admin, scenario.server().domain(), name, phone.bareJid());
        }
        assertTrue(alice.smack().isAuthenticated() && admin.smack().isAuthenticated());
    }

    private static void complete(TestClient client, String domain, String name, String account) throws Exception {
        RemoteCommand command = AdHocCommandManager.getAddHocCommandsManager(client.smack())
            .getRemoteCommand(JidCreate.domainBareFrom(domain), NODE + name);
        command.execute();
        for (int step = 0; asks(command); step++) {
            assertTrue(step < 3, name);
            FillableForm form = new FillableForm(command.getForm());
            if (account != null && step == 0) {
                form.setAnswer("accountjid", account);
            } else if (command.getForm().hasField("device")) {
                form.setAnswer("device", ((ListSingleFormField) command.getForm().getField("device")).getOptions().get(0)
                    .getValueString());
            } else {
                form.setAnswer("hide", false);
            }
            command.complete(form);
        }
    }

    private static boolean asks(RemoteCommand command) {
        return command.getForm() != null && command.getForm().getType() == DataForm.Type.form;
    }
}
